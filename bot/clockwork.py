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

from bot.references import begun
from store.errors import StoreError

logger = logging.getLogger(__name__)

MISSED_TICKS = 3
MOST_UNDER_WAY = 900.0
"""Seconds that a tick may be under way before the clock counts as dead."""


@dataclass(frozen=True, slots=True)
class Tick:
    """Something to do every `seconds`. It must be cheap when there is nothing to do, and right when called twice."""

    run: Callable[[], object]
    seconds: float


class Clockwork:
    """Runs named ticks in the background, each on its own beat and never twice at the same time."""

    def __init__(
        self,
        ticks: Mapping[str, Tick],
        steady: Callable[[], float],
        now: Callable[[], datetime],
        ticked: Callable[[str, float, bool], object] = lambda name, seconds, well: None,
    ) -> None:
        """`steady` counts seconds and never steps, whatever happens to the machine's clock.

        `now` must be the machine's clock (aware), even where the house lives by another: APScheduler reads it itself.
        `ticked` hears of each tick: its name, the seconds it took, whether it went well.
        """
        self._ticked = ticked
        self._began = dict.fromkeys(ticks, steady())
        self._started = False
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
        self._started = True
        self._began = dict.fromkeys(self._ticks, self._steady())
        self._scheduler.start()
        self._watchdog.start()

    def stop(self, within: float = 10.0) -> bool:
        """Stop beginning ticks and wait `within` seconds for those under way; whether that was enough."""
        self._stopping.set()
        ending = threading.Thread(target=self._end, name="clock-end", daemon=True)
        ending.start()
        ending.join(within)
        return not ending.is_alive()

    def _end(self) -> None:
        if self._watchdog.is_alive():
            self._watchdog.join()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)

    def since(self) -> Mapping[str, float]:
        """Seconds since each tick last began."""
        now = self._steady()
        return {name: now - began for name, began in self._began.items()}

    def ailing(self) -> str | None:
        """Why the clock does not tick although the process lives; None when all is well, or before the start."""
        if not self._started or self._stopping.is_set():
            return None
        if not self._watchdog.is_alive():
            return "The clock's watchdog has ended."
        for name, silent in self.since().items():
            most = 2 * MISSED_TICKS * self._ticks[name].seconds
            if silent > (max(most, MOST_UNDER_WAY) if self._running[name].locked() else most):
                return f"The clock has not begun “{name}” for {silent:.0f} seconds."
        return None

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
        began = self._seen[name] = self._began[name] = self._steady()
        with begun():
            well = self._done(name)
        self._ticked(name, self._steady() - began, well)

    def _done(self, name: str) -> bool:
        try:
            self._ticks[name].run()
        except StoreError as error:  # expected now and then; the database remembers what is due
            logger.warning("tick %s waits: %s", name, error.sentence)
        except Exception:  # the edge of a thread: a tick that fails must not stop the ones after it
            logger.exception("tick %s failed; the next one comes", name)
        else:
            return True
        return False

    def _watch(self) -> None:
        shortest = min((tick.seconds for tick in self._ticks.values()), default=1.0)
        while not self._stopping.wait(shortest):
            self.rearm()
