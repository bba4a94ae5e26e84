"""What whoever runs Tierline looks at: metrics, health, and a log with the references that people are told."""

import asyncio
import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from bot.logs import FORMAT, JsonLines, Lines, without_private
from handlers.documents import Reply
from handlers.wire import dump
from store.outbox import NewMessage
from tests.house.test_deals import DEAL
from tests.support.house import House, Member, until
from tests.support.slack import TEAM, Answer, call
from tests.support.workspace import Workspace


def get(house: House, path: str, *headers: tuple[bytes, bytes]) -> Answer:
    return asyncio.run(call(house.app, b"", list(headers), method="GET", path=path))


def value(page: str, name: str) -> float:
    """The value of one sample, as its line names it."""
    found = re.search(rf"^{re.escape(name)} (\S+)$", page, re.MULTILINE)
    assert found, f"no {name} in\n{page}"
    return float(found[1])


def test_what_was_answered_delivered_and_parked_is_counted_without_names(
    house: House, pam: Member, slack: Workspace
) -> None:
    pam.say("/partner tier Acme")
    pam.mention("what tier is Acme")
    slack.message("C0CHAN", "Bronze")
    with house.service.store.write() as work:
        now = house.clock.now()
        gone = NewMessage("gone:1", "Acme/odd", "slack", TEAM, "email:gone@vendor.example", "{}", now)
        work.outbox.put(gone, now)
    house.side.courier.wake()
    house.tick()
    house.delivered()
    until("the courier has counted", lambda: b'end="parked"' in house.service.metrics.page())
    page = get(house, "/metrics").text
    assert value(page, 'tierline_attempts_total{end="sent",kind="answer"}') == 1
    assert value(page, 'tierline_attempts_total{end="parked",kind="other"}') == 1
    assert value(page, 'tierline_delivery_lag_seconds_count{kind="answer"}') == 1
    assert value(page, 'tierline_acknowledgement_seconds_count{payload="command"}') == 1
    assert value(page, 'tierline_acknowledgement_seconds_count{payload="event"}') == 1
    assert value(page, 'tierline_outbox_messages{state="parked"}') == 1
    assert value(page, "tierline_outbox_oldest_due_seconds") == 0
    assert value(page, "tierline_database_up") == 1
    assert value(page, 'tierline_tick_last_success_timestamp_seconds{tick="plan"}') > 0
    assert value(page, 'tierline_tick_age_seconds{tick="plan"}') < 60
    assert "process_resident_memory_bytes" in page
    for name in ("Acme", "acme", "C0", "U0", TEAM, "@"):
        assert name not in page


def test_metrics_of_a_database_that_is_away_say_so(house: House, tmp_path: Path) -> None:
    house.delivered()
    file = tmp_path / "house.db"
    away = file.rename(tmp_path / "away.db")
    page = get(house, "/metrics").text
    assert value(page, "tierline_database_up") == 0
    assert "tierline_outbox_messages" not in page
    assert [get(house, path).status for path in ("/readyz", "/healthz")] == [503, 200]
    away.rename(file)


