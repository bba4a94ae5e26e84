"""The keys under which customers are found, kept beside registrations and opportunities: derived, never typed."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Select, delete, insert, select
from sqlalchemy.orm import Session

from store.customers import match_keys
from store.models import MatchKeyRow, OpportunityPartnerRow, OpportunityRow, RegistrationRow

REGISTRATION: Final = "registration"
OPPORTUNITY: Final = "opportunity"
CHUNK: Final = 500
MOST_OF_A_KEY: Final = 200
LOOSE: Final = ("t:", "p:")
"""A word or beginning that more names have leads nowhere."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A record of a customer: a registration, or an opportunity with the partners joined to it.

    `state` is a registration's state or an opportunity's stage; `submitted_at` is of registrations only.
    """

    kind: str
    id: str
    partners: frozenset[str]
    customer: str | None
    domain: str | None
    country: str | None
    product: str | None
    earr: Decimal | None
    currency: str | None
    close_on: date | None
    state: str | None
    contact_email: str | None = None
    parent_company: str | None = None
    submitted_at: datetime | None = None


_REGISTRATION = (
    *(RegistrationRow.registration, RegistrationRow.partner, RegistrationRow.customer, RegistrationRow.customer_domain),
    *(RegistrationRow.country, RegistrationRow.product, RegistrationRow.earr, RegistrationRow.currency),
    *(RegistrationRow.expected_close_on, RegistrationRow.state, RegistrationRow.contact_email),
    *(RegistrationRow.parent_company, RegistrationRow.submitted_at),
)
_OPPORTUNITY = (
    *(OpportunityRow.opportunity, OpportunityRow.customer, OpportunityRow.customer_domain, OpportunityRow.country),
    *(OpportunityRow.product, OpportunityRow.earr, OpportunityRow.currency, OpportunityRow.close_on),
    OpportunityRow.stage,
)


class MatchKeys:
    """Finds the records that may be of the same customer."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def candidates(self, keys: Collection[str], states: Collection[str], stages: Collection[str]) -> tuple[Claim, ...]:
        """Registrations in any of `states` and opportunities in any of `stages` that share a key, in a fixed order."""
        found: dict[str, set[str]] = {REGISTRATION: set(), OPPORTUNITY: set()}
        for key in sorted(keys):
            query = select(MatchKeyRow.kind, MatchKeyRow.id).where(MatchKeyRow.key == key)
            rows = self._session.execute(query.limit(MOST_OF_A_KEY + 1)).all()
            if len(rows) > MOST_OF_A_KEY and key[:2] in LOOSE:
                continue
            for kind, id in rows:
                found[kind].add(id)
        registrations = self._registrations(found[REGISTRATION], states)
        return (*registrations, *self._opportunities(found[OPPORTUNITY], stages))

    def _registrations(self, ids: Collection[str], states: Collection[str]) -> Iterator[Claim]:
        row = RegistrationRow
        for chunk in _chunks(ids):
            query = select(*_REGISTRATION).where(row.registration.in_(chunk), row.state.in_(states))
            found: Iterable[Any] = self._session.execute(query.order_by(row.registration))
            for id, partner, *rest in found:
                yield Claim(REGISTRATION, id, frozenset({partner}), *rest)

    def _opportunities(self, ids: Collection[str], stages: Collection[str]) -> Iterator[Claim]:
        row, joined = OpportunityRow, OpportunityPartnerRow
        for chunk in _chunks(ids):
            partners: dict[str, set[str]] = {}
            for id, partner in self._session.execute(
                select(joined.opportunity, joined.partner).where(joined.opportunity.in_(chunk))
            ):
                partners.setdefault(id, set()).add(partner)
            query = select(*_OPPORTUNITY).where(row.opportunity.in_(chunk), row.stage.in_(stages))
            found: Iterable[Any] = self._session.execute(query.order_by(row.opportunity))
            for id, *rest in found:
                yield Claim(OPPORTUNITY, id, frozenset(partners.get(id, ())), *rest)


def rekey(session: Session, kind: str, ids: Iterable[str]) -> None:
    """Write the keys of these records anew, from what they have now."""
    row = MatchKeyRow
    for chunk in _chunks(ids):
        session.execute(delete(row).where(row.kind == kind, row.id.in_(chunk)))
        values = [
            {"key": key, "kind": kind, "id": id}
            for id, *known in session.execute(_known(kind, chunk))
            for key in sorted(match_keys(*known))
        ]
        if values:
            session.execute(insert(row), values)


def _known(kind: str, ids: Collection[str]) -> Select[*tuple[Any, ...]]:
    """Id and what the customer is found by, of records of a kind."""
    if kind == REGISTRATION:
        of, found = RegistrationRow, (RegistrationRow.contact_email, RegistrationRow.parent_company)
        return select(of.registration, of.customer, of.customer_domain, *found).where(of.registration.in_(ids))
    sold = OpportunityRow
    return select(sold.opportunity, sold.customer, sold.customer_domain).where(sold.opportunity.in_(ids))


def _chunks(ids: Iterable[str]) -> Iterator[list[str]]:
    ordered = sorted(ids)
    return (ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK))
