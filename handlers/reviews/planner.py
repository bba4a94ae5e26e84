"""Writing due messages about meetings into the outbox, once each, however often and by however many planners."""

import json
from collections.abc import Sequence
from datetime import datetime

from handlers.audit import CLOCK, note
from handlers.desk import DeskSettings
from handlers.digests.budget import put_in_budget
from handlers.mornings import Mornings
from handlers.packs.freezing import prepared
from handlers.reviews.gathering import Gatherer
from handlers.reviews.rounds import Round
from handlers.reviews.watch import Works
from handlers.tasks import by_the_clock
from programs.catalog import Catalog
from store.outbox import NewMessage
from store.records import Meeting

BATCH = 100


class ReminderPlanner:
    """Plans whenever something may have become due: after a change of the portfolio, or when the next message is."""

    def __init__(self, store: Works, catalog: Catalog, desk: DeskSettings) -> None:
        self._store = store
        self._catalog = catalog
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
            task = by_the_clock(work, self._catalog, self._settings, now)
            round = Round(task, self._gatherer, work.planned_until())
            messages = round.messages()
        batches = (messages[start : start + BATCH] for start in range(0, len(messages), BATCH))
        written = sum(self._write(batch, round.mornings, now) for batch in batches)
        self._freeze(round.to_freeze, now)
        with self._store.write() as work:
            work.planned_through(now)
        self._settled = (version, now, round.following)
        return written

    def _freeze(self, meetings: Sequence[Meeting], now: datetime) -> None:
        """Keep the figures of meetings that are near: worked out while reading, written in one go."""
        if not meetings:
            return
        with self._store.read() as work:
            task = by_the_clock(work, self._catalog, self._settings, now)
            packs = [pack for meeting in meetings if (pack := prepared(task, meeting)) is not None]
        if packs:
            with self._store.write() as work:
                kept = sum(work.frozen_packs.keep(pack) for pack in packs)
                told, where = json.dumps({"packs": kept}), self._settings.workspace
                note(work, now, CLOCK, "packs.frozen", "packs", told, workspace=where)

    def _write(self, messages: tuple[NewMessage, ...], mornings: Mornings, now: datetime) -> int:
        with self._store.write() as work:
            count = sum(put_in_budget(work, message, mornings.of_target(message.target), now) for message in messages)
            if count:
                told, where = json.dumps({"messages": count}), self._settings.workspace
                note(work, now, CLOCK, "reminders.planned", "reminders", told, workspace=where)
            return count
