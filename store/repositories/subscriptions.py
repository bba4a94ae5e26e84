"""Which channel wants which digest. Every change tells those who plan them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningDelete, ReturningUpdate

from store.models import SubscriptionRow
from store.records import ChannelSubscription
from store.repositories.counters import touch_portfolio
from store.upsert import insert_for, table_of

_KEY = ("workspace", "channel", "digest")
_TABLE = table_of(SubscriptionRow)


class Subscriptions:
    """Which channels asked for which digests."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, subscription: ChannelSubscription) -> None:
        """Subscribe a channel; the same digest again replaces its settings."""
        values = {column.key: getattr(subscription, column.key) for column in _TABLE.columns}
        changed = {name: value for name, value in values.items() if name not in _KEY}
        statement = insert_for(self._session, SubscriptionRow).values(values)
        self._session.execute(statement.on_conflict_do_update(index_elements=_KEY, set_=changed))
        touch_portfolio(self._session)

    def get(self, workspace: str, channel: str, digest: str) -> ChannelSubscription | None:
        """One subscription."""
        query = select(*_TABLE.columns).where(*_is(workspace, channel, digest))
        row = self._session.execute(query).first()
        return None if row is None else ChannelSubscription(**row._mapping)

    def list(self, workspace: str | None = None, channel: str | None = None) -> tuple[ChannelSubscription, ...]:
        """Subscriptions, of one workspace or channel where named, in a fixed order."""
        query = select(*_TABLE.columns).order_by(*_TABLE.primary_key.columns)
        if workspace is not None:
            query = query.where(SubscriptionRow.workspace == workspace)
        if channel is not None:
            query = query.where(SubscriptionRow.channel == channel)
        return tuple(ChannelSubscription(**row._mapping) for row in self._session.execute(query))

    def pause(self, workspace: str, channel: str, digest: str) -> bool:
        """Post nothing for now; False when there is no such subscription that is not paused."""
        statement = update(SubscriptionRow).where(*_is(workspace, channel, digest), SubscriptionRow.paused.is_(False))
        return self._changed(statement.values(paused=True).returning(SubscriptionRow.digest))

    def resume(self, workspace: str, channel: str, digest: str, at: datetime) -> bool:
        """Go on from `at`; False when there is no such subscription that is paused."""
        statement = update(SubscriptionRow).where(*_is(workspace, channel, digest), SubscriptionRow.paused.is_(True))
        return self._changed(statement.values(paused=False, changed_at=at).returning(SubscriptionRow.digest))

    def remove(self, workspace: str, channel: str, digest: str) -> bool:
        """Unsubscribe; False when there is no such subscription."""
        statement = delete(SubscriptionRow).where(*_is(workspace, channel, digest))
        return self._changed(statement.returning(SubscriptionRow.digest))

    def _changed(self, statement: ReturningUpdate[Any] | ReturningDelete[Any]) -> bool:
        if self._session.execute(statement).first() is None:
            return False
        touch_portfolio(self._session)
        return True


def _is(workspace: str, channel: str, digest: str) -> tuple[ColumnElement[bool], ...]:
    row = SubscriptionRow
    return (row.workspace == workspace, row.channel == channel, row.digest == digest)
