"""Which channel is bound to which partner."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from store.models import ChannelBindingRow
from store.records import ChannelBinding
from store.repositories.counters import touch_portfolio
from store.upsert import insert_for, table_of

_COLUMNS = tuple(table_of(ChannelBindingRow).columns)
_KEY = ("workspace", "channel")


class Bindings:
    """Channels in which a partner's people are answered. Every change tells those who keep a copy."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def list(self, workspace: str | None = None) -> tuple[ChannelBinding, ...]:
        """Every binding, of one workspace where named, in a fixed order."""
        query = select(*_COLUMNS).order_by(*_COLUMNS[:2])
        if workspace is not None:
            query = query.where(ChannelBindingRow.workspace == workspace)
        return tuple(ChannelBinding(*row) for row in self._session.execute(query))

    def get(self, workspace: str, channel: str) -> ChannelBinding | None:
        """The binding of one channel."""
        row = ChannelBindingRow
        found = self._session.execute(select(*_COLUMNS).where(row.workspace == workspace, row.channel == channel))
        return next((ChannelBinding(*each) for each in found), None)

    def bind(self, binding: ChannelBinding) -> None:
        """Bind a channel; what it was bound to before is replaced."""
        values = {column.key: getattr(binding, column.key) for column in _COLUMNS}
        changed = {name: value for name, value in values.items() if name not in _KEY}
        statement = insert_for(self._session, ChannelBindingRow).values(values)
        self._session.execute(statement.on_conflict_do_update(index_elements=_KEY, set_=changed))
        touch_portfolio(self._session)

    def release(self, workspace: str, channel: str) -> bool:
        """Take a binding back; False when there is none."""
        row = ChannelBindingRow
        statement = delete(row).where(row.workspace == workspace, row.channel == channel).returning(row.partner)
        if self._session.execute(statement).first() is None:
            return False
        touch_portfolio(self._session)
        return True
