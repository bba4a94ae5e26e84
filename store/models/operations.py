"""What the program keeps for itself: seen deliveries, asked questions, subscriptions, counters."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, BigId


class InboundKeyRow(Base):
    """A delivery that was seen, so that a surface's repeat of it changes nothing."""

    __tablename__ = "inbound_keys"
    __table_args__ = (Index(None, "at"),)

    key: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class AskedQuestionRow(Base):
    """A question that was answered by a message, and whether the answer was found good."""

    __tablename__ = "asked_questions"
    __table_args__ = (
        CheckConstraint("verdict IN ('good', 'bad')", name="verdict"),
        Index(None, "workspace", "conversation", "thread", "id"),
        Index(None, "verdict"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    workspace: Mapped[str]
    conversation: Mapped[str]
    thread: Mapped[str | None]
    at: Mapped[datetime]
    actor: Mapped[str]
    text: Mapped[str]
    as_of: Mapped[date]
    status: Mapped[str]
    kind: Mapped[str]
    reading: Mapped[str]
    context: Mapped[str]
    verdict: Mapped[str | None]
    verdict_by: Mapped[str | None]
    verdict_at: Mapped[datetime | None]
    comment: Mapped[str | None]


class SubscriptionRow(Base):
    """A channel that wants a digest, at an `hour` of the day in its zone; `changed_at` is when it last began."""

    __tablename__ = "channel_subscriptions"

    workspace: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(primary_key=True)
    cadence: Mapped[str]
    zone: Mapped[str]
    filter: Mapped[str]
    created_by: Mapped[str]
    paused: Mapped[bool]
    hour: Mapped[int] = mapped_column(default=9, server_default="9")
    changed_at: Mapped[datetime | None]


class ChannelBindingRow(Base):
    """A channel in which the people of one partner are answered about their own partner."""

    __tablename__ = "channel_bindings"

    workspace: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    partner: Mapped[str]
    bound_by: Mapped[str]
    bound_at: Mapped[datetime]


class CounterRow(Base):
    """A number that only grows: `portfolio`, the version of its tables; `registration`, the last DR number; `planned`,
    the second of the epoch through which messages about meetings were planned.
    """

    __tablename__ = "counters"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int]
