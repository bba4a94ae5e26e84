"""How much a person is told a day, and what waits for the digest instead."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select, text, update
from sqlalchemy.orm import Session, aliased

from store.models.outbox import MessageState, OutboxMessage
from store.outbox import CHUNK

COUNTED = (MessageState.pending, MessageState.sending, MessageState.sent)
UNSEEN = (MessageState.folded, MessageState.expired)
GONE = (MessageState.expired, MessageState.dropped)
_LOCK = 0x7469_6572
_ROW = OutboxMessage
_LATEST = (_ROW.occurrence_key, _ROW.workspace, _ROW.state, _ROW.reason, _ROW.settled_at)


@dataclass(frozen=True, slots=True)
class Unseen:
    """A message to a person that was folded, or that came too late; `document` is the JSON of a reply."""

    id: int
    workspace: str
    target: str
    state: str
    document: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Latest:
    """What became of a message in `workspace`; `reason` says why it waits or was given up, `settled_at` is when."""

    key: str
    workspace: str
    state: str
    reason: str | None
    settled_at: datetime | None


class Noise:
    """Messages to people, looked at as what a person gets."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._alone = False
        self._counted: dict[tuple[str, datetime, datetime], int] = {}

    def alone(self) -> None:
        """Nobody else counts until this transaction ends, so that two planners do not both find the last place free.

        On SQLite a transaction that writes is alone anyway.
        """
        if not self._alone and self._session.get_bind().dialect.name == "postgresql":
            self._session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        self._alone = True

    def count(self, target: str, first: datetime, last: datetime) -> int:
        """How many messages of the budget go, or went, to `target` from `first` through `last` (aware instants).

        Read once by whoever is `alone`; `one_more` counts on.
        """
        counted = (target, first, last)
        if counted not in self._counted or not self._alone:
            self._counted[counted] = self._count(target, first, last)
        return self._counted[counted]

    def one_more(self, target: str, first: datetime, last: datetime) -> bool:
        """Another message was written since the count; True."""
        self._counted[target, first, last] += 1
        return True

    def _count(self, target: str, first: datetime, last: datetime) -> int:
        row = OutboxMessage
        own = (row.target == target, row.due_at.between(first, last), row.in_budget, row.state.in_(COUNTED))
        return self._session.scalar(select(func.count()).where(*own)) or 0

    def unseen(self, kinds: Collection[str], since: datetime) -> tuple[Unseen, ...]:
        """What was folded or expired since an instant, to a person, and stands in no digest that went out.

        Messages of these `kinds`, the digests themselves, are left out; the longest due come first.
        """
        row, digest = OutboxMessage, aliased(OutboxMessage)
        lost = select(digest.occurrence_key).where(digest.occurrence_key == row.told_in, digest.state.in_(GONE))
        person = or_(row.target.startswith("email:"), row.target.startswith("user:"))
        query = (
            select(row.id, row.workspace, row.target, row.state, row.document, row.due_at)
            .where(row.state.in_(UNSEEN), row.next_at >= since, row.operation == "post")
            .where(person, row.kind.not_in(kinds), or_(row.told_in.is_(None), lost.exists()))
            .order_by(row.due_at, row.id)
        )
        return tuple(Unseen(*found) for found in self._session.execute(query))

    def tell(self, ids: Collection[int], key: str) -> None:
        """These messages stand in the digest of this key."""
        self._session.execute(update(OutboxMessage).where(OutboxMessage.id.in_(ids)).values(told_in=key))

    def last(self, kind: str, targets: Collection[str]) -> dict[str, Latest]:
        """The message with the greatest key of a kind that was not lost, for each of these targets that has one."""
        row, wanted, found = OutboxMessage, list(targets), dict[str, Latest]()
        mine = (row.kind == kind, row.state.not_in(GONE))
        for start in range(0, len(wanted), CHUNK):
            few = row.target.in_(wanted[start : start + CHUNK])
            greatest = select(func.max(row.occurrence_key)).where(*mine, few).group_by(row.target)
            query = select(row.target, *_LATEST).where(row.occurrence_key.in_(greatest))
            for target, key, workspace, state, reason, settled_at in self._session.execute(query):
                found[target] = Latest(key, workspace, state, reason, settled_at)
        return found

    def latest(self, workspace: str, target: str, keys: str) -> Latest | None:
        """The newest message to a target whose key begins with `keys`; None when there is none."""
        row = OutboxMessage
        own = (row.target == target, row.workspace == workspace, row.occurrence_key.startswith(keys, autoescape=True))
        found = self._session.execute(select(*_LATEST).where(*own).order_by(row.id.desc()).limit(1)).first()
        return None if found is None else Latest(*found)
