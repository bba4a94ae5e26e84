"""The clock's part in deal registrations: what is due is told once, and what is over ends, by however many clocks."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from handlers.audit import CLOCK, note
from handlers.deals import closing, reminders, sweep
from handlers.deals.deadlines import Deadlines
from handlers.deals.guards import workdays_after
from handlers.deals.moving import begun, carried_out
from handlers.deals.refusing import announced
from handlers.deals.timers import Notice, expires, lapses, notices, watched
from handlers.deals.transitions import Move
from handlers.desk import DeskSettings
from handlers.errors import UserError
from handlers.mornings import Mornings
from handlers.reviews.due import Desk
from handlers.reviews.watch import Watch, Works
from handlers.tasks import by_the_clock
from handlers.work import Task
from handlers.workdays import Calendars
from programs.catalog import Catalog
from store.records import Meeting, Registration
from store.work import Work

BATCH: Final = 50
SWEPT_BEFORE: Final = 2
"""Working days before a pipeline review at which missing credit is looked for."""
ENDS: Final[Mapping[Move, str]] = {
    Move.expire: "The protected days are over.",
    Move.lapse: "The information that the deal desk asked for did not come. Register the deal anew when you have it.",
}
"""What the clock does by itself, with the reason that is read."""


class DealClock:
    """Looks whenever something may have become due: after a change, on a new day, in its morning."""

    def __init__(self, store: Works, catalog: Catalog, desk: DeskSettings) -> None:
        self._store = store
        self._catalog = catalog
        self._settings = desk
        self._watch = Watch(store, desk)
        self._calendars = Calendars()

    def tick(self, now: datetime) -> int:
        """Do what is due at `now` (aware); how many things were done or told. Cheap when nothing has changed.

        Raises:
            StoreError: the database cannot be used; the next tick tries again.
        """
        desk = self._watch.look(now)
        if desk is None:
            return 0
        done = self._end(desk)
        if now >= desk.morning(desk.today) and desk.workdays.is_worked(desk.today):
            done += self._tell(desk) + self._sweep(desk)
        if done == 0:
            self._watch.settle()
        return done

    def _end(self, desk: Desk) -> int:
        """What is over, and what was closed elsewhere: one transaction each, so that one in the way stops no other."""
        with self._store.read() as work:
            due = list(self._over(work, desk))
        return sum(self._moved(id, move, desk) for id, move in due)

    def _over(self, work: Work, desk: Desk) -> Iterator[tuple[str, Move]]:
        for each in work.registrations.running(*watched(desk.today)):
            if expires(each, desk.today):
                yield each.id, Move.expire
            elif lapses(each, desk.today, desk.workdays):
                yield each.id, Move.lapse
        for id, stage in work.registrations.closed_elsewhere():
            yield id, Move.win if stage == closing.WON else Move.lose

    def _moved(self, id: str, move: Move, desk: Desk) -> int:
        with self._store.write() as work:
            task = self._task(work, desk)
            try:
                registration = begun(task, id, move)
            except UserError:  # somebody was faster
                return 0
            self._carry_out(task, registration, move)
        return 1

    def _carry_out(self, task: Task, registration: Registration, move: Move) -> None:
        if move in ENDS:
            announced(task, carried_out(task, registration, move, {"reason": ENDS[move]}, ENDS[move]))
            return
        opportunity = task.work.opportunities.get(registration.opportunity or "")
        closed_on = (opportunity.close_on if opportunity else None) or task.request.as_of
        if move is Move.win:
            closing.won(task, registration, closed_on, opportunity.earr if opportunity else None, "")
        else:
            closing.lost(task, registration, closed_on, f"Opportunity {registration.opportunity} was closed as lost.")

    def _tell(self, desk: Desk) -> int:
        with self._store.read() as work:
            found = {each.key: each for each in self._notices(work, desk)}
            known = work.outbox.known([key for each in found.values() for key in reminders.keys(each)])
        fresh = [each for each in found.values() if not known.issuperset(reminders.keys(each))]
        return sum(self._write(fresh[start : start + BATCH], desk) for start in range(0, len(fresh), BATCH))

    def _notices(self, work: Work, desk: Desk) -> Iterator[Notice]:
        deadlines = Deadlines(self._settings.country)
        for each in work.registrations.running(*watched(desk.today)):
            yield from notices(each, desk.today, desk.workdays, deadlines)

    def _write(self, fresh: list[Notice], desk: Desk) -> int:
        with self._store.write() as work:
            task, mornings = self._task(work, desk), self._mornings(work)
            told = sum(reminders.tell(task, each, mornings) for each in fresh)
            if told:
                self._note(work, desk, told)
        return told

    def _sweep(self, desk: Desk) -> int:
        """Before each pipeline review, its partner's manager is offered what may lack the partner."""
        with self._store.read() as work:
            ahead = {
                f"credit:{each.partner}/{each.program}/{each.scheduled_on}": each for each in self._ahead(work, desk)
            }
            fresh = sorted(set(ahead) - work.outbox.known(list(ahead)))
            task = self._task(work, desk)
            found = [(key, ahead[key]) for key in fresh if sweep.missing(task, task.partner(ahead[key].partner))]
        if found:
            with self._store.write() as work:
                task, mornings = self._task(work, desk), self._mornings(work)
                for key, meeting in found:
                    reminders.offer_credit(task, key, meeting, mornings)
                self._note(work, desk, len(found))
        return len(found)

    def _ahead(self, work: Work, desk: Desk) -> Iterator[Meeting]:
        last = workdays_after(desk.today, SWEPT_BEFORE, desk.workdays)
        for each in work.meetings.upcoming(desk.today, last):
            if each.kind == "pipeline_review":
                yield each

    def _mornings(self, work: Work) -> Mornings:
        return Mornings(self._settings, work.person_clocks.all(), self._calendars)

    def _note(self, work: Work, desk: Desk, told: int) -> None:
        words, where = json.dumps({"messages": told}), self._settings.workspace
        note(work, desk.now, CLOCK, "deals.reminded", "deals", words, workspace=where)

    def _task(self, work: Work, desk: Desk) -> Task:
        return by_the_clock(work, self._catalog, self._settings, desk.now)
