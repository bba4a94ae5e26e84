"""What is done before and after a meeting, and how many days away from it: one table. Pure.

The steps and their days are ours, drawn from how QBR playbooks prepare (two weeks, one week, two days); programs say
how often their meetings are held and nothing about preparing them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from handlers.workdays import Workdays
from programs.together import ReviewKind


class Step(StrEnum):
    """What a message about a meeting says."""

    unscheduled = "unscheduled"
    """A period has no meeting yet."""
    sponsor = "sponsor"
    """The executive sponsor of each side is to be confirmed."""
    plan = "plan"
    """Day and people are to be agreed, and what is missing is asked for."""
    draft = "draft"
    """The first draft of the brief, and the pages that the partner may read before."""
    freeze = "freeze"
    """The figures are kept as they are; only what is still missing is asked for, of each person their own."""
    ahead = "ahead"
    """The meeting is on the next working day: brief and talking points."""
    overdue = "overdue"
    """It was not recorded as held."""
    followup = "followup"
    """What was decided and promised, and when the next one is."""
    again = "again"
    """A snooze is over."""


@dataclass(frozen=True, slots=True)
class Place:
    """`days` before (negative) or after the meeting; with `working` they are working days of both sides.

    A calendar day on which one side does not work moves away from the meeting: before it to the last working day,
    after it to the next one.
    """

    step: Step
    days: int
    working: bool = False

    def on(self, meeting: date, workdays: Workdays) -> date:
        """The day of the step for a meeting on this day."""
        if not self.working:
            day = meeting + timedelta(days=self.days)
            if workdays.is_worked(day):
                return day
            return workdays.before(day) if self.days < 0 else workdays.after(day)
        day = meeting
        for _ in range(abs(self.days)):
            day = workdays.before(day) if self.days < 0 else workdays.after(day)
        return day


_ENDS: Final = (
    Place(Step.ahead, -1, working=True),
    Place(Step.overdue, 1, working=True),
    Place(Step.followup, 2, working=True),
)
STEPS: Final[Mapping[str, tuple[Place, ...]]] = {
    ReviewKind.pipeline_review: (Place(Step.freeze, -2, working=True), *_ENDS),
    ReviewKind.qbr: (Place(Step.plan, -14), Place(Step.draft, -7), Place(Step.freeze, -2, working=True), *_ENDS),
    ReviewKind.executive: (
        Place(Step.sponsor, -45),
        Place(Step.plan, -30),
        Place(Step.draft, -14),
        Place(Step.freeze, -3, working=True),
        *_ENDS,
    ),
}
"""In the order of their days."""

LEAD: Final[Mapping[str, int]] = {ReviewKind.pipeline_review: 0, ReviewKind.qbr: 14, ReviewKind.executive: 45}
"""How many days before its proposed day a meeting should be in the calendar."""

BEFORE: Final = (Step.sponsor, Step.plan, Step.draft, Step.freeze, Step.ahead)
"""Steps of a meeting that is still to come."""
