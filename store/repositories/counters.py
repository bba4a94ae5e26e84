"""Counters that only grow, safe under concurrency: the row is locked until the transaction ends."""

from sqlalchemy.orm import Session

from store.models import CounterRow
from store.upsert import insert_for

PORTFOLIO = "portfolio"
REGISTRATION = "registration"
PLANNED = "planned"
FIRST_NUMBER = 1001


def advance(session: Session, name: str, *, first: int = 1) -> int:
    """Add one to the counter and return it; a counter that does not exist yet starts at `first`."""
    statement = insert_for(session, CounterRow).values(name=name, value=first)
    grown = statement.on_conflict_do_update(index_elements=["name"], set_={"value": CounterRow.value + 1})
    return int(session.execute(grown.returning(CounterRow.value)).scalar_one())


def raise_to(session: Session, name: str, value: int) -> None:
    """Make sure that a counter is at least `value`."""
    statement = insert_for(session, CounterRow).values(name=name, value=value)
    session.execute(
        statement.on_conflict_do_update(index_elements=["name"], set_={"value": value}, where=CounterRow.value < value)
    )


def number_after(session: Session, taken: int) -> None:
    """Make sure that the next deal registration gets a number above `taken`."""
    raise_to(session, REGISTRATION, max(taken, FIRST_NUMBER - 1))


def touch_portfolio(session: Session) -> None:
    """Say that the portfolio tables changed, so that whoever keeps a copy reads them anew."""
    advance(session, PORTFOLIO)
    session.info[PORTFOLIO] = True


def touched_portfolio(session: Session) -> bool:
    """Whether `touch_portfolio` was called with this session."""
    return PORTFOLIO in session.info
