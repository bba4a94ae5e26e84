"""One large or small delivery experiment: so many messages, killed senders, and a count of what arrived."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

from bot.slack.transport import mark
from tests.support.counting_slack import CountingSlack, serving
from tests.support.couriers import message
from tests.support.outbox_store import OutboxStore


@dataclass(frozen=True)
class Report:
    """What an experiment ended with; `lost` and `doubled` count messages."""

    states: dict[str, int]
    lost: int
    doubled: int
    kills: int
    died_at: list[str]
    faults: dict[str, int]


def run(
    url: str, messages: int, workers: int, kills: int, seed: int, *, channels: int = 10, looks: bool = True
) -> Report:
    """Plan `messages` twice, deliver them with `workers` processes under `kills` SIGKILLs and a faulty Slack."""
    keys = [f"reminder/{number}" for number in range(messages)]
    store = OutboxStore(url)
    store.create()
    _plan(store, keys, channels)
    _plan(store, keys, channels)
    faults: dict[str, int] = {}
    slack = CountingSlack(lag=0.1)
    slack.choose_fault = _faulty(Random(seed), faults)
    slack.delay = lambda: 0.005
    with serving(slack):
        look = "look" if looks else "blind"
        command = [sys.executable, "-m", "tests.support.killing_ground", url, slack.base_url]
        command += [str(workers), str(kills), str(seed), look]
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=300)
    told = json.loads(done.stdout)
    with store.read() as work:
        states = work.outbox.counts()
    store.close()
    arrived = slack.accepted()
    lost = sum(arrived[mark(key)] == 0 for key in keys)
    doubled = sum(arrived[mark(key)] > 1 for key in keys)
    return Report(states, lost, doubled, told["kills"], told["died_at"], faults)


def _plan(store: OutboxStore, keys: list[str], channels: int) -> None:
    now = datetime.now(UTC)
    with store.write() as work:
        for number, key in enumerate(keys):
            work.outbox.put(message(key, now, channel=f"C{number % channels}"), now)


def _faulty(rng: Random, seen: dict[str, int]) -> Callable[[], str | None]:
    """3 % not taken with 503, 3 % taken and hung up, 3 % taken and answered with 500."""

    def choose() -> str | None:
        fault = {0: "busy", 1: "hang_up", 2: "broken"}.get(int(rng.random() * 100) // 3)
        if fault:
            seen[fault] = seen.get(fault, 0) + 1
        return fault

    return choose
