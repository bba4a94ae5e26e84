"""What the sections of packs share: sums, names and shares in words."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from handlers.numbered import numbered
from handlers.packs.deals import Sum
from handlers.packs.facts import PackFacts
from handlers.packs.sheet import Line
from handlers.reports.figures import percent
from handlers.wording import cents, day, listed, money
from store.records import JoinedOpportunity, Registration

MOST_NAMED: Final = 5
UNNAMED: Final = "an unnamed customer"


def few(names: Iterable[str]) -> str:
    """The first names, and how many more there are."""
    every = tuple(names)
    if len(every) <= MOST_NAMED:
        return listed(every)
    return f"{', '.join(every[: MOST_NAMED - 1])} and {len(every) - MOST_NAMED + 1:,} more"


def customer(deal: JoinedOpportunity) -> str:
    """The customer's name."""
    return deal.customer or UNNAMED


def sum_words(found: Sum) -> str:
    """`3, $120,000 a year (1 without an amount or a rate)`."""
    without = f" ({found.without:,} without an amount or a rate)" if found.without else ""
    worth = f", {money(found.usd)} a year" if found.count > found.without else ""
    return f"{found.count:,}{worth}{without}"


def claim_words(found: Sequence[Registration]) -> str:
    """`2: DR-1001 Initech, DR-1002 Hooli`."""
    return f"{len(found):,}: {few(f'{each.id} {each.customer or UNNAMED}' for each in found)}"


def share_words(share: Fraction | None, many: int, all_of: int) -> str:
    """`67% (4 of 6)`."""
    return f"{percent(share)} ({many:,} of {all_of:,})"


def text_of(amount: Decimal | None) -> str | None:
    """An amount for the figures, to the cent."""
    return None if amount is None else f"{cents(amount):f}"


def needed(facts: PackFacts, label: str, what: str) -> Line:
    """Something that a person must supply, and who."""
    return Line(label, f"needed from {facts.enrollment.manager or 'the partner manager'}: {what}")


def since_words(facts: PackFacts) -> str:
    """`since the last QBR on Jul 1, 2026`, or how far one looks back."""
    called = {"pipeline_review": "pipeline review", "qbr": "QBR", "executive": "executive meeting"}[facts.asked.kind]
    if facts.held_before:
        return f"since the last {called} on {day(facts.since)}"
    return (
        f"in the {numbered((facts.day - facts.since).days, 'day')} before {day(facts.day)}; no {called} was held before"
    )
