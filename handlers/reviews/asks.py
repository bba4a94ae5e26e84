"""What is missing for a meeting, and from whom: each person is asked for their own and nothing else."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from handlers.documents import Button, Buttons, Fact, Facts, Note, Reply, text
from handlers.numbered import numbered
from handlers.reviews.named import Named
from handlers.reviews.reminder import OPEN_PACK, OUTCOME
from handlers.wording import meeting, weekday
from store.repositories.reviews import Unready
from store.review_records import Commitment
from store.work import Work

Pair = tuple[str, str]
DONE: Final = "commitments.done"
MOST_BUTTONS: Final = 3


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that somebody is asked for: what it is about, what is missing, and a button that settles it, if any."""

    about: str
    missing: str
    button: Button | None = None


class Missing:
    """What is missing from whom, for the meetings of many partners: read once for all of them."""

    def __init__(self, work: Work, partners: Collection[str], today: date) -> None:
        self._today = today
        self._unready = work.reviews.unready(partners, today)
        self._promised: dict[Pair, list[Commitment]] = defaultdict(list)
        for promise in work.commitments.open_until(date.max, partners):
            self._promised[promise.partner, promise.program].append(promise)
        self._unwritten = {(each.partner, each.program, each.kind): each for each in work.meetings.unwritten(partners)}

    def of(self, it: Named, manager: str | None) -> Mapping[str, tuple[Ask, ...]]:
        """By the e-mail address (lower case) of whoever can give it."""
        found: defaultdict[str, list[Ask]] = defaultdict(list)
        for each in self._unready.get(it.partner, ()):
            if owner := each.owner or manager:
                found[owner.lower()].append(Ask(each.customer or each.opportunity, _unready(each, self._today)))
        for promise in self._promised.get((it.partner, it.program), ()):
            if promise.side == "vendor" and promise.due_on <= it.on:
                asked = promise.owner if "@" in promise.owner else manager
                if asked:
                    found[asked.lower()].append(_promised(promise))
        before = self._unwritten.get((it.partner, it.program, it.kind))
        if before is not None and manager:
            earlier = Named(before.partner, before.program, before.kind, before.scheduled_on)
            button = Button("Write it down", OUTCOME, earlier.value)
            words = f"what was decided on {weekday(before.held_on or before.scheduled_on)} is not written down"
            found[manager.lower()].append(Ask(f"The last {meeting(it.kind)}", words, button))
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
