"""`python -m bench`: every measurement, each beside its floor. Quote the ratios: machines differ, and so do moments."""

import os
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from bench.load import SECRET, Measured, requests, run
from bench.portfolio import name_of, write_portfolio
from bench.processes import memory, server
from tests.support.slack import LoopbackSlack, loopback_slack

PARTNERS, ROWS = 10_000, 200_000
CONNECTIONS, BATCH, ROUNDS = 16, 3_000, 4


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="tierline-bench-") as name, loopback_slack(LoopbackSlack()) as slack:
        folder = Path(name)
        settings = {
            "DATABASE_URL": f"sqlite:///{folder / 'bench.db'}",
            "SLACK_BOT_TOKEN": "xoxb-bench",
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_BASE_URL": slack.base_url,
        }
        profile = {"real_name": "Pam", "email": "manager7@vendor.example"}  # a manager of the portfolio has access
        slack.people["U0PAM"] = {"id": "U0PAM", "name": "pam", "tz": "UTC", "profile": profile}
        imported(folder, settings)
        for module in ("bench.lists", "bench.questions"):  # each a process of its own: memory is told apart
            subprocess.run([sys.executable, "-m", module], check=True, env=os.environ | settings)
        served(settings)


def imported(folder: Path, settings: dict[str, str]) -> None:
    """How long the command takes to import a large folder into a new SQLite database, and the same folder again."""
    rows = write_portfolio(folder / "portfolio", PARTNERS, ROWS, date.today())  # noqa: DTZ011 - any recent day serves
    command = [sys.executable, "-m", "bot", "import", str(folder / "portfolio")]
    for what in ("import", "same folder again"):
        began = time.perf_counter()
        subprocess.run(command, check=True, env=os.environ | settings, capture_output=True)
        took = time.perf_counter() - began
        print(f"{what:<24} {rows:,} rows, {PARTNERS:,} partners: {took:6.1f} s   floor: minutes, not hours")


def served(settings: dict[str, str]) -> None:
    """The signed slash command against a bare Bolt app, in turns; start-up and memory beside it."""
    texts = [f"tier {name_of(number)}" for number in range(0, PARTNERS, 97)]
    with server("bare", settings) as (bare_port, _, bare_start), server("real", settings) as (port, pid, start):
        run(bare_port, requests(texts, 300, 10**6), CONNECTIONS, b"pong")
        run(port, requests(texts, 300, 2 * 10**6), CONNECTIONS, b"is ")
        bare, real = [], []
        for turn in range(ROUNDS):
            bare.append(run(bare_port, requests(texts, BATCH, turn * BATCH), CONNECTIONS, b"pong"))
            real.append(run(port, requests(texts, BATCH, turn * BATCH), CONNECTIONS, b"is "))
        _report(bare, real)
        print(f"{'ready to serve':<24} {start:6.2f} s (bare {bare_start:.2f} s)   floor: under 3 s")
        print(f"{'memory':<24} {memory(pid):6.0f} MB with {PARTNERS:,} partners   floor: under 200 MB")


def _report(bare: list[Measured], real: list[Measured]) -> None:
    for name, measured in (("bare Bolt app", bare), ("/partner tier X", real)):
        for each in measured:
            print(f"{name:<24} {each.words()}   failed {each.failed}")
    rate = sorted(ours.rate / theirs.rate for ours, theirs in zip(real, bare, strict=True))
    tail = sorted(ours.p99 / theirs.p99 for ours, theirs in zip(real, bare, strict=True))
    middle = len(rate) // 2
    print(f"{'throughput ratio':<24} {rate[middle]:6.2f} (of {rate[0]:.2f} to {rate[-1]:.2f})   floor: at least 0.5")
    print(f"{'p99 ratio':<24} {tail[middle]:6.2f} (of {tail[0]:.2f} to {tail[-1]:.2f})   floor: at most 3")


if __name__ == "__main__":
    main()
