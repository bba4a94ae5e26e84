"""One look at everybody's meetings: which messages are due and not yet written, to whom they go, and what they say."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice

from handlers.documents import Reply
from handlers.errors import NotFound
from handlers.mornings import Hours, Mornings
from handlers.packs.answers import talking_points
from handlers.packs.asked import PackAsked
from handlers.reviews.agenda import AROUND, Course, Planned, planned
from handlers.reviews.asks import Ask, Missing, asking
from handlers.reviews.due import AHEAD, BACK, Due, next_at, timed
from handlers.reviews.followup import followup
from handlers.reviews.gathering import Gathered, Gatherer
from handlers.reviews.named import Named, asks_subject, gap_subject
from handlers.reviews.reminder import Known, reminder
from handlers.reviews.steps import BEFORE, Step
from handlers.reviews.together import Built, together
from handlers.wire import dump
from handlers.work import Task
from programs.errors import RulesError
from programs.together import ReviewKind
from store.outbox import NewMessage
from store.records import Enrollment, Meeting
from store.repositories.reviews import ReviewFacts
from store.review_records import Commitment

logger = logging.getLogger(__name__)

READ = 1000
DAY = timedelta(days=1)
ROOM = (Step.ahead, Step.overdue, Step.unscheduled, Step.again, Step.followup)
"""Steps of a pipeline review that the review channel reads, where there is one; all others are the manager's own."""
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Addressed:
    """A message to write; `asked` is what its reader is asked for, where it asks for something."""

    key: str
    due: Due
    asked: tuple[Ask, ...] = ()


