"""Several threads at once: nothing is lost, nothing happens twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from sqlalchemy import select

from store.engine import Store
from store.errors import StaleVersion
from store.models import CounterRow
from store.records import NewRegistration
from tests.store.conftest import NOW
from tests.support.deciding import decided

T = TypeVar("T")
THREADS = 8


def at_once(task: Callable[[int], T]) -> list[T]:
    """Run a task in every thread, all starting together."""
    barrier = Barrier(THREADS)

    def run(number: int) -> T:
        barrier.wait()
        return task(number)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


def test_no_two_registrations_get_one_number(
    store: Store, partner: str, new_registration: Callable[..., NewRegistration]
) -> None:
    def submit(_number: int) -> list[str]:
        ids = []
        for _ in range(3):
            with store.write() as work:
                ids.append(work.registrations.submit(new_registration(partner=partner)).id)
        return ids

    ids = [id for batch in at_once(submit) for id in batch]
    assert sorted(ids) == [f"DR-{number}" for number in range(1001, 1001 + 3 * THREADS)]
    assert store.portfolio_version() == 3 * THREADS


def test_one_of_many_deciders_wins_and_the_others_learn_who(
    store: Store, partner: str, new_registration: Callable[..., NewRegistration]
) -> None:
    with store.write() as work:
        number = work.registrations.submit(new_registration(partner=partner)).id

    def decide(who: int) -> str:
        try:
            with store.write() as work:
                decided(work, number, 1, "approved", f"U{who}", NOW)
        except StaleVersion as stale:
            return stale.current.decided_by or ""
        return f"U{who}"

    winners = set(at_once(decide))
    with store.read() as work:
        registration = work.registrations.get(number)
    assert registration is not None
    assert winners == {registration.decided_by}
    assert registration.version == 2


def test_a_delivery_that_arrives_many_times_at_once_is_claimed_by_one(store: Store) -> None:
    def claim(_number: int) -> bool:
        with store.write() as work:
            return work.inbound.claim("event:7", NOW)

    assert sorted(at_once(claim)) == [False] * (THREADS - 1) + [True]


def test_readers_see_the_state_before_while_somebody_writes(store: Store, partner: str) -> None:
    with store.write() as writing:
        writing.inbound.claim("event:8", NOW)
        with store.read() as reading:
            assert reading.partners.get(partner) is not None
            assert reading.portfolio_version() == store.portfolio_version() == 0


def test_who_reads_before_writing_loses_no_update_and_is_not_turned_away(store: Store) -> None:
    with store.write() as work:
        work.session.add(CounterRow(name="visits", value=0))

    def count(_number: int) -> None:
        for _ in range(5):
            with store.write() as work:
                row = work.session.scalars(
                    select(CounterRow).where(CounterRow.name == "visits").with_for_update()
                ).one()
                row.value += 1

    at_once(count)
    with store.read() as work:
        assert work.session.scalar(select(CounterRow.value)) == 5 * THREADS
