"""The clock: a review is announced once, whatever happens between planning and posting."""

import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import text

from store.engine import open_store
from tests.house.conftest import ROOT
from tests.support.house import MONDAY, REVIEWS, House, Member, buttons, until
from tests.support.slack import FORM, SECRET, TEAM, signed
from tests.support.workspace import Workspace

ACME = "Pipeline review with Acme Communications"
WEDNESDAY = MONDAY.replace(day=17)


def reminders(slack: Workspace) -> list[str]:
    return [words for words in slack.words(REVIEWS) if words.startswith(ACME)]


def test_the_reminder_comes_once_on_the_last_working_morning(house: House, slack: Workspace) -> None:
    house.clock.move_to(WEDNESDAY.replace(hour=15, minute=59))
    house.tick()
    house.delivered()
    assert reminders(slack) == []
    house.clock.move_to(WEDNESDAY.replace(hour=16))
    for _ in range(3):
        house.tick()
    slack.message(REVIEWS, ACME)
    house.restart()
    house.tick()
    house.delivered()
    assert reminders(slack) == [f"{ACME} is tomorrow, Thu Jul 18"]


def test_the_buttons_of_a_reminder_answer_and_record(house: House, pam: Member, noa: Member, slack: Workspace) -> None:
    house.clock.move_to(WEDNESDAY)
    house.tick()
    reminder = dict(slack.message(REVIEWS, ACME))
    house.delivered()
    pam.click(reminder, "What's missing?")
    assert "is missing" in slack.wait("hook")["text"]
    pam.click(reminder, "Mark as held")
    assert slack.wait("hook", 2)["text"] == "This review is on Thu Jul 18, 2024. Mark it as held from that day on."
    house.clock.move_to(WEDNESDAY + timedelta(days=1))
    pam.click(reminder, "Mark as held")
    held = slack.message(REVIEWS, "recorded as held on Jul 18, 2024 by Pam Okafor")
    assert held["ts"] == reminder["ts"]
    assert buttons(held) == ["Decisions and commitments", "Add commitment", "Not held after all"]
    noa.click(reminder, "Mark as held")
    assert "Pam Okafor already recorded this review" in slack.wait("hook", 4)["text"]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@contextmanager
def serving(folder: Path, slack: Workspace, **other: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A real `python -m bot serve` of its own process; killed at the end if it still runs."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    environment |= {
        "PYTHONPATH": str(ROOT),
        "SLACK_BOT_TOKEN": "xoxb-test",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_BASE_URL": slack.base_url,
        "DATABASE_URL": "sqlite:///house.db",
        "TIERLINE_REVIEW_CHANNEL": REVIEWS,
        "PORT": str(port),
    }
    words = [sys.executable, "-m", "bot", "serve"]
    process = subprocess.Popen(words, cwd=folder, env=environment | other, stderr=subprocess.PIPE, text=True)
    try:
        yield process, port
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def noon() -> str:
    """A zone in which it is about noon now, so that the day does not end during a test."""
    return f"Etc/GMT{datetime.now(UTC).hour - 12:+d}"


@pytest.fixture
def folder(database: str, tmp_path: Path, noon: str) -> Path:
    """A folder with a database in which the review with Acme is today."""
    here = timezone(timedelta(hours=-int(noon.removeprefix("Etc/GMT"))))
    change(database, "UPDATE meetings SET scheduled_on = :today", today=datetime.now(here).date().isoformat())
    return tmp_path


def test_a_process_killed_between_planning_and_posting_posts_exactly_once_after_its_restart(
    folder: Path, slack: Workspace, noon: str
) -> None:
    slack.errors["chat.postMessage"] = "ratelimited"
    with serving(folder, slack, TIERLINE_TIME_ZONE=noon) as (process, _):
        slack.wait_for("a first attempt", lambda: "chat.postMessage" in [call.method for call in slack.calls])
        process.send_signal(signal.SIGKILL)
        assert process.wait(10) == -signal.SIGKILL
    assert reminders(slack) == []
    planned = outbox(folder)
    assert set(planned) <= {"pending", "sending"}
    assert planned
    make_due(folder)
    slack.errors.clear()
    with serving(folder, slack, TIERLINE_TIME_ZONE=noon) as (process, port):
        slack.message(REVIEWS, ACME)
        until("all is delivered", lambda: set(outbox(folder)) == {"sent"})
        assert "Bronze" in ask(port)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=15)
        assert process.returncode in (0, -signal.SIGTERM)
        assert "Traceback" not in said
    assert len(reminders(slack)) == 1


def test_a_process_killed_after_slack_took_the_reminder_does_not_post_it_again(
    folder: Path, slack: Workspace, noon: str
) -> None:
    slack.hold.clear()
    with serving(folder, slack, TIERLINE_TIME_ZONE=noon) as (process, _):
        slack.wait_for("a first message", lambda: slack.said.get(REVIEWS))
        process.send_signal(signal.SIGKILL)
        process.wait(10)
    slack.hold.set()
    make_due(folder)
    with serving(folder, slack, TIERLINE_TIME_ZONE=noon):
        until("all is delivered", lambda: set(outbox(folder)) == {"sent"})
    assert slack.count("conversations.history") == 1
    assert len(slack.words(REVIEWS)) == len(set(slack.words(REVIEWS))) == 2


def outbox(folder: Path) -> dict[str, int]:
    store = open_store(f"sqlite:///{folder / 'house.db'}")
    with store.read() as work:
        counts = work.outbox.counts()
    store.close()
    return counts


def make_due(folder: Path) -> None:
    """Let the dead process's lease, and Slack's request to wait, have run out."""
    change(f"sqlite:///{folder / 'house.db'}", "UPDATE outbox SET next_at = due_at WHERE settled_at IS NULL")


def change(database: str, statement: str, **values: str) -> None:
    store = open_store(database)
    with store.write() as work:
        work.session.execute(text(statement), values)
    store.close()


def ask(port: int) -> str:
    """`/partner tier Acme` over real HTTP."""
    fields = {"command": "/partner", "text": "tier Acme", "team_id": TEAM, "user_id": "U0PAM", "trigger_id": "t1"}
    body = urlencode(fields).encode()
    headers = {name.decode(): value.decode() for name, value in signed(body, FORM)}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("POST", "/slack/events", body, headers)
    answer = connection.getresponse().read().decode()
    connection.close()
    return answer


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"SLACK_BOT_TOKEN": ""}, "SLACK_BOT_TOKEN is not set"),
        ({"TIERLINE_TIME_ZONE": "Mars/Olympus"}, "TIERLINE_TIME_ZONE"),
        ({"SLACK_APP_TOKEN": "xapp-1"}, "Slack does not accept SLACK_APP_TOKEN (invalid_auth)"),
        ({"DATABASE_URL": "sqlite:///other.db"}, "There is no database other.db yet"),
    ],
)
def test_settings_that_cannot_work_stop_the_start_with_one_clear_message(
    folder: Path, slack: Workspace, settings: dict[str, str], sentence: str
) -> None:
    slack.errors["apps.connections.open"] = "invalid_auth"
    with serving(folder, slack, **settings) as (process, _):
        _, said = process.communicate(timeout=15)
    assert process.returncode == 1
    assert sentence in said
    assert "Traceback" not in said
