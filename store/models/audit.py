"""The audit trail: chained entries that are never changed, and beside them what may hold personal data."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, BigId


class AuditRow(Base):
    """One thing that was done. Rows are only ever added: triggers of both databases refuse anything else.

    `commitments` is JSON: the salted hash of each of the details. `hash` covers all other columns, `previous` among
    them, which is the `hash` of the entry before.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (Index(None, "subject"), Index(None, "partner"), Index(None, "at"))

    sequence: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    workspace: Mapped[str]
    place: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    partner: Mapped[str | None]
    commitments: Mapped[str]
    previous: Mapped[str]
    hash: Mapped[str]


class AuditDetailsRow(Base):
    """What may hold personal data of an entry. `salts` is JSON; a detail that was erased has no salt any more.

    `place` and `subject` are there only where the entry itself must not name them.
    """

    __tablename__ = "audit_details"
    __table_args__ = (Index(None, "actor"), Index(None, "email"), Index(None, "subject"))

    sequence: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    actor: Mapped[str | None]
    email: Mapped[str | None]
    on_behalf_of: Mapped[str | None]
    place: Mapped[str | None]
    subject: Mapped[str | None]
    before: Mapped[str | None]
    after: Mapped[str | None]
    reason: Mapped[str | None]
    salts: Mapped[str]
