"""How a registration ends: won, lost, or taken up again after it expired; and what a win does to the partner's tier."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from handlers.deals import card
from handlers.deals.checks import Wrong, amount, some_day
from handlers.deals.credit import credited
from handlers.deals.guards import EXTENSION_DAYS, protected_until
from handlers.deals.moving import begun, carried_out, spread
from handlers.deals.transitions import Move
from handlers.documents import Field, FieldErrors, Form, Input, Note, Paragraph, Reply, bold, text
from handlers.tiers import Standing
from handlers.wording import day
from handlers.work import Task
from store.records import Registration

WIN_SUBMIT: Final = "deals.win_submit"
LOSE_SUBMIT: Final = "deals.lose_submit"
WON, LOST = "closed_won", "closed_lost"


def win_form(task: Task) -> Form:
    """The final amount and the day."""
    registration = begun(task, task.request.value, Move.win)
    earr = f"{registration.earr:f}" if registration.earr is not None else None
    label = f"Recurring amount a year, {registration.currency or 'USD'}"
    return Form(
        WIN_SUBMIT,
        f"Won: {registration.id}"[:24],
        "Won",
        (
            Field("earr", label, Input.line, limit=30, initial=earr),
            Field("closed_on", "Closed on", Input.day, initial=task.request.as_of.isoformat()),
            Field("reason", "What decided it?", Input.paragraph, required=False, limit=500),
        ),
        intro=text(card.headline(registration, task.partner(registration.partner).name)),
        state=(("registration", registration.id),),
    )


def lose_form(task: Task) -> Form:
    """The day, and why."""
    registration = begun(task, task.request.value, Move.lose)
    return Form(
        LOSE_SUBMIT,
        f"Lost: {registration.id}"[:24],
        "Lost",
        (
            Field("closed_on", "Lost on", Input.day, initial=task.request.as_of.isoformat()),
            Field("reason", "Why was it lost?", Input.paragraph, limit=500),
        ),
        intro=text(card.headline(registration, task.partner(registration.partner).name)),
        state=(("registration", registration.id),),
    )


def win(task: Task) -> Reply | FieldErrors:
    """Close as won; the opportunity counts from now on, and a tier that is met by it is named."""
    values = task.request.values
    registration = begun(task, str(values.get("registration", "")), Move.win)
    errors: dict[str, str] = {}
    closed_on, earr = _closed_on(task, errors), Decimal()
    try:
        earr = amount(values.get("earr", ""), registration.currency or "USD")
    except Wrong as wrong:
        errors["earr"] = str(wrong)
    if errors:
        return FieldErrors(errors)
    return won(task, registration, closed_on, earr, str(values.get("reason", "")).strip())


def won(task: Task, registration: Registration, closed_on: date, earr: Decimal | None, reason: str) -> Reply:
    """Close it and its opportunity as won on a day, and tell everybody what that does to the tier."""
    before = _met(task, registration)
    linked = credited(task, registration)
    task.work.opportunities.close(linked.opportunity or "", WON, closed_on, task.request.now, earr)
    values = {"earr": earr or linked.earr, "closed_on": closed_on, "reason": reason or None, "updated_on": closed_on}
    after = carried_out(task, linked, Move.win, values, reason or None)
    what = f"{after.id} is won: {card.headline(after, task.partner(after.partner).name)}."
    told = Reply(
        f"{what} {_tier_news(task, after, before)}".strip(),
        (
            *((Paragraph(text(bold("What decided it: "), reason)),) if reason else ()),
            Note(text(f"Closed {day(closed_on)}; opportunity {after.opportunity} counts by the program's rules.")),
        ),
    )
    spread(task, after, told)
    return told


def lose(task: Task) -> Reply | FieldErrors:
    """Close as lost."""
    values, errors = task.request.values, dict[str, str]()
    registration = begun(task, str(values.get("registration", "")), Move.lose)
    closed_on, reason = _closed_on(task, errors), str(values.get("reason", "")).strip()
    if not reason:
        errors["reason"] = "Say why it was lost: the next deal learns from it."
    return FieldErrors(errors) if errors else lost(task, registration, closed_on, reason)


def lost(task: Task, registration: Registration, closed_on: date, reason: str) -> Reply:
    """Close it and its opportunity as lost on a day."""
    if registration.opportunity:
        task.work.opportunities.close(registration.opportunity, LOST, closed_on, task.request.now)
    values = {"closed_on": closed_on, "reason": reason, "updated_on": closed_on}
    after = carried_out(task, registration, Move.lose, values, reason)
    partner = task.partner(after.partner).name
    told = Reply(f"{after.id} is lost: {card.headline(after, partner)}.", (Paragraph(text(bold("Why: "), reason)),))
    spread(task, after, told)
    return told


def reinstate(task: Task) -> Reply:
    """Take up again what expired lately; its first day counts."""
    registration = begun(task, task.request.value, Move.reinstate)
    until = task.request.as_of + timedelta(days=EXTENSION_DAYS)
    after = carried_out(
        task, registration, Move.reinstate, {"protected_until": until, "updated_on": task.request.as_of}
    )
    told = Reply(f"{after.id} is taken up again: protected through {day(protected_until(after))}.")
    spread(task, after, told)
    return told


def _closed_on(task: Task, errors: dict[str, str]) -> date:
    try:
        closed_on = some_day(task.request.values.get("closed_on", ""))
    except Wrong:
        closed_on = date.max
    if closed_on > task.request.as_of:
        errors["closed_on"] = "Choose the day it closed, not after today."
    return closed_on


def _standing(task: Task, registration: Registration) -> Standing | None:
    file = task.work.partners.file(registration.partner)
    enrollment = (
        next((each for each in file.enrollments if each.program == registration.program), None) if file else None
    )
    if file is None or enrollment is None or registration.program is None:
        return None
    program = task.catalog.get(registration.program)
    return Standing(file, enrollment, program, task.request.as_of) if program.tiers else None


def _met(task: Task, registration: Registration) -> str | None:
    found = _standing(task, registration)
    return found.gap(None).measurement.met_tier if found else None


def _tier_news(task: Task, registration: Registration, before: str | None) -> str:
    """`This win takes Acme to Silver in Segment 2024.`, or how much is still missing; empty without tiers."""
    found = _standing(task, registration)
    if found is None:
        return ""
    ahead = found.gap(None)
    met, rank = ahead.measurement.met_tier, found.program.rank
    if rank(met) > rank(before) and rank(met) > rank(found.enrollment.tier):
        return f"This win takes {found.name} to {found.label(met)} in {found.program.short_name}."
    if ahead.target_tier is None or ahead.met:
        return ""
    return f"{found.about} still misses something for {found.label(ahead.target_tier)}: ask “gap {found.name}”."
