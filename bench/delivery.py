"""`python -m bench.delivery`: replicas that plan and deliver are killed again and again while Slack fails.

Two replicas on PostgreSQL, one on SQLite (it serves one process). Slack answers 2 % of the posts each with 503 and with
429, and takes 2 % each that it then hangs up on, answers with 500, or answers when nobody waits any more.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import make_url, text

from tests.support import postgres
from tests.support.delivery_run import Report, run
from tests.support.outbox_store import engine

MESSAGES, CHANNELS, SEEDS = 2_000, 50, (1, 2, 3)
# Short leases, so that what a killed replica held comes back soon; long enough for a machine that is busy.
PACE: dict[str, Any] = {"timeout": 0.8, "lease": 4.0, "call": 1.2, "settle": 0.8, "at_each_point": False}


def main() -> int:
    good = True
    with tempfile.TemporaryDirectory(prefix="tierline-bench-") as folder, postgres.running() as server:
        for seed in SEEDS:
            with _fresh(server, f"seed_{seed}") as url:
                report = run(url, MESSAGES, 2, 30, seed, channels=CHANNELS, between=(0.5, 1.5), **PACE)
            good &= _say(f"PostgreSQL, 2 replicas, seed {seed}", report)
        for seed in SEEDS:
            url = f"sqlite:///{Path(folder) / f'{seed}.db'}"
            report = run(url, MESSAGES, 1, 15, seed, channels=CHANNELS, between=(0.5, 1.5), **PACE)
            good &= _say(f"SQLite, 1 process, seed {seed}", report)
        with _fresh(server, "hot") as url:
            report = run(url, MESSAGES, 2, 10, 4, channels=CHANNELS, hot=1_500, interval=0.04, **PACE)
        good &= _say("PostgreSQL, 1,500 in one channel, paced", report)
        print(f"{'':42} the other 500 were there after {report.others:.1f} s of {report.seconds:.1f} s")
    return 0 if good else 1


def _say(what: str, report: Report) -> bool:
    rate = MESSAGES / report.seconds
    faults = ", ".join(f"{count} {name}" for name, count in sorted(report.faults.items()))
    print(f"{what:42} lost {report.lost}   doubled {report.doubled}   {report.kills} kills   floor: 0 and 0")
    print(f"{'':42} {report.seconds:.1f} s, {rate:.0f} messages/s   {report.states}   faults: {faults}", end="")
    print(f"   posts before a Retry-After was over: {report.impatient}", flush=True)
    return (report.lost, report.doubled, report.impatient, report.states) == (0, 0, 0, {"sent": MESSAGES})


@contextmanager
def _fresh(server: str, name: str) -> Iterator[str]:
    with _administering(server) as say:
        say(f'CREATE DATABASE "{name}"')
    yield make_url(server).set(database=name).render_as_string(hide_password=False)


@contextmanager
def _administering(server: str) -> Iterator[Callable[[str], object]]:
    admin = engine(server)
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        yield lambda words: connection.execute(text(words))
    admin.dispose()


if __name__ == "__main__":
    sys.exit(main())
