"""Sends cases to the whole bot on a real database, and looks at what comes back and what is logged."""

import asyncio
import logging
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from traceback import walk_tb

from bot.app import build
from bot.delivery.courier import Pace
from tests.fuzz.mutations import SECRET_WORD, Case, guard_case, originals, payload_case
from tests.support.desk import fill_database
from tests.support.house import MONDAY, PEOPLE, WalkingClock, settings
from tests.support.slack import call, loopback_slack
from tests.support.workspace import Workspace

Make = Callable[[random.Random, list[tuple[bytes, str]], int], Case]
KINDS: dict[str, Make] = {"guard": guard_case, "payload": payload_case}


@dataclass
class Figures:
    """What a run ended with. `failures` are cases that must not be, with the number that makes them again."""

    cases: int = 0
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    bolts: int = 0
    """Signed payloads of a shape that Slack never sends, over which Bolt tripped before any listener of ours."""


class Watching(logging.Handler):
    """Counts mistakes, and finds bodies in what is logged."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.mistakes = self.bolts = 0
        self.last = ""
        self.leaked: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        told = logging.Formatter().format(record)
        if record.name.startswith("tierline") and record.exc_info and record.exc_info[2]:
            *_, (frame, _) = walk_tb(record.exc_info[2])
            if "slack_bolt" in frame.f_code.co_filename:  # Bolt trips over what Slack never sends: refused, and noted
                self.bolts += 1
                return
            self.mistakes += 1
            self.last = told
        if SECRET_WORD in told and not record.name.startswith(("slack_sdk", "sqlalchemy")):
            self.leaked.append(told[:200])


@contextmanager
def watched() -> Iterator[Watching]:
    """Everything that is logged while the block runs."""
    watching, root = Watching(), logging.getLogger()
    level = root.level
    root.addHandler(watching)
    root.setLevel(logging.INFO)
    try:
        yield watching
    finally:
        root.removeHandler(watching)
        root.setLevel(level)


def run(folder: Path, kind: str, cases: int, seed: int) -> Figures:
    """Send so many cases of a kind; case `n` of a seed is always made the same way."""
    figures, corpus, make = Figures(), originals(), KINDS[kind]
    with loopback_slack(Workspace()) as slack, watched() as watching:
        for user, name in PEOPLE.items():
            profile = {"real_name": name, "email": f"{name.split()[0].lower()}@vendor.example"}
            slack.people[user] = {"id": user, "tz": "UTC", "profile": profile}
        clock = WalkingClock(MONDAY)
        chosen = settings(
            slack, f"sqlite:///{fill_database(folder)}", tierline_admins=frozenset({"pam@vendor.example"})
        )
        service = build(chosen, clock, Pace(interval=0.001))
        app = service.web()
        try:
            for number in range(cases):
                case = make(random.Random(f"{seed}/{number}"), corpus, number)
                before = watching.mistakes
                status = asyncio.run(call(app, case.body, case.headers)).status
                figures.cases += 1
                figures.statuses[case.what, status] += 1
                if status >= 500 or (status == 200 and not case.signed):
                    figures.failures.append(f"{seed}/{number} {case.what}: {status}")
                if watching.mistakes > before:
                    figures.failures.append(
                        f"{seed}/{number} {case.what}: a mistake was logged: {watching.last[-600:]}"
                    )
        finally:
            service.stop(5)
        figures.bolts = watching.bolts
        figures.failures += [f"logged: {each}" for each in watching.leaked]
    return figures
