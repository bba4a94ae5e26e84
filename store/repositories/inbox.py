"""What came in and was acknowledged before it was worked on: nothing of it is lost when a process dies."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from store.models import InboxRow
from store.upsert import insert_for


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something to work on until the lease ends; `tries` counts this take-up too and is the right to settle it."""

    id: int
    workspace: str
    body: str
    received_at: datetime
    tries: int


class Inbox:
    """The inbox of one database, within the caller's transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, key: str, workspace: str, person: str, body: str, now: datetime) -> bool:
        """Keep `body` (JSON) to be worked on; False, and nothing changes, when `key` came before."""
        values = {
            "key": key,
            "workspace": workspace,
            "person": person,
            "body": body,
            "received_at": now,
            "next_at": now,
            "tries": 0,
        }
        statement = insert_for(self._session, InboxRow).values(values).on_conflict_do_nothing(index_elements=["key"])
        return self._session.execute(statement.returning(InboxRow.id)).first() is not None

    def anything_due(self, now: datetime) -> bool:
        """Whether `claim` might find something; a cheap read for an idle worker."""
        return self._session.scalar(select(InboxRow.id).where(InboxRow.next_at <= now).limit(1)) is not None

    def claim(self, now: datetime, lease: timedelta, limit: int) -> tuple[Waiting, ...]:
        """Take up to `limit` of what waits, the oldest first, until `now + lease`."""
        row = InboxRow
        ids = select(row.id).where(row.next_at <= now).order_by(row.id).limit(limit).with_for_update(skip_locked=True)
        taken = self._session.scalars(ids).all()
        if not taken:
            return ()
        change = update(row).where(row.id.in_(taken)).values(next_at=now + lease, tries=row.tries + 1)
        found = self._session.execute(change.returning(row.id, row.workspace, row.body, row.received_at, row.tries))
        return tuple(
            Waiting(id, workspace, body or "", at, tries)
            for id, workspace, body, at, tries in sorted(found, key=lambda each: each[0])
        )

    def done(self, waiting: Waiting) -> bool:
        """It was worked on: its words go, its key stays. False when somebody else took it up meanwhile."""
        return self._settle(waiting, body=None, next_at=None)

    def put_back(self, waiting: Waiting, next_at: datetime) -> bool:
        """Let it be worked on again from `next_at`. False when somebody else took it up meanwhile."""
        return self._settle(waiting, next_at=next_at)

    def forget(self, before: datetime) -> int:
        """Drop what was received before an instant and is done; returns how many."""
        row = InboxRow
        gone = delete(row).where(row.received_at < before, row.next_at.is_(None)).returning(row.id)
        return len(self._session.execute(gone).all())

    def count(self) -> int:
        """How much waits or is being worked on."""
        return self._session.scalar(select(func.count()).where(InboxRow.next_at.is_not(None))) or 0

    def _settle(self, waiting: Waiting, **values: object) -> bool:
        row = InboxRow
        mine = (row.id == waiting.id, row.tries == waiting.tries, row.next_at.is_not(None))
        return self._session.execute(update(row).where(*mine).values(values).returning(row.id)).first() is not None
