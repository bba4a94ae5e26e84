"""The clock: calls each tick again and again. What is due, and whether it was done, stands in the database.

APScheduler only keeps time here: its job store lives in memory and holds nothing that could be lost. Its timer follows
the machine's clock, so a clock that is set back would silence it; a watchdog on a clock that never steps replaces it.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler

from store.errors import StoreError

logger = logging.getLogger(__name__)

MISSED_TICKS = 3


@dataclass(frozen=True, slots=True)
class Tick:
    """Something to do every `seconds`. It must be cheap when there is nothing to do, and right when called twice."""

    run: Callable[[], object]
    seconds: float


class Clockwork:
    """Runs named ticks in the background, each on its own beat and never twice at the same time."""

    def __init__(self, ticks: Mapping[str, Tick], steady: Callable[[], float], now: Callable[[], datetime]) -> None:
        """`steady` counts seconds and never steps, whatever happens to the machine's clock.

        `now` must be the machine's clock (aware), even where the house lives by another: APScheduler reads it itself.
        """
        self._ticks = dict(ticks)
        self._steady = steady
        self._now = now
        self._seen = dict.fromkeys(self._ticks, steady())
        self._running = {name: threading.Lock() for name in self._ticks}
        self._stopping = threading.Event()
        self._scheduler = self._armed()
        self._watchdog = threading.Thread(target=self._watch, name="clock-watchdog", daemon=True)

    def start(self) -> None:
        """Start; every tick runs once at once."""
        self._scheduler.start()
        self._watchdog.start()

    def stop(self) -> None:
        """Stop beginning ticks and wait for those under way."""
        self._stopping.set()
        if self._watchdog.is_alive():
            self._watchdog.join()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)

    def tick_now(self, name: str) -> None:
        """Run one tick here and now, after one of the same name that is under way: for a clock that was moved."""
        with self._running[name]:
            self._attempt(name)

    def rearm(self) -> bool:
        """Replace the scheduler if a tick has not begun for several of its beats; whether that was needed."""
        now = self._steady()
        silent = [name for name, tick in self._ticks.items() if now - self._seen[name] > MISSED_TICKS * tick.seconds]
        if not silent or any(self._running[name].locked() for name in silent):
            return False
        logger.warning("the clock stopped for %s and is started anew", ", ".join(silent))
        stopped, self._scheduler = self._scheduler, self._armed()
        self._seen = dict.fromkeys(self._ticks, now)
        if stopped.running:
            stopped.shutdown(wait=False)
        self._scheduler.start()
        return True

    def _armed(self) -> BackgroundScheduler:
        scheduler = BackgroundScheduler(
            jobstores={"default": MemoryJobStore()},
            executors={"default": ThreadPoolExecutor(len(self._ticks) or 1)},
            timezone="UTC",
        )
        for name, tick in self._ticks.items():
            scheduler.add_job(
                self._beat,
                "interval",
                seconds=tick.seconds,
                args=[name],
                id=name,
                next_run_time=self._now(),  # at once
                misfire_grace_time=None,
                coalesce=True,
                max_instances=1,
            )
        return scheduler

    def _beat(self, name: str) -> None:
        lock = self._running[name]
        if not lock.acquire(blocking=False):
            return
        try:
            self._attempt(name)
        finally:
            lock.release()

    def _attempt(self, name: str) -> None:
        self._seen[name] = self._steady()
        try:
            self._ticks[name].run()
        except StoreError as error:  # expected now and then; the database remembers what is due
            logger.warning("tick %s waits: %s", name, error.sentence)
        except Exception:  # the edge of a thread: a tick that fails must not stop the ones after it
            logger.exception("tick %s failed; the next one comes", name)

    def _watch(self) -> None:
        shortest = min((tick.seconds for tick in self._ticks.values()), default=1.0)
        while not self._stopping.wait(shortest):
            self.rearm()
