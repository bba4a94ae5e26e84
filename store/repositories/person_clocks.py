"""When people of ours want to be told things."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from store.models import PersonClockRow
from store.repositories.counters import touch_portfolio
from store.review_records import PersonClock
from store.upsert import insert_for, table_of

_COLUMNS = tuple(table_of(PersonClockRow).columns)


class PersonClocks:
    """One row a person; who has none lives by the desk's clock."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> dict[str, PersonClock]:
        """Everybody's, by e-mail address in lower case."""
        rows = (PersonClock(*row) for row in self._session.execute(select(*_COLUMNS)))
        return {each.person: each for each in rows}

    def get(self, person: str) -> PersonClock | None:
        """One person's, by e-mail address in any case."""
        row = self._session.execute(select(*_COLUMNS).where(PersonClockRow.person == person.lower())).first()
        return None if row is None else PersonClock(*row)

    def put(self, clock: PersonClock) -> None:
        """Keep a person's, in place of the one there is; what is planned is looked at again."""
        values = {column.key: getattr(clock, column.key) for column in _COLUMNS}
        statement = insert_for(self._session, PersonClockRow).values(values)
        changed = {name: value for name, value in values.items() if name != "person"}
        self._session.execute(statement.on_conflict_do_update(index_elements=["person"], set_=changed))
        touch_portfolio(self._session)
