"""Replicas that are killed with SIGKILL, at every named point and at random, until all is planned and delivered.

Run as `python -m tests.support.killing_ground JSON` with the fields of `Experiment`; prints a JSON report. Each replica
plans everything, as every other one does at the same time, and delivers. They are forked from this process, which has
one thread and everything imported, so that a fresh start costs little.
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
from tests.support.couriers import courier, message, slack_transport
from tests.support.outbox_store import OutboxStore, OutboxWork

PLANNED_AT_ONCE = 50
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


@dataclass(frozen=True)
class Experiment:
    """What is planned, delivered and killed. Times in seconds.

    `hot` messages are for the first of the channels, the others for all of them in turn. `timeout` is how long a
    replica waits for Slack, `between` how long until the next random kill.
    """

    url: str
    slack_url: str
    messages: int
    channels: int
    workers: int
    kills: int
    seed: int
    hot: int = 0
    looks: bool = True
    at_each_point: bool = True
    timeout: float = 0.35
    between: tuple[float, float] = (0.05, 0.25)
    lease: float = 1.1
    call: float = 0.4
    settle: float = 0.3
    interval: float = 0.0

    def pace(self) -> Pace:
        burst = 3 if self.interval else 1000
        return Pace(8, self.lease, self.call, self.settle, interval=self.interval, burst=burst, margin=60)

    def planned(self) -> Iterator[tuple[str, str]]:
        """Occurrence key and channel of every message."""
        for number in range(self.messages):
            yield f"reminder/{number}", f"C{0 if number < self.hot else number % self.channels}"


def plan(store: OutboxStore, of: Experiment) -> None:
    """Write down what is missing, bit by bit, as the product's planners do."""
    now, everything = SystemClock().now(), dict(of.planned())
    with store.read() as work:
        missing = sorted(set(everything) - work.outbox.known(everything), key=lambda key: int(key.partition("/")[2]))
    for start in range(0, len(missing), PLANNED_AT_ONCE):
        with store.write() as work:
            for key in missing[start : start + PLANNED_AT_ONCE]:
                work.outbox.put(message(key, now, channel=everything[key]), now)


def work_until_done(of: Experiment, point: str, stop_after: float) -> None:
    plain, store = OutboxStore(of.url), MortalStore(of.url, point)
    token = f"xoxb-{os.getpid()}"
    transport = MortalTransport(slack_transport(of.slack_url, time.monotonic, of.timeout, token), point, of.looks)
    one = courier(store, transport, SystemClock(), time.monotonic, of.pace(), seed=os.getpid())
    plan(plain, of)
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
    of: Experiment
    rng: Random
    kills: int = 0

    def fork(self, point: str = "") -> int:
        child = os.fork()
        if child:
            return child
        with suppress(BaseException):
            work_until_done(self.of, point, 600)
        os._exit(0)

    def die_at_each_point(self) -> list[str]:
        """The points at which a child really died."""
        return [point for point in POINTS if os.WIFSIGNALED(os.waitpid(self.fork(point), 0)[1])]

    def kill_at_random(self) -> None:
        alive = [self.fork() for _ in range(self.of.workers)]
        while self.kills < self.of.kills and alive:
            time.sleep(self.rng.uniform(*self.of.between))
            victim = alive.pop(self.rng.randrange(len(alive)))
            os.kill(victim, signal.SIGKILL)
            self.kills += os.WIFSIGNALED(os.waitpid(victim, 0)[1])
            alive.append(self.fork())
        for child in alive:
            os.waitpid(child, 0)


def experiment(of: Experiment) -> dict[str, object]:
    ground = Ground(of, Random(of.seed))
    died_at = ground.die_at_each_point() if of.at_each_point else []
    ground.kill_at_random()
    return {"died_at": died_at, "kills": ground.kills}


def main(arguments: list[str], say: Callable[[str], object] = print) -> None:
    say(json.dumps(experiment(Experiment(**json.loads(arguments[0])))))


if __name__ == "__main__":
    main(sys.argv[1:])
