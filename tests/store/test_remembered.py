"""The portfolio's version is asked for with every question: it is told again for a moment, and never after a write."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from store.engine import Store, open_store, parse_url
from store.migrate import migrate
from store.remembered import Remembered
from store.repositories.counters import touch_portfolio
from tests.store.conftest import NOW


class Pages:
    """A number that others turn, and how often it was looked at."""

    def __init__(self) -> None:
        self.number = 0
        self.looked = 0

    def read(self) -> int:
        self.looked += 1
        return self.number


@given(st.lists(st.sampled_from(("turn", "forget", "wait", "ask")), max_size=30), st.sampled_from((0.0, 1.0, 2.5)))
def test_what_is_told_is_never_older_than_agreed(steps: list[str], seconds: float) -> None:
    now, pages = 0.0, Pages()
    told, turned = Remembered[int](seconds, lambda: now), {0: 0.0}
    least = 0
    for step in steps:
        if step == "turn":
            pages.number += 1
            turned[pages.number] = now
        elif step == "wait":
            now += 1.0
        elif step == "forget":
            told.forget()
            least = pages.number
        else:
            value = told.get(pages.read)
            assert value >= least
            assert value == pages.number or now < turned[value + 1] + seconds


def test_it_is_read_once_in_that_time() -> None:
    now, pages = 0.0, Pages()
    told = Remembered[int](1.0, lambda: now)
    assert [told.get(pages.read) for _ in range(5)] == [0] * 5
    assert pages.looked == 1
    now = 1.0
    told.get(pages.read)
    assert pages.looked == 2


def test_what_was_read_before_a_write_is_not_kept_after_it() -> None:
    pages, told = Pages(), Remembered[int](60.0, lambda: 0.0)

    def read_while_somebody_writes() -> int:
        seen = pages.read()
        pages.number += 1
        told.forget()
        return seen

    assert told.get(read_while_somebody_writes) == 0
    assert told.get(pages.read) == 1


def test_ones_own_writes_are_seen_at_once_and_those_of_others_after_the_lag(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'one.db'}"
    migrate(parse_url(url))
    ours, theirs = open_store(url, lag=60.0), open_store(url)

    def raise_version(store: Store) -> None:
        with store.write() as work:
            touch_portfolio(work.session)

    assert ours.portfolio_version() == 0
    raise_version(theirs)
    assert (theirs.portfolio_version(), ours.portfolio_version()) == (1, 0)
    raise_version(ours)
    assert ours.portfolio_version() == 2
    raise_version(theirs)
    with ours.write() as work:  # a write of anything else is no reason to read it anew
        work.inbound.claim("key", NOW)
    assert ours.portfolio_version() == 2
    ours.close()
    theirs.close()
