"""Invitations of partners to benefits that are by invitation."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from store.models import InvitationRow
from store.records import Invitation
from store.upsert import table_of

_COLUMNS = tuple(table_of(InvitationRow).columns)


class Invitations:
    """Who was invited to what, and until when."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_partner(self, partner: str) -> tuple[Invitation, ...]:
        """Every invitation of a partner, lapsed ones too, by program and benefit."""
        query = select(*_COLUMNS).where(InvitationRow.partner == partner)
        rows = self._session.execute(query.order_by(InvitationRow.program, InvitationRow.benefit))
        return tuple(Invitation(*row) for row in rows)
