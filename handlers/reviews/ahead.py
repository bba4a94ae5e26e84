"""What is to come: meetings, what will be posted about them, when, to whom and why. Every calendar form reads it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from handlers.numbered import capital
from handlers.reviews.agenda import Course, Planned, planned, proposed, would_be
from handlers.reviews.gathering import Gathered, Gatherer
from handlers.reviews.named import Named
from handlers.reviews.reminder import period_name
from handlers.reviews.rhythm import proposal
from handlers.reviews.rounds import ROOM
from handlers.reviews.steps import Step
from handlers.wording import listed, meeting, weekday
from handlers.work import Task
from programs.cadence import Period
from programs.together import ReviewKind
from store.work import Work


class Sort(StrEnum):
    """What an entry is."""

    meeting = "meeting"
    proposed = "proposed"
    message = "message"


SAYS: Final = {
    Step.unscheduled: "asks to schedule the {what} of {period}",
    Step.sponsor: "asks for the sponsors of the {what}",
    Step.plan: "asks for day and people of the {what}",
    Step.draft: "first draft of the brief for the {what}",
    Step.freeze: "figures of the {what} are frozen; whatever is missing is asked for",
    Step.ahead: "the {what} is next: brief and talking points",
    Step.again: "snoozed reminder of the {what}",
    Step.followup: "decisions and commitments of the {what}",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the calendar. `to` is who reads a message (`#` for the review channel), or who has the meeting.

    `idle` says that a meeting's day is not worked on one of the two sides.
    """

    day: date
    sort: Sort
    what: str
    partner: str
    program: str
    to: str
    why: str
    of: Named | None = None
    idle: bool = False


def ahead(task: Task, gatherer: Gatherer, first: date, last: date, partners: Collection[str] | None) -> list[Entry]:
    """Everything from `first` through `last` (both included), of these partners or of all, in the order of the days.

    What is done only if nobody acts meanwhile, such as the reminder of a meeting that was not recorded as held, is not
    in it: nobody knows yet.
    """
    gathered = gatherer.gather(task.work, first, last, partners)
    names = _names(task.work, gathered)
    lines = _Lines(gathered, gatherer, names, bool(task.desk.review_channel))
    found = [each for course in gathered.courses for each in lines.of(course, first, last)]
    return sorted(found, key=lambda each: (each.day, each.partner.casefold(), each.sort, each.what))


def _names(work: Work, gathered: Gathered) -> dict[str, str]:
    return work.partners.names_of(sorted({partner for partner, _ in gathered.enrolled}))


@dataclass(frozen=True, slots=True)
class _Lines:
    gathered: Gathered
    gatherer: Gatherer
    names: dict[str, str]
    room: bool

    def of(self, course: Course, first: date, last: date) -> Iterator[Entry]:
        for each in course.meetings:
            if each.held_on is None and first <= each.scheduled_on <= last:
                yield self._meeting(course, each.scheduled_on)
        for period, on in proposed(course, first, last):
            yield self._proposed(course, period, on)
        for message in planned(course, first, last):
            if message.step in SAYS and message.day >= first and not message.rests:
                yield self._message(course, message)

    def _meeting(self, course: Course, on: date) -> Entry:
        what = capital(meeting(course.kind))
        why = course.rhythm.why if course.rhythm else "scheduled; the program names no rhythm"
        return self._entry(course, on, Sort.meeting, what, self._manager(course), why, on)

    def _proposed(self, course: Course, period: Period, on: date) -> Entry:
        steps = listed([f"{each.step} on {each.day:%b} {each.day.day}" for each in would_be(course, on)])
        rule = proposal(course.rhythm, period) if course.rhythm else period.name
        why = f"{course.rhythm.why if course.rhythm else ''}; {rule}. Once scheduled: {steps}"
        what = f"{capital(meeting(course.kind))}, proposed and not scheduled"
        return self._entry(course, on, Sort.proposed, what, self._manager(course), why, on)

    def _message(self, course: Course, each: Planned) -> Entry:
        what = f"{meeting(course.kind)} on {weekday(each.on)}" if each.on else meeting(course.kind)
        if each.step is Step.unscheduled:
            what, period = meeting(course.kind), period_name(each.period)
        else:
            period = ""
        said = capital(SAYS[each.step].format(what=what, period=period))
        to_room = self.room and course.kind == ReviewKind.pipeline_review and each.step in ROOM
        to = "the review channel" if to_room else self._manager(course)
        if each.step is Step.freeze:
            to = "whoever something is missing from"
        return self._entry(course, each.day, Sort.message, said, to, self._why(course, each), each.on)

    def _why(self, course: Course, each: Planned) -> str:
        if each.step is Step.unscheduled and course.rhythm:
            return course.rhythm.why
        days = (each.on - each.day).days if each.on else 0
        if each.step is Step.followup:
            return "two working days after the meeting"
        return f"{days} {'day' if days == 1 else 'days'} before the meeting" if days > 0 else "snoozed until then"

    def _entry(self, course: Course, day: date, sort: Sort, what: str, to: str, why: str, on: date | None) -> Entry:
        program = self.gatherer.program(course.program)
        of = Named(course.partner, course.program, course.kind, on) if on else None
        idle = sort is not Sort.message and not course.workdays.is_worked(day)
        name = program.short_name if program else course.program
        return Entry(day, sort, what, self.names[course.partner], name, to, why, of, idle)

    def _manager(self, course: Course) -> str:
        return self.gathered.enrolled[course.partner, course.program].manager or "nobody yet"
