"""Both ways in and both databases give the same; stopping finishes what was begun."""

import asyncio
import json
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import pytest
from click.testing import CliRunner
from pydantic import SecretStr
from sqlalchemy import NullPool, create_engine, make_url, text

from bot.__main__ import cli
from tests.house.test_deals import DEAL
from tests.house.test_questions import SILVER
from tests.support.desk import PORTFOLIO, write_folder
from tests.support.house import DEALS, REVIEWS, House, Member, buttons, until
from tests.support.slack import FORM, TEAM, call, signed
from tests.support.sockets import SocketSlack
from tests.support.workspace import Workspace


@pytest.fixture
def socket_end(slack: Workspace) -> Iterator[SocketSlack]:
    """Slack's end of one Socket Mode connection."""
    end = SocketSlack()
    slack.answers["apps.connections.open"] = {"url": end.url}
    accepting = threading.Thread(target=end.accept)
    accepting.start()
    yield end
    accepting.join()
    end.close()


def test_both_doors_give_the_same_answer(
    pam: Member, house: House, open_house: Callable[..., House], socket_end: SocketSlack, slack: Workspace
) -> None:
    over_http = pam.say(f"/partner {SILVER}")
    house.stop()
    connected = open_house(slack_app_token=SecretStr("xapp-test"))
    assert connected.side.door is None
    assert socket_end.ready.wait(5)
    payload = {"command": "/partner", "text": SILVER, "team_id": TEAM, "user_id": "U0PAM", "channel_id": "C0CHAN"}
    envelope = {"type": "slash_commands", "envelope_id": "e1", "accepts_response_payload": True}
    socket_end.send(envelope | {"payload": payload | {"trigger_id": "t1", "response_url": slack.hook}})
    assert socket_end.receive() == {"envelope_id": "e1", "payload": over_http}
    register = payload | {"text": "register Acme", "trigger_id": "t2", "response_url": slack.hook}
    socket_end.send(envelope | {"envelope_id": "e2", "payload": register})
    assert socket_end.receive()["envelope_id"] == "e2"
    assert slack.wait("views.open")["trigger_id"] == "t2"


