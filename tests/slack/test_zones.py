"""Managers' zones, as Slack says them, looked up a few at a time."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from slack_sdk import WebClient

from bot.slack.zones import FEW, ZoneKeeper
from store.engine import Store, open_store
from store.migrate import migrate
from store.models import EnrollmentRow, PartnerRow
from store.review_records import PersonClock
from tests.support.slack import LoopbackSlack, loopback_slack

MONDAY = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class Moved:
    def __init__(self) -> None:
        self.at = MONDAY

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def world() -> Iterator[LoopbackSlack]:
    with loopback_slack(LoopbackSlack()) as slack:
        slack.answers["users.lookupByEmail"] = {"user": {"id": "U1", "tz": "Europe/Berlin"}}
        yield slack


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    migrate(f"sqlite:///{tmp_path / 't.db'}")
    opened = open_store(f"sqlite:///{tmp_path / 't.db'}")
    with opened.write() as work:
        for number in range(FEW + 2):
            work.session.add(PartnerRow(partner=f"p{number}", name=f"P{number}", aliases=(), search=""))
            work.session.flush()
            manager = f"M{number:02d}@vendor.example"
            work.session.add(EnrollmentRow(partner=f"p{number}", program="x", manager=manager, focus=()))
    yield opened
    opened.close()


def test_a_few_managers_a_tick_until_all_are_known_and_again_after_a_week_but_never_who_chose(
    store: Store, world: LoopbackSlack
) -> None:
    clock = Moved()
    keeper = ZoneKeeper(store, lambda: WebClient("xoxb-test", world.base_url, retry_handlers=[]), clock, "T1")
    assert [keeper.tick() for _ in range(3)] == [FEW, 2, 0]
    with store.read() as work:
        known = work.person_clocks.all()
        assert {each.zone for each in known.values()} == {"Europe/Berlin"}
        assert {entry.action for entry in work.audit.of("zones")} == {"zones.kept"}
    mine = replace(known["m00@vendor.example"], zone="Asia/Tokyo", chosen=True, morning=7)
    moved = replace(known["m01@vendor.example"], morning=7)
    with store.write() as work:
        work.person_clocks.put(mine)
        work.person_clocks.put(moved)
    world.answers["users.lookupByEmail"] = {"user": {"id": "U1", "tz": "Asia/Kolkata"}}
    clock.at += timedelta(days=7, hours=1)
    assert [keeper.tick() for _ in range(3)] == [FEW, 1, 0]
    with store.read() as work:
        assert work.person_clocks.get("m00@vendor.example") == mine
        after = work.person_clocks.get("m01@vendor.example")
    assert after == replace(moved, zone="Asia/Kolkata", changed_at=clock.at)


def test_it_rests_while_slack_asks_to_and_does_not_ask_for_strangers_every_hour(
    store: Store, world: LoopbackSlack
) -> None:
    clock = Moved()
    keeper = ZoneKeeper(store, lambda: WebClient("xoxb-test", world.base_url, retry_handlers=[]), clock, "T1")
    world.answers["users.lookupByEmail"] = {"ok": False, "error": "ratelimited"}
    assert (keeper.tick(), keeper.tick()) == (0, 0)
    assert world.count("users.lookupByEmail") == 1
    clock.at += timedelta(hours=1)
    world.answers["users.lookupByEmail"] = {"ok": False, "error": "users_not_found"}
    assert [keeper.tick() for _ in range(4)] == [0] * 4
    assert world.count("users.lookupByEmail") == 1 + FEW + 2
    away = ZoneKeeper(store, lambda: None, clock, "T1")
    assert away.tick() == 0


def test_whoever_chooses_while_slack_is_asked_keeps_the_choice(store: Store, world: LoopbackSlack) -> None:
    clock = Moved()
    chosen = PersonClock("m00@vendor.example", "Asia/Tokyo", None, 7, None, None, None, True, True, MONDAY)

    def client() -> WebClient:
        return WebClient("xoxb-test", world.base_url, retry_handlers=[])

    keeper = ZoneKeeper(store, client, clock, "T1")
    found = keeper._found(client(), ["m00@vendor.example"], MONDAY)
    with store.write() as work:
        work.person_clocks.put(chosen)
    assert keeper._keep(found, MONDAY) == 0
    with store.read() as work:
        assert work.person_clocks.get("m00@vendor.example") == chosen
