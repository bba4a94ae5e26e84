"""What happened to meetings besides being held: moved, skipped, left for later."""

from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from store.models import FrozenPackRow, MeetingChangeRow, MeetingRow, ReviewSnoozeRow
from store.records import Meeting
from store.repositories.counters import touch_portfolio
from store.review_records import MeetingChange
from store.upsert import insert_for, table_of

KEY = ("partner", "program", "kind", "scheduled_on")
_CHANGE = tuple(table_of(MeetingChangeRow).columns)
_MEETING = tuple(table_of(MeetingRow).columns)


class MeetingLife:
    """Moves, skips and snoozes. A meeting that is moved or skipped is no row of `meetings` any more."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def schedule(self, meeting: Meeting) -> bool:
        """Add a meeting; False when there is one of its kind on that day. One that was skipped there comes back."""
        statement = insert_for(self._session, MeetingRow).values(asdict(meeting)).on_conflict_do_nothing()
        if self._session.execute(statement.returning(MeetingRow.partner)).first() is None:
            return False
        self._forget(MeetingChangeRow, meeting)
        touch_portfolio(self._session)
        return True

    def take_out(self, change: MeetingChange) -> Meeting | None:
        """Take a meeting that is not held off its day, and keep why; the meeting as it was, None when there is none.

        Its frozen figures and its snooze end with it.
        """
        own = (MeetingRow.partner == change.partner, MeetingRow.program == change.program)
        when = (MeetingRow.kind == change.kind, MeetingRow.scheduled_on == change.scheduled_on)
        gone = delete(MeetingRow).where(*own, *when, MeetingRow.held_on.is_(None)).returning(*_MEETING)
        row = self._session.execute(gone).first()
        if row is None:
            return None
        meeting = Meeting(*row)
        for table in (ReviewSnoozeRow, FrozenPackRow):
            self._forget(table, meeting)
        self.note(change)
        return meeting

    def note(self, change: MeetingChange) -> None:
        """Keep that a day has no meeting any more, or, for a skipped period, that none is wanted."""
        statement = insert_for(self._session, MeetingChangeRow).values(asdict(change))
        values = {name: value for name, value in asdict(change).items() if name not in KEY}
        self._session.execute(statement.on_conflict_do_update(index_elements=KEY, set_=values))
        touch_portfolio(self._session)

    def undo(self, meeting: Meeting) -> bool:
        """Forget that a day was skipped or moved away from; False when it was not."""
        if not self._forget(MeetingChangeRow, meeting):
            return False
        touch_portfolio(self._session)
        return True

    def changes(self, partner: str | None = None) -> tuple[MeetingChange, ...]:
        """Everything that was moved or skipped, of one partner where one is named, by partner and day."""
        query = select(*_CHANGE).order_by(*_CHANGE[:4])
        if partner is not None:
            query = query.where(MeetingChangeRow.partner == partner)
        return tuple(MeetingChange(*row) for row in self._session.execute(query))

    def snooze(self, meeting: Meeting, until: date, by: str, at: datetime) -> None:
        """Let the reminders of a meeting rest until the morning of `until`; a second time replaces the first."""
        key = {name: getattr(meeting, name) for name in KEY}
        values = {"until": until, "snoozed_by": by, "snoozed_at": at}
        statement = insert_for(self._session, ReviewSnoozeRow).values({**key, **values})
        self._session.execute(statement.on_conflict_do_update(index_elements=KEY, set_=values))
        touch_portfolio(self._session)

    def snoozes(self) -> dict[tuple[str, str, str, date], date]:
        """Until when each snoozed meeting rests."""
        columns = tuple(table_of(ReviewSnoozeRow).columns)[:5]
        rows = self._session.execute(select(*columns))
        return {(partner, program, kind, on): until for partner, program, kind, on, until in rows}

    def _forget(
        self, model: type[MeetingChangeRow] | type[ReviewSnoozeRow] | type[FrozenPackRow], meeting: Meeting
    ) -> bool:
        table = table_of(model)
        own = [table.c[name] == getattr(meeting, name) for name in KEY]
        return self._session.execute(delete(table).where(*own).returning(table.c.partner)).first() is not None
