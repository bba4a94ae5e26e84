"""What goes wrong at the edges: bad requests, a database that is away, a Slack that does not answer."""

import asyncio
import json
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import Engine, event, text

from bot.app import build
from bot.settings import BadSettings
from tests.house.test_deals import DEAL
from tests.support.house import DEALS, MONDAY, House, Member, WalkingClock, settings
from tests.support.slack import FORM, JSON, TEAM, Answer, call, signed
from tests.support.workspace import Workspace

TIER = urlencode({"command": "/partner", "text": "tier Acme", "team_id": TEAM, "user_id": "U0PAM", "trigger_id": "t"})


def sent(house: House, body: bytes, headers: list[tuple[bytes, bytes]], **other: str) -> Answer:
    return asyncio.run(call(house.app, body, headers, **other))


BAD: dict[str, tuple[int, Callable[[], tuple[bytes, list[tuple[bytes, bytes]]]]]] = {
    "unsigned": (401, lambda: (TIER.encode(), [(b"content-type", FORM.encode())])),
    "signed by somebody else": (401, lambda: (TIER.encode(), signed(TIER.encode(), FORM, secret="guessed"))),
    "ten minutes old": (401, lambda: (TIER.encode(), signed(TIER.encode(), FORM, at=time.time() - 600))),
    "of tomorrow": (401, lambda: (TIER.encode(), signed(TIER.encode(), FORM, at=time.time() + 86_400))),
    "changed on the way": (401, lambda: (TIER.encode() + b"x", signed(TIER.encode(), FORM))),
    "two megabytes": (413, lambda: (b"x" * 2_000_000, signed(b"x" * 2_000_000, FORM))),
    "not UTF-8": (400, lambda: (b"\xff\xfe", signed(b"\xff\xfe", JSON))),
    "no JSON": (400, lambda: (b"{", signed(b"{", JSON))),
    "a list": (400, lambda: (b"[1]", signed(b"[1]", JSON))),
    "nested without end": (400, lambda: (b"[" * 90_000, signed(b"[" * 90_000, JSON))),
    "another type": (415, lambda: (b"<x/>", signed(b"<x/>", "text/xml"))),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_request_is_refused_without_a_traceback(
    house: House, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    status, make = BAD[name]
    answer = sent(house, *make())
    assert answer.status == status
    assert set(answer.json()) == {"error"}
    assert "Traceback" not in caplog.text
    assert "Bronze" not in answer.body.decode()


def test_a_recorded_request_is_refused_the_second_time(house: House) -> None:
    headers = signed(TIER.encode(), FORM)
    assert sent(house, TIER.encode(), headers).status == 200
    assert sent(house, TIER.encode(), headers).status == 409


def test_slacks_address_takes_nothing_but_posts_and_answers_the_challenge(house: House) -> None:
    assert sent(house, b"", [], method="GET").status == 405
    challenge = json.dumps({"type": "url_verification", "challenge": "3eZbrw1aB", "token": "x"}).encode()
    assert "3eZbrw1aB" in sent(house, challenge, signed(challenge, JSON)).body.decode()


def test_a_database_file_that_was_moved_away_is_said_in_words_and_works_again_when_it_is_back(
    house: House, pam: Member, dana: Member, slack: Workspace, tmp_path: Path
) -> None:
    form = pam.form()
    pam.send(form, DEAL)
    card = slack.message(DEALS, "DR-1001")
    house.delivered()
    file, away = tmp_path / "house.db", tmp_path / "away.db"
    file.rename(away)
    assert "database file" in pam.say("/partner tier Acme")["text"]
    assert "database file" in json.dumps(pam.send(form, DEAL | {"customer": "Hooli", "customer_domain": ""}))
    dana.click(card, "Approve")
    assert "database file" in slack.wait("hook")["text"]
    pam.mention("what tier is Acme")
    assert slack.message("C0CHAN", "database file")
    assert sent(house, b"", [], method="GET", path="/readyz").status == 503
    assert not file.exists()
    away.rename(file)
    assert "Bronze" in pam.say("/partner tier Acme")["text"]
    assert house.registrations() == [("DR-1001", "Initrode", "submitted")]
    assert [entry.action for entry in house.audit("registration:DR-1001")] == ["registration.submitted"]


def test_a_locked_database_still_answers_questions_and_says_in_time_that_it_cannot_write(
    house: House, pam: Member, tmp_path: Path
) -> None:
    form = pam.form()
    holder = sqlite3.connect(tmp_path / "house.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        assert "Bronze" in pam.say("/partner tier Acme")["text"]
        refused = pam.send(form, DEAL, id="V1", hash="h1")
        assert "The database is busy. Nothing was written" in json.dumps(refused)
    finally:
        holder.execute("ROLLBACK")
        holder.close()
    assert "DR-1001" in json.dumps(pam.send(form, DEAL, id="V1", hash="h1"))
    assert house.registrations() == [("DR-1001", "Initrode", "submitted")]


def test_a_database_that_may_not_be_written_is_said_in_words(house: House, pam: Member) -> None:
    form = pam.form()

    def only_reading(connection: Any, *_: object) -> None:
        connection.execute("PRAGMA query_only=ON")

    event.listen(Engine, "checkout", only_reading)
    try:
        refused = json.dumps(pam.send(form, DEAL))
        assert "The database may not be written" in refused
        assert "Bronze" in pam.say("/partner tier Acme")["text"]
    finally:
        event.remove(Engine, "checkout", only_reading)
    assert house.registrations() == []


def test_a_change_that_fails_half_way_is_not_there_at_all(house: House, pam: Member, slack: Workspace) -> None:
    form = pam.form()
    with house.service.store.write() as work:
        work.session.execute(
            text("CREATE TRIGGER full BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
        )
    refused = json.dumps(pam.send(form, DEAL))
    assert refused.count("Something went wrong on our side; nothing was changed. Reference") == 1
    with house.service.store.write() as work:
        work.session.execute(text("DROP TRIGGER full"))
    assert house.registrations() == []
    assert house.audit("registration:DR-1001") == []
    assert "DR-1001" in json.dumps(pam.send(form, DEAL))


@pytest.mark.parametrize("error", ["expired_trigger_id", "internal_error"])
def test_a_form_that_slack_did_not_open_is_told_in_words(pam: Member, slack: Workspace, error: str) -> None:
    slack.errors["views.open"] = error
    assert pam.say("/partner register") == {}
    assert slack.wait("hook")["text"] == "Slack did not let me show this in time. Please try once more."
    pam.shortcut("register_deal")
    assert slack.message("DU0PAM", "Please try once more")


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"slack_bot_token": None, "slack_signing_secret": None}, "SLACK_BOT_TOKEN is not set"),
        ({"slack_api_base_url": "http://127.0.0.1:9/api/"}, "Slack cannot be reached at http://127.0.0.1:9"),
    ],
)
def test_a_start_that_cannot_work_ends_in_one_sentence_and_leaves_nothing_open(
    slack: Workspace, database: str, other: dict[str, Any], sentence: str
) -> None:
    clock = WalkingClock(MONDAY)
    with pytest.raises(BadSettings, match=sentence):
        build(settings(slack, database, **other), clock)
    service = build(settings(slack, database), clock)
    service.stop()


def test_a_second_process_on_the_same_file_is_told_so(house: House, slack: Workspace) -> None:
    with pytest.raises(BadSettings, match="Another Tierline already serves"):
        build(house.settings, house.clock)