@pytest.fixture(scope="module")
def imported_in_postgres(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A PostgreSQL database that `tierline migrate` and `tierline import` made."""
    folder = write_folder(tmp_path_factory.mktemp("postgres") / "portfolio", PORTFOLIO)
    for words in (["migrate"], ["import", str(folder)]):
        done = CliRunner().invoke(cli, [*words, "--database-url", postgres_server])
        assert done.exit_code == 0, done.output
    return postgres_server


@pytest.fixture
def in_postgres(imported_in_postgres: str) -> Iterator[str]:
    """A copy of that database for one test."""
    imported = make_url(imported_in_postgres)
    admin = create_engine(imported.set(database="template1"), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE house TEMPLATE "{imported.database}"'))
    yield imported.set(database="house").render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text("DROP DATABASE house WITH (FORCE)"))


def test_a_deal_and_a_reminder_on_postgresql(
    in_postgres: str, open_house: Callable[..., House], slack: Workspace
) -> None:
    house = open_house(database=in_postgres)
    pam, dana, sam = (house.member(user) for user in ("U0PAM", "U0DANA", "U0SAM"))
    assert "is Bronze" in pam.say(f"/partner {SILVER}")["text"].split("\n")[0]
    form = pam.form()
    assert "earr" in pam.send(form, DEAL | {"earr": "a lot"}, id="V1", hash="h1")["errors"]
    with ThreadPoolExecutor(8) as at_once:
        list(at_once.map(lambda _: pam.send(form, DEAL, id="V1", hash="h1"), range(8)))
    assert house.registrations() == [("DR-1001", "Initrode", "submitted")]
    card = dict(slack.message(DEALS, "DR-1001"))
    with ThreadPoolExecutor(2) as at_once:
        list(at_once.map(lambda who: who.click(card, "Approve"), (dana, sam)))
    told = [slack.wait("hook", number)["text"] for number in (1, 2)]
    assert sum("already approved" in each for each in told) == 1
    assert "Approve" not in buttons(slack.message(DEALS, "Approved: DR-1001"))
    assert len(house.audit("registration:DR-1001")) == 2
    house.clock.move_to(house.clock.now().replace(day=17, hour=16))
    house.restart()
    house.tick()
    slack.message(REVIEWS, "Pipeline review with Acme")
    house.delivered()
    assert sum("Acme" in words for words in slack.words(REVIEWS)) == 1


def test_the_same_deal_from_two_people_at_once_is_registered_once_on_postgresql(
    in_postgres: str, open_house: Callable[..., House]
) -> None:
    house = open_house(database=in_postgres)
    people = [house.member("U0PAM") for _ in range(4)]
    form, deal = people[0].form(), DEAL | {"customer": "Wonka", "customer_domain": "wonka.example.org"}
    with ThreadPoolExecutor(4) as at_once:
        answers = list(at_once.map(lambda who: json.dumps(who.send(form, deal)), people))
    assert sum("Registered as" in each for each in answers) == 1
    assert sum("already registered this customer" in each for each in answers) == 3


def test_a_table_locked_by_somebody_else_is_said_in_words_on_postgresql(
    in_postgres: str, open_house: Callable[..., House]
) -> None:
    house = open_house(database=in_postgres)
    pam = house.member("U0PAM")
    form = pam.form()
    with house.service.store.write() as other:
        other.session.execute(text("LOCK TABLE counters IN ACCESS EXCLUSIVE MODE"))
        assert "The database is busy. Nothing was written" in json.dumps(pam.send(form, DEAL | {"customer": "Tyrell"}))


def test_a_postgresql_that_lets_nobody_in_is_said_in_words_until_it_does(
    in_postgres: str, open_house: Callable[..., House], slack: Workspace
) -> None:
    house = open_house(database=in_postgres)
    pam = house.member("U0PAM")
    form = pam.form()
    closed_to_all(in_postgres, allowed=False)
    assert "The database cannot be reached" in pam.say("/partner tier Acme")["text"]
    assert "The database cannot be reached" in json.dumps(pam.send(form, DEAL, id="V1", hash="h1"))
    pam.mention("what tier is Acme")
    assert slack.message("C0CHAN", "The database cannot be reached")
    closed_to_all(in_postgres, allowed=True)
    assert "Bronze" in pam.say("/partner tier Acme")["text"]
    assert "DR-1001" in json.dumps(pam.send(form, DEAL, id="V1", hash="h1"))
    assert slack.message(DEALS, "DR-1001")


def closed_to_all(database: str, *, allowed: bool) -> None:
    """Let new connections into the database or not, and end those that are open."""
    admin = create_engine(
        make_url(database).set(database="template1"), isolation_level="AUTOCOMMIT", poolclass=NullPool
    )
    with admin.connect() as connection:
        connection.execute(text(f"ALTER DATABASE house ALLOW_CONNECTIONS {allowed}"))
        connection.execute(text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'house'"))


def test_stopping_finishes_the_message_under_way_and_leaves_the_rest_for_the_next_start(
    house: House, pam: Member, slack: Workspace
) -> None:
    slack.message(REVIEWS, "Kyoto")
    house.delivered()
    slack.hold.clear()
    pam.mention("what tier is Acme")
    slack.message("C0CHAN", "Bronze")
    pam.direct("what tier is Globex")
    stopping = threading.Thread(target=house.stop)
    stopping.start()
    slack.hold.set()
    stopping.join(10)
    assert not stopping.is_alive()
    house.restart()
    slack.message("DU0PAM", "Globex")
    house.delivered()
    answers = [words for words in slack.words("DU0PAM") if "Globex" in words]  # Pam's morning digest is there, too
    assert (len(slack.words("C0CHAN")), len(answers)) == (1, 1)


def test_stopping_waits_for_a_form_that_is_being_submitted(house: House, pam: Member, tmp_path: Path) -> None:
    form = pam.second_page(pam.form(), DEAL)
    holder = sqlite3.connect(tmp_path / "house.db", isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    with ThreadPoolExecutor(2) as at_once:
        submitting = at_once.submit(pam.send, form, {})
        until("the form is being written", lambda: at_work("slack-in"))
        stopping = at_once.submit(house.stop)
        until("the house is being stopped", lambda: house.side.door._pool._shutdown)
        holder.execute("ROLLBACK")
        assert "Registered as DR-1001" in json.dumps(submitting.result())
        stopping.result()
    holder.close()
    house.restart()
    assert house.registrations() == [("DR-1001", "Initrode", "submitted")]


def test_stopping_does_not_wait_for_a_slack_that_does_not_answer(house: House, pam: Member, slack: Workspace) -> None:
    shown = pam.say(f"/partner {SILVER}")
    slack.hold.clear()
    for _ in range(12):
        pam.click(shown, "Share here")
    slack.wait("hook", 4)
    stopped, after = house.service, house.side.aftermath
    stopped.stop(within=0.2)
    house.running = False
    house.restart()
    assert "Bronze" in house.member("U0PAM").say(f"/partner {SILVER}")["text"]
    slack.hold.set()
    assert after.close()
    assert slack.count("hook") == 4


def test_a_form_that_is_written_too_long_does_not_keep_the_house_from_stopping(
    house: House, pam: Member, tmp_path: Path
) -> None:
    form, door = pam.second_page(pam.form(), DEAL), house.side.door
    holder = sqlite3.connect(tmp_path / "house.db", isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    with ThreadPoolExecutor(1) as at_once:
        submitting = at_once.submit(pam.send, form, {})
        until("the form is being written", lambda: at_work("slack-in"))
        assert not door.close(0.01)
        holder.execute("ROLLBACK")
        assert "Registered as DR-1001" in json.dumps(submitting.result())
        assert door.close()
    holder.close()


def at_work(prefix: str) -> bool:
    """Whether a thread of that name waits inside the database driver, or for its turn there."""
    frames = sys._current_frames()
    names = {thread.ident: thread.name for thread in threading.enumerate()}
    stacks = (frame for ident, frame in frames.items() if names.get(ident, "").startswith(prefix))
    return any(frame.f_code.co_name in ("do_execute", "turn") for frame in stacks)


def test_a_house_built_by_one_thread_and_stopped_by_another_can_be_opened_again(house: House) -> None:
    stopping = threading.Thread(target=house.stop)
    stopping.start()
    stopping.join(10)
    house.restart()
    assert house.running


def test_stopping_leaves_no_thread_behind(house: House, pam: Member) -> None:
    pam.say("/partner tier Acme")
    house.stop()
    names = ("slack-in", "slack-after", "slack-courier", "clock-watchdog", "APScheduler")
    assert [each.name for each in threading.enumerate() if each.name.startswith(names)] == []


def test_a_recorded_request_passes_at_no_other_replica_either(
    in_postgres: str, open_house: Callable[..., House]
) -> None:
    """Two processes on one database: a question, which writes nothing, is taken by the one that got it first."""
    one, two = open_house(database=in_postgres), open_house(database=in_postgres)
    body = urlencode({"command": "/partner", "text": SILVER, "team_id": TEAM, "user_id": "U0PAM"}).encode()
    headers = signed(body, FORM)
    answers = [asyncio.run(call(each.app, body, headers)).status for each in (one, two, one)]
    assert answers == [200, 409, 409]
    one.restart()
    assert asyncio.run(call(one.app, body, headers)).status == 409
