"""Messages that wait to be delivered, and what became of them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, false
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, BigId


class MessageState(StrEnum):
    """Where a message stands; `pending` and `sending` come to an end, the others are it.

    `folded` is a message whose content stands in the digest instead; `dropped` one that somebody took out.
    """

    pending = "pending"
    sending = "sending"
    sent = "sent"
    parked = "parked"
    expired = "expired"
    dropped = "dropped"
    folded = "folded"


class OutboxMessage(Base):
    """One message. `occurrence_key` is unique: whatever plans the same occurrence twice changes nothing.

    `next_at` is the instant from which somebody may take the message up: when it is due, when it may be tried again,
    or, while it is being sent, when the sender's lease ends. `fence` grows with each take-up, so a sender that lost
    its lease can no longer write. `maybe_sent` says that an attempt may have reached the platform. `audience` is whom
    the words are for: `staff`, `anyone`, or `partner:<id>`; where others read, staff's go to `instead`, or nowhere.
    `in_budget` counts toward how many messages a person gets a day; `told_in` is the key of the digest that lists one
    which was folded or expired.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint(f"state IN ({', '.join(repr(each.value) for each in MessageState)})", name="state"),
        CheckConstraint("operation IN ('post', 'update')", name="operation"),
        Index(None, "state", "next_at"),
        Index(None, "subject", "id"),
        Index(None, "target", "due_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    occurrence_key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    platform: Mapped[str]
    workspace: Mapped[str]
    target: Mapped[str]
    thread: Mapped[str | None]
    operation: Mapped[str]
    subject: Mapped[str | None]
    document: Mapped[str]
    audience: Mapped[str]
    instead: Mapped[str | None]
    in_budget: Mapped[bool] = mapped_column(default=False, server_default=false())
    told_in: Mapped[str | None]
    due_at: Mapped[datetime]
    not_after: Mapped[datetime | None]
    state: Mapped[str]
    next_at: Mapped[datetime]
    owner: Mapped[str | None]
    fence: Mapped[int]
    tries: Mapped[int]
    maybe_sent: Mapped[bool]
    first_try_at: Mapped[datetime | None]
    channel: Mapped[str | None]
    message_id: Mapped[str | None]
    reason: Mapped[str | None]
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
