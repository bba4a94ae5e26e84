"""How likely an open opportunity is to be won, by its stage: the one table behind every weighted figure.

The portfolio has no probabilities and no history from which they could be measured. These are the lower ends of what
sales software comes with (10 to 20 % for a first contact, up to 90 % for a contract under negotiation): a forecast that
disappoints costs a partner manager more than one that is surpassed. Every weighted figure is shown with its table.
"""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from statistics import median
from types import MappingProxyType
from typing import Final

PROBABILITIES: Final[Mapping[str, Decimal]] = MappingProxyType(
    {
        "negotiation": Decimal("0.75"),
        "proposal": Decimal("0.50"),
        "qualified": Decimal("0.25"),
        "prospecting": Decimal("0.10"),
    }
)
"""By stage, the farthest first. An opportunity whose stage is not known weighs nothing."""
LEAST_STAYS: Final = 10
"""So many finished stays make a median; with fewer nothing is said about a stage's age."""
TOO_OLD: Final = 1.5


def probability(stage: str | None) -> Decimal:
    """How likely an open opportunity of this stage is to be won, from 0 to 1."""
    return PROBABILITIES.get(stage or "", Decimal(0))


def place(stage: str | None) -> int:
    """The farthest stage comes first, an unknown one last."""
    return next((number for number, each in enumerate(PROBABILITIES) if each == stage), len(PROBABILITIES))


def medians(stays: Mapping[str, tuple[timedelta, ...]]) -> dict[str, timedelta]:
    """How long opportunities usually stay in each stage that enough of them have left."""
    return {
        stage: timedelta(seconds=median(each.total_seconds() for each in lengths))
        for stage, lengths in stays.items()
        if len(lengths) >= LEAST_STAYS
    }


def table_words() -> str:
    """`negotiation 75%, proposal 50%, …`."""
    return ", ".join(f"{stage} {share:.0%}" for stage, share in PROBABILITIES.items())
