"""Deliveries that were seen: surfaces repeat themselves, changes must not."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from store.models import InboundKeyRow
from store.upsert import insert_for


class Inbound:
    """Keys of everything that was received and wrote something, so that a repeat writes nothing."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def claim(self, key: str, at: datetime, workspace: str = "") -> bool:
        """True for the first transaction that claims `key`; False for every other, even one at the same time.

        Keys of different workspaces never meet.
        """
        named = f"{workspace}|{key}" if workspace else key
        claim = insert_for(self._session, InboundKeyRow).values(key=named, at=at).on_conflict_do_nothing()
        return self._session.execute(claim.returning(InboundKeyRow.key)).first() is not None

    def forget(self, before: datetime) -> int:
        """Drop keys that were claimed before an instant; returns how many."""
        gone = self._session.execute(
            delete(InboundKeyRow).where(InboundKeyRow.at < before).returning(InboundKeyRow.key)
        )
        return len(gone.all())
