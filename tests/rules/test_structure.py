"""The shape of the code: floors, sizes, clocks, state. Every rule is tried on code that breaks it, too."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.rules.finders import (
    EDGES,
    FINDERS,
    KNOWS_BOTBUILDER,
    KNOWS_SLACK,
    LAZY_CONSTANTS,
    Finder,
    broad_excepts,
    clock_readers,
    long_functions,
    long_modules,
    module_state,
    raw_blocks,
    surface_libraries,
    surface_names,
    undocumented,
    untyped,
    upward_imports,
)
from tests.rules.source import FLOORS, ROOT, Module, modules


@pytest.fixture(scope="module")
def code() -> tuple[Module, ...]:
    return modules()


@pytest.mark.parametrize("finder", FINDERS, ids=lambda finder: finder.__name__)
def test_the_code_keeps_the_rule(finder: Finder, code: tuple[Module, ...]) -> None:
    assert [found for module in code for found in finder(module)] == []


BROKEN = [
    (upward_imports, "store.work", "from handlers.documents import Reply"),
    (upward_imports, "store.work", "import programs.facts"),
    (upward_imports, "programs.tiers", "def late():\n    from store import records"),
    (upward_imports, "handlers.tiers", "from bot.clock import Clock"),
    (upward_imports, "handlers.tiers", "from .documents import Reply"),
    (upward_imports, "bot.app", "from tests.support import slack"),
    (surface_libraries, "bot.commands.doctor", "from slack_sdk.errors import SlackApiError"),
    (surface_libraries, "bot.demo.server", "import slack_bolt"),
    (surface_libraries, "bot.slack.http", "import botbuilder.core"),
    (surface_libraries, "bot.teams.door", "from botframework.connector import auth"),
    (surface_libraries, "bot.teams.client", "import jwt"),
    (surface_libraries, "handlers.tiers", "import click"),
    (surface_names, "handlers.gate", 'why = "Slack did not tell me."'),
    (raw_blocks, "handlers.tiers", 'block = {"type": "section", "text": "x"}'),
    (raw_blocks, "bot.delivery.courier", 'text = {"type": "mrkdwn"}'),
    (clock_readers, "handlers.tiers", "from datetime import date\nday = date.today()"),
    (clock_readers, "handlers.tiers", "import datetime\nnow = datetime.datetime.now()"),
    (clock_readers, "bot.slack.guard", "from time import time as t\nnow = t()"),
    (clock_readers, "bot.slack.guard", "import time\ndef f(seconds=time.time): ..."),
    (clock_readers, "bot.app", "import time\nnow = time.time()"),
    (clock_readers, "bot.slack.identity", "from time import monotonic\nnow = monotonic()"),
    (clock_readers, "store.engine", "import time\nbegan = time.perf_counter()"),
    (long_modules, "bot.app", "x = 1\n" * 351),
    (long_functions, "bot.app", "def f():\n" + "    x = 1\n" * 60),
    (undocumented, "programs.tiers", '"""Doc."""\ndef measure(): ...'),
    (undocumented, "store.records", '"""Doc."""\nclass Row:\n    """Doc."""\n    def name(self): ...'),
    (undocumented, "handlers.tiers", "x = 1"),
    (untyped, "bot.app", "def f(x) -> None: ..."),
    (untyped, "bot.app", "async def f(*, x: int): ..."),
    (broad_excepts, "handlers.tiers", "try:\n    x\nexcept Exception:  # why\n    pass"),
    (broad_excepts, "handlers.tiers", "try:\n    x\nexcept (ValueError, BaseException):\n    pass"),
    (broad_excepts, "bot.clockwork", "try:\n    x\nexcept:\n    pass"),
    (module_state, "handlers.tiers", "SEEN = {}\ndef f(key: str) -> None:\n    SEEN[key] = 1"),
    (module_state, "handlers.tiers", "SEEN = set()\ndef f(key: str) -> None:\n    SEEN.add(key)"),
    (module_state, "handlers.tiers", "x = 0\ndef f() -> None:\n    global x"),
    (module_state, "handlers.tiers", "from functools import lru_cache\n@lru_cache(9)\ndef f(x: int) -> int: ..."),
]


@pytest.mark.parametrize(("finder", "name", "text"), BROKEN)
def test_the_rule_sees_what_breaks_it(finder: Finder, name: str, text: str) -> None:
    assert list(finder(Module(name, text))) != []


def test_every_rule_is_tried_on_code_that_breaks_it() -> None:
    assert {finder for finder, _, _ in BROKEN} == set(FINDERS)


def test_the_listed_exceptions_still_exist(code: tuple[Module, ...]) -> None:
    names = {module.name for module in code}
    functions = {f"{module.name}.{function.name}" for module in code for function in module.functions()}
    assert names >= {*EDGES, *KNOWS_SLACK, *KNOWS_BOTBUILDER}
    assert functions >= LAZY_CONSTANTS


def test_no_function_is_too_branched() -> None:
    assert _branched(12) == ""


def test_branches_are_counted() -> None:
    assert "C901" in _branched(6)


def _branched(most: int) -> str:
    """What ruff finds above `most` branches, whatever the project's own settings and comments allow."""
    ruff = Path(sys.executable).with_name("ruff")
    flags = ["--isolated", "--no-cache", "--ignore-noqa", "--quiet", "--output-format", "concise"]
    rule = ["--select", "C901", "--config", f"lint.mccabe.max-complexity={most}"]
    command = [ruff, "check", *flags, *rule, *FLOORS, "scripts"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout
