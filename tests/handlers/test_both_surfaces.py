"""One desk, two surfaces: what is done on one is seen on the other."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from handlers.documents import Reply
from handlers.request import Actor
from tests.handlers.test_deals import DEAL
from tests.support.both import PAM_T, TEAMS_DESK, TENANT, both_desk, posted, written
from tests.support.desk import DANA, NOW, PAM, Desk


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Desk]:
    desk = both_desk(tmp_path)
    yield desk
    desk.store.close()


def registered(desk: Desk, actor: Actor) -> str:
    outcome = desk.submit("deals.submit", DEAL, actor)
    assert isinstance(outcome, Reply), outcome
    return outcome.summary.split(":")[0].removeprefix("Registered as ")


def test_each_message_is_written_for_the_surface_of_its_workspace(both: Desk) -> None:
    registered(both, PAM_T)
    assert {(row.platform, row.workspace) for row in written(both)} == {("teams", TENANT)}
    assert f"channel:{TEAMS_DESK}" in {row.target for row in written(both)}


def test_each_courier_finds_the_messages_of_its_own_surface_only(both: Desk) -> None:
    registered(both, PAM_T)
    asked = both.request(PAM, text="tier Acme")
    both.assistant.answer_later(asked, "channel:C1", None)
    with both.store.write() as work:
        slack, teams = (work.outbox.claim("test", each, NOW, 99, NOW - NOW) for each in ("slack", "teams"))
    assert [each.message.target for each in slack] == ["channel:C1"]
    assert {each.message.workspace for each in teams} == {TENANT}


def test_a_decision_rewrites_the_card_wherever_it_stands(both: Desk) -> None:
    number = registered(both, PAM)
    posted(both, f"registration:{number}", "slack", "T1", "CEXTRA", "17.1")
    posted(both, f"registration:{number}", "teams", TENANT, TEAMS_DESK, "1719000000001")
    both.press("deals.approve", f"{number}|1", DANA)
    rewrites = [row for row in written(both) if row.operation == "update"]
    assert {(row.platform, row.workspace) for row in rewrites} == {("slack", "T1"), ("teams", TENANT)}
    below = {(row.platform, row.target, row.thread) for row in written(both) if row.thread}
    assert ("teams", f"channel:{TEAMS_DESK}", "1719000000001") in below
    assert ("slack", "channel:CEXTRA", "17.1") in below
