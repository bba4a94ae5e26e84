"""`tierline doctor` looks at everything, says each problem in words, and ends with status 1 when one is serious."""

import sqlite3
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from bot.commands import doctor
from programs.catalog import SHIPPED
from store.migrate import downgrade, migrate
from tests.commands.conftest import Run
from tests.support.slack import BOT, TEAM, LoopbackSlack, loopback_slack

GOOD = {
    "SLACK_BOT_TOKEN": "xoxb-very-secret",
    "SLACK_SIGNING_SECRET": "also-very-secret",
    "TIERLINE_DEAL_DESK_CHANNEL": "C0DEALS",
    "TIERLINE_REVIEW_CHANNEL": "C0REVIEWS",
    "TIERLINE_APPROVERS": "U0DANA, U0SAM",
}


@pytest.fixture(scope="module")
def slack() -> Iterator[LoopbackSlack]:
    with loopback_slack(LoopbackSlack()) as loopback:
        yield loopback


@pytest.fixture
def healthy(slack: LoopbackSlack, database: str) -> Iterator[dict[str, str]]:
    """Settings with which everything is well."""
    yield GOOD | {"DATABASE_URL": database, "SLACK_API_BASE_URL": slack.base_url}
    slack.forget()


def marked(stdout: str, mark: str) -> list[str]:
    """The findings with this mark, without it."""
    return [line[6:] for line in stdout.splitlines() if line.startswith(mark)]


def test_all_is_well(tierline: Run, healthy: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", doctor.SAFE_SQLITE)
    found = tierline("doctor", **healthy)
    assert found.exit_code == 0
    assert marked(found.stdout, "FAIL") == marked(found.stdout, "note") == []
    assert marked(found.stdout, "ok") == [
        "Slack settings are there (HTTP).",
        "The desk works in UTC, holidays of US.",
        "4 program definitions are valid.",
        "The database answers and knows 7 partners.",
        f"Slack accepts the token: workspace {TEAM}, bot {BOT}.",
    ]
    assert "secret" not in found.output


def test_nothing_set_names_everything_that_is_missing(tierline: Run) -> None:
    found = tierline("doctor")
    assert found.exit_code == 1
    problems = marked(found.stdout, "FAIL")
    assert problems[0].startswith("Neither Slack nor Microsoft Teams is set up")
    assert [words.partition(":")[0] for words in problems[1:-1]] == ["For Slack"] * 2 + ["For Teams"] * 4
    assert problems[-1] == "There is no database tierline.db yet. Run `tierline import FOLDER` to fill one."
    notes = [words.partition(" ")[0] for words in marked(found.stdout, "note")]
    assert notes == ["TIERLINE_DEAL_DESK_CHANNEL", "TIERLINE_APPROVERS", "TIERLINE_REVIEW_CHANNEL"]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SLACK_BOT_TOKEN", "xoxp-1", "SLACK_BOT_TOKEN does not start with xoxb-"),
        ("SLACK_APP_TOKEN", "xoxb-1", "SLACK_APP_TOKEN does not start with xapp-"),
        ("TIERLINE_PROGRAMS_DIR", "nowhere", "1 problem in the program definition"),
        ("DATABASE_URL", "mysql://pam:pass-word@127.0.0.1/desk", "DATABASE_URL names 'mysql'"),
        ("DATABASE_URL", "sqlite:///nowhere/desk.db", "The folder nowhere for the database file does not exist"),
        ("DATABASE_URL", "postgresql://pam:pass-word@127.0.0.1:1/desk", "The database cannot be reached"),
        ("SLACK_API_BASE_URL", "http://127.0.0.1:1/api/", "Slack cannot be reached at http://127.0.0.1:1/api/"),
    ],
)
def test_one_problem_is_the_only_one_said(
    tierline: Run, healthy: dict[str, str], name: str, value: str, said: str
) -> None:
    found = tierline("doctor", **healthy | {name: value})
    assert found.exit_code == 1
    (problem,) = marked(found.stdout, "FAIL")
    assert said in problem
    assert "pass-word" not in found.output


def test_settings_that_cannot_be_read_end_the_look(tierline: Run) -> None:
    found = tierline("doctor", PORT="eighty")
    assert found.exit_code == 1
    assert "PORT: read 'eighty'; expected" in found.stderr


def test_a_refused_token_is_said_with_slacks_reason(
    tierline: Run, healthy: dict[str, str], slack: LoopbackSlack
) -> None:
    slack.errors["auth.test"] = "invalid_auth"
    found = tierline("doctor", **healthy)
    assert found.exit_code == 1
    assert marked(found.stdout, "FAIL") == [
        "Slack does not accept SLACK_BOT_TOKEN (invalid_auth). Reinstall the app and copy the token again."
    ]


def test_offline_slack_is_left_alone(tierline: Run, healthy: dict[str, str], slack: LoopbackSlack) -> None:
    assert tierline("doctor", "--offline", **healthy).exit_code == 0
    assert slack.calls == []


class _LoginPage(BaseHTTPRequestHandler):
    """What a proxy that wants a login answers."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        page = b"<html>Please sign in to the network</html>"
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.send_header("content-length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_: object) -> None:
        """Quiet."""


def test_something_else_that_answers_in_slacks_place_is_said(tierline: Run, healthy: dict[str, str]) -> None:
    with HTTPServer(("127.0.0.1", 0), _LoginPage) as server:
        thread = Thread(target=server.handle_request)
        thread.start()
        address = f"http://127.0.0.1:{server.server_port}/api/"
        found = tierline("doctor", **healthy | {"SLACK_API_BASE_URL": address})
        thread.join()
    assert found.exit_code == 1
    assert len(marked(found.stdout, "FAIL")) == 1


def test_socket_mode_needs_no_signing_secret(tierline: Run, healthy: dict[str, str]) -> None:
    found = tierline("doctor", **healthy | {"SLACK_SIGNING_SECRET": "", "SLACK_APP_TOKEN": "xapp-1"})
    assert found.exit_code == 0
    assert "Slack settings are there (Socket Mode)." in found.stdout


def test_an_empty_and_an_outdated_database(tierline: Run, healthy: dict[str, str], tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new.db"
    migrate(url)
    empty = tierline("doctor", **healthy | {"DATABASE_URL": url})
    assert empty.exit_code == 0
    assert "The database has no partners yet. Run `tierline import FOLDER`." in marked(empty.stdout, "note")
    downgrade(url, "0001")
    outdated = tierline("doctor", **healthy | {"DATABASE_URL": url})
    assert outdated.exit_code == 1
    assert "Run `tierline migrate`, then try again." in outdated.stdout


def test_tiers_and_programs_that_the_definitions_lost_are_counted(
    tierline: Run, healthy: dict[str, str], tmp_path: Path
) -> None:
    """A definition of one's own replaces Segment 2024 and calls its tiers otherwise."""
    own = (SHIPPED / "twilio-segment-2024.yml").read_text(encoding="utf-8")
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "segment.yml").write_text(own.replace("bronze", "copper"), encoding="utf-8")
    found = tierline("doctor", "--offline", **healthy | {"TIERLINE_PROGRAMS_DIR": "own"})
    assert found.exit_code == 1
    assert marked(found.stdout, "FAIL") == [
        "1 of 7 enrollments name a program or tier that no definition has: acme in twilio-segment-2024 as bronze. "
        "Put the definition back (TIERLINE_PROGRAMS_DIR), or import a corrected portfolio."
    ]


@pytest.mark.parametrize(("version", "notes"), [((3, 51, 2), 1), ((3, 40, 1), 1), ((3, 51, 3), 0), ((3, 52, 0), 0)])
def test_an_old_sqlite_is_noted(
    tierline: Run,
    healthy: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    version: tuple[int, int, int],
    notes: int,
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    found = tierline("doctor", "--offline", **healthy)
    assert found.exit_code == 0
    assert sum("older than 3.51.3" in words for words in marked(found.stdout, "note")) == notes
