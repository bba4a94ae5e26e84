"""Messages that lost their point before they were sent: they are taken back, and may be planned anew."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, String, and_, cast, literal, or_, select, update
from sqlalchemy.orm import Session

from store.models.outbox import MessageState, OutboxMessage
from store.outbox import CHUNK


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that was written and surely not sent."""

    id: int
    key: str
    workspace: str
    target: str


class Withdrawals:
    """Posts that wait, are parked, or wait for a digest. What is being sent, or may have arrived, is its sender's: the
    rewrite that follows finds it.

    A message that is taken back leaves its occurrence key, so that the same occurrence can be written once more.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def waiting(self, kinds: Collection[str], now: datetime) -> tuple[Waiting, ...]:
        """Those of these kinds that are still of use at `now` (aware)."""
        row = OutboxMessage
        useful = or_(row.not_after.is_(None), row.not_after >= now)
        query = select(row.id, row.occurrence_key, row.workspace, row.target).where(
            _unsent(), row.kind.in_(kinds), useful
        )
        return tuple(Waiting(*each) for each in self._session.execute(query))

    def take_back(self, ids: Collection[int], reason: str, now: datetime) -> int:
        """Take back those of these messages that are still not sent; how many."""
        wanted = list(ids)
        chunks = (wanted[start : start + CHUNK] for start in range(0, len(wanted), CHUNK))
        return sum(self._take_back(OutboxMessage.id.in_(chunk), reason, now) for chunk in chunks)

    def take_back_of(self, subject: str, reason: str, now: datetime) -> int:
        """Take back what is not sent about `subject`; how many."""
        return self._take_back(OutboxMessage.subject == subject, reason, now)

    def _take_back(self, which: ColumnElement[bool], reason: str, now: datetime) -> int:
        row = OutboxMessage
        free = row.occurrence_key + literal("#") + cast(row.id, String)
        values = {"state": MessageState.dropped, "occurrence_key": free, "reason": reason, "settled_at": now}
        statement = update(row).where(_unsent(), which).values(values).returning(row.id)
        return len(self._session.execute(statement, execution_options={"synchronize_session": False}).all())


def _unsent() -> ColumnElement[bool]:
    row = OutboxMessage
    waits = and_(row.state.in_((MessageState.pending, MessageState.parked)), ~row.maybe_sent)
    return and_(row.operation == "post", or_(waits, and_(row.state == MessageState.folded, row.told_in.is_(None))))
