"""Recording that a review was held: once, with who did it."""

import json
from datetime import date

from handlers.access import Permission
from handlers.audit import audit
from handlers.documents import Note, Reply, text
from handlers.errors import Conflict, NotFound, TooEarly
from handlers.messages import rewrite
from handlers.reviews.reminder import review_subject
from handlers.subjects import on_behalf_of, require, subject_of
from handlers.wording import day, meeting, weekday
from handlers.work import Task

ACTION = "meeting.held"


def mark_held(task: Task) -> Reply:
    """Record the review of a button's value as held on the asker's day; every reminder of it is rewritten.

    Raises:
        NotFound: there is no such review (any more).
        NotAllowed: the partner is somebody else's.
        Conflict: it is recorded as held already; the sentence says by whom.
        TooEarly: its day has not come.
    """
    partner, program, kind, scheduled_on = _parts(task.request.value)
    name, held_on = task.partner(partner).name, task.request.as_of
    whose = subject_of(task, partner, program)
    require(task, Permission.run_reviews, whose, "mark reviews as held")
    early = held_on < scheduled_on
    if early or not task.work.meetings.mark_held(partner, program, kind, scheduled_on, held_on):
        raise _refusal(task, name, (partner, program, kind, scheduled_on))
    subject = review_subject(task.request.value)
    audit(
        task,
        ACTION,
        subject,
        json.dumps({"held_on": None}),
        json.dumps({"held_on": held_on.isoformat()}),
        on_behalf_of=on_behalf_of(task, whose),
        partner=partner,
    )
    what = f"{meeting(kind)} with {name}, scheduled for {weekday(scheduled_on)},"
    by = f"recorded as held on {day(held_on)} by {task.request.actor.name}"
    rewrite(task, f"{subject}/held", subject, Reply(f"The {what} is {by}.", (Note(text("Nothing more to do.")),)))
    return Reply(f"The {what} is recorded as held on {day(held_on)}.")


def _parts(value: str) -> tuple[str, str, str, date]:
    try:
        partner, program, kind, scheduled_on = value.split("|")
        return partner, program, kind, date.fromisoformat(scheduled_on)
    except ValueError:
        raise NotFound("This button is from an older version. Ask for the partner's meetings instead.") from None


def _refusal(task: Task, name: str, meeting: tuple[str, str, str, date]) -> NotFound | Conflict | TooEarly:
    for known in task.work.meetings.of_partner(meeting[0]):
        if (known.partner, known.program, known.kind, known.scheduled_on) != meeting:
            continue
        if known.held_on is None:
            return TooEarly(f"This review is on {weekday(known.scheduled_on)}. Mark it as held from that day on.")
        return Conflict(f"{_who(task)} this review with {name} as held on {day(known.held_on)}. Nothing changed.")
    return NotFound(f"This review with {name} is no longer in the portfolio. Nothing was recorded.")


def _who(task: Task) -> str:
    """`Pam already recorded`, or `Somebody …` for a review that was imported as held."""
    done = [entry for entry in task.work.audit.of(review_subject(task.request.value)) if entry.action == ACTION]
    name = done[-1].actor.partition(" ")[2] if done else ""
    return f"{name or 'Somebody'} already recorded"
