"""Which pack is asked for: partner, program, kind of meeting and day, from a button's value or a command's words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from handlers.errors import NotFound
from handlers.naming import one_partner
from handlers.request import sensible
from handlers.wording import MEETINGS
from handlers.work import Task
from store.records import Enrollment, Meeting

CALLED: Final = {"pipeline_review": "pipeline pack", "qbr": "QBR brief", "executive": "executive sheet"}
STALE: Final = "This button is from an older pack. Ask for the pack again, like “pack Acme Communications”."
_IN: Final = re.compile(r"^(?P<who>.+?)\s+in\s+(?P<program>.+)$", re.IGNORECASE)
_LEADING: Final = re.compile(r"^(?:for|of|on|with)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PackAsked:
    """One pack. `scheduled_on` is the meeting's day; None for a pack of no scheduled meeting."""

    partner: str
    program: str
    kind: str
    scheduled_on: date | None = None

    @property
    def value(self) -> str:
        """The pack in a button's value: `acme|8x8-sellwith8-2023|pipeline_review|2026-11-24`."""
        on = self.scheduled_on.isoformat() if self.scheduled_on else ""
        return f"{self.partner}|{self.program}|{self.kind}|{on}"


def pack_of(meeting: Meeting) -> PackAsked:
    """The pack of a meeting."""
    return PackAsked(meeting.partner, meeting.program, meeting.kind, meeting.scheduled_on)


def from_value(value: str) -> PackAsked:
    """The pack of a pressed button; the value came through the surface and is held against what is known later.

    Raises:
        NotFound: it is not one of ours.
    """
    try:
        partner, program, kind, on = value.split("|")[:4]
        scheduled_on = date.fromisoformat(on) if on else None
    except ValueError:
        raise NotFound(STALE) from None
    if kind not in MEETINGS or (scheduled_on and not sensible(scheduled_on)):
        raise NotFound(STALE)
    return PackAsked(partner, program, kind, scheduled_on)


def from_words(task: Task, words: str, kind: str) -> PackAsked:
    """The pack of the partner that the words name, for the next meeting of the kind that is scheduled.

    `Acme in Build 2022` names the program; else it is that of the next meeting, or one that has such meetings.

    Raises:
        NotFound: no partner goes by these words, or several, or it is in no such program.
    """
    said = _LEADING.sub("", " ".join(words.split()))
    partner, program = one_partner(task, said), None
    if partner is None and (match := _IN.match(said)):
        partner, program = one_partner(task, match["who"]), match["program"]
    if partner is None:
        raise NotFound(f"I know no partner “{said}”. Write its whole name, like “pack Acme Communications”.")
    return next_pack(task, partner, kind, program)


def next_pack(task: Task, partner: str, kind: str, program: str | None = None) -> PackAsked:
    """The pack of the partner's next meeting of a kind, in a program named by words where there are some.

    Raises:
        NotFound: the partner is in no program, or not in this one.
    """
    enrolled = task.work.partners.enrollments(partner)
    if program is not None:
        enrolled = tuple(each for each in enrolled if _goes_by(task, each.program, program))
    if not enrolled:
        where = f" called “{program}”" if program else ""
        raise NotFound(f"{task.partner(partner).name} is in no program{where}, so there is no pack to make.")
    ahead = _ahead(task, partner, kind, enrolled)
    if ahead is not None:
        return pack_of(ahead)
    reviewed = {each.id for each in task.catalog.programs() if any(review.kind == kind for review in each.reviews)}
    chosen = next((each for each in enrolled if each.program in reviewed), enrolled[0])
    return PackAsked(partner, chosen.program, kind)


def _ahead(task: Task, partner: str, kind: str, enrolled: Sequence[Enrollment]) -> Meeting | None:
    programs, today = {each.program for each in enrolled}, task.request.as_of
    coming = (
        each
        for each in task.work.meetings.of_partner(partner)
        if each.kind == kind and each.program in programs and each.held_on is None and each.scheduled_on >= today
    )
    return min(coming, key=lambda each: each.scheduled_on, default=None)


def _goes_by(task: Task, id: str, words: str) -> bool:
    program = task.catalog.find(id)
    called = (id, program.name, program.short_name, *program.aliases) if program else (id,)
    return words.casefold() in {each.casefold() for each in called}
