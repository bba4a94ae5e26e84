"""The courses of everybody's meetings, read for many partners with a handful of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from handlers.desk import DeskSettings
from handlers.mornings import Mornings
from handlers.reviews.agenda import Course
from handlers.reviews.named import DROPPED
from handlers.reviews.rhythm import NATURAL, Rhythm, rhythm_of
from handlers.workdays import Calendars
from programs.cadence import LENGTHS, Every, month_after, period_of
from programs.catalog import Catalog
from programs.schema import Program
from store.records import Enrollment, Meeting
from store.review_records import ReviewCadence
from store.work import Work

Pair = tuple[str, str]
KINDS: Final = tuple(NATURAL)
READ: Final = 1000
"""For how many partners a query asks at once."""
REACH: Final = {Every.month: 2, Every.quarter: 2, Every.year: 3}
"""How many months before and after the watched days a period may reach whose meetings matter."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Enrollments of partners that are not inactive, their courses, and when everybody is told things."""

    enrolled: Mapping[Pair, Enrollment]
    courses: tuple[Course, ...]
    mornings: Mornings


class Gatherer:
    """Brings the courses together; remembers calendars from one time to the next."""

    def __init__(self, catalog: Catalog, desk: DeskSettings) -> None:
        self._desk = desk
        self._programs: Mapping[str, Program] = {program.id: program for program in catalog.programs()}
        self._calendars = Calendars()

    def gather(self, work: Work, first: date, last: date, partners: Collection[str] | None = None) -> Gathered:
        """Everything that the messages of the days `first` through `last` depend on; of `partners` where named."""
        mornings = Mornings(self._desk, work.person_clocks.all(), self._calendars)
        enrolled = {
            pair: each
            for pair, each in work.reviews.active_enrollments().items()
            if partners is None or each.partner in partners
        }
        courses = _Courses(work, self._programs, mornings, self._calendars, enrolled, first, last, partners)
        return Gathered(enrolled, tuple(courses.all()), mornings)

    def program(self, id: str) -> Program | None:
        """A program's definition; None for one that no definition knows."""
        return self._programs.get(id)


class _Courses:
    def __init__(
        self,
        work: Work,
        programs: Mapping[str, Program],
        mornings: Mornings,
        calendars: Calendars,
        enrolled: Mapping[Pair, Enrollment],
        first: date,
        last: date,
        partners: Collection[str] | None,
    ) -> None:
        self._programs = programs
        self._mornings = mornings
        self._calendars = calendars
        self._enrolled = enrolled
        self._countries = work.reviews.countries()
        self._exceptions = work.cadences.all()
        self._usual: dict[tuple[str, str, str | None], Rhythm | None] = {}
        self._meetings = _meetings(work, first, last, partners)
        for kind, few in self._held_seldom().items():
            self._meetings |= _meetings_of(work, kind, Every.year, first, last, few)
        self._dropped: dict[tuple[str, str, str], list[date]] = defaultdict(list)
        for change in work.meeting_life.changes():
            if change.change in DROPPED:
                self._dropped[change.partner, change.program, change.kind].append(change.scheduled_on)
        self._snoozed: dict[tuple[str, str, str], dict[date, date]] = defaultdict(dict)
        for (partner, program, kind, on), until in work.meeting_life.snoozes().items():
            self._snoozed[partner, program, kind][on] = until

    def all(self) -> Iterator[Course]:
        for (partner, program), enrollment in self._enrolled.items():
            for kind in KINDS:
                key = (partner, program, kind)
                rhythm, meetings = self._rhythm(enrollment, kind), self._meetings.get(key, ())
                if rhythm is None and not meetings:
                    continue
                yield Course(
                    *key,
                    rhythm,
                    enrollment.enrolled_on,
                    self._mornings.workdays_with(enrollment.manager, self._countries.get(partner)),
                    tuple(meetings),
                    tuple(self._dropped.get(key, ())),
                    self._snoozed.get(key, {}),
                )

    def _held_seldom(self) -> dict[str, list[str]]:
        """By kind, the partners that have such a meeting less often than usual: it may be many months away."""
        found: dict[str, list[str]] = defaultdict(list)
        for enrollment in self._enrolled.values():
            for kind in KINDS:
                rhythm = self._rhythm(enrollment, kind)
                if rhythm is not None and LENGTHS.get(rhythm.every, 0) > LENGTHS[NATURAL[kind]]:
                    found[kind].append(enrollment.partner)
        return found

    def _rhythm(self, enrollment: Enrollment, kind: str) -> Rhythm | None:
        exception: ReviewCadence | None = self._exceptions.get((enrollment.partner, enrollment.program, kind))
        if exception is not None:
            return rhythm_of(self._programs.get(enrollment.program), kind, enrollment.tier, exception)
        key = (enrollment.program, kind, enrollment.tier)
        if key not in self._usual:
            self._usual[key] = rhythm_of(self._programs.get(enrollment.program), kind, enrollment.tier, None)
        return self._usual[key]


def _meetings(
    work: Work, first: date, last: date, partners: Collection[str] | None
) -> dict[tuple[str, str, str], list[Meeting]]:
    """Meetings of every period that a watched day, or a step some weeks away from it, lies in."""
    found: dict[tuple[str, str, str], list[Meeting]] = {}
    for kind in KINDS:
        found |= _meetings_of(work, kind, NATURAL[kind], first, last, partners)
    return found


def _in_runs(partners: Collection[str] | None) -> list[list[str] | None]:
    if partners is None:
        return [None]
    ordered = sorted(set(partners))
    return [ordered[start : start + READ] for start in range(0, len(ordered), READ)]


def _meetings_of(
    work: Work, kind: str, every: Every, first: date, last: date, partners: Collection[str] | None
) -> dict[tuple[str, str, str], list[Meeting]]:
    found: dict[tuple[str, str, str], list[Meeting]] = defaultdict(list)
    begin = period_of(every, month_after(first, -REACH[every])).first
    end = period_of(every, month_after(last, REACH[every])).last
    some = _in_runs(partners)
    for few in some:
        for meeting in work.reviews.meetings(kind, begin, end, few):
            found[meeting.partner, meeting.program, meeting.kind].append(meeting)
    return found
