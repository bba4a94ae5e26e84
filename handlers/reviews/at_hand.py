"""A meeting that somebody does something with: who may, whether it still waits, and how that is told."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from handlers.access import Permission
from handlers.audit import audit
from handlers.documents import Button, Buttons, FieldErrors, Note, Reply, text
from handlers.errors import Conflict, NotFound
from handlers.messages import rewrite
from handlers.mornings import Mornings
from handlers.reviews.named import Named, asks_prefix, gap_subject, named
from handlers.reviews.rhythm import natural, rhythm_of
from handlers.subjects import on_behalf_of, require, subject_of
from handlers.wording import day, meeting, weekday
from handlers.work import Task
from handlers.workdays import Calendars, Workdays
from programs.cadence import Period, period_of
from store.records import Meeting

FURTHEST: Final = timedelta(days=730)
LONGEST_REASON: Final = 300
OVERTAKEN: Final = "Somebody did something with the meeting before this was sent."


def opened(task: Task) -> tuple[Named, str]:
    """The meeting of a button, and its partner's name, for somebody who may run reviews with it.

    Raises:
        NotFound: there is no such partner, or the button cannot be read.
        NotAllowed: the partner is somebody else's.
    """
    return _mine(task, named(task.request.value))


def submitted(task: Task) -> tuple[Named, str]:
    """The meeting of a form, as `opened`."""
    return _mine(task, named(str(task.request.values.get("meeting", ""))))


def _mine(task: Task, it: Named) -> tuple[Named, str]:
    name = task.partner(it.partner).name
    require(task, Permission.run_reviews, subject_of(task, it.partner, it.program), "run reviews")
    enrolled = any(each.program == it.program for each in task.work.partners.enrollments(it.partner))
    if not enrolled and task.work.meetings.get(*it.key) is None:
        raise NotFound(f"{name} is not in this program, so there is no {meeting(it.kind)}. Nothing changed.")
    return it, name


def waiting(task: Task, it: Named, name: str) -> Meeting:
    """The meeting, if it is still to be held.

    Raises:
        NotFound: it was moved, skipped, or is no longer in the portfolio.
        Conflict: it was held.
    """
    found = task.work.meetings.get(*it.key)
    if found is None:
        raise NotFound(f"This {meeting(it.kind)} with {name} is not in the calendar any more. Nothing changed.")
    if found.held_on is not None:
        raise Conflict(f"This {meeting(it.kind)} with {name} was held on {day(found.held_on)}. Nothing changed.")
    return found


def still_missing(task: Task, it: Named, name: str) -> None:
    """Go on only if the period still lacks its meeting.

    Raises:
        Conflict: somebody moved, skipped or scheduled one; a form that was opened before does not undo that.
    """
    before = next((each for each in task.work.meeting_life.changes(it.partner) if each.key == it.key), None)
    what = f"{meeting(it.kind)} with {name}"
    if before is not None:
        done = f"moved to {weekday(before.moved_to)}" if before.moved_to else "skipped"
        raise Conflict(f"This {what} was {done} before. Nothing changed.")
    period = _period(task, it)
    for each in task.work.meetings.of_partner(it.partner):
        if (each.program, each.kind) == (it.program, it.kind) and each.scheduled_on in period:
            raise Conflict(f"There is a {what} on {weekday(each.scheduled_on)}. Nothing changed.")


def current(task: Task, it: Named) -> Named | None:
    """The meeting where it is now, if it was moved since; None when there is none (any more)."""
    moved = {each.key: each.moved_to for each in task.work.meeting_life.changes(it.partner) if each.moved_to}
    for _ in range(len(moved) + 1):
        if task.work.meetings.get(*it.key) is not None:
            return it
        if (to := moved.get(it.key)) is None:
            return None
        it = replace(it, on=to)
    return None


def told(task: Task, action: str, it: Named, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> None:
    """Write into the audit trail what was done with a meeting, with the form's reason."""
    behalf = on_behalf_of(task, subject_of(task, it.partner, it.program))
    was = json.dumps(before) if before is not None else None
    audit(task, action, it.subject, was, json.dumps(after), reason_of(task) or None, behalf, it.partner)


def rewritten(task: Task, it: Named, words: str, buttons: tuple[Button, ...], *, over: bool = False) -> None:
    """Rewrite everything that was posted about the meeting, or about the period without one; what waits is not sent.

    `over` says that the meeting is not on this day any more: nobody is asked for anything before it.
    """
    reply = Reply(words, (Buttons(buttons),) if buttons else ())
    for subject in (it.subject, gap_subject(it.partner, it.program, it.kind, period_label(task, it))):
        if task.work.outbox.workspaces(subject):
            taken_back(task, subject)
            rewrite(task, once(task, subject), subject, reply)
    if over:
        asks_over(task, it, words)


def asks_over(task: Task, it: Named, words: str) -> None:
    """Rewrite what people were asked for before a meeting that is not to come any more."""
    for subject in task.work.outbox.subjects(asks_prefix(it)):
        taken_back(task, subject)
        rewrite(task, once(task, subject), subject, Reply(words))


def taken_back(task: Task, subject: str) -> None:
    """What was written about a subject and not sent yet is not sent any more."""
    task.work.withdrawals.take_back_of(subject, OVERTAKEN, task.request.now)


def period_label(task: Task, it: Named) -> str:
    """The label of the period that the meeting stands for."""
    return _period(task, it).label


def _period(task: Task, it: Named) -> Period:
    enrollments = {each.program: each for each in task.work.partners.enrollments(it.partner)}
    program = task.catalog.find(it.program)
    exception = {each.kind: each for each in task.work.cadences.of_partner(it.partner) if each.program == it.program}
    tier = enrollments[it.program].tier if it.program in enrollments else None
    rhythm = rhythm_of(program, it.kind, tier, exception.get(it.kind))
    return period_of(natural(rhythm, it.kind), it.on)


def workdays_of_both(task: Task, it: Named) -> Workdays:
    """The days that the partner's manager and the partner both work on."""
    mornings = Mornings(task.desk, task.work.person_clocks.all(), Calendars())
    manager = next(iter(sorted(subject_of(task, it.partner, it.program).managers)), None)
    return mornings.workdays_with(manager, task.partner(it.partner).country)


def once(task: Task, subject: str) -> str:
    """The key of what one press says about a subject: another press is another message."""
    return f"{subject}/{task.request.route}/{task.request.now.timestamp()}/{task.request.key}"


def free_day(task: Task, it: Named, on: date) -> tuple[Note, ...]:
    """A note where one of the two sides does not work on a day."""
    if workdays_of_both(task, it).is_worked(on):
        return ()
    return (Note(text(f"{weekday(on)} is a holiday or free day on one of the two sides.")),)


def chosen_day(task: Task, field: str) -> date | FieldErrors:
    """The day of a form's field, from today on."""
    today = task.request.as_of
    try:
        chosen = date.fromisoformat(str(task.request.values.get(field, "")))
    except ValueError:
        return FieldErrors({field: "Choose a day."})
    if not today <= chosen <= today + FURTHEST:
        return FieldErrors({field: f"Choose a day from {weekday(today)} on, within two years."})
    return chosen


def reason_of(task: Task) -> str:
    """The reason that a form gives, in one line; empty without one."""
    return " ".join(str(task.request.values.get("reason", "")).split())[:LONGEST_REASON]


def why(task: Task) -> str:
    """The reason as the end of a message."""
    return f" Why: {reason}" if (reason := reason_of(task)) else ""
