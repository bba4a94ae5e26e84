"""Writing due messages about meetings into the outbox, once each, however often and by however many planners."""

import json
from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import Final

from handlers.audit import CLOCK, note
from handlers.desk import DeskSettings
from handlers.digests.budget import put_in_budget
from handlers.digests.rounds import Rounds
from handlers.packs.freezing import prepared
from handlers.reviews.gathering import Gatherer
from handlers.reviews.rounds import Round
from handlers.reviews.together import STANDS
from handlers.reviews.watch import Works
from handlers.tasks import by_the_clock
from programs.catalog import Catalog
from store.outbox import NewMessage
from store.records import Meeting

BATCH = 100
MOST_CROSSED = 3
MOST_AT_ONCE = 250
MOST_FROZEN = 100
"""How many messages a tick writes, and how many packs it keeps: on the day before everybody's second Tuesday there are
thousands, and each takes some hundredths of a second to work out."""
POINTLESS: Final = "The portfolio changed before it was sent: it is not asked for any more, or by somebody else."


class ReminderPlanner:
    """Plans whenever something may have become due: after a change of the portfolio, or when the next message is."""

    def __init__(self, store: Works, catalog: Catalog, desk: DeskSettings) -> None:
        self._store = store
        self._catalog = catalog
        self._settings = desk
        self._gatherer = Gatherer(catalog, desk)
        self._crossed = 0
        """How many rounds in a row somebody changed the portfolio between reading and writing."""
        self._rounds = Rounds()

    def tick(self, now: datetime) -> int:
        """Write what is due at `now` (aware); the number of new messages. Cheap when nothing has changed.

        Raises:
            StoreError: the database cannot be used; the next tick tries again.
        """
        with self._store.read() as work:
            version = work.portfolio_version()
        return 0 if self._rounds.settled(version, now) else self._plan(version, now)

    def _plan(self, version: int, now: datetime) -> int:
        """Read everything first and write it bit by bit: nobody else waits long for the database."""
        with self._store.read() as work:
            task = by_the_clock(work, self._catalog, self._settings, now)
            round = Round(task, self._gatherer, work.planned_until())
            messages = round.messages(MOST_AT_ONCE)
            seen = work.portfolio_version()
        starts = range(0, max(len(messages), bool(round.pointless)), BATCH)
        written = 0
        for start in starts:
            count = self._write(messages[start : start + BATCH], round, seen, now, first=start == 0)
            if count is None:
                return written
            written += count
        self._crossed = 0
        kept_all = self._freeze(round.to_freeze, now)
        if round.more or not kept_all:
            return written  # the next tick goes on: others get their turn, and see what is new meanwhile
        with self._store.write() as work:
            work.planned_through(now)
        self._rounds.settle(version, now, round.following)
        return written

    def _freeze(self, meetings: Sequence[Meeting], now: datetime) -> bool:
        """Keep the figures of meetings that are near: worked out while reading, written in one go.

        False when there were more than are kept at once, or the portfolio changed meanwhile.
        """
        if not meetings:
            return True
        with self._store.read() as work:
            task = by_the_clock(work, self._catalog, self._settings, now)
            prepare = (pack for meeting in meetings if (pack := prepared(task, meeting)) is not None)
            packs = list(islice(prepare, MOST_FROZEN))
            seen = work.portfolio_version()
        if packs:
            with self._store.write() as work:
                if work.portfolio_held() != seen:
                    return False
                kept = sum(work.frozen_packs.keep(pack) for pack in packs)
                told, where = json.dumps({"packs": kept}), self._settings.workspace
                note(work, now, CLOCK, "packs.frozen", "packs", told, workspace=where)
        return len(packs) < MOST_FROZEN

    def _write(
        self, messages: tuple[NewMessage, ...], round: Round, seen: int, now: datetime, *, first: bool
    ) -> int | None:
        """None, and nothing is written, when the portfolio is not as it was `seen`: a meeting may have moved since.

        Where it changes all the time, what was planned is written anyway: the next round takes back what is not right.
        """
        with self._store.write() as work:
            if work.portfolio_held() != seen and self._crossed < MOST_CROSSED:
                self._crossed += 1
                return None
            back = 0
            if first:  # once a round, with the first batch of messages
                back = work.withdrawals.take_back(round.pointless, POINTLESS, now)
                for each in round.folded:
                    work.outbox.fold(each, now, STANDS)
            hours = round.mornings.of_target
            count = sum(put_in_budget(work, message, hours(message.target), now) for message in messages)
            if count or back:
                counts = {"messages": count} | ({"taken_back": back} if back else {})
                told, where = json.dumps(counts), self._settings.workspace
                note(work, now, CLOCK, "reminders.planned", "reminders", told, workspace=where)
            return count
