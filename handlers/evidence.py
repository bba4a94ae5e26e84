"""The records behind an answer: what counted, what did not, and why."""

from collections.abc import Iterator, Mapping

from handlers.documents import Note, Part, Reply, Table, text
from handlers.tiers import Standing, progress
from handlers.wording import DOLLARS, day, money
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
COLUMNS = ("For", "Record", "Day", "Amount", "Counts")


def evidence_reply(standing: Standing, tier: str | None) -> Reply:
    """Every record that was looked at for `tier` (None: the next one), those that count first, and the rules."""
    found = standing.gap(tier)
    states = found.requirements or found.measurement.requirements
    unique = tuple({state.requirement: state for state in states}.values())
    aim = f"toward {standing.label(found.target_tier)}" if found.target_tier else standing.label(found.recorded_tier)
    agreements = {agreement.id: agreement.name for agreement in standing.program.agreements}
    rows = tuple(row for state in unique for row in _rows(state, agreements))
    window = f"{day(found.window.first)} to {day(found.window.last)}"
    summary = f"Evidence for {standing.name}, {aim} in {standing.program.short_name}: records from {window}."
    parts: tuple[Part, ...] = (*progress(unique), Table("What was looked at", COLUMNS, rows), *map(_rule, unique))
    return Reply(summary, parts)


def _rule(state: RequirementState) -> Note:
    reading = f" Our reading: {state.note}" if state.note else ""
    return Note(text(f"{state.label}: {state.source.cite()}.{reading}"))


def _rows(state: RequirementState, agreements: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    if not state.evidence:
        yield state.label, "nothing recorded", "", "", "no"
    for item in sorted(state.evidence, key=lambda item: (not item.counted, item.id)):
        name = agreements.get(item.id) or f"{item.what} ({item.id})"
        counts = "yes" if item.reason is None else f"no: {WORDS[item.reason]}"
        yield state.label, name, day(item.on) if item.on else "", _dollars(item, state.unit), counts


def _dollars(item: Evidence, unit: str) -> str:
    """The dollars a deal adds, with the rate where it was not in dollars; people and agreements need no figure."""
    if item.amount is None or unit != DOLLARS:
        return ""
    at = f" at {item.rate.usd:f} USD per {item.rate.currency}" if item.rate else ""
    return f"{money(item.amount)}{at}"
