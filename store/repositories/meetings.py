"""Pipeline reviews, QBRs and executive meetings."""

from datetime import date

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from store.models import MeetingRow
from store.records import Meeting
from store.repositories.counters import touch_portfolio
from store.upsert import table_of

_COLUMNS = tuple(table_of(MeetingRow).columns)


class Meetings:
    """Reviews with partners."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def upcoming(self, from_day: date, to_day: date) -> tuple[Meeting, ...]:
        """Meetings scheduled from `from_day` through `to_day` (both included) and not held, soonest first."""
        return self._where(MeetingRow.scheduled_on.between(from_day, to_day), MeetingRow.held_on.is_(None))

    def overdue(self, before_day: date) -> tuple[Meeting, ...]:
        """Meetings scheduled before `before_day` (excluded) and not held, oldest first."""
        return self._where(MeetingRow.scheduled_on < before_day, MeetingRow.held_on.is_(None))

    def of_partner(self, partner: str) -> tuple[Meeting, ...]:
        """Every meeting of a partner, oldest first."""
        return self._where(MeetingRow.partner == partner)

    def mark_held(self, partner: str, program: str, kind: str, scheduled_on: date, held_on: date) -> bool:
        """Record that a meeting took place; False when there is none, or somebody recorded it first."""
        row = MeetingRow
        meeting = (row.partner == partner, row.program == program, row.kind == kind, row.scheduled_on == scheduled_on)
        statement = update(row).where(*meeting, row.held_on.is_(None)).values(held_on=held_on)
        if self._session.execute(statement.returning(row.partner)).first() is None:
            return False
        touch_portfolio(self._session)
        return True

    def _where(self, *conditions: ColumnElement[bool]) -> tuple[Meeting, ...]:
        order = (MeetingRow.scheduled_on, MeetingRow.partner, MeetingRow.program, MeetingRow.kind)
        rows = self._session.execute(select(*_COLUMNS).where(*conditions).order_by(*order))
        return tuple(Meeting(*row) for row in rows)
