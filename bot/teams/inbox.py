"""Works on what was kept: each activity once, again after a stumble, and never silently not at all."""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, Protocol

from bot.clock import Clock
from bot.problems import told
from bot.references import begun
from store.engine import Store
from store.errors import StoreError
from store.repositories.inbox import Waiting

logger = logging.getLogger(__name__)

LEASE: Final = timedelta(seconds=60)
ENOUGH: Final = LEASE / 2
"""After that much of it nothing further is begun: whoever takes over would work on the same at the same time."""
BATCH: Final = 8
REST: Final = timedelta(seconds=2)
MOST_TRIES: Final = 5
"""After half a minute of stumbling the person is told instead of left waiting."""
LAST_TRY: Final = 50
"""Of whatever is taken up so often: it ends the process that works on it, or the database never lets it be done."""
GAVE_UP: Final = "I could not answer what you wrote, and nothing was changed. Please write it again."


class Works(Protocol):
    """Who answers what was kept (`bot.teams.messages.Messages`)."""

    def work(self, body: dict[str, Any]) -> None:
        """Raises when it has to be tried again; what was done at an earlier attempt is not done twice."""

    def give_up(self, body: dict[str, Any], sentence: str) -> None:
        """Tells the person."""


@dataclass(frozen=True, slots=True)
class InboxWorker:
    """Takes what waits, the oldest first; several workers may share a database."""

    store: Store
    clock: Clock
    works: Works

    def run_once(self, stopping: Callable[[], bool] = lambda: False) -> int:
        """Work on one batch; how many that were.

        Raises:
            StoreError: the database is not there; what was taken is taken up again, at the latest when its lease ends.
        """
        now, away = self.clock.now(), list[StoreError]()
        with self.store.read() as work:
            if not work.inbox.anything_due(now):
                return 0
        with self.store.write() as work:
            taken = work.inbox.claim(now, LEASE, BATCH)
        for waiting in taken:
            if away or stopping() or self.clock.now() - now > ENOUGH:
                self._put_back(waiting, timedelta())
                continue
            try:
                self._one(waiting)
            except StoreError as error:  # the others must not wait for the end of their lease
                away.append(error)
        if away:
            raise away[0]
        return len(taken)

    def _one(self, waiting: Waiting) -> None:
        with begun(waiting.workspace):
            body = json.loads(waiting.body)
            if waiting.tries > LAST_TRY:
                self._give_up(waiting, body, GAVE_UP)
                return
            try:
                self.works.work(body)
            except StoreError:
                self._put_back(waiting, REST * waiting.tries)
                raise
            except Exception as error:  # the edge: one activity that cannot be answered must not stop the others
                if waiting.tries < MOST_TRIES:
                    logger.warning("an activity is tried again", exc_info=error)
                    self._put_back(waiting, REST * waiting.tries)
                    return
                self._give_up(waiting, body, told(error))
                return
            self._done(waiting)

    def _give_up(self, waiting: Waiting, body: dict[str, Any], sentence: str) -> None:
        try:
            self.works.give_up(body, sentence)
        except Exception:  # the edge: what led to it is in the log already
            logger.exception("nobody could be told that activity %d was given up", waiting.id)
        self._done(waiting)

    def _done(self, waiting: Waiting) -> None:
        with self.store.write() as work:
            work.inbox.done(waiting)

    def _put_back(self, waiting: Waiting, rest: timedelta) -> None:
        with self.store.write() as work:
            work.inbox.put_back(waiting, self.clock.now() + rest)
