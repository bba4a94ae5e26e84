"""Courier processes that are killed with SIGKILL, at every named point and at random, until all is delivered.

Run as `python -m tests.support.killing_ground DATABASE_URL SLACK_URL WORKERS KILLS SEED look|blind`; prints a JSON
report. Children are forked from this process, which has one thread and everything imported, so that a fresh start
costs little.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from random import Random

from bot.clock import SystemClock
from bot.delivery.courier import Pace
from bot.delivery.transport import Outcome, Sent, always
from store.outbox import NewMessage
from tests.support.couriers import courier, slack_transport
from tests.support.outbox_store import OutboxStore, OutboxWork

PACE = Pace(batch=8, lease=1.1, call=0.4, settle=0.3, interval=0.0, burst=1000, margin=60)
TIMEOUT = 0.35
POINTS = (
    "1: before commit",  # of the claim
    "1: after commit",
    "2: before commit",  # of the note that it may be sent
    "2: after commit",
    "before post",
    "after post",
    "3: before commit",  # of the settlement
    "3: after commit",
)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class MortalStore(OutboxStore):
    """Dies before or after the n-th commit of a writing transaction."""

    def __init__(self, url: str, point: str) -> None:
        super().__init__(url)
        self._point = point
        self._commits = 0

    @contextmanager
    def write(self) -> Iterator[OutboxWork]:
        self._commits += 1
        with super().write() as work:
            yield work
            if self._point == f"{self._commits}: before commit":
                die()
        if self._point == f"{self._commits}: after commit":
            die()


class MortalTransport:
    """Dies right before or right after a post that Slack accepted."""

    def __init__(self, inner, point: str, looks: bool) -> None:
        self.platform = inner.platform
        self._inner, self._point, self._looks = inner, point, looks
        self.update, self.withdraw = inner.update, inner.withdraw

    def post(self, message: NewMessage, in_time: Callable[[], bool] = always) -> Outcome:
        if self._point == "before post":
            die()
        outcome = self._inner.post(message, in_time)
        if self._point == "after post" and isinstance(outcome, Sent):
            die()
        return outcome

    def find(self, message: NewMessage, since: datetime) -> Outcome | None:
        return self._inner.find(message, since) if self._looks else None


def work_until_done(url: str, slack_url: str, point: str, looks: bool, stop_after: float) -> None:
    store = MortalStore(url, point)
    transport = MortalTransport(slack_transport(slack_url, time.monotonic, TIMEOUT), point, looks)
    one = courier(store, transport, SystemClock(), time.monotonic, PACE, seed=os.getpid())
    until = time.monotonic() + stop_after
    while time.monotonic() < until:
        if one.run_once():
            continue
        with store.read() as work:
            counts = work.outbox.counts()
        if not counts.get("pending") and not counts.get("sending"):
            return
        time.sleep(0.02)


@dataclass
class Ground:
    url: str
    slack_url: str
    looks: bool
    rng: Random
    kills: int = 0

    def fork(self, point: str = "") -> int:
        child = os.fork()
        if child:
            return child
        with suppress(BaseException):
            work_until_done(self.url, self.slack_url, point, self.looks, 60)
        os._exit(0)

    def die_at_each_point(self) -> list[str]:
        """The points at which a child really died."""
        return [point for point in POINTS if os.WIFSIGNALED(os.waitpid(self.fork(point), 0)[1])]

    def kill_at_random(self, workers: int, kills: int) -> None:
        alive = [self.fork() for _ in range(workers)]
        while self.kills < kills and alive:
            time.sleep(self.rng.uniform(0.05, 0.25))
            victim = alive.pop(self.rng.randrange(len(alive)))
            os.kill(victim, signal.SIGKILL)
            self.kills += os.WIFSIGNALED(os.waitpid(victim, 0)[1])
            alive.append(self.fork())
        for child in alive:
            os.waitpid(child, 0)


def experiment(url: str, slack_url: str, workers: int, kills: int, seed: int, looks: bool) -> dict[str, object]:
    ground = Ground(url, slack_url, looks, Random(seed))
    died_at = ground.die_at_each_point()
    ground.kill_at_random(workers, kills)
    return {"died_at": died_at, "kills": ground.kills}


def main(arguments: list[str], say: Callable[[str], object] = print) -> None:
    url, slack_url, workers, kills, seed, looks = arguments
    say(json.dumps(experiment(url, slack_url, int(workers), int(kills), int(seed), looks == "look")))


if __name__ == "__main__":
    main(sys.argv[1:])
