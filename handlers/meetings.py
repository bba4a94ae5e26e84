"""Where a partner's regular meetings of each kind stand in one program: pure, from meetings and a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from handlers.answer import Json
from programs.schema import Program
from programs.together import Review, ReviewKind
from store.records import Meeting


@dataclass(frozen=True, slots=True)
class MeetingState:
    """One kind of meeting on a day: the next that is to be held, the last that was, and those that were missed.

    `missed` are the days, oldest first, of meetings scheduled before the day and not held by then.
    `review` is what the program says about this kind; None where it says nothing.
    """

    kind: str
    next_on: date | None
    last_held_on: date | None
    missed: tuple[date, ...]
    review: Review | None

    @property
    def wanting(self) -> bool:
        """Whether none is to come although the program asks for one regularly."""
        return self.next_on is None and self.review is not None and self.review.every is not None

    def facts(self) -> dict[str, Json]:
        """The figures that programs read."""
        return {
            "meeting": self.kind,
            "next_on": self.next_on.isoformat() if self.next_on else None,
            "last_held_on": self.last_held_on.isoformat() if self.last_held_on else None,
        }


def meeting_states(
    program: Program, meetings: Iterable[Meeting], day: date, kind: str | None = None
) -> tuple[MeetingState, ...]:
    """Each kind that the program has or that is recorded in it (`kind`: this one alone), in the usual order.

    `meetings` are the partner's, of any program.
    """
    own = [each for each in meetings if each.program == program.id]
    reviews = {each.kind.value: each for each in program.reviews}
    recorded = {each.kind for each in own}
    kinds = [each.value for each in ReviewKind if each.value in reviews or each.value in recorded]
    return tuple(
        _state(each, [meeting for meeting in own if meeting.kind == each], day, reviews.get(each))
        for each in kinds
        if kind in (None, each)
    )


def _state(kind: str, meetings: list[Meeting], day: date, review: Review | None) -> MeetingState:
    """What was held after the day was not held yet on it."""
    held = [each.held_on for each in meetings if each.held_on is not None and each.held_on <= day]
    unheld = sorted(each.scheduled_on for each in meetings if each.held_on is None or each.held_on > day)
    return MeetingState(
        kind,
        next((on for on in unheld if on >= day), None),
        max(held, default=None),
        tuple(on for on in unheld if on < day),
        review,
    )
