"""Where somebody can be written to, on a surface that tells it only while somebody writes."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from store.models import ConversationRow
from store.upsert import insert_for, table_of

_COLUMNS: Final = tuple(table_of(ConversationRow).columns)
_KEY: Final = ("workspace", "conversation")
FRESH: Final = timedelta(days=1)
"""How long an unchanged conversation is not written again: every message would otherwise cost a write."""


@dataclass(frozen=True, slots=True)
class KnownConversation:
    """A conversation: `address` is the service that takes messages for it, `team` the one a channel belongs to.

    `kind` `shared` is a channel that its surface marks as shared with other companies. `person` is the user id of a
    personal chat, `email` that person's address in lower case where it is known.
    """

    workspace: str
    conversation: str
    kind: str
    state: str
    address: str
    team: str | None
    person: str | None
    email: str | None
    seen_at: datetime


class Conversations:
    """The conversations of every workspace, within the caller's transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, workspace: str, conversation: str) -> KnownConversation | None:
        """One conversation, in whatever state it is."""
        row = ConversationRow
        return self._first(row.workspace == workspace, row.conversation == conversation)

    def personal(self, workspace: str, *, person: str = "", email: str = "") -> KnownConversation | None:
        """The personal chat with somebody, by user id or by address (lower case), the one last heard of."""
        row = ConversationRow
        who = row.person == person if person else row.email == email
        return self._first(row.workspace == workspace, row.kind == "personal", who)

    def address(self, workspace: str) -> str | None:
        """The service that last wrote to us for a workspace; None before it ever did."""
        found = self._first(ConversationRow.workspace == workspace)
        return found.address if found else None

    def seen(self, known: KnownConversation) -> bool:
        """Remember that something came from a conversation; False when that says nothing new today.

        What is not told this time (`team`, `person`, `email`, that a channel is shared) stays as it was.
        """
        before = self.get(known.workspace, known.conversation)
        if before is not None:
            known = replace(
                known,
                kind=before.kind if (before.kind, known.kind) == ("shared", "channel") else known.kind,
                team=known.team or before.team,
                person=known.person or before.person,
                email=known.email or before.email,
            )
            if replace(known, seen_at=before.seen_at) == before and known.seen_at - before.seen_at < FRESH:
                return False
        values = asdict(known)
        changed = {name: value for name, value in values.items() if name not in _KEY}
        statement = insert_for(self._session, ConversationRow).values(values)
        self._session.execute(statement.on_conflict_do_update(index_elements=_KEY, set_=changed))
        return True

    def ended(self, workspace: str, conversation: str, state: str, *, whole_team: bool = False) -> bool:
        """Nobody can be written to there any more; with `whole_team` in no channel of that team either."""
        row = ConversationRow
        where = row.conversation == conversation
        statement = update(row).where(
            row.workspace == workspace, where | (row.team == conversation) if whole_team else where
        )
        return self._session.execute(statement.values(state=state).returning(row.conversation)).first() is not None

    def back(self, workspace: str, team: str) -> tuple[str, ...]:
        """The channels of a team that we were removed from take messages again; which ones these are."""
        row = ConversationRow
        removed = (row.workspace == workspace, row.team == team, row.state == "removed")
        changed = update(row).where(*removed).values(state="active").returning(row.conversation)
        return tuple(self._session.scalars(changed))

    def _first(self, *where: ColumnElement[bool]) -> KnownConversation | None:
        query = select(*_COLUMNS).where(*where).order_by(ConversationRow.seen_at.desc(), ConversationRow.conversation)
        found = self._session.execute(query.limit(1)).first()
        return KnownConversation(*found) if found else None
