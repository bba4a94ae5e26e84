"""Certificates and agreements that end, read for everybody at once."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from store.models import AgreementRow, MeetingRow, PersonRow
from store.records import Meeting
from store.upsert import table_of

_MEETING = tuple(table_of(MeetingRow).columns)


class EndingCredential(NamedTuple):
    """A credential of a partner's person with its last valid day."""

    partner: str
    email: str
    name: str | None
    credential: str
    expires_on: date


class EndingAgreement(NamedTuple):
    """An agreement of a partner with its last valid day."""

    partner: str
    agreement: str
    expires_on: date


class Lapses:
    """Set-based reads for the digests."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def credentials(self, first: date, last: date) -> tuple[EndingCredential, ...]:
        """Credentials whose last day lies from `first` through `last`, held by people who are not gone by then.

        What was renewed is left out: the same person holds the same credential for longer.
        """
        row, newer = PersonRow, aliased(PersonRow)
        renewed = exists().where(
            newer.partner == row.partner,
            func.lower(newer.email) == func.lower(row.email),
            newer.credential == row.credential,
            newer.earned_on <= first,
            or_(newer.expires_on.is_(None), newer.expires_on > row.expires_on),
        )
        held = and_(row.earned_on <= first, or_(row.left_on.is_(None), row.left_on > row.expires_on))
        query = select(row.partner, row.email, row.name, row.credential, row.expires_on)
        query = query.where(row.expires_on.between(first, last), row.credential.is_not(None), held, ~renewed)
        order = (row.expires_on, row.partner, row.email, row.credential)
        return tuple(EndingCredential(*each) for each in _rows(self._session, query.order_by(*order)))

    def agreements(self, first: date, last: date) -> tuple[EndingAgreement, ...]:
        """Agreements in force whose last day lies from `first` through `last` and that were not signed anew."""
        row, newer = AgreementRow, aliased(AgreementRow)
        renewed = exists().where(
            newer.partner == row.partner,
            newer.agreement == row.agreement,
            newer.signed_on <= first,
            newer.signed_on > date.min,  # it stands for "not known" in the key
            or_(newer.expires_on.is_(None), newer.expires_on > row.expires_on),
        )
        query = select(row.partner, row.agreement, row.expires_on)
        query = query.where(row.expires_on.between(first, last), row.signed_on <= first, row.signed_on > date.min)
        order = (row.expires_on, row.partner, row.agreement)
        return tuple(EndingAgreement(*each) for each in _rows(self._session, query.where(~renewed).order_by(*order)))

    def meetings(self, since: date) -> tuple[Meeting, ...]:
        """Meetings that are not held, and those held since a day (included), by partner, program and kind."""
        kept = or_(MeetingRow.held_on.is_(None), MeetingRow.held_on >= since)
        query = select(*_MEETING).where(kept).order_by(*_MEETING[:4])
        return tuple(Meeting(*each) for each in self._session.execute(query))


def _rows(session: Session, query: Select[*tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Rows whose columns are known not to be empty by what was asked for."""
    return (tuple(row) for row in session.execute(query))
