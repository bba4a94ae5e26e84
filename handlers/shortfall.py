"""What is missing for a tier: as programs read it and as people say it."""

from decimal import Decimal

from handlers.answer import Json
from handlers.wording import DOLLARS, cents, money
from programs.tiers import RequirementState


def missing_facts(state: RequirementState) -> dict[str, Json]:
    """What a partner has, needs and lacks of one requirement: amounts with two decimals, counts plain."""
    return {
        "requirement": state.requirement,
        "have": _exact(state.have, state.unit),
        "need": _exact(state.need, state.unit),
        "short": _exact(state.short, state.unit),
    }


def missing_words(state: RequirementState) -> str:
    """`3 certified technical people`, `$35,500 of counted revenue`, `the baseline partner agreement`."""
    if state.unit == "agreement":
        return f"the {lower(state.label)}"
    if state.unit == DOLLARS:
        return f"{money(state.short)} of {lower(state.label)}"
    return f"{state.short:f} {counted(state.short, state.label, state.unit)}"


def counted(count: Decimal | int, label: str, unit: str) -> str:
    """A requirement's label inside a sentence, in the singular for one person."""
    words = lower(label)
    return words.replace("people", "person") if unit == "people" and count == 1 else words


def lower(label: str) -> str:
    """A label inside a sentence; one that begins with an abbreviation stays as it is."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _exact(amount: Decimal, unit: str) -> str:
    return f"{cents(amount):f}" if unit == DOLLARS else f"{amount:f}"
