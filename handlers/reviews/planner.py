"""Writing due messages about meetings into the outbox, once each, however often and by however many planners."""

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from handlers.audit import CLOCK, note
from handlers.desk import DeskSettings
from handlers.documents import Reply
from handlers.mornings import Hours
from handlers.reviews.agenda import Course, Planned, planned
from handlers.reviews.asks import Ask, asking, asks
from handlers.reviews.due import AHEAD, BACK, Due, next_at, timed
from handlers.reviews.followup import followup
from handlers.reviews.gathering import Gathered, Gatherer
from handlers.reviews.named import Named, gap_subject
from handlers.reviews.reminder import Known, reminder
from handlers.reviews.steps import Step
from handlers.reviews.watch import Works
from handlers.wire import dump
from programs.catalog import Catalog
from programs.together import ReviewKind
from store.outbox import NewMessage
from store.records import Enrollment, Meeting
from store.repositories.reviews import ReviewFacts
from store.review_records import Commitment
from store.work import Work

logger = logging.getLogger(__name__)

BATCH = 100
READ = 1000
ROOM = (Step.ahead, Step.overdue, Step.unscheduled, Step.again, Step.followup)
"""Steps of a pipeline review that the review channel reads, where there is one; all others are the manager's own."""


class ReminderPlanner:
    """Plans whenever something may have become due: after a change of the portfolio, or when the next message is."""

    def __init__(self, store: Works, catalog: Catalog, desk: DeskSettings) -> None:
        self._store = store
        self._settings = desk
        self._gatherer = Gatherer(catalog, desk)
        self._settled: tuple[int, datetime, datetime] | None = None
        """The portfolio's version, the moment that was last dealt with, and the next one at which something is due."""

    def tick(self, now: datetime) -> int:
        """Write what is due at `now` (aware); the number of new messages. Cheap when nothing has changed.

        Raises:
            StoreError: the database cannot be used; the next tick tries again.
        """
        with self._store.read() as work:
            version = work.portfolio_version()
        if self._settled is not None:
            seen, dealt_with, following = self._settled
            if seen == version and dealt_with <= now < following:
                return 0
        return self._plan(version, now)

    def _plan(self, version: int, now: datetime) -> int:
        """Read everything first and write it bit by bit: nobody else waits long for the database."""
        with self._store.read() as work:
            round = _Round(work, self._gatherer, self._settings, now)
            messages = round.messages()
        written = sum(self._write(messages[start : start + BATCH], now) for start in range(0, len(messages), BATCH))
        self._settled = (version, now, round.following)
        return written

    def _write(self, messages: tuple[NewMessage, ...], now: datetime) -> int:
        with self._store.write() as work:
            count = sum(work.outbox.put(message, now) for message in messages)
            if count:
                told, where = json.dumps({"messages": count}), self._settings.workspace
                note(work, now, CLOCK, "reminders.planned", "reminders", told, workspace=where)
            return count


Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Addressed:
    """A message to write; `asked` is what its reader is asked for, where it asks for something."""

    key: str
    due: Due
    asked: tuple[Ask, ...] = ()


