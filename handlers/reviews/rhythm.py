"""How often a partner is reviewed, and on which day: by its program, its tier, or an exception made for it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from handlers.wording import lowered
from programs.cadence import LENGTHS, DayRule, Every, Period, read_day_rule
from programs.schema import Program
from programs.together import Review, ReviewKind
from store.review_records import ReviewCadence

USUAL_DAYS: Final[Mapping[str, str]] = {
    ReviewKind.pipeline_review: "second Tuesday",
    ReviewKind.qbr: "third Tuesday of the first month",
    ReviewKind.executive: "second Tuesday of the second month",
}
"""Our own proposal where a program names no day: a QBR looks back on a quarter that just ended, and the executive
meeting comes when the annual review's results are out."""

NATURAL: Final[Mapping[str, Every]] = {
    ReviewKind.pipeline_review: Every.month,
    ReviewKind.qbr: Every.quarter,
    ReviewKind.executive: Every.year,
}
"""The period that a meeting stands for where nothing says how often it is held."""

WORDS: Final[Mapping[Every, str]] = {
    Every.month: "every month",
    Every.quarter: "every quarter",
    Every.half_year: "every half year",
    Every.year: "every year",
    Every.never: "never",
}


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often, on which day of the period, and why: the rule with its source, or the exception with its reason."""

    every: Every
    day: DayRule
    why: str

    def words(self) -> str:
        """`every month, second Tuesday`."""
        if self.every is Every.never:
            return WORDS[self.every]
        return f"{WORDS[self.every]}, {self.day.words(LENGTHS[self.every])}"


def rhythm_of(program: Program | None, kind: str, tier: str | None, exception: ReviewCadence | None) -> Rhythm | None:
    """The rhythm of one kind of meeting with a partner of `tier`; None where nobody asks for it regularly."""
    review = next((each for each in program.reviews if each.kind == kind), None) if program else None
    if exception is not None:
        rule = read_day_rule(exception.day_rule) if exception.day_rule else _day(review, kind)
        signed = exception.set_by.partition(" ")[2]
        why = f"set by {signed}: {exception.reason}" if signed else exception.reason
        return Rhythm(Every(exception.every), rule, why)
    if program is None or review is None:
        return None
    asked = review.by_tier.get(tier or "") or review.every
    if asked is None:
        return None
    every = Every(asked)
    return Rhythm(
        every, _day(review, kind), f"{program.short_name} asks for one {WORDS[every]} ({review.source.cite()})"
    )


def natural(rhythm: Rhythm | None, kind: str) -> Every:
    """The period that one meeting of this kind stands for."""
    return rhythm.every if rhythm is not None and rhythm.every is not Every.never else NATURAL[kind]


def proposal(rhythm: Rhythm, period: Period) -> str:
    """What the day of a period is called: `second Tuesday of November 2026`."""
    return f"{lowered(rhythm.day.words(period.months))} of {period.name}"


def _day(review: Review | None, kind: str) -> DayRule:
    return read_day_rule(review.day if review is not None and review.day else USUAL_DAYS[kind])
