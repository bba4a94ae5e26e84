"""Partners whose reviews keep another rhythm than their program's."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from store.models import ReviewCadenceRow
from store.repositories.counters import touch_portfolio
from store.review_records import ReviewCadence
from store.upsert import insert_for, table_of

_KEY = ("partner", "program", "kind")
_COLUMNS = tuple(table_of(ReviewCadenceRow).columns)


class Cadences:
    """The exceptions, each with its reason."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> dict[tuple[str, str, str], ReviewCadence]:
        """Every exception by partner, program and kind of meeting."""
        rows = (ReviewCadence(*row) for row in self._session.execute(select(*_COLUMNS)))
        return {(each.partner, each.program, each.kind): each for each in rows}

    def of_partner(self, partner: str) -> tuple[ReviewCadence, ...]:
        """The exceptions of one partner, by program and kind."""
        query = select(*_COLUMNS).where(ReviewCadenceRow.partner == partner).order_by(*_COLUMNS[1:3])
        return tuple(ReviewCadence(*row) for row in self._session.execute(query))

    def set(self, cadence: ReviewCadence) -> None:
        """Make an exception, or replace the one there is."""
        values = {column.key: getattr(cadence, column.key) for column in _COLUMNS}
        changed = {name: value for name, value in values.items() if name not in _KEY}
        statement = insert_for(self._session, ReviewCadenceRow).values(values)
        self._session.execute(statement.on_conflict_do_update(index_elements=_KEY, set_=changed))
        touch_portfolio(self._session)

    def clear(self, partner: str, program: str, kind: str) -> bool:
        """Go back to what the program says; False when there was no exception."""
        row = ReviewCadenceRow
        own = delete(row).where(row.partner == partner, row.program == program, row.kind == kind)
        if self._session.execute(own.returning(row.partner)).first() is None:
            return False
        touch_portfolio(self._session)
        return True
