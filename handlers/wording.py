"""Figures, days and names in the words that every surface shows."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from handlers.documents import Person
from handlers.request import Actor
from programs.base import Source

CENT = Decimal("0.01")
DOLLARS = "USD"
MEETINGS = {"pipeline_review": "pipeline review", "qbr": "QBR", "executive": "executive meeting"}


def cents(amount: Decimal) -> Decimal:
    """An exact amount rounded to two decimals, halves up: only for showing, never for comparing."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def money(amount: Decimal, currency: str = DOLLARS) -> str:
    """`$164,500`, `$99.50` or `EUR 1,200`: cents only where there are some."""
    shown = cents(amount)
    figure = f"{shown:,.0f}" if shown == shown.to_integral_value() else f"{shown:,.2f}"
    return f"${figure}" if currency == DOLLARS else f"{currency} {figure}"


def quantity(amount: Decimal, unit: str) -> str:
    """An amount in its unit: money for `USD`, a plain number else."""
    return money(amount) if unit == DOLLARS else f"{amount:f}"


def day(value: date | None) -> str:
    """`Nov 21, 2026`; "unknown" when there is none."""
    return f"{value:%b} {value.day}, {value.year}" if value else "unknown"


def weekday(value: date) -> str:
    """`Tue Nov 24, 2026`."""
    return f"{value:%a} {day(value)}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def signature(actor: Actor) -> str:
    """Who did something, as it is stored beside a record: the surface's user id, a space, the name at that time."""
    return f"{actor.user} {actor.name}"


def person(signed: str | None) -> Person:
    """The person of a stored `signature`."""
    user, _, name = (signed or "").partition(" ")
    return Person(user, name or "somebody")


def meeting(kind: str) -> str:
    """What a kind of meeting is called inside a sentence; a kind of its own is called as it is written."""
    return MEETINGS.get(kind, kind)


def amount_of(label: str, unit: str, amount: Decimal) -> str:
    """So much of a requirement: `3 certified technical people`, `$35,500 of counted revenue`, `the baseline …`."""
    if unit == "agreement":
        return f"the {lowered(label)}"
    if unit == DOLLARS:
        return f"{money(amount)} of {lowered(label)}"
    return f"{amount:f} {counted(amount, label, unit)}" if amount else f"no {lowered(label)}"


def counted(count: Decimal | int, label: str, unit: str) -> str:
    """A requirement's label inside a sentence, in the singular for one person."""
    words = lowered(label)
    return words.replace("people", "person") if unit == "people" and count == 1 else words


def lowered(label: str) -> str:
    """A label as it stands inside a sentence; one that begins with an abbreviation stays as it is."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def cited(sources: Sequence[Source]) -> str:
    """Each document once, with the places in it."""
    places: dict[str, list[str]] = {}
    for source in dict.fromkeys(sources):
        at = source.cite().removeprefix(source.document).removeprefix(", ")
        places.setdefault(source.document, []).extend([at] if at else [])
    cited = [f"{document}{', ' if at else ''}{'; '.join(at)}" for document, at in places.items()]
    return f"{'Rule' if len(set(sources)) == 1 else 'Rules'}: {'. '.join(cited)}." if cited else ""
