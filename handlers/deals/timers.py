"""What is due about a registration on a day: reminders, escalations, warnings, and what ends by itself. Pure.

The decision's clock counts working days of the desk's country and stands still while information is awaited; protection
counts calendar days and never stops. Reminders go out on working days; what fell on another day comes on the next one,
and of several warnings that were missed only the last.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from handlers.deals.deadlines import Deadlines
from handlers.deals.guards import SILENT_WORKDAYS, protected_until, workdays_after
from handlers.workdays import Workdays
from store.records import Registration
from store.registration_states import WAITING, RegistrationState

WARNINGS: Final = (3, 14, 30)
"""Days before the end of protection at which it is warned of."""
SILENCE: Final = (45, 30)
"""Days without news of an approved deal after which it is at risk, and after which somebody asks."""
INFO_REMINDERS: Final = (7, 3)
"""Working days without the information asked for after which it is asked for again."""
ESCALATED_AFTER: Final = 2
"""Working days beyond the due day after which the program's admins hear of it."""
ANSWERED: Final = WAITING | {RegistrationState.conflict_hold}


class To(StrEnum):
    """Who is told."""

    desk = "desk"
    filer = "filer"
    manager = "manager"
    lead = "lead"


class Step(StrEnum):
    """What is told."""

    nudge = "nudge"
    late = "late"
    escalated = "escalated"
    info = "info"
    warning = "warning"
    silent = "silent"
    at_risk = "at_risk"
    appeal_late = "appeal_late"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell once: `key` is the same whenever and by whomever it is worked out. `days` are left, or over."""

    registration: Registration
    step: Step
    to: tuple[To, ...]
    key: str
    days: int = 0


def notices(registration: Registration, today: date, workdays: Workdays, deadlines: Deadlines) -> Iterator[Notice]:
    """Everything that has become due by the morning of `today`, a working day; whoever sends it drops what was sent."""
    state = registration.state
    if state in ANSWERED:
        yield from _answer(registration, today, workdays, deadlines)
    elif state == RegistrationState.info_requested:
        yield from _information(registration, today, workdays)
    elif state == RegistrationState.appealed:
        if (due := registration.answer_due_on) is not None and due < today:
            yield _notice(registration, Step.appeal_late, (To.lead,), due)
    elif state == RegistrationState.approved:
        yield from _protection(registration, today)
        yield from _silence(registration, today)


def lapses(registration: Registration, today: date, workdays: Workdays) -> bool:
    """Whether the information asked for did not come in time."""
    asked = registration.asked_at
    if registration.state != RegistrationState.info_requested or asked is None:
        return False
    return today > workdays_after(asked.date(), SILENT_WORKDAYS, workdays)


def expires(registration: Registration, today: date) -> bool:
    """Whether the protected days are over."""
    until = protected_until(registration)
    return registration.state == RegistrationState.approved and until is not None and today > until


def _answer(registration: Registration, today: date, workdays: Workdays, deadlines: Deadlines) -> Iterator[Notice]:
    due = deadlines.due(registration)
    if due is None:
        return
    if today >= workdays_after(due, ESCALATED_AFTER, workdays):
        yield _notice(registration, Step.escalated, (To.lead,), due)
    if today > due:
        yield _notice(registration, Step.late, (To.desk, To.manager, To.filer), due)
    elif today >= workdays.before(due):
        yield _notice(registration, Step.nudge, (To.desk,), due)


def _information(registration: Registration, today: date, workdays: Workdays) -> Iterator[Notice]:
    asked = registration.asked_at.date() if registration.asked_at else None
    for days in INFO_REMINDERS if asked else ():
        if asked is not None and today >= workdays_after(asked, days, workdays):
            yield _notice(registration, Step.info, (To.filer,), asked, days)
            return


def _protection(registration: Registration, today: date) -> Iterator[Notice]:
    until = protected_until(registration)
    left = (until - today).days if until else None
    if until is None or left is None or left < 0:
        return
    reached = next((days for days in WARNINGS if left <= days), None)
    if reached is not None:
        key = f"deal:{registration.id}/{Step.warning}/{until}/{reached}"
        yield Notice(registration, Step.warning, (To.filer, To.manager), key, left)


def _silence(registration: Registration, today: date) -> Iterator[Notice]:
    since = registration.updated_on or registration.decided_on
    if since is None:
        return
    silent, (risk, ask) = (today - since).days, SILENCE
    if silent >= risk:
        yield _notice(registration, Step.at_risk, (To.manager,), since, silent)
    elif silent >= ask:
        yield _notice(registration, Step.silent, (To.filer,), since, silent)


def _notice(registration: Registration, step: Step, to: tuple[To, ...], period: date, days: int = 0) -> Notice:
    times = f"/{days}" if step is Step.info else ""
    return Notice(registration, step, to, f"deal:{registration.id}/{step}/{period}{times}", days)


def watched(today: date) -> tuple[date, date]:
    """Approved registrations matter that are protected until the first day, or without news since the second."""
    return today + timedelta(days=max(WARNINGS)), today - timedelta(days=min(SILENCE))
