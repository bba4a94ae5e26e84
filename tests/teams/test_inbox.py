"""What was acknowledged is worked on: whatever happens in between, and whoever else works."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from bot.teams.inbox import BATCH, ENOUGH, InboxWorker
from bot.teams.reading import key_of
from handlers.delivery.pages import RETRY
from store.engine import Store, open_store
from store.errors import StoreUnavailable
from tests.support.house import MONDAY, WalkingClock
from tests.support.teams_house import TeamsHouse, TeamsMember
from tests.support.teams_keys import TENANT
from tests.support.teams_world import TeamsWorld


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    store = open_store(database)
    yield store
    store.close()


@dataclass
class Works:
    """Somebody who works as `work` says, and remembers on what."""

    does: Callable[[int], None] = lambda number: None
    done: list[int] = field(default_factory=list)

    def work(self, body: dict[str, Any]) -> None:
        self.does(body["number"])
        self.done.append(body["number"])

    def give_up(self, body: dict[str, Any], sentence: str) -> None:
        raise AssertionError(sentence)


def test_when_the_database_stumbles_the_others_wait_for_nothing(store: Store) -> None:
    clock, stumbles = WalkingClock(MONDAY), iter([True])

    def does(number: int) -> None:
        if next(stumbles, False):
            raise StoreUnavailable("The database is busy.")

    works = Works(does)
    worker = InboxWorker(store, clock, works)
    _put(store, 3)
    with pytest.raises(StoreUnavailable):
        worker.run_once()
    worker.run_once()
    assert works.done == [2, 3]


def test_what_would_outlast_its_lease_is_left_to_others(store: Store) -> None:
    clock = WalkingClock(MONDAY)
    works = Works(lambda number: clock.move_to(clock.now() + ENOUGH))
    worker = InboxWorker(store, clock, works)
    _put(store, BATCH)
    worker.run_once()
    assert works.done == [1]
    for _ in range(BATCH):
        worker.run_once()
    assert works.done == list(range(1, BATCH + 1))


def test_a_change_whose_answer_was_lost_is_answered_nevertheless(
    house: TeamsHouse, noa: TeamsMember, world: TeamsWorld
) -> None:
    """The process died between the change and its answer: it is not done again, but something is said."""
    body = noa.activity("message") | {"value": {"route": RETRY, "value": "1"}}
    now = house.clock.now()
    with house.service.store.write() as work:
        assert work.inbound.claim(key_of(body), now, TENANT)
        work.inbox.put(key_of(body), TENANT, noa.person.object_id, json.dumps(body), now)
        (waiting,) = work.inbox.claim(now, timedelta(seconds=60), 1)
        work.inbox.put_back(waiting, now)
    assert "Nothing was done twice" in world.wait(1).words


def test_whoever_was_answered_hears_nothing_of_a_second_attempt(
    house: TeamsHouse, noa: TeamsMember, world: TeamsWorld
) -> None:
    """The process died between the answer and the note that all is done."""
    body = noa.activity("message") | {"value": {"route": RETRY, "value": "1"}}
    assert house.send(body).status_code == 200
    world.wait(1)
    house.settled()
    with house.service.store.write() as work:
        work.inbox.put("the same once more", TENANT, noa.person.object_id, json.dumps(body), house.clock.now())
    house.settled()
    assert len(world.posted) == 1


def _put(store: Store, count: int) -> None:
    with store.write() as work:
        for number in range(1, count + 1):
            work.inbox.put(str(number), "T", "pam", json.dumps({"number": number}), MONDAY)
