"""What a surface that cannot be asked later has to be remembered by: where to write, what came in, what is open."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, BigId
from store.models.portfolio import one_of

CONVERSATION_KINDS = ("personal", "group", "channel", "shared")
CONVERSATION_STATES = ("active", "removed", "blocked")


class ConversationRow(Base):
    """Where somebody can be written to: `address` is the service that takes messages for the conversation.

    `team` is the team a channel belongs to, `person` the user id of a personal chat and `email` that person's address.
    `seen_at` is when something last came from there.
    """

    __tablename__ = "conversations"
    __table_args__ = (
        one_of("kind", CONVERSATION_KINDS),
        one_of("state", CONVERSATION_STATES),
        Index(None, "workspace", "person"),
        Index(None, "workspace", "email"),
    )

    workspace: Mapped[str] = mapped_column(primary_key=True)
    conversation: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    state: Mapped[str]
    address: Mapped[str]
    team: Mapped[str | None]
    person: Mapped[str | None]
    email: Mapped[str | None]
    seen_at: Mapped[datetime]


class InboxRow(Base):
    """What came in and is worked on after it was acknowledged. `key` is unique: a repeat changes nothing.

    `body` is the JSON as it came, gone once it was worked on. `next_at` is when somebody may take it up: at once, or
    when the lease of whoever has it ends; `tries` grows with each take-up and is the right to settle it.
    """

    __tablename__ = "inbox"
    __table_args__ = (Index(None, "next_at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(unique=True)
    workspace: Mapped[str]
    person: Mapped[str]
    body: Mapped[str | None]
    received_at: Mapped[datetime]
    next_at: Mapped[datetime | None]
    tries: Mapped[int]


class OpenFormRow(Base):
    """A form that somebody has before them: its document, where a surface keeps none. `token` names it there."""

    __tablename__ = "open_forms"
    __table_args__ = (Index(None, "opened_at"),)

    token: Mapped[str] = mapped_column(primary_key=True)
    workspace: Mapped[str]
    person: Mapped[str]
    document: Mapped[str]
    conversation: Mapped[str]
    opened_at: Mapped[datetime]


class HandedFileRow(Base):
    """A file that waits to be fetched by whoever has its link; `key` is the hash of what stands in the link."""

    __tablename__ = "handed_files"
    __table_args__ = (Index(None, "until"),)

    key: Mapped[str] = mapped_column(primary_key=True)
    workspace: Mapped[str]
    person: Mapped[str]
    file_name: Mapped[str]
    media_type: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    until: Mapped[datetime]
