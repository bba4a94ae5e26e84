"""The arithmetic a second time, slowly, from the written rules alone: thresholds copied by hand, exact fractions.

Shares nothing with the code under test but the plain facts.
"""

from datetime import date, timedelta
from fractions import Fraction

from programs.facts import PartnerFacts

ORDER = ["registered", "bronze", "silver", "gold"]
ASKS = {
    "registered": (0, 0, 0),
    "bronze": (3, 1, 20_000),
    "silver": (10, 5, 200_000),
    "gold": (15, 10, 1_000_000),
}


def days(first: date, last: date) -> set[date]:
    """Every single day from first to last."""
    return {first + timedelta(days=offset) for offset in range((last - first).days + 1)}


def trailing_days(day: date) -> set[date]:
    return {day - timedelta(days=back) for back in range(365)}


def revenue(facts: PartnerFacts, window: set[date]) -> Fraction:
    """Dollars of each won deal of the window, once a deal."""
    worth: dict[str, Fraction] = {}
    for row in facts.opportunities:
        won_in_window = row.stage == "closed_won" and row.close_on in window
        if not won_in_window or row.added_on is None or row.close_on is None or row.added_on > row.close_on:
            continue
        if row.earr is None or row.currency is None:
            continue
        if row.currency == "USD":
            worth[row.id] = Fraction(row.earr)
            continue
        past = sorted(
            (rate.effective_on, rate.usd)
            for rate in facts.rates
            if rate.currency == row.currency and rate.effective_on <= row.close_on
        )
        if past:
            worth[row.id] = Fraction(row.earr) * Fraction(past[-1][1])
    return sum(worth.values(), Fraction(0))


def people(facts: PartnerFacts, credential: str, day: date) -> int:
    found = set()
    for row in facts.people:
        if row.credential != credential or row.earned_on is None:
            continue
        earned = row.earned_on <= day
        valid = row.expires_on is None or day <= row.expires_on
        here = row.left_on is None or day < row.left_on
        if earned and valid and here:
            found.add(row.email.lower())
    return len(found)


def signed(facts: PartnerFacts, day: date) -> bool:
    return any(
        row.agreement == "baseline"
        and row.signed_on is not None
        and row.signed_on <= day
        and (row.expires_on is None or day <= row.expires_on)
        for row in facts.agreements
    )


def met_tier(facts: PartnerFacts, window: set[date], day: date) -> str | None:
    """The highest tier whose demands, and the demands of all below it, are met."""
    if not signed(facts, day):
        return None
    technical, sales, dollars = people(facts, "technical", day), people(facts, "sales", day), revenue(facts, window)
    reached = [
        name
        for place, name in enumerate(ORDER)
        if all(
            technical >= ASKS[below][0] and sales >= ASKS[below][1] and dollars >= ASKS[below][2]
            for below in ORDER[: place + 1]
        )
    ]
    return reached[-1]


def mid_year(facts: PartnerFacts, day: date) -> str | None:
    met, recorded = met_tier(facts, trailing_days(day), day), facts.recorded_tier
    if recorded == "global_strategic" or met is None:
        return recorded
    if recorded is None:
        return met
    return max(recorded, met, key=ORDER.index)


def annual(facts: PartnerFacts, year: int) -> str | None:
    if facts.recorded_tier == "global_strategic":
        return "global_strategic"
    return met_tier(facts, days(date(year - 1, 1, 1), date(year - 1, 12, 31)), date(year, 1, 1))
