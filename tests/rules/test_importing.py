"""Importing does nothing but define: no network, no files, no threads, no clock, nothing alive at module level."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.rules.source import MIGRATIONS, ROOT, modules

SCRIPT = Path(__file__).with_name("importing.py")
NAMES = tuple(module.name for module in modules() if not f"{module.name}.".startswith(MIGRATIONS))


def imported(folder: Path, root: Path, *names: str) -> dict[str, Any]:
    """Import the modules in an empty environment, in an empty folder; tells what happened and what is left."""
    command = [sys.executable, "-I", "-B", str(SCRIPT), str(root), *names]
    done = subprocess.run(command, cwd=folder, env={}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    found: dict[str, Any] = json.loads(done.stdout)
    return found | {"files": [path.name for path in folder.iterdir()]}


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return imported(tmp_path_factory.mktemp("empty"), ROOT, *NAMES)


def test_importing_everything_has_no_effects(everything: dict[str, Any]) -> None:
    assert everything["effects"] == []
    assert everything["files"] == []


def test_nothing_alive_stands_at_module_level(everything: dict[str, Any]) -> None:
    assert everything["living"] == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("import socket\nsocket.getaddrinfo('127.0.0.1', 80)", "effects"),
        ("import sqlite3\nsqlite3.connect(':memory:').close()", "effects"),
        ("import time\nSTARTED = time.time()", "effects"),
        ("from datetime import date\nTODAY = date.today()", "effects"),
        ("from pathlib import Path\nPath('left.txt').write_text('x')", "files"),
        ("import threading\nthreading.Thread(target=lambda: None).start()", "effects"),
        ("import threading\nLOCK = threading.Lock()", "living"),
        ("from sqlalchemy import create_engine\nENGINE = create_engine('sqlite://')", "living"),
        ("from slack_sdk import WebClient\nCLIENT = WebClient()", "living"),
    ],
)
def test_an_effect_of_importing_is_seen(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "code").mkdir()
    (tmp_path / "empty").mkdir()
    (tmp_path / "code" / "guilty.py").write_text(text, encoding="utf-8")
    assert imported(tmp_path / "empty", tmp_path / "code", "guilty")[told] != []


@pytest.mark.parametrize(
    ("start", "left_alone"),
    [
        ("bot.__main__", {"sqlalchemy", "slack_bolt", "slack_sdk", "alembic", "pydantic", "uvicorn", "rich"}),
        ("bot.commands.ask", {"slack_bolt", "slack_sdk", "alembic", "uvicorn", "apscheduler", "rich", "babel"}),
        (
            "bot.app",
            {"alembic", "babel", "holidays", "tldextract", "python_calamine", "matplotlib", "numpy", "botbuilder"},
        ),
        ("bot.app", {"botframework", "msrest", "msal", "jwt", "requests"}),
        ("programs.tiers", {"sqlalchemy"}),
    ],
)
def test_what_is_not_needed_is_not_loaded(start: str, left_alone: set[str], tmp_path: Path) -> None:
    assert left_alone.isdisjoint(imported(tmp_path, ROOT, start)["loaded"])


def test_the_list_of_commands_loads_no_command(tmp_path: Path) -> None:
    """`--help` itself, not only the module: drawing the list must not load what it lists."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])",
        "from bot.__main__ import cli",
        "cli(['--help'], 'tierline', None, False)",
        "print(*{name.partition('.')[0] for name in sys.modules})",
    )
    command = [sys.executable, "-I", "-B", "-c", "\n".join(code), str(ROOT)]
    done = subprocess.run(command, cwd=tmp_path, env={}, capture_output=True, text=True, check=True)
    *words, loaded = done.stdout.splitlines()
    assert any("Ask a question" in line for line in words)
    assert {"sqlalchemy", "slack_bolt", "alembic", "pydantic", "rich"}.isdisjoint(loaded.split())
