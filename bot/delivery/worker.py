"""Threads that keep the courier, and whoever else works in rounds, going."""

import logging
import threading
from collections.abc import Callable
from typing import Final, Protocol

from bot.clock import steady
from store.errors import StoreError

logger = logging.getLogger(__name__)

MOST_SILENT: Final = 600.0
"""Seconds that one round may take: a batch under a lease, with every call of it running out of time."""


class Rounds(Protocol):
    """Somebody who works in rounds."""

    def run_once(self, stopping: Callable[[], bool] = lambda: False) -> int:
        """Do one round; how much was done. Once `stopping()` is true nothing further is begun."""


class RoundsThread:
    """Has `rounds` do one whenever `wake` is called, and at the latest every `poll` seconds."""

    def __init__(
        self, rounds: Rounds, poll: float = 1.0, steady: Callable[[], float] = steady, *, name: str = "courier"
    ) -> None:
        self._rounds = rounds
        self._steady = steady
        self._began = steady()
        self._started = False
        self._poll = poll
        self._awake = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._started = True
        self._began = self._steady()
        self._thread.start()

    def wake(self) -> None:
        """Begin now; to be called after the commit that gave it something to do."""
        self._awake.set()

    def stop(self, deadline: float) -> bool:
        """Finish the message under way and stop; False when that took longer than `deadline` seconds.

        Messages that were claimed and not begun go back to the outbox.
        """
        self._stopping.set()
        self._awake.set()
        if self._thread.is_alive():
            self._thread.join(deadline)
        return not self._thread.is_alive()

    def ailing(self) -> str | None:
        """Why no message can go out although the process lives; None when all is well, or before the start."""
        if not self._started or self._stopping.is_set():
            return None
        if not self._thread.is_alive():
            return f"The thread “{self._thread.name}” has ended: messages stay where they are."
        silent = self._steady() - self._began
        return f"“{self._thread.name}” has done nothing in {silent:.0f} seconds." if silent > MOST_SILENT else None

    def _run(self) -> None:
        while True:
            self._began = self._steady()
            self._awake.clear()
            if self._stopping.is_set():
                return
            if self._deliver() == 0:
                self._awake.wait(self._poll)

    def _deliver(self) -> int:
        try:
            return self._rounds.run_once(self._stopping.is_set)
        except StoreError as error:  # expected now and then; what is due stays in the outbox
            logger.warning("%s waits: %s", self._thread.name, error.sentence)
            return 0
        except Exception:  # the edge of the thread: it must outlive a database that is away for a while
            logger.exception("%s stumbled and goes on", self._thread.name)
            return 0
