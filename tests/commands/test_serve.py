"""`tierline serve` starts only when it can serve, and says in one message what is in the way."""

import http.client
import os
import re
import socket
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
from filelock import FileLock

from bot.commands.serve import MOST_AT_ONCE
from bot.demo.loopback import bind
from bot.settings import Settings
from store.migrate import downgrade, migrate
from tests.rules.source import ROOT
from tests.support.house import until
from tests.support.slack import LoopbackSlack, loopback_slack

SLACK = {"SLACK_BOT_TOKEN": "xoxb-very-secret", "SLACK_SIGNING_SECRET": "also-very-secret", "PORT": "0"}
OWN = {name.upper() for name in Settings.model_fields}


@pytest.fixture
def new_database(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path}/desk.db"
    migrate(url)
    return url


def refused(folder: Path, **settings: str) -> str:
    """What `serve`, as a process of its own, says when it does not start."""
    environment = {name: value for name, value in os.environ.items() if name not in OWN} | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "serve"],
        cwd=folder,
        env=environment | settings,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert "very-secret" not in done.stderr
    assert done.stderr.startswith("Error: ")
    return done.stderr.removeprefix("Error: ")


def test_without_settings_it_says_what_slack_needs_and_what_teams_needs(tmp_path: Path) -> None:
    head, *said = refused(tmp_path).splitlines()
    assert head.startswith("Neither Slack nor Microsoft Teams is set up")
    assert [re.split(" is (?:not )?set", line)[0] for line in said] == [
        "For Slack: SLACK_BOT_TOKEN",
        "For Slack: SLACK_SIGNING_SECRET",
        "For Teams: TEAMS_APP_ID",
        "For Teams: TEAMS_TENANT_ID",
        "For Teams: No way to log in to Microsoft",
        "For Teams: TIERLINE_PUBLIC_URL",
    ]


def test_with_something_of_slack_it_names_what_slack_lacks_and_nothing_of_teams(tmp_path: Path) -> None:
    said = refused(tmp_path, SLACK_SIGNING_SECRET="also-very-secret").splitlines()
    assert [line.partition(" ")[0] for line in said] == ["SLACK_BOT_TOKEN"]


def test_with_something_of_teams_it_names_what_teams_lacks_and_nothing_of_slack(tmp_path: Path) -> None:
    said = refused(tmp_path, TEAMS_CLIENT_SECRET="also-very-secret").splitlines()
    assert [line.partition(" ")[0] for line in said] == ["TEAMS_APP_ID", "TEAMS_TENANT_ID", "TIERLINE_PUBLIC_URL"]


def test_a_folder_with_an_invalid_definition_is_said_by_file_and_line(tmp_path: Path, new_database: str) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "orbit.yml").write_text("id: orbit-2025\nname: ]\n", encoding="utf-8")
    said = refused(tmp_path, DATABASE_URL=new_database, TIERLINE_PROGRAMS_DIR="own", **SLACK)
    assert "orbit.yml:2" in said


def test_an_outdated_database_is_said_with_the_command_that_helps(tmp_path: Path, new_database: str) -> None:
    downgrade(new_database, "0001")
    said = refused(tmp_path, DATABASE_URL=new_database, **SLACK)
    assert "The database is of schema 0001" in said
    assert "Run `tierline migrate`" in said


def test_a_file_that_another_process_serves_is_left_to_it(tmp_path: Path, new_database: str) -> None:
    with FileLock(tmp_path / "desk.db.serving"):
        said = refused(tmp_path, DATABASE_URL=new_database, **SLACK)
    assert f"Another Tierline already serves from {tmp_path}/desk.db." in said


def test_a_slack_that_is_not_there_is_said(tmp_path: Path, new_database: str) -> None:
    address = "http://127.0.0.1:1/api/"
    said = refused(tmp_path, DATABASE_URL=new_database, SLACK_API_BASE_URL=address, **SLACK)
    assert f"Slack cannot be reached at {address}" in said


def test_more_connections_than_it_can_bear_are_turned_away(tmp_path: Path, new_database: str) -> None:
    with bind() as free:
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name not in OWN} | {"PYTHONPATH": str(ROOT)}
    with loopback_slack(LoopbackSlack()) as slack, ExitStack() as idle:
        own = {"DATABASE_URL": new_database, "SLACK_API_BASE_URL": slack.base_url, "PORT": str(port)}
        serving = subprocess.Popen(
            [sys.executable, "-m", "bot", "serve"], cwd=tmp_path, env=environment | SLACK | own, stderr=subprocess.PIPE
        )
        try:
            until("it answers", lambda: health(port) == 200, 30)
            for _ in range(MOST_AT_ONCE):
                idle.enter_context(socket.create_connection(("127.0.0.1", port)))
            until("it has seen them all", lambda: health(port) == 503)
            idle.close()
            until("they are gone", lambda: health(port) == 200)
        finally:
            serving.terminate()
            serving.communicate(timeout=20)


def health(port: int) -> int:
    """The status of the health check; 0 when nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()