class Round:
    """One look at the portfolio: what is due and not yet written, and when the next message is due."""

    def __init__(self, task: Task, gatherer: Gatherer, since: datetime | None) -> None:
        """`since` is the instant through which everything was planned before; None where nothing ever was."""
        work, settings, now = task.work, task.desk, task.request.now
        self._task = task
        self._work = work
        self._gatherer = gatherer
        self._settings = settings
        self._now = now
        self._since = since
        today = settings.today(now)
        self._first, self._last = today - BACK, today + AHEAD
        self._known: Gathered = gatherer.gather(work, self._first, self._last)
        self._written: frozenset[tuple[str, str, str, date]] | None = None
        self.following = now
        self.to_freeze: list[Meeting] = []
        """Meetings whose figures are to be kept as they are now."""
        self.more = False
        """Whether there may be more to write than what was asked for at once."""
        self.folded: tuple[NewMessage, ...] = ()
        """Messages that stand in another one of this round."""
        self.pointless: tuple[int, ...] = ()
        """Messages that were written, not sent, and are no longer asked for, or no longer of that reader."""

    @property
    def mornings(self) -> Mornings:
        """When everybody is told things."""
        return self._known.mornings

    def messages(self, most: int) -> tuple[NewMessage, ...]:
        """At most so many to write, with `following` set to the instant at which the next ones fall due."""
        self.following = self._now + DAY
        everything = tuple(self._addressed())
        self.following = min(self.following, next_at(self._now, (each.due for each in everything)))
        found = {each.key: each for each in everything if each.due.is_due(self._now)}
        waiting = self._work.withdrawals.waiting(tuple(ReviewKind), self._now)
        wanted = {each.key: (self._where(each), each.due.target.lower()) for each in everything}
        found_at = {each.key: (each.workspace, each.target.lower()) for each in waiting}
        pointless = {each.key: each.id for each in waiting if wanted.get(each.key) != found_at[each.key]}
        self.pointless = tuple(pointless.values())
        written = self._work.outbox.known(found) - pointless.keys()
        fresh = [each for key, each in found.items() if key not in written]
        details = self._details({each.due.planned.course.partner for each in fresh})
        replies = ((each, self._reply(each, details)) for each in fresh)
        built = (self._built(each, reply, details) for each, reply in replies if reply is not None)
        some = list(islice(built, most))
        self.more = len(some) == most
        messages, self.folded = together(some, self._now)
        return messages

    def _built(self, each: _Addressed, reply: Reply, details: Mapping[tuple[str, str, str], Known]) -> Built:
        course = each.due.planned.course
        known = details[course.partner, course.program, course.kind]
        manager = known.enrollment.manager or "nobody yet"
        return Built(each.due, self._message(each, reply), known.facts.name, manager)

    def _addressed(self) -> Iterator[_Addressed]:
        today = self._settings.today(self._now) - DAY  # somewhere it may still be yesterday
        nobody: list[str] = []
        near: list[Planned] = []
        for course in self._known.courses:
            enrollment = self._known.enrolled[course.partner, course.program]
            for each in planned(course, self._first, self._last):
                if each.step is Step.freeze:
                    near += [each] if self._is_near(each) else []
                    continue
                if each.until < today or self._is_told_nothing(each):
                    continue
                target = self._target(each, enrollment)
                if target is not None:
                    yield _Addressed(_occurrence(each, target.partition(":")[0]), self._timed(each, target))
                elif each.day <= today:
                    nobody.append(f"{course.partner}/{course.program}")
        self.to_freeze = self._unfrozen(near)
        yield from self._asking([each for each in near if not each.rests])
        if nobody:
            some = ", ".join(nobody[:20])
            logger.warning("%d due reviews have no manager and no review channel: %s", len(nobody), some)

    def _is_told_nothing(self, each: Planned) -> bool:
        """A pipeline review of which nothing was written down has no follow-up; there may be thousands of them."""
        course = each.course
        if each.step is not Step.followup or course.kind != ReviewKind.pipeline_review or each.on is None:
            return False
        if self._written is None:
            self._written = self._work.meetings.written(self._first - AROUND, self._last)
        return (course.partner, course.program, course.kind, each.on) not in self._written

    def _unfrozen(self, near: Sequence[Planned]) -> list[Meeting]:
        """Those of the near meetings whose figures are due to be kept, and are not."""
        kept = self._work.frozen_packs.known(self._first, self._last + AROUND)
        found = []
        for each in near:
            course, on = each.course, each.on
            manager = self._known.enrolled[course.partner, course.program].manager
            hours = self._known.mornings.of(manager) if manager else self._known.mornings.desk
            key = (course.partner, course.program, course.kind, on)
            if on is None or key in kept or on < hours.today(self._now):
                continue
            if (at := hours.morning_of(each.day)) <= self._now:
                found.append(Meeting(course.partner, course.program, course.kind, on, None, None))
            else:
                self.following = min(self.following, at)
        return found

    def _is_near(self, each: Planned) -> bool:
        return each.day <= self._last and self._settings.today(self._now) <= each.until + DAY

    def _asking(self, near: Sequence[Planned]) -> Iterator[_Addressed]:
        """Each person of whom something is missing for a meeting that is near."""
        today, partners = self._settings.today(self._now), sorted({each.course.partner for each in near})
        for start in range(0, len(partners), READ):
            some = partners[start : start + READ]
            missing = Missing(self._work, some, today)
            for each in near:
                if each.course.partner in some and each.on is not None:
                    yield from self._asked(each, each.on, missing)

    def _asked(self, each: Planned, on: date, missing: Missing) -> Iterator[_Addressed]:
        course = each.course
        manager = self._known.enrolled[course.partner, course.program].manager
        it = Named(course.partner, course.program, course.kind, on)
        for person, asked in missing.of(it, manager).items():
            yield _Addressed(_occurrence(each, person), self._timed(each, f"email:{person}"), asked)

    def _timed(self, each: Planned, target: str) -> Due:
        return timed(each, target, self._hours(target), self._now)

    def _hours(self, target: str) -> Hours:
        return self._known.mornings.of_target(target)

    def _where(self, each: _Addressed) -> str:
        return self._known.mornings.workspace_of(each.due.target)

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
        today = due.hours.today(self._read_at(due))
        if due.planned.on is None:
            return reminder(due, known, today)
        it = Named(course.partner, course.program, course.kind, due.planned.on)
        if each.asked:
            return asking(it, known.facts.name, each.asked)
        if due.planned.step is Step.followup:
            return self._followed(it, course, known.facts.name)
        idle = not course.workdays.is_worked(it.on)
        points = self._points(it) if due.planned.step in (Step.ahead, Step.again) else ()
        return reminder(due, replace(known, idle=idle, points=points, missed=self._missed(due)), today)

    def _read_at(self, due: Due) -> datetime:
        """When the message comes: what is made up in somebody's quiet hours waits for their end."""
        return self._now if due.target.startswith("channel:") else due.hours.out_of_quiet(self._now)

    def _points(self, it: Named) -> tuple[str, ...]:
        """What to talk about; nothing where the partner's records and its program do not fit together."""
        try:
            return talking_points(self._task, PackAsked(it.partner, it.program, it.kind, it.on))
        except (NotFound, RulesError):
            return ()

    def _missed(self, due: Due) -> tuple[date, ...]:
        """The days of earlier messages about the meeting that fell due and lost their use while nobody planned."""
        if self._since is None:
            return ()
        course, found = due.planned.course, []
        for each in planned(course, self._first, self._last):
            if each.on == due.planned.on and each.step in BEFORE and each.step is not Step.freeze:
                earlier = timed(each, due.target, due.hours, self._now)
                if self._since < earlier.at and earlier.until < self._now:
                    found.append(each.day)
        return tuple(sorted(found))

    def _followed(self, it: Named, course: Course, name: str) -> Reply | None:
        held: Meeting | None = next((each for each in course.meetings if each.scheduled_on == it.on), None)
        if held is None or held.held_on is None:
            return None
        ahead = [each.scheduled_on for each in course.meetings if each.held_on is None and each.scheduled_on > it.on]
        return followup(self._work, it, name, held.held_on, min(ahead, default=None))

    def _message(self, each: _Addressed, reply: Reply) -> NewMessage:
        due, course = each.due, each.due.planned.course
        workspace = self._where(each)
        return NewMessage(
            occurrence_key=each.key,
            kind=course.kind,
            platform=self._settings.platform_of(workspace),
            workspace=workspace,
            target=due.target,
            document=dump(reply),
            due_at=due.at,
            subject=_subject(due.planned, due.target),
            not_after=due.until,
        )


def _subject(each: Planned, target: str) -> str | None:
    """What is asked of one person is rewritten on its own; what looks back is not rewritten at all."""
    course = each.course
    if each.step is Step.unscheduled:
        return gap_subject(course.partner, course.program, course.kind, each.period)
    if each.on is None or each.step is Step.followup:
        return None
    it = Named(course.partner, course.program, course.kind, each.on)
    return asks_subject(it, target.partition(":")[2]) if each.step is Step.freeze else it.subject


def _occurrence(each: Planned, audience: str) -> str:
    """Unique for a kind, partner, program, period, step and audience."""
    course = each.course
    return f"{course.kind}:{course.partner}/{course.program}/{each.period}/{each.step}/{audience}"
