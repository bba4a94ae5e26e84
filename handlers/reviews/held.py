"""Recording that a meeting was held, and what was decided and promised in it: once, with who did it."""

import json
from datetime import date, timedelta
from typing import Final

from handlers.access import Permission
from handlers.audit import audit
from handlers.documents import Button, Buttons, Field, FieldErrors, Form, Input, Note, Part, Reply, text
from handlers.errors import Conflict, NotFound, TooEarly
from handlers.messages import rewrite
from handlers.numbered import capital, numbered
from handlers.reviews.asked_again import ask_again
from handlers.reviews.at_hand import asks_over, once, opened, submitted, taken_back, told
from handlers.reviews.followup import written as kept
from handlers.reviews.named import Named
from handlers.reviews.promises import MOST, Promise, Unreadable, read_promises
from handlers.reviews.promises import written as as_typed
from handlers.reviews.reminder import ADD_COMMITMENT, OUTCOME
from handlers.subjects import on_behalf_of, require, subject_of
from handlers.wording import day, meeting, signature, weekday
from handlers.work import Task
from store.models.reviews import SIDES
from store.records import Meeting
from store.review_records import Commitment, MeetingOutcome, NewCommitment

ACTION: Final = "meeting.held"
CORRECTED: Final = "meeting.held_corrected"
OUTCOME_NOW: Final = "reviews.outcome_now"
REOPEN: Final = "reviews.reopen"
LONGEST_DECISIONS: Final = 2_000
LONG_BEFORE: Final = timedelta(days=92)
"""Nobody holds a meeting longer than this before its day."""
LINES: Final = "One a line: what; who; by when. At most five."


def mark_held(task: Task) -> Reply:
    """Record the meeting of a button's value as held on its day; every reminder of it is rewritten.

    Who presses it days later means that day; another one is written under decisions and commitments.

    Raises:
        NotFound: there is no such meeting (any more).
        NotAllowed: the partner is somebody else's.
        Conflict: it is recorded as held already; the sentence says by whom.
        TooEarly: its day has not come.
    """
    it, name = opened(task)
    held_on = it.on
    _hold(task, it, name, held_on)
    task.work.meetings.record(MeetingOutcome(*it.key, None, signature(task.request.actor), task.request.now))
    _say_held(task, it, name, held_on)
    what = f"{meeting(it.kind)} with {name}, scheduled for {weekday(it.on)},"
    return Reply(f"The {what} is recorded as held on {day(held_on)}.", (Buttons(_after(it)),))


def reopen(task: Task) -> Reply:
    """Take back that a meeting was held: it is still to be."""
    it, name = opened(task)
    if not task.work.meetings.reopen(*it.key):
        raise Conflict(f"This {meeting(it.kind)} with {name} is not recorded as held. Nothing changed.")
    told(task, "meeting.reopened", it, {"held": True}, {"held_on": None})
    words = f"The {meeting(it.kind)} with {name}, scheduled for {weekday(it.on)}, is not held after all"
    rewrite(task, once(task, it.subject), it.subject, Reply(f"{words}."))
    return Reply(f"{words}. What was promised in it stays in the list of commitments.")


def outcome_form(task: Task) -> Form:
    """What was decided, and at most five commitments a side."""
    it, name = opened(task)
    found = _meeting(task, it, name)
    if found.held_on is None and task.request.as_of < it.on:
        raise TooEarly(_early(it))
    before = task.work.meetings.outcome(*it.key)
    promised = task.work.commitments.of_meeting(*it.key)
    already = f" {numbered(len(promised), 'commitment')} of it are kept; these come to them." if promised else ""
    return Form(
        OUTCOME_NOW,
        "After the meeting",
        "Save",
        (
            Field("held_on", "Held on", Input.day, initial=(found.held_on or it.on).isoformat()),
            Field(
                "decisions",
                "Decisions",
                Input.paragraph,
                required=False,
                limit=LONGEST_DECISIONS,
                initial=(before.decisions if before else None) or None,
            ),
            Field("vendor", "Our commitments", Input.paragraph, LINES, required=False, limit=LONGEST_DECISIONS),
            Field(
                "partner", "The partner's commitments", Input.paragraph, LINES, required=False, limit=LONGEST_DECISIONS
            ),
        ),
        intro=text(f"{capital(meeting(it.kind))} with {name}, {weekday(it.on)}.{already}"),
        state=(("meeting", it.value),),
    )


