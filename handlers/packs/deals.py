"""What opportunities add up to: what moved, what is open, what was won, and in which role. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from enum import StrEnum
from fractions import Fraction
from typing import Final

from handlers.figures import REVENUE
from handlers.packs.facts import PackFacts
from handlers.packs.periods import quarter_of
from handlers.packs.stages import place, probability
from programs.counting import DIGITS, Count, count_deals
from programs.metrics import RevenueMetric
from programs.windows import Window, trailing
from store.records import JoinedOpportunity, Registration
from store.repositories.deal_reports import APPROVED_ONCE
from store.repositories.pipeline import CLOSED

WON, LOST = CLOSED
LEAST_CLOSINGS: Final = 5
"""With fewer closings no win rate is said."""
YEAR: Final = 365
MOST_LISTED: Final = 10


class Role(StrEnum):
    """Which part a partner has in an opportunity: each counts in one of them."""

    sourced = "sourced"
    influenced = "influenced"
    resold = "resold"


@dataclass(frozen=True, slots=True)
class Sum:
    """So many opportunities; `usd` is the exact sum of those whose worth is known, `without` counts the others."""

    count: int = 0
    usd: Decimal = Decimal(0)
    without: int = 0


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of opportunities since a day: each is in as many of these as are true of it."""

    new: tuple[JoinedOpportunity, ...]
    won: tuple[JoinedOpportunity, ...]
    lost: tuple[JoinedOpportunity, ...]
    slipped: tuple[JoinedOpportunity, ...]
    pulled_in: tuple[JoinedOpportunity, ...]


def summed(facts: PackFacts, deals: Iterable[JoinedOpportunity], *, weighted: bool = False) -> Sum:
    """What opportunities are worth together, each at the probability of its stage where `weighted`."""
    found = [(each, facts.worth(each)) for each in deals]
    with localcontext(prec=DIGITS):
        known = [worth * (probability(each.stage) if weighted else 1) for each, worth in found if worth is not None]
        return Sum(len(found), sum(known, Decimal(0)), len(found) - len(known))


def moved(facts: PackFacts) -> Moved:
    """What happened after the day `since` and up to the day of the pack.

    New is what the partner was joined to, or where that day is not known what was opened. Slipped and pulled in are
    open ones whose close date now lies in a later or an earlier month (in a QBR: quarter) than before the first change
    of it since then.
    """

    def lately(on: date | None) -> bool:
        return on is not None and facts.since < on <= facts.day

    every = facts.file.opportunities
    shifts = [(each, _shift(facts, each)) for each in facts.open]
    return Moved(
        new=tuple(each for each in every if lately(each.added_on or each.opened_on)),
        won=tuple(each for each in every if each.stage == WON and lately(each.close_on)),
        lost=tuple(each for each in every if each.stage == LOST and lately(each.close_on)),
        slipped=tuple(each for each, shift in shifts if shift > 0),
        pulled_in=tuple(each for each, shift in shifts if shift < 0),
    )


def close_dates(facts: PackFacts, deal: JoinedOpportunity) -> list[tuple[date, date | None, date | None]]:
    """Every change of an opportunity's close date in the log: the day of the change, as it was, as it became."""
    return [
        (facts.day_of(each.changed_at), _day(each.before), _day(each.after))
        for each in facts.internal.changes.get(deal.id, ())
        if each.field == "close_on"
    ]


def top(facts: PackFacts) -> tuple[JoinedOpportunity, ...]:
    """The ten open opportunities that are worth most; the farthest stage first, then the most worth."""

    def worth(deal: JoinedOpportunity) -> Decimal:
        known = facts.worth(deal)
        return Decimal(-1) if known is None else known

    ranked = sorted(facts.open, key=lambda each: (-worth(each), each.id))[:MOST_LISTED]
    return tuple(sorted(ranked, key=lambda each: (place(each.stage), -worth(each), each.id)))