class _Round:
    """One look at the portfolio: what is due and not yet written, and when the next message is due."""

    def __init__(self, work: Work, gatherer: Gatherer, settings: DeskSettings, now: datetime) -> None:
        self._work = work
        self._gatherer = gatherer
        self._settings = settings
        self._now = now
        today = settings.today(now)
        self._first, self._last = today - BACK, today + AHEAD
        self._known: Gathered = gatherer.gather(work, self._first, self._last)
        self.following = now

    def messages(self) -> tuple[NewMessage, ...]:
        everything = tuple(self._addressed())
        self.following = next_at(self._now, (each.due for each in everything))
        found = {each.key: each for each in everything if each.due.is_due(self._now)}
        written = self._work.outbox.known(found)
        fresh = [each for key, each in found.items() if key not in written]
        details = self._details({each.due.planned.course.partner for each in fresh})
        built = ((each, self._reply(each, details)) for each in fresh)
        return tuple(self._message(each, reply) for each, reply in built if reply is not None)

    def _addressed(self) -> Iterator[_Addressed]:
        nobody = []
        for course in self._known.courses:
            enrollment = self._known.enrolled[course.partner, course.program]
            for each in planned(course, self._first, self._last):
                if each.step is Step.freeze:
                    yield from self._asking(each, enrollment)
                    continue
                target = self._target(each, enrollment)
                if target is not None:
                    yield _Addressed(_occurrence(each, target.partition(":")[0]), self._timed(each, target))
                elif each.day <= self._settings.today(self._now) <= each.until:
                    nobody.append(f"{course.partner}/{course.program}")
        if nobody:
            some = ", ".join(nobody[:20])
            logger.warning("%d due reviews have no manager and no review channel: %s", len(nobody), some)

    def _asking(self, each: Planned, enrollment: Enrollment) -> Iterator[_Addressed]:
        """Each person of whom something is missing for a meeting that is near."""
        today = self._settings.today(self._now)
        if each.on is None or not (each.day <= self._last and today <= each.until + AHEAD):
            return
        it = Named(each.course.partner, each.course.program, each.course.kind, each.on)
        for person, asked in asks(self._work, it, enrollment.manager, today).items():
            yield _Addressed(_occurrence(each, person), self._timed(each, f"email:{person}"), asked)

    def _timed(self, each: Planned, target: str) -> Due:
        return timed(each, target, self._hours(target), self._now)

    def _hours(self, target: str) -> Hours:
        return self._known.mornings.of_target(target)

    def _target(self, each: Planned, enrollment: Enrollment) -> str | None:
        manager = f"email:{enrollment.manager}" if enrollment.manager else None
        room = f"channel:{self._settings.review_channel}" if self._settings.review_channel else None
        if each.course.kind == ReviewKind.pipeline_review and each.step in ROOM:
            return room or manager
        return manager or room

    def _details(self, partners: set[str]) -> dict[tuple[str, str, str], Known]:
        facts: dict[str, ReviewFacts] = {}
        held: dict[tuple[str, str, str], date] = {}
        promised: dict[Pair, list[Commitment]] = {}
        ordered = sorted(partners)
        for start in range(0, len(ordered), READ):
            some = ordered[start : start + READ]
            facts |= self._work.reviews.facts(some)
            for kind in ReviewKind:
                last = self._work.reviews.last_held(kind, some)
                held |= {(partner, program, kind.value): on for (partner, program), on in last.items()}
            for each in self._work.commitments.open_until(date.max, some):
                promised.setdefault((each.partner, each.program), []).append(each)
        return {
            (course.partner, course.program, course.kind): self._one(
                course, facts[course.partner], held, tuple(promised.get((course.partner, course.program), ()))
            )
            for course in self._known.courses
            if course.partner in partners
        }

    def _one(
        self,
        course: Course,
        facts: ReviewFacts,
        held: Mapping[tuple[str, str, str], date],
        promised: tuple[Commitment, ...],
    ) -> Known:
        """Program and tier in the definition's words; their ids where no definition knows them."""
        enrollment = self._known.enrolled[course.partner, course.program]
        program = self._gatherer.program(course.program)
        last = held.get((course.partner, course.program, course.kind))
        if program is None:
            return Known(enrollment, facts, course.program, enrollment.tier, last, commitments=promised)
        tier = next((tier.name for tier in program.tiers if tier.id == enrollment.tier), enrollment.tier)
        who = next((each.who for each in program.reviews if each.kind == course.kind), ())
        return Known(enrollment, facts, program.name, tier, last, who, promised)

    def _reply(self, each: _Addressed, details: Mapping[tuple[str, str, str], Known]) -> Reply | None:
        due, course = each.due, each.due.planned.course
        known = details[course.partner, course.program, course.kind]
        today = due.hours.today(self._now)
        if due.planned.on is None:
            return reminder(due, known, today)
        it = Named(course.partner, course.program, course.kind, due.planned.on)
        if each.asked:
            return asking(it, known.facts.name, each.asked)
        if due.planned.step is Step.followup:
            return self._followed(it, course, known.facts.name)
        return reminder(due, known, today)

    def _followed(self, it: Named, course: Course, name: str) -> Reply | None:
        held: Meeting | None = next((each for each in course.meetings if each.scheduled_on == it.on), None)
        if held is None or held.held_on is None:
            return None
        ahead = [each.scheduled_on for each in course.meetings if each.held_on is None and each.scheduled_on > it.on]
        return followup(self._work, it, name, held.held_on, min(ahead, default=None))

    def _message(self, each: _Addressed, reply: Reply) -> NewMessage:
        due, course = each.due, each.due.planned.course
        return NewMessage(
            occurrence_key=each.key,
            kind=course.kind,
            platform=self._settings.platform,
            workspace=self._settings.workspace,
            target=due.target,
            document=dump(reply),
            due_at=due.at,
            subject=_subject(due.planned),
            not_after=due.until,
        )


def _subject(each: Planned) -> str | None:
    """Asks of one person and what looks back are not rewritten when the meeting is held or moved."""
    course = each.course
    if each.step is Step.unscheduled:
        return gap_subject(course.partner, course.program, course.kind, each.period)
    if each.on is None or each.step is Step.followup:
        return None
    return Named(course.partner, course.program, course.kind, each.on).subject


def _occurrence(each: Planned, audience: str) -> str:
    """Unique for a kind, partner, program, period, step and audience."""
    course = each.course
    return f"{course.kind}:{course.partner}/{course.program}/{each.period}/{each.step}/{audience}"
