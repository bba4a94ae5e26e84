"""One large or small delivery experiment: so many messages, killed replicas, and a count of what arrived."""

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from random import Random
from typing import Any

from bot.slack.transport import mark
from tests.support.counting_slack import CountingSlack, serving
from tests.support.killing_ground import Experiment
from tests.support.outbox_store import OutboxStore

FAULTS = ("busy", "hang_up", "broken", "limited", "late")


@dataclass(frozen=True)
class Report:
    """What an experiment ended with; `lost` and `doubled` count messages, `impatient` posts before a Retry-After ended.

    `others` is after how many seconds everything was there that is not for the first channel.
    """

    states: dict[str, int]
    lost: int
    doubled: int
    kills: int
    died_at: list[str]
    faults: dict[str, int]
    impatient: int
    seconds: float
    others: float


def run(url: str, messages: int, workers: int, kills: int, seed: int, *, channels: int = 10, **more: Any) -> Report:
    """Have `workers` replicas plan and deliver `messages` under `kills` SIGKILLs and a faulty Slack."""
    store = OutboxStore(url)
    store.create()
    faults: Counter[str] = Counter()
    slack = CountingSlack(lag=0.1)
    slack.faults.extend(FAULTS)  # each at least once
    faults.update(FAULTS)
    slack.choose_fault = faulty(Random(seed), faults)
    slack.delay = lambda: 0.005
    began = time.time()
    with serving(slack):
        of = Experiment(url, slack.base_url, messages, channels, workers, kills, seed, **more)
        slack.late_by = of.timeout * 1.5
        command = [sys.executable, "-m", "tests.support.killing_ground", json.dumps(asdict(of))]
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=900)
    seconds = time.time() - began
    told = json.loads(done.stdout)
    with store.read() as work:
        states = work.outbox.counts()
    store.close()
    arrived = slack.accepted()
    marks = [mark(key) for key, _ in of.planned()]
    others = [float(said["ts"]) for name, all in slack.messages.items() if name != "C0" for said in all]
    return Report(
        states,
        sum(arrived[each] == 0 for each in marks),
        sum(arrived[each] > 1 for each in marks),
        told["kills"],
        told["died_at"],
        dict(faults),
        slack.impatient,
        seconds,
        max(others) - began,
    )


def faulty(rng: Random, seen: Counter[str]) -> Callable[[], str | None]:
    """2 % each: not taken with 503 or 429; taken and hung up, answered with 500, or answered too late."""

    def choose() -> str | None:
        at = int(rng.random() * 100) // 2
        fault = FAULTS[at] if at < len(FAULTS) else None
        seen.update([fault] if fault else [])
        return fault

    return choose
