"""What is missing for a meeting, and from whom: each person is asked for their own and nothing else."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from handlers.documents import Button, Buttons, Fact, Facts, Note, Reply, text
from handlers.numbered import numbered
from handlers.reviews.named import Named
from handlers.reviews.reminder import OPEN_PACK, OUTCOME
from handlers.wording import meeting, weekday
from store.records import Meeting
from store.repositories.reviews import Unready
from store.review_records import Commitment
from store.work import Work

DONE: Final = "commitments.done"
MOST_BUTTONS: Final = 3


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that somebody is asked for: what it is about, what is missing, and a button that settles it, if any."""

    about: str
    missing: str
    button: Button | None = None


def asks(work: Work, it: Named, manager: str | None, today: date) -> Mapping[str, tuple[Ask, ...]]:
    """What is missing on `today` for a meeting, by the e-mail address (lower case) of whoever can give it."""
    found: defaultdict[str, list[Ask]] = defaultdict(list)
    for each in work.reviews.unready(it.partner, today):
        if owner := each.owner or manager:
            found[owner.lower()].append(Ask(each.customer or each.opportunity, _unready(each, today)))
    for promise in work.commitments.open_of(it.partner, it.program):
        if promise.side == "vendor" and promise.due_on <= it.on:
            asked = promise.owner if "@" in promise.owner else manager
            if asked:
                found[asked.lower()].append(_promised(promise))
    for before in _unwritten(work, it) if manager else ():
        earlier = Named(before.partner, before.program, before.kind, before.scheduled_on)
        button = Button("Write it down", OUTCOME, earlier.value)
        words = f"what was decided on {weekday(before.held_on or before.scheduled_on)} is not written down"
        found[str(manager).lower()].append(Ask(f"The last {meeting(it.kind)}", words, button))
    return {person: tuple(each) for person, each in sorted(found.items())}


def asking(it: Named, name: str, asked: tuple[Ask, ...]) -> Reply:
    """The message to one person."""
    what = f"{meeting(it.kind)} with {name} on {weekday(it.on)}"
    count = numbered(len(asked), "thing is", "things are")
    buttons = [each.button for each in asked if each.button is not None][:MOST_BUTTONS]
    parts = (
        Facts(tuple(Fact(each.about, text(each.missing)) for each in asked)),
        Note(text("Correct opportunities where you keep them: the next import brings them here.")),
        Buttons((*buttons, Button("Open the brief", OPEN_PACK, it.value))),
    )
    return Reply(f"For the {what}, {count} missing from you", parts)


def _unready(each: Unready, today: date) -> str:
    said = []
    if each.close_on is None:
        said.append("no closing day")
    elif each.close_on < today:
        said.append(f"the closing day, {weekday(each.close_on)}, has passed")
    if each.earr is None:
        said.append("no amount")
    return " and ".join(said)


def _promised(promise: Commitment) -> Ask:
    button = Button(f"Done: {promise.what}"[:70], DONE, str(promise.id))
    return Ask(promise.what, f"promised by {weekday(promise.due_on)} and still open", button)


def _unwritten(work: Work, it: Named) -> Iterator[Meeting]:
    """The last meeting of this kind, if it was recorded here as held and nothing of it was written down."""
    held = [
        each
        for each in work.meetings.of_partner(it.partner)
        if (each.program, each.kind) == (it.program, it.kind) and each.held_on is not None
    ]
    last = held[-1] if held else None
    if last is None:
        return
    outcome = work.meetings.outcome(last.partner, last.program, last.kind, last.scheduled_on)
    promised = work.commitments.of_meeting(last.partner, last.program, last.kind, last.scheduled_on)
    if outcome is not None and outcome.decisions is None and not promised:
        yield last
