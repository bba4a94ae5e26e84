"""What both sides promised: listed, added, done or dropped. The next meeting opens with what is still open."""

import json
from datetime import date
from typing import Final

from handlers.access import Permission
from handlers.audit import audit
from handlers.documents import (
    Button,
    Buttons,
    Choice,
    Confirm,
    Field,
    FieldErrors,
    Form,
    Input,
    Note,
    Part,
    Reply,
    Table,
    text,
)
from handlers.errors import Conflict, NotFound
from handlers.naming import one_partner
from handlers.numbered import capital, numbered
from handlers.reviews.asked_again import ask_again
from handlers.reviews.asks import DONE
from handlers.reviews.at_hand import current, opened, submitted
from handlers.reviews.followup import SIDES
from handlers.reviews.promises import LONGEST, MOST, coming_day
from handlers.reviews.reminder import commitment_words
from handlers.subjects import on_behalf_of, require, subject_of
from handlers.wording import day, meeting, signature, weekday
from handlers.work import Task
from store.review_records import Commitment, NewCommitment

LIST: Final = "commitments.list"
ADD_NOW: Final = "commitments.add_now"
DROP: Final = "commitments.drop"
MOST_LISTED: Final = 5


def add_form(task: Task) -> Form:
    """One commitment of either side, made in or before a meeting."""
    it, name = opened(task)
    sides = (Choice("vendor", "We"), Choice("partner", name[:75]))
    return Form(
        ADD_NOW,
        "Add a commitment",
        "Add",
        (
            Field("side", "Who promised it?", Input.choice, choices=sides),
            Field("what", "What?", Input.line, limit=LONGEST),
            Field(
                "owner",
                "Who does it?",
                Input.line,
                "A name, or an e-mail address: then it is asked for there.",
                limit=LONGEST,
            ),
            Field("due_on", "By when?", Input.day),
        ),
        intro=text(f"{capital(meeting(it.kind))} with {name}, {weekday(it.on)}: at most {MOST} a side."),
        state=(("meeting", it.value),),
    )


def add(task: Task) -> Reply | FieldErrors:
    """Keep it."""
    seen, name = submitted(task)
    it = current(task, seen)
    if it is None:
        raise NotFound(f"This {meeting(seen.kind)} with {name} is not in the calendar any more. Nothing was kept.")
    side, what, owner = (" ".join(str(task.request.values.get(key, "")).split()) for key in ("side", "what", "owner"))
    due_on = coming_day(str(task.request.values.get("due_on", "")), task.request.as_of)
    wrong = {
        **({} if side in SIDES else {"side": "Choose who promised it."}),
        **({} if what else {"what": "Say what was promised."}),
        **({} if owner else {"owner": "Say who does it."}),
        **({} if due_on else {"due_on": f"Choose a day from {weekday(task.request.as_of)} on."}),
    }
    of_meeting = task.work.commitments.of_meeting(*it.key)
    if "side" not in wrong and sum(each.side == side and each.state == "open" for each in of_meeting) >= MOST:
        wrong["side"] = f"{MOST} commitments of this side are open already: at most {MOST} a meeting."
    if any((each.side, each.what.casefold(), each.state) == (side, what.casefold(), "open") for each in of_meeting):
        wrong["what"] = "This was promised in the same meeting already, and is open."
    if wrong or due_on is None:
        return FieldErrors(wrong)
    by, now = signature(task.request.actor), task.request.now
    new = NewCommitment(*it.key, side, what[:LONGEST], owner[:LONGEST], due_on, by, now)
    id = task.work.commitments.add(new)
    said = {"side": side, "what": what, "owner": owner, "due_on": due_on.isoformat()}
    behalf = on_behalf_of(task, subject_of(task, it.partner, it.program))
    audit(task, "commitment.added", f"commitment:{id}", None, json.dumps(said), None, behalf, it.partner)
    buttons = (Button("Open commitments", LIST, it.value), Button("Done", DONE, str(id)))
    return Reply(
        f"{SIDES[side]}: {what}, {owner}, by {weekday(due_on)}. {name}'s next review opens with it.",
        (Buttons(buttons),),
    )


