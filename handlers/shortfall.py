"""What is missing for a tier: as programs read it and as people say it."""

from decimal import Decimal

from handlers.answer import Json
from handlers.wording import DOLLARS, amount_of, cents
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
    return amount_of(state.label, state.unit, state.short)


def _exact(amount: Decimal, unit: str) -> str:
    return f"{cents(amount):f}" if unit == DOLLARS else f"{amount:f}"
