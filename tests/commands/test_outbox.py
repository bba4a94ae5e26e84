"""`tierline outbox`: what could not be delivered is seen, and tried again once its reason is gone."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copyfile

import pytest

from store.engine import open_store
from store.outbox import NewMessage
from tests.commands.conftest import Run

DUE = datetime(2024, 7, 15, 16, 0, tzinfo=UTC)
REASON = "The bot is not in this channel. Invite it, then retry."


@pytest.fixture
def parked(database: str, tmp_path: Path) -> str:
    """A database with one parked message, an update that is parked too, and one that waits."""
    url = f"sqlite:///{copyfile(database.removeprefix('sqlite:///'), tmp_path / 'desk.db')}"
    store = open_store(url)
    with store.write() as work:
        for key, target in (("registration:DR-1001/card", "channel:CDEALS"), ("registration:DR-1001/decided/2", "")):
            assert work.outbox.put(message(key, target), DUE)
        for claimed in work.outbox.claim("test", "slack", DUE, 8, timedelta(minutes=1)):
            assert work.outbox.park(claimed, REASON, DUE)
        assert work.outbox.put(message("pipeline_review:acme", "user:UPAM"), DUE)
    store.close()
    return url


def message(key: str, target: str) -> NewMessage:
    kind = key.partition(":")[0]
    return NewMessage(key, kind, platform="slack", workspace="T1", target=target, document="{}", due_at=DUE)


def test_parked_messages_are_listed_with_their_reason(tierline: Run, parked: str) -> None:
    shown = tierline("outbox", "list", DATABASE_URL=parked)
    assert shown.exit_code == 0
    assert shown.stdout.splitlines() == [
        "ID  KIND          TARGET                          DUE (UTC)         REASON",
        f"2   registration  registration:DR-1001/decided/2  2024-07-15 16:00  {REASON}",
        f"1   registration  channel:CDEALS                  2024-07-15 16:00  {REASON}",
    ]


def test_a_retried_message_waits_to_be_sent(tierline: Run, parked: str) -> None:
    retried = tierline("outbox", "retry", "1", "--database-url", parked)
    assert (retried.exit_code, retried.stdout) == (0, "Message 1 is due again; the running bot tries it at once.\n")
    assert "channel:CDEALS" not in tierline("outbox", "list", DATABASE_URL=parked).stdout
    pending = tierline("outbox", "list", "--state", "pending", DATABASE_URL=parked).stdout
    assert [line.split()[0] for line in pending.splitlines()] == ["ID", "3", "1"]


@pytest.mark.parametrize("id", ["3", "99"])
def test_what_is_not_parked_is_not_retried(tierline: Run, parked: str, id: str) -> None:
    refused = tierline("outbox", "retry", id, DATABASE_URL=parked)
    assert refused.exit_code == 1
    assert f"There is no parked message {id}. See `tierline outbox list`." in refused.stderr


def test_all_parked_messages_or_those_of_a_kind_are_tried_again_at_once(tierline: Run, parked: str) -> None:
    said = tierline("outbox", "retry", "--kind", "pipeline_review", DATABASE_URL=parked).stdout
    assert said == "No message of kind pipeline_review is parked.\n"
    said = tierline("outbox", "retry", "--all-parked", DATABASE_URL=parked).stdout
    assert said == "Messages that are due again: 2. The running bot tries them at once.\n"
    assert tierline("outbox", "list", DATABASE_URL=parked).stdout == "No message is parked.\n"
    assert tierline("outbox", "retry", "1", "--all-parked", DATABASE_URL=parked).exit_code == 2
    assert tierline("outbox", "retry", DATABASE_URL=parked).exit_code == 2
    assert entries(parked) == [("message.retried", "message:1", None), ("message.retried", "message:2", None)]


def test_a_dropped_message_is_never_sent_and_the_trail_says_who_and_why(tierline: Run, parked: str) -> None:
    words = ("outbox", "drop", "1", "--reason", "The channel is gone.")
    asked = tierline(*words, typed="n\n", DATABASE_URL=parked)
    assert (asked.exit_code, "Message 1 will never be sent. Drop it?" in asked.stderr) == (1, True)
    assert tierline(*words, typed="y\n", DATABASE_URL=parked).stdout == "Message 1 is dropped.\n"
    again = tierline(*words, "--yes", DATABASE_URL=parked)
    assert (again.exit_code, "no parked or waiting message 1" in again.stderr) == (1, True)
    assert tierline("outbox", "drop", "3", "--reason", "Not now.", "--yes", DATABASE_URL=parked).exit_code == 0
    assert tierline("outbox", "drop", "2", "--reason", " ", "--yes", DATABASE_URL=parked).exit_code == 2
    assert tierline("outbox", "retry", "1", DATABASE_URL=parked).exit_code == 1
    lines = tierline("outbox", "list", "--all", DATABASE_URL=parked).stdout.splitlines()
    assert [line.split()[:3] for line in lines[1:]] == [
        ["3", "dropped", "pipeline_review"],
        ["2", "parked", "registration"],
        ["1", "dropped", "registration"],
    ]
    assert entries(parked) == [
        ("message.dropped", "message:1", "The channel is gone."),
        ("message.dropped", "message:3", "Not now."),
    ]


def test_a_message_whose_sender_died_is_shown_as_stuck_and_nothing_of_its_words(tierline: Run, parked: str) -> None:
    store = open_store(parked)
    with store.write() as work:
        work.outbox.claim("dead", "slack", DUE, 8, timedelta(minutes=1))
    store.close()
    assert "Its sender has stopped" in tierline("outbox", "list", "--state", "sending", DATABASE_URL=parked).stdout
    (line,) = tierline("outbox", "list", "--state", "sending", "--json", DATABASE_URL=parked).stdout.splitlines()
    told = json.loads(line)
    assert (told["id"], told["kind"], told["target"], told["stuck"]) == (3, "pipeline_review", "user:UPAM", True)
    assert "document" not in told
    assert tierline("outbox", "drop", "3", "--reason", "x", "--yes", DATABASE_URL=parked).exit_code == 1


def entries(url: str) -> list[tuple[str, str, str | None]]:
    store = open_store(url)
    with store.read() as work:
        found = [each for id in (1, 2, 3) for each in work.audit.of(f"message:{id}")]
    store.close()
    return [(each.action, each.subject, each.reason) for each in found]


def test_nothing_to_list_is_said_in_words(tierline: Run, parked: str) -> None:
    assert tierline("outbox", "list", "--state", "expired", DATABASE_URL=parked).stdout == "No message is expired.\n"
    assert tierline("outbox", "list", "--state", "lost", DATABASE_URL=parked).exit_code == 2


def test_a_database_that_is_not_there_is_not_made(tierline: Run, tmp_path: Path) -> None:
    refused = tierline("outbox", "list", DATABASE_URL="sqlite:///none.db")
    assert refused.exit_code == 1
    assert "There is no database none.db yet" in refused.stderr
    assert not (tmp_path / "none.db").exists()


def test_a_long_list_ends_with_how_many_more_there_are(
    tierline: Run, parked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.commands.outbox.MOST", 1)
    lines = tierline("outbox", "list", DATABASE_URL=parked).stdout.splitlines()
    assert lines[0].startswith("ID  KIND")
    assert lines[2:] == ["… and 1 older"]