def listing(task: Task) -> Reply:
    """Everything that is open with the partner of a button or a command's words."""
    partner, program = _partner_of(task)
    name = task.partner(partner).name
    programs = [program] if program else [each.program for each in task.work.partners.enrollments(partner)]
    found = [each for one in programs for each in task.work.commitments.open_of(partner, one)]
    if not found:
        return Reply(f"Nothing that was promised with {name} is open.")
    today = task.request.as_of
    late = sum(each.due_on < today for each in found)
    rows = tuple((SIDES[each.side], each.what, each.owner, _when(each, today), _of(each)) for each in found)
    parts: list[Part] = [Table("Open commitments", ("Side", "What", "Who", "By when", "Promised in"), rows)]
    parts += [Buttons(_buttons(each)) for each in found[:MOST_LISTED]]
    if len(found) > MOST_LISTED:
        parts.append(Note(text("The first five have buttons; the others follow when these are settled.")))
    overdue = f", {late} of them overdue" if late else ""
    return Reply(f"{numbered(len(found), 'commitment is', 'commitments are')} open with {name}{overdue}.", tuple(parts))


def done(task: Task) -> Reply:
    """It was kept."""
    return _closed(task, "done")


def drop(task: Task) -> Reply:
    """It is of no more use."""
    return _closed(task, "dropped")


def _closed(task: Task, state: str) -> Reply:
    value = task.request.value
    found = task.work.commitments.get(int(value)) if value.isascii() and value.isdigit() and len(value) < 19 else None
    if found is None:
        raise NotFound("This commitment is no longer kept. Nothing changed.")
    whose = subject_of(task, found.partner, found.program)
    if not _is_owner(task, found):
        require(task, Permission.run_reviews, whose, "settle commitments")
    by = signature(task.request.actor)
    if not task.work.commitments.close(found.id, state, task.request.as_of, by):
        who = (found.closed_by or "").partition(" ")[2] or "Somebody"
        raise Conflict(f"{who} settled this commitment before: it is {found.state}. Nothing changed.")
    after = json.dumps({"state": state})
    behalf = on_behalf_of(task, whose)
    audit(task, "commitment.closed", f"commitment:{found.id}", '{"state": "open"}', after, None, behalf, found.partner)
    ask_again(task, found.partner, found.program)
    name = task.partner(found.partner).name
    late = " It was late." if state == "done" and task.request.as_of > found.due_on else ""
    return Reply(f"{state.capitalize()}: {found.what} ({found.owner}, for {name}).{late}")


def _is_owner(task: Task, found: Commitment) -> bool:
    actor, owner = task.request.actor, found.owner.casefold()
    return found.side == "vendor" and owner in {(actor.email or actor.name).casefold(), actor.name.casefold()}


def _partner_of(task: Task) -> tuple[str, str | None]:
    """From `partner|program|…`, or from a name."""
    partner, _, rest = task.request.value.partition("|")
    if rest:
        return partner, rest.partition("|")[0]
    found = one_partner(task, partner)
    if found is None:
        raise NotFound("Of which partner? Write its name too, like “commitments Acme”.")
    return found, None


def _when(each: Commitment, today: date) -> str:
    late = (today - each.due_on).days
    return f"{day(each.due_on)}, {numbered(late, 'day')} late" if late > 0 else day(each.due_on)


def _of(each: Commitment) -> str:
    return f"{meeting(each.kind)} of {day(each.scheduled_on)}"


def _buttons(each: Commitment) -> tuple[Button, ...]:
    words = f"{commitment_words(each)} is struck off the list, and the trail keeps it."[:290]
    return (
        Button(f"Done: {each.what}"[:70], DONE, str(each.id)),
        Button("Drop", DROP, str(each.id), confirm=Confirm("Drop this commitment?", words, "Drop it")),
    )
