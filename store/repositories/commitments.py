"""What was promised in meetings, by either side, and whether it was done."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.orm import Session

from store.models import CommitmentRow
from store.repositories.counters import touch_portfolio
from store.review_records import Commitment, NewCommitment
from store.upsert import table_of

_COLUMNS = tuple(table_of(CommitmentRow).columns)


class Commitments:
    """Promises, in the order in which they fall due."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, commitment: NewCommitment) -> int:
        """Write a promise down; its id."""
        added = insert(CommitmentRow).values(asdict(commitment)).returning(CommitmentRow.id)
        id = self._session.execute(added).scalar_one()
        touch_portfolio(self._session)
        return id

    def get(self, id: int) -> Commitment | None:
        """One promise."""
        return next(iter(self._where(CommitmentRow.id == id)), None)

    def of_meeting(self, partner: str, program: str, kind: str, scheduled_on: date) -> tuple[Commitment, ...]:
        """Every promise of one meeting."""
        row = CommitmentRow
        meeting = (row.partner == partner, row.program == program, row.kind == kind, row.scheduled_on == scheduled_on)
        return self._where(*meeting)

    def of_partner(self, partner: str, program: str) -> tuple[Commitment, ...]:
        """Every promise made with a partner in a program, kept or not."""
        return self._where(CommitmentRow.partner == partner, CommitmentRow.program == program)

    def open_of(self, partner: str, program: str) -> tuple[Commitment, ...]:
        """Promises made with a partner in a program that are neither done nor dropped."""
        row = CommitmentRow
        return self._where(row.partner == partner, row.program == program, row.state == "open")

    def open_until(self, last: date, partners: Collection[str] | None = None) -> tuple[Commitment, ...]:
        """Open promises that are due through `last` (included), of these partners where some are named."""
        due = (CommitmentRow.state == "open", CommitmentRow.due_on <= last)
        return self._where(*due, *(() if partners is None else (CommitmentRow.partner.in_(partners),)))

    def close(self, id: int, state: str, on: date, by: str) -> bool:
        """Mark as `done` or `dropped`; False when it is not open (any more)."""
        mine = update(CommitmentRow).where(CommitmentRow.id == id, CommitmentRow.state == "open")
        closed = mine.values(state=state, closed_on=on, closed_by=by).returning(CommitmentRow.id)
        if self._session.execute(closed).first() is None:
            return False
        touch_portfolio(self._session)
        return True

    def _where(self, *conditions: ColumnElement[bool]) -> tuple[Commitment, ...]:
        rows = self._session.execute(select(*_COLUMNS).where(*conditions).order_by(CommitmentRow.due_on, _COLUMNS[0]))
        return tuple(Commitment(**row._mapping) for row in rows)
