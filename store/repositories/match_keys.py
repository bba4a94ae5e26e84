"""The keys under which customers are found, kept beside registrations and opportunities: derived, never typed."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, case, delete, func, insert, literal, or_, select, union_all
from sqlalchemy.orm import Session

from store.customers import STRONG, match_keys
from store.models import MatchKeyRow, OpportunityPartnerRow, OpportunityRow, RegistrationRow

REGISTRATION: Final = "registration"
OPPORTUNITY: Final = "opportunity"
CHUNK: Final = 500
MOST_OF_A_KEY: Final = 300
"""A key that is no evidence by itself is passed over when more records have it."""
MOST_FOUND: Final = 200
"""How many registrations, and how many opportunities, are compared at most."""


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
        """Registrations in any of `states` and opportunities in any of `stages` that share a key, in a fixed order.

        An opportunity without a stage counts as open. Where very many share a key, those with a telling one are
        compared, and what was won last.
        """
        asked = self._worth_asking(keys)
        registration, opportunity = RegistrationRow.registration, OpportunityRow.opportunity
        stage = OpportunityRow.stage
        registrations = self._sharing(REGISTRATION, registration, asked, RegistrationRow.state.in_(states))
        if not stages:
            return tuple(self._registrations(registrations))
        going_on = or_(stage.is_(None), stage.in_(stages))
        won_last = func.max(case((stage == "closed_won", 1), else_=0))
        opportunities = self._sharing(OPPORTUNITY, opportunity, asked, going_on, won_last)
        return (*self._registrations(registrations), *self._opportunities(opportunities))

    def _worth_asking(self, keys: Collection[str]) -> list[str]:
        """The keys that are evidence by themselves, and those others that few records have."""
        strong = sorted(key for key in keys if key.startswith(STRONG))
        weak = sorted({*keys} - {*strong})
        if not weak:
            return strong
        counts = union_all(*(select(literal(key), _count(key)) for key in weak))
        return strong + [key for key, count in self._session.execute(counts) if count <= MOST_OF_A_KEY]

    def _sharing(
        self, kind: str, id: Any, keys: Collection[str], condition: ColumnElement[bool], *first: ColumnElement[int]
    ) -> list[str]:
        """The ids of a kind that share a key and fulfil the condition: it is looked at before anything is cut off."""
        row = MatchKeyRow
        told = func.min(case((func.substr(row.key, 1, 2).in_(STRONG), 0), else_=1))
        # The empty string keeps SQLite from reading all rows of a kind by the index that begins with it.
        same_kind = row.kind.concat("") == kind
        query = select(row.id).join(id.class_, id == row.id).where(row.key.in_(keys), same_kind, condition)
        return list(self._session.scalars(query.group_by(row.id).order_by(*first, told, row.id).limit(MOST_FOUND)))

    def _registrations(self, ids: Collection[str]) -> Iterator[Claim]:
        row = RegistrationRow
        for chunk in _chunks(ids):
            query = select(*_REGISTRATION).where(row.registration.in_(chunk))
            found: Iterable[Any] = self._session.execute(query.order_by(row.registration))
            for id, partner, *rest in found:
                yield Claim(REGISTRATION, id, frozenset({partner}), *rest)

    def _opportunities(self, ids: Collection[str]) -> Iterator[Claim]:
        row, joined = OpportunityRow, OpportunityPartnerRow
        for chunk in _chunks(ids):
            partners: dict[str, set[str]] = {}
            for id, partner in self._session.execute(
                select(joined.opportunity, joined.partner).where(joined.opportunity.in_(chunk))
            ):
                partners.setdefault(id, set()).add(partner)
            query = select(*_OPPORTUNITY).where(row.opportunity.in_(chunk))
            found: Iterable[Any] = self._session.execute(query.order_by(row.opportunity))
            for id, *rest in found:
                yield Claim(OPPORTUNITY, id, frozenset(partners.get(id, ())), *rest)


def _count(key: str) -> Any:
    """How many records have a key, counted no further than is of interest."""
    some = select(literal(1)).where(MatchKeyRow.key == key).limit(MOST_OF_A_KEY + 1).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


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
