"""The records behind an answer: what counted, what did not, and why."""

from collections.abc import Iterable

from handlers.documents import Heading, Note, Part, Reply, Table, text
from handlers.tiers import DOLLARS, Standing, figures
from handlers.wording import day, money
from programs.counting import Evidence, Reason
from programs.tiers import RequirementState

WORDS = {
    Reason.no_rate: "no exchange rate on the day it closed",
    Reason.no_currency: "no currency recorded",
    Reason.services_only: "professional services only",
    Reason.no_amount: "no recurring amount",
    Reason.added_after_close: "partner was added after it closed",
    Reason.not_joined_date: "day the partner was added is not known",
    Reason.other_role: "partner's role does not count",
    Reason.outside_window: "closed outside the window",
    Reason.no_close_date: "no close date",
    Reason.not_won: "not closed-won",
    Reason.expired: "expired",
    Reason.left: "has left the partner",
    Reason.not_yet_earned: "earned after this day",
    Reason.not_earned: "not earned",
    Reason.not_yet_signed: "signed after this day",
    Reason.not_signed: "not signed",
}
COLUMNS = {DOLLARS: ("Opportunity", "Closed"), "people": ("Person", "Earned"), "agreement": ("Agreement", "Signed")}


def evidence_reply(standing: Standing, tier: str | None) -> Reply:
    """Every record that was looked at for `tier` (None: the next one), those that count first."""
    found = standing.gap(tier)
    states = found.requirements or found.measurement.requirements
    unique = {state.requirement: state for state in states}
    label = standing.label(found.target_tier) if found.target_tier else standing.label(found.recorded_tier)
    parts: list[Part] = []
    for state in unique.values():
        parts.append(Heading(f"{state.label}: {figures(state)}"))
        parts.append(_table(state))
        parts.append(Note(text(f"Rule: {state.source.cite()}." + (f" {state.note}" if state.note else ""))))
    window = f"{day(found.window.first)} to {day(found.window.last)}"
    summary = f"Evidence for {standing.name}, {label} in {standing.program.short_name}: records from {window}."
    return Reply(summary, tuple(parts))


def _table(state: RequirementState) -> Table:
    first, day_column = COLUMNS.get(state.unit, ("Record", "Day"))
    amounts = ("Amount",) if state.unit == DOLLARS else ()
    rows = tuple(_row(item, state.unit) for item in _counted_first(state.evidence))
    nothing = ("none recorded", *("" for _ in (day_column, *amounts)), "no")
    return Table(state.label, (first, day_column, *amounts, "Counts"), rows or (nothing,))


def _counted_first(items: Iterable[Evidence]) -> list[Evidence]:
    return sorted(items, key=lambda item: (not item.counted, item.id))


def _row(item: Evidence, unit: str) -> tuple[str, ...]:
    name = item.what if item.what == item.id else f"{item.what} ({item.id})"
    amounts = (_dollars(item),) if unit == DOLLARS else ()
    counts = "yes" if item.reason is None else f"no: {WORDS[item.reason]}"
    return name, day(item.on) if item.on else "", *amounts, counts


def _dollars(item: Evidence) -> str:
    if item.amount is None:
        return ""
    at = f" at {item.rate.usd:f} USD per {item.rate.currency}" if item.rate else ""
    return f"{money(item.amount)}{at}"