def test_metrics_are_for_this_machine_or_for_who_has_the_token(open_house: Callable[..., House]) -> None:
    house = open_house()
    assert get(house, "/metrics").status == 200
    assert get(house, "/metrics", (b"x-forwarded-for", b"203.0.113.9")).status == 403
    house.stop()
    house = open_house(tierline_metrics_token=SecretStr("a-token"))
    wrong = get(house, "/metrics")
    assert (wrong.status, wrong.headers["www-authenticate"]) == (401, "Bearer")
    assert get(house, "/metrics", (b"authorization", b"Bearer b-token")).status == 401
    assert get(house, "/metrics", (b"authorization", b"Bearer a-token")).status == 200


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_courier_whose_thread_died_is_not_healthy(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def ends(_: object) -> int:
        raise SystemExit

    assert get(house, "/healthz").json() == {"status": "ok"}
    monkeypatch.setattr(house.side.courier._rounds, "run_once", ends)
    house.side.courier.wake()
    until("it is not healthy", lambda: get(house, "/healthz").status == 503)
    assert get(house, "/healthz").json() == {
        "status": "ailing",
        "reason": "The thread “slack-courier” has ended: messages stay where they are.",
    }


@contextmanager
def logged(formatter: logging.Formatter) -> Iterator[io.StringIO]:
    """What the root logger writes meanwhile."""
    written = io.StringIO()
    handler, root = logging.StreamHandler(written), logging.getLogger()
    handler.setFormatter(formatter)
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        yield written
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


def test_a_person_is_told_the_reference_that_every_line_of_the_request_has(house: House, pam: Member) -> None:
    form = pam.form()
    with house.service.store.write() as work:
        statement = "CREATE TRIGGER bug BEFORE INSERT ON registrations BEGIN SELECT no_such_function(); END"
        work.session.execute(text(statement))
    with logged(JsonLines()) as written:
        words = json.dumps(pam.send(form, DEAL))
    (told,) = re.findall(r"Reference ([0-9A-Z]{5})\.", words)
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    (failed,) = [line for line in lines if line["level"] == "ERROR"]
    assert (failed["request"], failed["reference"], failed["workspace"]) == (told, told, TEAM)
    assert failed["error"]["type"] == "OperationalError"
    assert any("submit.py" in each for each in failed["error"]["at"])
    assert failed["time"].endswith("+00:00")
    assert "no_such_function" not in written.getvalue()
    assert "Initech" not in written.getvalue()


def test_each_message_is_delivered_under_a_reference_of_its_own(house: House, slack: Workspace) -> None:
    now = house.clock.now()
    with logged(JsonLines()) as written:
        with house.service.store.write() as work:
            for number in range(2):
                gone = f"email:gone{number}@vendor.example"
                work.outbox.put(NewMessage(f"gone:{number}", "gone", "slack", TEAM, gone, '{"summary": "x"}', now), now)
        house.side.courier.wake()
        until("both are parked", lambda: written.getvalue().count("is parked") == 2)
    lines = [json.loads(line) for line in written.getvalue().splitlines() if "is parked" in line]
    assert len({line["request"] for line in lines}) == 2
    assert {line["workspace"] for line in lines} == {TEAM}
    assert "gone0@" not in written.getvalue()
    assert "…@…" in lines[0]["message"]


def test_what_happens_after_the_acknowledgement_has_the_same_reference(
    house: House, pam: Member, slack: Workspace
) -> None:
    slack.errors["views.open"] = "fatal_error"
    with logged(Lines(FORMAT)) as written:
        logging.getLogger("bot").info("between two requests")
        pam.say("/partner register")
        until("the failure is in the log", lambda: "did not take a call" in written.getvalue())
    lines = written.getvalue().splitlines()
    assert any(re.search(r"INFO bot: between two requests$", line) for line in lines)
    assert any(re.search(r"WARNING tierline\.surface \[[0-9A-Z]{5}\]: Slack did not take", line) for line in lines)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("to pam.o+x@vendor.example now", "to …@… now"),
        ("token xoxb-12-ab and xapp-1-A", "token … and …"),
        ("Authorization: Bearer abc.def", "Authorization: Bearer …"),
        ("tier of Acme @ 10:00", "tier of Acme @ 10:00"),
    ],
)
def test_addresses_and_tokens_are_struck_out(written: str, kept: str) -> None:
    assert without_private(written) == kept


def test_a_post_that_was_not_finished_in_time_is_looked_up_after_the_restart(house: House, slack: Workspace) -> None:
    house.tick()
    house.delivered()
    slack.hold.clear()
    with house.service.store.write() as work:
        now = house.clock.now()
        work.outbox.put(NewMessage("late:1", "late", "slack", TEAM, "channel:C0CHAN", dump(Reply("hello")), now), now)
    house.side.courier.wake()
    slack.message("C0CHAN", "hello")
    house.service.stop(0.1)
    house.running = False
    house.clock.move_to(house.clock.now() + timedelta(minutes=2))
    house.restart()
    house.delivered()
    slack.hold.set()
    assert slack.words("C0CHAN") == ["hello"]
    assert slack.count("conversations.history") >= 1
