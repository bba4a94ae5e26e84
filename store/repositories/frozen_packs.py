"""The figures of packs as they were shortly before their meetings."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from store.models import FrozenPackRow
from store.upsert import insert_for, table_of

_COLUMNS = tuple(table_of(FrozenPackRow).columns)


@dataclass(frozen=True, slots=True)
class FrozenPack:
    """The figures of a meeting's pack as they were at `frozen_at`; `content` is JSON that the store does not read."""

    partner: str
    program: str
    kind: str
    scheduled_on: date
    content: str
    frozen_at: datetime


class FrozenPacks:
    """One pack a meeting, kept once. It changes nothing that others count, so the portfolio's version stays."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, pack: FrozenPack) -> bool:
        """Keep a pack; False, and nothing changes, when the meeting has one already."""
        values = {column.key: getattr(pack, column.key) for column in _COLUMNS}
        statement = insert_for(self._session, FrozenPackRow).values(values).on_conflict_do_nothing()
        return self._session.execute(statement.returning(FrozenPackRow.partner)).first() is not None

    def get(self, partner: str, program: str, kind: str, scheduled_on: date) -> FrozenPack | None:
        """The pack of one meeting."""
        row = FrozenPackRow
        meeting = (row.partner == partner, row.program == program, row.kind == kind, row.scheduled_on == scheduled_on)
        found = self._session.execute(select(*_COLUMNS).where(*meeting)).first()
        return None if found is None else FrozenPack(**found._mapping)

    def known(self, first: date, last: date) -> frozenset[tuple[str, str, str, date]]:
        """The meetings from `first` through `last` whose pack is kept: partner, program, kind and day of each."""
        row = FrozenPackRow
        query = select(row.partner, row.program, row.kind, row.scheduled_on).where(
            row.scheduled_on.between(first, last)
        )
        return frozenset((partner, program, kind, on) for partner, program, kind, on in self._session.execute(query))
