"""Writing due reminders into the outbox, once each, however often and by however many planners that is tried."""

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from handlers.audit import CLOCK, note
from handlers.desk import DeskSettings
from handlers.reviews.due import Desk, Due, due_reminders
from handlers.reviews.reminder import KIND, Known, reminder, review_key, review_subject
from handlers.reviews.watch import Watch, Works
from handlers.wire import dump
from programs.catalog import Catalog
from programs.schema import Program
from store.outbox import NewMessage
from store.records import Enrollment
from store.repositories.reviews import ReviewFacts
from store.work import Work

logger = logging.getLogger(__name__)

BATCH = 100
READ = 1000


class ReminderPlanner:
    """Plans whenever something may have become due: after a change of the portfolio, a new day, or its morning."""

    def __init__(self, store: Works, catalog: Catalog, desk: DeskSettings) -> None:
        self._store = store
        self._catalog = catalog
        self._settings = desk
        self._watch = Watch(store, desk)

    def tick(self, now: datetime) -> int:
        """Write what is due at `now` (aware); the number of new reminders. Cheap when nothing has changed.

        Raises:
            StoreError: the database cannot be used; the next tick tries again.
        """
        desk = self._watch.look(now)
        if desk is None:
            return 0
        written = self._plan(desk)
        self._watch.settle()
        return written

    def _plan(self, desk: Desk) -> int:
        """Read everything first and write it bit by bit: nobody else waits long for the database."""
        with self._store.read() as work:
            messages = _Round(work, self._catalog, desk, self._settings).messages()
        return sum(self._write(messages[start : start + BATCH], desk.now) for start in range(0, len(messages), BATCH))

    def _write(self, messages: tuple[NewMessage, ...], now: datetime) -> int:
        with self._store.write() as work:
            count = sum(work.outbox.put(message, now) for message in messages)
            if count:
                told, where = json.dumps({"messages": count}), self._settings.workspace
                note(work, now, CLOCK, "reminders.planned", "reminders", told, workspace=where)
            return count


Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Planned:
    key: str
    due: Due
    target: str


class _Round:
    """One look at the portfolio: what is due and not yet written."""

    def __init__(self, work: Work, catalog: Catalog, desk: Desk, settings: DeskSettings) -> None:
        self._work = work
        self._desk = desk
        self._settings = settings
        self._programs: Mapping[str, Program] = {program.id: program for program in catalog.programs()}
        self._enrolled = work.reviews.active_enrollments()

    def messages(self) -> tuple[NewMessage, ...]:
        planned = {each.key: each for each in self._addressed()}
        known = self._work.outbox.known(planned)
        fresh = [each for key, each in planned.items() if key not in known]
        details = self._details({each.due.partner for each in fresh})
        return tuple(self._message(each, details[each.due.partner, each.due.program]) for each in fresh)

    def _addressed(self) -> Iterator[_Planned]:
        nobody = []
        for due in self._due():
            target = self._target(self._enrolled[due.partner, due.program])
            if target is None:
                nobody.append(f"{due.partner}/{due.program}")
            else:
                yield _Planned(_occurrence(due, target), due, target)
        if nobody:
            logger.warning(
                "%d due reviews have no manager and no review channel: %s", len(nobody), ", ".join(nobody[:20])
            )

    def _due(self) -> Iterator[Due]:
        meetings = self._work.reviews.meetings(KIND, *self._desk.watched())
        monthly = frozenset(id for id, program in self._programs.items() if _asks_monthly(program))
        pairs = (pair for pair, enrollment in self._enrolled.items() if self._counts(enrollment, monthly))
        mine = (meeting for meeting in meetings if (meeting.partner, meeting.program) in self._enrolled)
        return due_reminders(self._desk, mine, pairs)

    def _counts(self, enrollment: Enrollment, monthly: frozenset[str]) -> bool:
        began = enrollment.enrolled_on is None or enrollment.enrolled_on <= self._desk.today
        return began and enrollment.program in monthly

    def _target(self, enrollment: Enrollment) -> str | None:
        if self._settings.review_channel:
            return f"channel:{self._settings.review_channel}"
        return f"email:{enrollment.manager}" if enrollment.manager else None

    def _details(self, partners: set[str]) -> dict[Pair, Known]:
        facts: dict[str, ReviewFacts] = {}
        held: dict[Pair, date] = {}
        ordered = sorted(partners)
        for start in range(0, len(ordered), READ):
            facts |= self._work.reviews.facts(ordered[start : start + READ])
            held |= self._work.reviews.last_held(KIND, ordered[start : start + READ])
        return {
            pair: Known(enrollment, facts[pair[0]], *self._names(enrollment), held.get(pair))
            for pair, enrollment in self._enrolled.items()
            if pair[0] in partners
        }

    def _names(self, enrollment: Enrollment) -> tuple[str, str | None]:
        """Program and tier in the definition's words; their ids where no definition knows them."""
        program = self._programs.get(enrollment.program)
        if program is None:
            return enrollment.program, enrollment.tier
        return program.name, next((tier.name for tier in program.tiers if tier.id == enrollment.tier), enrollment.tier)

    def _message(self, planned: _Planned, known: Known) -> NewMessage:
        due, day = planned.due, planned.due.scheduled_on
        return NewMessage(
            occurrence_key=planned.key,
            kind=KIND,
            platform=self._settings.platform,
            workspace=self._settings.workspace,
            target=planned.target,
            document=dump(reminder(due, known, self._desk.today)),
            due_at=due.due_at,
            subject=review_subject(review_key(due.partner, due.program, KIND, day)) if day else None,
            not_after=due.not_after,
        )


def _occurrence(due: Due, target: str) -> str:
    """Unique for a kind, partner, program, period, step and audience."""
    return f"{KIND}:{due.partner}/{due.program}/{due.period}/{due.step}/{target.partition(':')[0]}"


def _asks_monthly(program: Program) -> bool:
    return any(review.kind == KIND and review.every == "month" for review in program.reviews)
