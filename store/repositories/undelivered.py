"""Messages that did not get through, as those who look after the installation see them: never what stands in them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from store.models.outbox import MessageState, OutboxMessage
from store.outbox import MAYBE, UNSETTLED

MAY_BE_DROPPED = (MessageState.parked, MessageState.pending)


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A parked message: its kind, where it was to go (empty for a rewrite), why it could not, and since when."""

    id: int
    kind: str
    target: str
    reason: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Dropped:
    """A message that was taken out: how it stood, and whether an attempt may have reached its platform."""

    before: str
    maybe_sent: bool


class UndeliveredMessages:
    """Within the caller's transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def count(self) -> int:
        """How many messages are parked."""
        query = select(func.count()).select_from(OutboxMessage).where(OutboxMessage.state == MessageState.parked)
        return self._session.scalar(query) or 0

    def parked(self, limit: int) -> tuple[Undelivered, ...]:
        """The `limit` messages that were parked last, the latest first."""
        of = OutboxMessage
        query = select(of.id, of.kind, of.target, of.reason, func.coalesce(of.settled_at, of.created_at))
        query = query.where(of.state == MessageState.parked).order_by(of.settled_at.desc(), of.id.desc())
        found = self._session.execute(query.limit(limit))
        return tuple(Undelivered(id, kind, target, reason or "", since) for id, kind, target, reason, since in found)

    def parked_ids(self, kind: str | None = None) -> tuple[int, ...]:
        """Every parked message, of one `kind` where it is named, the oldest first."""
        query = select(OutboxMessage.id).where(OutboxMessage.state == MessageState.parked)
        if kind is not None:
            query = query.where(OutboxMessage.kind == kind)
        return tuple(self._session.scalars(query.order_by(OutboxMessage.id)))

    def parked_after(self, instant: datetime | None, but: str) -> int:
        """How many were parked after `instant` (None: ever) and are so still; messages of kind `but` do not count."""
        query = select(func.count()).select_from(OutboxMessage)
        query = query.where(OutboxMessage.state == MessageState.parked, OutboxMessage.kind != but)
        if instant is not None:
            query = query.where(OutboxMessage.settled_at > instant)
        return self._session.scalar(query) or 0

    def last_written(self, keys: Collection[str]) -> datetime | None:
        """When the latest of the messages with these occurrence keys was written; None when none was."""
        query = select(func.max(OutboxMessage.created_at)).where(OutboxMessage.occurrence_key.in_(list(keys)))
        return self._session.scalar(query)

    def drop(self, id: int, reason: str, now: datetime) -> Dropped | None:
        """Take out a parked or waiting message for good; None, and nothing changes, when it is neither.

        One that is being sent at this moment is its sender's.
        """
        of = OutboxMessage
        mine = (of.id == id, of.state.in_(MAY_BE_DROPPED))
        found = self._session.execute(select(of.state, of.maybe_sent).where(*mine).with_for_update()).first()
        if found is None:
            return None
        values = {"state": MessageState.dropped, "reason": reason, "settled_at": now}
        self._session.execute(update(of).where(*mine).values(values))
        return Dropped(found.state, found.maybe_sent)

    def retry_for(self, workspace: str, targets: Collection[str], now: datetime) -> int:
        """Take up again what was parked for somebody who can be written to now; how many messages.

        What may have arrived stays parked: a person decides.
        """
        of = OutboxMessage
        mine = (of.workspace == workspace, of.target.in_(targets), of.state == MessageState.parked)
        values = {"state": MessageState.pending, "next_at": now, "settled_at": None, "reason": None}
        taken = update(of).where(*mine, of.reason.not_like(f"{MAYBE}%")).values(values).returning(of.id)
        return len(self._session.execute(taken).all())

    def oldest_due(self, now: datetime) -> datetime | None:
        """When the longest waiting of what is due was due; None when nothing is due."""
        of = OutboxMessage
        due = (of.state.in_(UNSETTLED), of.next_at <= now)
        return self._session.scalar(select(func.min(of.due_at)).where(*due))