def outcome(task: Task) -> Reply | FieldErrors:
    """Keep what was decided and promised; a meeting that was not recorded as held is."""
    it, name = submitted(task)
    found = _meeting(task, it, name)
    held_on, promises, wrong = _typed(task, it)
    if wrong or held_on is None:
        return FieldErrors(wrong)
    if found.held_on is None:
        _hold(task, it, name, held_on)
    elif found.held_on != held_on:
        task.work.meetings.correct(*it.key, held_on)
        told(task, CORRECTED, it, {"held_on": found.held_on.isoformat()}, {"held_on": held_on.isoformat()})
    decisions = str(task.request.values.get("decisions", "")).strip()[:LONGEST_DECISIONS] or None
    by, now = signature(task.request.actor), task.request.now
    task.work.meetings.record(MeetingOutcome(*it.key, decisions, by, now))
    there = {(each.side, each.what.casefold()) for each in task.work.commitments.of_meeting(*it.key)}
    fresh = {(side, each.what.casefold()): (side, each) for side, each in promises}
    for side, each in (one for key, one in fresh.items() if key not in there):
        task.work.commitments.add(NewCommitment(*it.key, side, each.what, each.owner, each.due_on, by, now))
    after = {"decisions": decisions is not None, **{side: as_typed(_of(side, promises)) for side in SIDES}}
    told(task, "meeting.outcome", it, None, after)
    all_of = task.work.commitments.of_meeting(*it.key)
    _say_held(task, it, name, held_on)
    ask_again(task, it.partner, it.program)
    count = numbered(len(all_of), "commitment") if all_of else "no commitments"
    summary = f"Kept of the {meeting(it.kind)} with {name}: {'decisions and ' if decisions else ''}{count}."
    more = Note(text("The next one opens with them."))
    buttons = Buttons((Button("Add commitment", ADD_COMMITMENT, it.value),))
    return Reply(summary, (*kept(task.work.meetings.outcome(*it.key), all_of), more, buttons))


def _typed(task: Task, it: Named) -> tuple[date | None, tuple[tuple[str, Promise], ...], dict[str, str]]:
    """The day, the commitments by side, and what is wrong by field."""
    values, today, wrong = task.request.values, task.request.as_of, {}
    found: list[tuple[str, Promise]] = []
    before = task.work.commitments.of_meeting(*it.key)
    for side in SIDES:
        try:
            found += [(side, each) for each in read_promises(str(values.get(side, "")), today)]
        except Unreadable as error:
            wrong[side] = str(error)
        is_open = sum(each.side == side and each.state == "open" for each in before)
        if (new := sum(whose == side for whose, _ in found)) and is_open + new > MOST:
            wrong[side] = f"{is_open} of this side are open already: at most {MOST} a meeting. Settle one first."
    held_on: date | None = None
    try:
        held_on = date.fromisoformat(str(values.get("held_on", "")))
    except ValueError:
        wrong["held_on"] = "Choose a day."
    if held_on is not None and held_on < it.on - LONG_BEFORE:
        wrong["held_on"] = f"This is long before {weekday(it.on)}, for which it was scheduled. Choose a later day."
    if held_on is not None and held_on > today:
        wrong["held_on"] = f"This day is to come. Choose one up to {weekday(today)}."
    return held_on, tuple(found), wrong


def _of(side: str, promises: tuple[tuple[str, Promise], ...]) -> tuple[Promise, ...]:
    return tuple(each for whose, each in promises if whose == side)


def _meeting(task: Task, it: Named, name: str) -> Meeting:
    found = task.work.meetings.get(*it.key)
    if found is None:
        raise NotFound(f"This {meeting(it.kind)} with {name} is no longer in the calendar. Nothing was recorded.")
    return found


def _hold(task: Task, it: Named, name: str, held_on: date) -> None:
    whose = subject_of(task, it.partner, it.program)
    require(task, Permission.run_reviews, whose, "mark reviews as held")
    early = task.request.as_of < it.on
    if early or not task.work.meetings.mark_held(*it.key, held_on):
        raise _refusal(task, it, name)
    before, after = json.dumps({"held_on": None}), json.dumps({"held_on": held_on.isoformat()})
    behalf = on_behalf_of(task, whose)
    audit(task, ACTION, it.subject, before, after, on_behalf_of=behalf, partner=it.partner)


def _say_held(task: Task, it: Named, name: str, held_on: date) -> None:
    """Every message about the meeting says that it was held, and what came of it."""
    what = f"{meeting(it.kind)} with {name}, scheduled for {weekday(it.on)},"
    by = f"recorded as held on {day(held_on)} by {task.request.actor.name}"
    parts: tuple[Part, ...] = kept(task.work.meetings.outcome(*it.key), _promised(task, it))
    reply = Reply(f"The {what} is {by}.", (*parts, Buttons(_after(it))))
    taken_back(task, it.subject)
    rewrite(task, once(task, it.subject), it.subject, reply)
    asks_over(task, it, reply.summary)


def _promised(task: Task, it: Named) -> tuple[Commitment, ...]:
    return task.work.commitments.of_meeting(*it.key)


def _after(it: Named) -> tuple[Button, ...]:
    return (
        Button("Decisions and commitments", OUTCOME, it.value),
        Button("Add commitment", ADD_COMMITMENT, it.value),
        Button("Not held after all", REOPEN, it.value),
    )


def _early(it: Named) -> str:
    return f"This review is on {weekday(it.on)}. Mark it as held from that day on."


def _refusal(task: Task, it: Named, name: str) -> NotFound | Conflict | TooEarly:
    known = task.work.meetings.get(*it.key)
    if known is None:
        return NotFound(f"This review with {name} is no longer in the portfolio. Nothing was recorded.")
    if known.held_on is None:
        return TooEarly(_early(it))
    return Conflict(f"{_who(task, it)} this review with {name} as held on {day(known.held_on)}. Nothing changed.")


def _who(task: Task, it: Named) -> str:
    """`Pam already recorded`, or `Somebody …` for a review that was imported as held."""
    done = [entry for entry in task.work.audit.of(it.subject) if entry.action == ACTION]
    name = done[-1].actor.partition(" ")[2] if done else ""
    return f"{name or 'Somebody'} already recorded"
