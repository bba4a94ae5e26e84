"""Pipeline reviews, QBRs and executive meetings."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date

from sqlalchemy import ColumnElement, and_, delete, exists, func, select, update
from sqlalchemy.orm import Session

from store.models import CommitmentRow, MeetingOutcomeRow, MeetingRow
from store.records import Meeting
from store.repositories.counters import touch_portfolio
from store.review_records import MeetingOutcome
from store.upsert import insert_for, table_of

_COLUMNS = tuple(table_of(MeetingRow).columns)
_OUTCOME = tuple(table_of(MeetingOutcomeRow).columns)
_KEY = ("partner", "program", "kind", "scheduled_on")


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

    def correct(self, partner: str, program: str, kind: str, scheduled_on: date, held_on: date) -> None:
        """Say that a meeting that is recorded as held took place on another day."""
        row = MeetingRow
        meeting = (row.partner == partner, row.program == program, row.kind == kind, row.scheduled_on == scheduled_on)
        self._session.execute(update(row).where(*meeting, row.held_on.is_not(None)).values(held_on=held_on))
        touch_portfolio(self._session)

    def get(self, partner: str, program: str, kind: str, scheduled_on: date) -> Meeting | None:
        """One meeting."""
        row = MeetingRow
        own = (row.partner == partner, row.program == program, row.kind == kind, row.scheduled_on == scheduled_on)
        return next(iter(self._where(*own)), None)

    def reopen(self, partner: str, program: str, kind: str, scheduled_on: date) -> bool:
        """Take back that a meeting took place, and what was decided in it; False when it is not recorded as held."""
        row, kept = MeetingRow, table_of(MeetingOutcomeRow)
        meeting = (row.partner == partner, row.program == program, row.kind == kind, row.scheduled_on == scheduled_on)
        statement = update(row).where(*meeting, row.held_on.is_not(None)).values(held_on=None)
        if self._session.execute(statement.returning(row.partner)).first() is None:
            return False
        own = zip(_KEY, (partner, program, kind, scheduled_on), strict=True)
        self._session.execute(delete(kept).where(*(kept.c[name] == value for name, value in own)))
        touch_portfolio(self._session)
        return True

    def record(self, outcome: MeetingOutcome) -> None:
        """Keep what was decided in a meeting that was held, in place of what was kept before."""
        values = asdict(outcome)
        changed = {name: value for name, value in values.items() if name not in _KEY}
        statement = insert_for(self._session, MeetingOutcomeRow).values(values)
        self._session.execute(statement.on_conflict_do_update(index_elements=_KEY, set_=changed))
        touch_portfolio(self._session)

    def outcome(self, partner: str, program: str, kind: str, scheduled_on: date) -> MeetingOutcome | None:
        """What was recorded here of one meeting; None for one that was not, or was imported as held."""
        found = (each for each in self.outcomes_of(partner, program) if each.kind == kind)
        return next((each for each in found if each.scheduled_on == scheduled_on), None)

    def outcomes_of(self, partner: str, program: str) -> tuple[MeetingOutcome, ...]:
        """What was recorded here of the meetings with a partner in a program, oldest first."""
        row = MeetingOutcomeRow
        query = select(*_OUTCOME).where(row.partner == partner, row.program == program)
        rows = self._session.execute(query.order_by(row.scheduled_on, row.kind))
        return tuple(MeetingOutcome(*each) for each in rows)

    def written(self, first: date, last: date) -> frozenset[tuple[str, str, str, date]]:
        """The meetings scheduled from `first` through `last` of which decisions or commitments are kept."""
        kept, promise = MeetingOutcomeRow, CommitmentRow
        decided = select(*(getattr(kept, name) for name in _KEY)).where(kept.decisions.is_not(None))
        promised = select(*(getattr(promise, name) for name in _KEY)).distinct()
        found = (
            *self._session.execute(decided.where(kept.scheduled_on.between(first, last))),
            *self._session.execute(promised.where(promise.scheduled_on.between(first, last))),
        )
        return frozenset((partner, program, kind, on) for partner, program, kind, on in found)

    def unwritten(self, partners: Collection[str]) -> tuple[Meeting, ...]:
        """The last meeting held of each kind, by these partners' programs, if it was recorded here and nothing of it.

        Of a meeting that came as held with the portfolio nobody expects that.
        """
        row, kept, promise = MeetingRow, MeetingOutcomeRow, CommitmentRow
        of = (row.partner, row.program, row.kind)
        last = select(*of, func.max(row.scheduled_on).label("last")).where(row.held_on.is_not(None)).group_by(*of)
        latest = last.where(row.partner.in_(partners)).subquery()
        same = and_(*(latest.c[name] == getattr(kept, name) for name in _KEY[:3]), latest.c.last == kept.scheduled_on)
        nothing = ~exists().where(*(getattr(promise, name) == getattr(kept, name) for name in _KEY))
        query = select(*_COLUMNS).join(kept, and_(*(getattr(row, name) == getattr(kept, name) for name in _KEY)))
        query = query.join(latest, same).where(kept.decisions.is_(None), nothing)
        return tuple(Meeting(*each) for each in self._session.execute(query))

    def _where(self, *conditions: ColumnElement[bool]) -> tuple[Meeting, ...]:
        order = (MeetingRow.scheduled_on, MeetingRow.partner, MeetingRow.program, MeetingRow.kind)
        rows = self._session.execute(select(*_COLUMNS).where(*conditions).order_by(*order))
        return tuple(Meeting(*row) for row in rows)