def by_stage(facts: PackFacts) -> dict[str, Sum]:
    """The open opportunities of each stage that has any, the farthest first; those without one last, under ''."""
    stages = sorted({each.stage or "" for each in facts.open}, key=lambda stage: (place(stage), stage))
    return {stage: summed(facts, (each for each in facts.open if (each.stage or "") == stage)) for stage in stages}


def closing_in(facts: PackFacts, window: Window) -> tuple[JoinedOpportunity, ...]:
    """Open opportunities that are expected to close in a window."""
    return tuple(each for each in facts.open if each.close_on is not None and each.close_on in window)


def ahead(facts: PackFacts) -> Window:
    """The rest of the quarter, beginning with the day of the pack."""
    return Window(facts.day, quarter_of(facts.day).last)


def role_of(facts: PackFacts, deal: JoinedOpportunity) -> Role | None:
    """Sourced where an approved registration of the opportunity says so, else the role on its partner row."""
    if any(each.role == Role.sourced and each.state in APPROVED_ONCE for each in linked(facts, deal)):
        return Role.sourced
    return Role(deal.role) if deal.role in (Role.influenced, Role.resold) else None


def linked(facts: PackFacts, deal: JoinedOpportunity) -> tuple[Registration, ...]:
    """The partner's registrations of an opportunity."""
    return tuple(each for each in facts.registrations if each.opportunity == deal.id)


def by_role(facts: PackFacts, deals: Sequence[JoinedOpportunity]) -> dict[Role, Sum]:
    """What opportunities are worth in each role that any of them has."""
    roles = [(role_of(facts, each), each) for each in deals]
    found = {role: summed(facts, (each for own, each in roles if own is role)) for role in Role}
    return {role: each for role, each in found.items() if each.count}


def counted(facts: PackFacts, window: Window) -> Count:
    """The countable revenue that closed in a window, by the program's rule or the usual one, with its evidence."""
    own = (each.metric for each in facts.program.requirements if isinstance(each.metric, RevenueMetric))
    return count_deals(next(own, REVENUE), facts.facts, window)


def revenue_by_role(facts: PackFacts, window: Window) -> dict[Role, Decimal]:
    """The countable revenue of a window in each role that has any; a role of its own is in none."""
    deals = {each.id: each for each in facts.file.opportunities}
    found: dict[Role, Decimal] = {}
    with localcontext(prec=DIGITS):
        for each in counted(facts, window).evidence:
            role = role_of(facts, deals[each.id]) if each.counted else None
            if role is not None and each.amount is not None:
                found[role] = found.get(role, Decimal(0)) + each.amount
    return {role: found[role] for role in Role if role in found}


def year_to(facts: PackFacts) -> Window:
    """The 365 days that end on the day of the pack."""
    return trailing(facts.day, YEAR)


def closings(facts: PackFacts, window: Window) -> tuple[int, int]:
    """How many opportunities were won and lost in a window."""
    closed = [each for each in facts.file.opportunities if each.close_on is not None and each.close_on in window]
    return sum(each.stage == WON for each in closed), sum(each.stage == LOST for each in closed)


def win_rate(facts: PackFacts) -> Fraction | None:
    """Won of won and lost in the past 365 days; None with fewer than five closings."""
    won, lost = closings(facts, year_to(facts))
    return Fraction(won, won + lost) if won + lost >= LEAST_CLOSINGS else None


def _shift(facts: PackFacts, deal: JoinedOpportunity) -> int:
    """By how many months or quarters the close date moved since; 0 where it did not, or is not known."""
    lately = [change for change in close_dates(facts, deal) if facts.since < change[0] <= facts.day]
    before = lately[0][1] if lately else None
    if before is None or deal.close_on is None:
        return 0
    per = 1 if facts.asked.kind == "pipeline_review" else 3
    return _month(deal.close_on) // per - _month(before) // per


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
