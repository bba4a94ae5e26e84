"""Where a partner's regular meetings of each kind stand in one program: pure, from meetings and a day."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from handlers.answer import Json
from handlers.reviews.rhythm import Rhythm, rhythm_of
from programs.cadence import Every
from programs.schema import Program
from programs.together import Review, ReviewKind
from store.records import Meeting
from store.review_records import ReviewCadence


@dataclass(frozen=True, slots=True)
class MeetingState:
    """One kind of meeting on a day: the next that is to be held, the last that was, and those that were missed.

    `missed` are the days, oldest first, of meetings scheduled before the day and not held by then.
    `review` is what the program says about this kind, None where it says nothing; `rhythm` how often it is held with
    this partner, None where nobody asks for it regularly.
    """

    kind: str
    next_on: date | None
    last_held_on: date | None
    missed: tuple[date, ...]
    review: Review | None
    rhythm: Rhythm | None = None

    @property
    def wanting(self) -> bool:
        """Whether none is to come although one is to be held regularly."""
        return self.next_on is None and self.rhythm is not None and self.rhythm.every is not Every.never

    def facts(self) -> dict[str, Json]:
        """The figures that programs read."""
        return {
            "meeting": self.kind,
            "next_on": self.next_on.isoformat() if self.next_on else None,
            "last_held_on": self.last_held_on.isoformat() if self.last_held_on else None,
        }


def meeting_states(
    program: Program,
    meetings: Iterable[Meeting],
    day: date,
    kind: str | None = None,
    *,
    tier: str | None = None,
    exceptions: Iterable[ReviewCadence] = (),
) -> tuple[MeetingState, ...]:
    """Each kind that the program has or that is recorded in it (`kind`: this one alone), in the usual order.

    `meetings` and `exceptions` are the partner's, of any program; `tier` is the one it has in this program.
    """
    own = [each for each in meetings if each.program == program.id]
    reviews = {each.kind.value: each for each in program.reviews}
    recorded = {each.kind for each in own}
    own_rhythm = {each.kind: each for each in exceptions if each.program == program.id}
    kinds = [each.value for each in ReviewKind if each.value in {*reviews, *recorded, *own_rhythm}]
    return tuple(
        _state(
            [meeting for meeting in own if meeting.kind == each],
            day,
            MeetingState(each, None, None, (), reviews.get(each), rhythm_of(program, each, tier, own_rhythm.get(each))),
        )
        for each in kinds
        if kind in (None, each)
    )


def _state(meetings: list[Meeting], day: date, state: MeetingState) -> MeetingState:
    """The state with its days; what was held after the day was not held yet on it."""
    held = [each.held_on for each in meetings if each.held_on is not None and each.held_on <= day]
    unheld = sorted(each.scheduled_on for each in meetings if each.held_on is None or each.held_on > day)
    return replace(
        state,
        next_on=next((on for on in unheld if on >= day), None),
        last_held_on=max(held, default=None),
        missed=tuple(on for on in unheld if on < day),
    )
