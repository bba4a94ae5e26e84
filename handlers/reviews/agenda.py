"""Which messages about its meetings a partner's course asks for, and on which days. Pure: the planner sends what is due
of it, and the calendar shows what is to come of it, so that the two never differ."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from handlers.reviews.rhythm import Rhythm, natural
from handlers.reviews.steps import BEFORE, LEAD, STEPS, Place, Step
from handlers.workdays import Workdays
from programs.cadence import Every, Period, period_of, periods
from store.records import Meeting

DAY: Final = timedelta(days=1)
FOLLOWED: Final = timedelta(days=10)
"""How long after its day a follow-up is still worth sending."""
AROUND: Final = timedelta(days=66)
"""Further than this from its day no step of a meeting lies, weekends and holidays included."""
ASKED_FOR: Final = {Every.month: 31, Every.quarter: 31, Every.half_year: 62, Every.year: 62}
"""For how many days a period without a meeting may be made up for; later it stands in digests alone."""


@dataclass(frozen=True, slots=True)
class Course:
    """One kind of meeting with one partner in one program.

    `meetings` are those of the days that matter, held or not, by day; `dropped` are days that were skipped, `snoozed`
    until when a meeting's messages rest, by its day. `workdays` are those of both sides. `began` is the first day of
    the enrollment, None where it is not known.
    """

    partner: str
    program: str
    kind: str
    rhythm: Rhythm | None
    began: date | None
    workdays: Workdays
    meetings: tuple[Meeting, ...] = ()
    dropped: tuple[date, ...] = ()
    snoozed: Mapping[date, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Planned:
    """A message on the morning of `day`, of use through `until` (both days of whoever reads it).

    `on` is the meeting's day, or the day that is proposed for it where there is none (`unscheduled`). `period` is what
    the message happens once in: the meeting's day, or the period it stands for. `rests` says that nobody is told of it,
    because the meeting's messages were snoozed.
    """

    course: Course
    step: Step
    on: date | None
    period: str
    day: date
    until: date
    rests: bool = False


def planned(course: Course, first: date, last: date) -> Iterator[Planned]:
    """Every message whose day lies from `first` through `last`, as the course stands now, in no fixed order."""
    for meeting in course.meetings:
        if _near(meeting, first, last):
            for each in _of_meeting(course, meeting):
                if first <= each.day <= last:
                    yield each
    if course.rhythm is not None and course.rhythm.every is not Every.never:
        for each in _gaps(course, course.rhythm, first, last):
            if first <= each.day <= last:
                yield each


def proposed(course: Course, first: date, last: date) -> Iterator[tuple[Period, date]]:
    """Periods without a meeting, with the day that the rhythm proposes, where that lies from `first` through `last`."""
    rhythm = course.rhythm
    if rhythm is None or rhythm.every is Every.never:
        return
    for period in periods(rhythm.every, first, last):
        on = _day_in(course, rhythm, period)
        if first <= on <= last and not _has_meeting(course, period) and _counts(course, on):
            yield period, on


def would_be(course: Course, on: date) -> Iterator[Planned]:
    """The messages that a meeting on `on` would cause before it."""
    meeting = Meeting(course.partner, course.program, course.kind, on, None, None)
    return (each for each in _of_meeting(course, meeting) if each.step in BEFORE)


def _of_meeting(course: Course, meeting: Meeting) -> Iterator[Planned]:
    on, rests = meeting.scheduled_on, course.snoozed.get(meeting.scheduled_on)
    every = list(_steps(course, meeting))
    steps = [each for each in every if rests is None or each.day > rests]
    yield from steps
    # Figures are kept on their day all the same: two days before the meeting is what everybody compares with.
    yield from (replace(each, rests=True) for each in every if each.step is Step.freeze and each not in steps)
    if rests is not None and meeting.held_on is None:
        later = min((each.day for each in steps), default=None)
        until = later - DAY if later is not None and later > rests else rests + 5 * DAY
        yield Planned(course, Step.again, on, f"{on.isoformat()}~{rests.isoformat()}", rests, until)


def _steps(course: Course, meeting: Meeting) -> Iterator[Planned]:
    on, places = meeting.scheduled_on, STEPS[course.kind]
    before = [(place, place.on(on, course.workdays)) for place in places if place.step in BEFORE]
    if meeting.held_on is not None:
        yield from _followed(course, meeting, places)
        return
    for number, (place, day) in enumerate(before):
        following = before[number + 1][1] if number + 1 < len(before) else on + DAY
        until = on if place.step is Step.ahead else max(day, following - DAY)
        yield Planned(course, place.step, on, on.isoformat(), day, until)
    period = period_of(natural(course.rhythm, course.kind), on)
    if not any(_replaces(other, meeting, period) for other in course.meetings):
        day = _place(places, Step.overdue).on(on, course.workdays)
        month = period_of(Every.month, on).following
        yield Planned(course, Step.overdue, on, period.label, day, max(month.last, day))


def _followed(course: Course, meeting: Meeting, places: tuple[Place, ...]) -> Iterator[Planned]:
    held = meeting.held_on
    if held is not None:
        day = _place(places, Step.followup).on(held, course.workdays)
        on = meeting.scheduled_on
        yield Planned(course, Step.followup, on, on.isoformat(), day, day + FOLLOWED)


def _gaps(course: Course, rhythm: Rhythm, first: date, last: date) -> Iterator[Planned]:
    """A period without a meeting is named on its first working day, or early enough to prepare the meeting."""
    lead = timedelta(days=LEAD[course.kind])
    for period in periods(rhythm.every, first, last + lead + 31 * DAY):
        if _has_meeting(course, period):
            continue
        on = _day_in(course, rhythm, period)
        opens = course.workdays.first_of_month(period.first)
        day = min(opens, course.workdays.at_or_before(on - lead)) if lead else opens
        if not _counts(course, max(day, period.first)):
            continue
        until = min(period.last, day + timedelta(days=ASKED_FOR[rhythm.every]))
        yield Planned(course, Step.unscheduled, on, period.label, day, until)


def _day_in(course: Course, rhythm: Rhythm, period: Period) -> date:
    """The day that the rhythm names; everybody with the same calendar and rhythm has the same one."""
    known, key = course.workdays.named, (rhythm.day, period)
    if key not in known:
        known[key] = rhythm.day.on(period, course.workdays.is_worked)
    return known[key]


def _near(meeting: Meeting, first: date, last: date) -> bool:
    """Whether a message about the meeting may fall between the days: most meetings of a year do not matter today."""
    return first - AROUND <= max(meeting.held_on or meeting.scheduled_on, meeting.scheduled_on) <= last + AROUND


def _counts(course: Course, day: date) -> bool:
    return course.began is None or course.began <= day


def _has_meeting(course: Course, period: Period) -> bool:
    return any(_in(period, each) for each in course.meetings) or any(each in period for each in course.dropped)


def _replaces(other: Meeting, meeting: Meeting, period: Period) -> bool:
    """A later meeting of the same period, held or to be held, stands for one that did not take place."""
    return other.scheduled_on > meeting.scheduled_on and _in(period, other)


def _in(period: Period, meeting: Meeting) -> bool:
    return meeting.scheduled_on in period or (meeting.held_on is not None and meeting.held_on in period)


def _place(places: tuple[Place, ...], step: Step) -> Place:
    return next(place for place in places if place.step is step)
