"""Which review reminders are due: pure rules over meetings, days and the desk's mornings."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from handlers.workdays import Workdays, local_instant
from store.records import Meeting

MORNING = time(9, 0)
TOLERANCE = timedelta(hours=1)


class Step(StrEnum):
    """What a reminder says about a pipeline review."""

    ahead = "ahead"
    overdue = "overdue"
    unscheduled = "unscheduled"


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder that is due. `period` is what it happens once in: the review's day, or its month like `2026-11`.

    `due_at` and `not_after` are UTC instants; `late` says that it is made up after its morning.
    """

    partner: str
    program: str
    step: Step
    period: str
    scheduled_on: date | None
    due_at: datetime
    not_after: datetime
    late: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """The present moment (`now`, aware) where the desk is."""

    now: datetime
    zone: str
    workdays: Workdays

    @property
    def today(self) -> date:
        """The calendar day in the desk's zone."""
        return self.now.astimezone(ZoneInfo(self.zone)).date()

    def morning(self, day: date) -> datetime:
        """The UTC instant at which the desk's morning begins on `day`."""
        return local_instant(day, MORNING, self.zone)

    def end(self, day: date) -> datetime:
        """The last instant at which it is still `day`."""
        return local_instant(day + timedelta(days=1), time(0), self.zone) - timedelta(microseconds=1)

    def watched(self) -> tuple[date, date]:
        """The days whose meetings matter now: from the first of last month through the end of next month."""
        first = self.today.replace(day=1)
        return (first - timedelta(days=1)).replace(day=1), _month_end(_month_end(first) + timedelta(days=1))


def due_reminders(desk: Desk, meetings: Iterable[Meeting], monthly: Iterable[tuple[str, str]]) -> Iterator[Due]:
    """Every reminder whose time has come; whoever sends them drops those already sent.

    `meetings` are the pipeline reviews, held or not, of the days `desk.watched()`; `monthly` are the (partner, program)
    pairs whose program asks for a review each month. A review not held is announced on the last working day before it,
    or later until its day is over, and missed on the working day after it, unless its month has a later one. A month
    without any review is named on its first working day, or later in that month.
    """
    by_pair: dict[tuple[str, str], list[Meeting]] = defaultdict(list)
    for meeting in meetings:
        by_pair[meeting.partner, meeting.program].append(meeting)
    for own in by_pair.values():
        for meeting in own:
            if meeting.held_on is None:
                yield from _of_meeting(desk, meeting, any(_replaces(other, meeting) for other in own))
    for pair in monthly:
        if not any(_in_month(meeting, desk.today) for meeting in by_pair.get(pair, ())):
            yield from _unscheduled(desk, *pair)


def _of_meeting(desk: Desk, meeting: Meeting, replaced: bool) -> Iterator[Due]:
    day = meeting.scheduled_on
    if desk.today <= day:
        remind_at = desk.morning(desk.workdays.before(day))
        yield from _if_due(desk, meeting, Step.ahead, day.isoformat(), remind_at, desk.end(day))
    elif not replaced:
        until = desk.end(_month_end(_month_end(day) + timedelta(days=1)))
        remind_at = desk.morning(desk.workdays.after(day))
        yield from _if_due(desk, meeting, Step.overdue, f"{day:%Y-%m}", remind_at, until)


def _if_due(desk: Desk, meeting: Meeting, step: Step, period: str, at: datetime, until: datetime) -> Iterator[Due]:
    if at <= desk.now <= until:
        late = desk.now - at > TOLERANCE
        yield Due(meeting.partner, meeting.program, step, period, meeting.scheduled_on, at, until, late)


def _unscheduled(desk: Desk, partner: str, program: str) -> Iterator[Due]:
    today = desk.today
    at = desk.morning(desk.workdays.first_of_month(today))
    if at <= desk.now:
        late = desk.now - at > TOLERANCE
        until = desk.end(_month_end(today))
        yield Due(partner, program, Step.unscheduled, f"{today:%Y-%m}", None, at, until, late)


def _replaces(other: Meeting, meeting: Meeting) -> bool:
    """A later review of the same month, held or to be held, stands for one that did not take place."""
    return other.scheduled_on > meeting.scheduled_on and _in_month(other, meeting.scheduled_on)


def _in_month(meeting: Meeting, day: date) -> bool:
    known = (meeting.scheduled_on, meeting.held_on or meeting.scheduled_on)
    return any((each.year, each.month) == (day.year, day.month) for each in known)


def _month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
