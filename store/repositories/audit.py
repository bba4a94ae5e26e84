"""The audit trail: entries are added and read, never changed."""

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from store.models import AuditRow
from store.records import AuditEntry

_COLUMNS = (
    AuditRow.at,
    AuditRow.actor,
    AuditRow.on_behalf_of,
    AuditRow.place,
    AuditRow.action,
    AuditRow.subject,
    AuditRow.before,
    AuditRow.after,
    AuditRow.reason,
)


class AuditTrail:
    """Who did what, never changed and never deleted."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, entry: AuditEntry) -> None:
        """Record what was done, in the transaction that does it."""
        values = {column.key: getattr(entry, column.key) for column in _COLUMNS}
        self._session.execute(insert(AuditRow).values(values))

    def of(self, subject: str) -> tuple[AuditEntry, ...]:
        """Everything recorded about a subject such as `registration:DR-1001`, oldest first."""
        rows = self._session.execute(select(*_COLUMNS).where(AuditRow.subject == subject).order_by(AuditRow.id))
        return tuple(AuditEntry(*row) for row in rows)
