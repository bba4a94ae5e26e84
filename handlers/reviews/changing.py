"""Moving, skipping, snoozing and scheduling a meeting: from its message, once, with who did it and why."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from handlers.documents import Button, Buttons, Field, FieldErrors, Form, Input, Reply, text
from handlers.errors import Conflict, TooLate
from handlers.numbered import capital
from handlers.reviews.asked_again import ask_again
from handlers.reviews.at_hand import (
    LONGEST_REASON,
    chosen_day,
    free_day,
    opened,
    period_label,
    reason_of,
    rewritten,
    still_missing,
    submitted,
    told,
    waiting,
    why,
    workdays_of_both,
)
from handlers.reviews.named import DROPPED, Named
from handlers.reviews.reminder import MEETING_FILE, MOVE, OPEN_PACK, SCHEDULE, SKIP, meeting_buttons, period_name
from handlers.wording import meeting, signature, weekday
from handlers.work import Task
from store.records import Meeting
from store.review_records import MeetingChange

MOVE_NOW: Final = "reviews.move_now"
SKIP_NOW: Final = "reviews.skip_now"
SNOOZE_NOW: Final = "reviews.snooze_now"
SCHEDULE_ON: Final = "reviews.schedule_on"
RESTORE: Final = "reviews.restore"
LATEST_SNOOZE: Final = timedelta(days=60)
"""After its meeting; messages that are further away from it are not looked for (`agenda.AROUND`)."""


def move_form(task: Task) -> Form:
    """On which day instead, and why."""
    it, name = opened(task)
    waiting(task, it, name)
    return Form(
        MOVE_NOW,
        "Move the meeting",
        "Move",
        (
            Field("day", "New day", Input.day, initial=_usual(task, it).isoformat()),
            Field("reason", "Why?", Input.line, required=False, limit=LONGEST_REASON),
        ),
        intro=text(f"{capital(meeting(it.kind))} with {name}, {weekday(it.on)}. Its reminders move with it."),
        state=(("meeting", it.value),),
    )


def move(task: Task) -> Reply | FieldErrors:
    """Move it; every step before and after it moves too, and what was posted about the old day is rewritten."""
    it, name = submitted(task)
    to = chosen_day(task, "day")
    if isinstance(to, FieldErrors):
        return to
    if to == it.on:
        return FieldErrors({"day": f"It is on {weekday(it.on)} already. Choose another day."})
    before = waiting(task, it, name)
    if task.work.meetings.get(it.partner, it.program, it.kind, to) is not None:
        return FieldErrors({"day": f"There is a {meeting(it.kind)} with {name} on that day already."})
    _take_out(task, it, name, "moved", to)
    if not task.work.meeting_life.schedule(replace(before, scheduled_on=to)):
        raise Conflict(f"Somebody just put another {meeting(it.kind)} with {name} on {weekday(to)}. Nothing changed.")
    after = replace(it, on=to)
    told(task, "meeting.moved", it, {"scheduled_on": it.on.isoformat()}, {"scheduled_on": to.isoformat()})
    words = f"The {meeting(it.kind)} with {name} is moved from {weekday(it.on)} to {weekday(to)}"
    rewritten(
        task,
        it,
        f"{words} by {task.request.actor.name}.{why(task)}",
        (Button("Open the brief", OPEN_PACK, after.value),),
        over=True,
    )
    buttons = Buttons((Button("Move again", MOVE, after.value), Button("For my calendar", MEETING_FILE, after.value)))
    return Reply(f"{words}.", (*free_day(task, it, to), buttons))


def skip_form(task: Task) -> Form:
    """Why it is not held."""
    it, name = opened(task)
    found = task.work.meetings.get(*it.key)
    if found is None:
        still_missing(task, it, name)
    what = weekday(it.on) if found else period_name(period_label(task, it))
    return Form(
        SKIP_NOW,
        "Skip the meeting",
        "Skip",
        (Field("reason", "Why?", Input.line, limit=LONGEST_REASON),),
        intro=text(f"{capital(meeting(it.kind))} with {name}, {what}. The next one is not touched."),
        state=(("meeting", it.value),),
    )


def skip(task: Task) -> Reply | FieldErrors:
    """Skip a meeting, or a period that has none; nobody is reminded of it any more."""
    it, name = submitted(task)
    if not (reason := reason_of(task)):
        return FieldErrors({"reason": "Say why: it stands beside the meeting from now on."})
    there = task.work.meetings.get(*it.key) is not None
    what = weekday(it.on) if there else period_name(period_label(task, it))
    if there:
        waiting(task, it, name)
        _take_out(task, it, name, "skipped", None)
    else:
        still_missing(task, it, name)
        task.work.meeting_life.note(_change(task, it, "waived", None))
    told(task, "meeting.skipped", it, None, {"skipped": what})
    words = f"The {meeting(it.kind)} with {name}, {what}, is skipped"
    back = (Button("Bring it back", RESTORE, it.value),)
    rewritten(task, it, f"{words} by {task.request.actor.name}: {reason}", back, over=True)
    return Reply(f"{words}.", (Buttons(back),))


def restore(task: Task) -> Reply:
    """Take a skip back: the meeting is scheduled again, or the period asks for one again."""
    it, name = opened(task)
    skipped = next((each for each in task.work.meeting_life.changes(it.partner) if each.key == it.key), None)
    if skipped is None or skipped.change not in DROPPED:
        raise Conflict(f"The {meeting(it.kind)} with {name} is not skipped (any more). Nothing changed.")
    if skipped.change == "waived":
        return _wanted_again(task, it, name)
    task.work.meeting_life.schedule(Meeting(*it.key, None, None))
    told(task, "meeting.restored", it, {"skipped": True}, {"scheduled_on": it.on.isoformat()})
    words = f"The {meeting(it.kind)} with {name} is on {weekday(it.on)} again"
    rewritten(task, it, f"{words}, says {task.request.actor.name}.", meeting_buttons(it, name))
    ask_again(task, it.partner, it.program)
    return Reply(f"{words}.")


def _wanted_again(task: Task, it: Named, name: str) -> Reply:
    """A period without a meeting is no longer skipped: nothing was scheduled in it, and nothing is now."""
    task.work.meeting_life.undo(Meeting(*it.key, None, None))
    told(task, "meeting.restored", it, {"skipped": True}, {"skipped": False})
    words = f"The {meeting(it.kind)} with {name} of {period_name(period_label(task, it))} is to be scheduled after all"
    buttons = (Button("Schedule", SCHEDULE, it.value), Button("Skip this one", SKIP, it.value))
    rewritten(task, it, f"{words}, says {task.request.actor.name}.", buttons)
    return Reply(f"{words}.", (Buttons(buttons),))


def snooze_form(task: Task) -> Form:
    """Until when its reminders rest."""
    it, name = opened(task)
    waiting(task, it, name)
    tomorrow = workdays_of_both(task, it).after(task.request.as_of)
    return Form(
        SNOOZE_NOW,
        "Snooze reminders",
        "Snooze",
        (Field("day", "Remind me on", Input.day, "In the morning.", initial=tomorrow.isoformat()),),
        intro=text(f"{capital(meeting(it.kind))} with {name}, {weekday(it.on)}. The day of the meeting stays."),
        state=(("meeting", it.value),),
    )


def snooze(task: Task) -> Reply | FieldErrors:
    """Let the reminders of a meeting rest."""
    it, name = submitted(task)
    until = chosen_day(task, "day")
    if isinstance(until, FieldErrors):
        return until
    if until == task.request.as_of:
        return FieldErrors({"day": "Choose a day from tomorrow on."})
    if until > (latest := it.on + LATEST_SNOOZE):
        return FieldErrors({"day": f"Its reminders end on {weekday(latest)}. Record it as held, move it, or skip it."})
    meeting_row = waiting(task, it, name)
    by = signature(task.request.actor)
    task.work.meeting_life.snooze(meeting_row, until, by, task.request.now)
    told(task, "meeting.snoozed", it, None, {"until": until.isoformat()})
    words = f"Reminders of the {meeting(it.kind)} with {name}, {weekday(it.on)}, rest until {weekday(until)}"
    buttons = meeting_buttons(it, name)
    rewritten(task, it, f"{words}, says {task.request.actor.name}.", buttons)
    return Reply(f"{words}.")


def schedule_now(task: Task) -> Reply:
    """Schedule it on the day that the button proposes.

    Raises:
        TooLate: that day has passed.
    """
    it, name = opened(task)
    if it.on < task.request.as_of:
        raise TooLate(f"{weekday(it.on)} has passed. Choose “Another day”.")
    return scheduled(task, it, name)


def schedule_form(task: Task) -> Form:
    """On which day."""
    it, name = opened(task)
    initial = max(it.on, task.request.as_of + timedelta(days=1))
    return Form(
        SCHEDULE_ON,
        "Schedule a meeting",
        "Schedule",
        (Field("day", "Day", Input.day, initial=initial.isoformat()),),
        intro=text(f"{capital(meeting(it.kind))} with {name}."),
        state=(("meeting", it.value),),
    )


def schedule(task: Task) -> Reply | FieldErrors:
    """Schedule it on the day of the form."""
    it, name = submitted(task)
    on = chosen_day(task, "day")
    return on if isinstance(on, FieldErrors) else scheduled(task, it, name, on)


def scheduled(task: Task, it: Named, name: str, on: date | None = None) -> Reply:
    """`it.on` is the day that was proposed; the message about its period is rewritten."""
    wanted = replace(it, on=on or it.on)
    if not task.work.meeting_life.schedule(Meeting(*wanted.key, None, None)):
        raise Conflict(f"There is a {meeting(it.kind)} with {name} on {weekday(wanted.on)} already. Nothing changed.")
    told(task, "meeting.scheduled", wanted, None, {"scheduled_on": wanted.on.isoformat()})
    words = f"The {meeting(it.kind)} with {name} is scheduled for {weekday(wanted.on)}"
    buttons = (
        Button("Move", MOVE, wanted.value),
        Button("Skip", SKIP, wanted.value),
        Button("For my calendar", MEETING_FILE, wanted.value),
    )
    for each in {period_label(task, it): it, period_label(task, wanted): wanted}.values():
        rewritten(task, each, f"{words} by {task.request.actor.name}.", buttons)
    return Reply(f"{words}.", (*free_day(task, it, wanted.on), Buttons(buttons)))


def _take_out(task: Task, it: Named, name: str, change: str, to: date | None) -> None:
    if task.work.meeting_life.take_out(_change(task, it, change, to)) is None:
        raise Conflict(f"Somebody just changed this {meeting(it.kind)} with {name}. Look at it again.")


def _change(task: Task, it: Named, change: str, to: date | None) -> MeetingChange:
    by, at = signature(task.request.actor), task.request.now
    return MeetingChange(*it.key, change, to, reason_of(task) or None, by, at)


def _usual(task: Task, it: Named) -> date:
    """A week later, on a day that both sides work."""
    workdays = workdays_of_both(task, it)
    later = max(it.on, task.request.as_of) + timedelta(days=7)
    return later if workdays.is_worked(later) else workdays.after(later)
