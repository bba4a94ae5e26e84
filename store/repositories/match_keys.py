"""The keys under which claims for a customer are found: kept current by whatever writes a claim."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import ColumnElement, case, delete, func, insert, literal, null, or_, select, union_all
from sqlalchemy.orm import DeclarativeBase, Session

from store.customers import STRONG, match_keys
from store.models import MatchKeyRow, OpportunityPartnerRow, OpportunityRow, RegistrationRow
from store.records import Registration
from store.registration_states import OPEN, RegistrationState

REGISTRATION: Final = "registration"
OPPORTUNITY: Final = "opportunity"
KINDS: Final[dict[type[DeclarativeBase], str]] = {RegistrationRow: REGISTRATION, OpportunityRow: OPPORTUNITY}
"""What has keys, by its model."""
KEYED: Final = frozenset({"customer", "customer_domain", "contact_email", "parent_company"})
"""The columns that keys are made of."""
LIVE: Final = OPEN | {RegistrationState.appealed}
"""The states in which a registration is a claim that another may collide with."""
MOST_ROWS: Final = 300
"""A key that says only where to look is passed over when more rows than these have it."""
_BATCH = 500
_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """A claim for a customer: a registration or an opportunity, as `kind` says. Amounts are exact, in `currency`.

    `partners` are ids; `state` is the state of a registration, the stage of an opportunity. `opportunity` is the one
    that a registration is linked to.
    """

    kind: str
    id: str
    partners: tuple[str, ...]
    customer: str | None
    customer_domain: str | None
    country: str | None
    product: str | None
    earr: Decimal | None
    currency: str | None
    close_on: date | None
    contact_email: str | None = None
    parent_company: str | None = None
    state: str | None = None
    submitted_at: datetime | None = None
    opportunity: str | None = None


class MatchKeys:
    """Which claims may be for the same customer."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def rekey(self, registration: Registration) -> None:
        """Write the keys of a registration that is new, or whose customer changed."""
        refresh(self._session, REGISTRATION, (registration.id,))

    def candidates(self, keys: Collection[str], limit: int) -> tuple[tuple[str, str], ...]:
        """The (kind, id) of claims that share a key: live registrations, and opportunities that were not lost.

        At most `limit` of each kind: those with a telling key first, opportunities that were won last, then by id.
        """
        asked = self._worth_asking(keys)
        if not asked:
            return ()
        registrations = self._sharing(asked, RegistrationRow.registration, RegistrationRow.state.in_(LIVE))
        stage = OpportunityRow.stage
        not_lost = or_(stage.is_(None), stage != "closed_lost")
        won = case((stage == "closed_won", 1), else_=0)
        opportunities = self._sharing(asked, OpportunityRow.opportunity, not_lost, won)
        found = [(REGISTRATION, id) for id in self._session.scalars(registrations.limit(limit))]
        return (*found, *((OPPORTUNITY, id) for id in self._session.scalars(opportunities.limit(limit))))

    def claims(self, found: Collection[tuple[str, str]]) -> tuple[ClaimRecord, ...]:
        """What is recorded of these (kind, id) claims, registrations first, each kind by id."""
        ids = {kind: sorted(id for of, id in found if of == kind) for kind in (REGISTRATION, OPPORTUNITY)}
        registrations = (row for some in _batches(ids[REGISTRATION]) for row in self._registrations(some))
        opportunities = (row for some in _batches(ids[OPPORTUNITY]) for row in self._opportunities(some))
        return (*registrations, *opportunities)

    def _worth_asking(self, keys: Collection[str]) -> list[str]:
        """The keys that are evidence by themselves, and those others that few rows have."""
        strong = sorted(key for key in keys if key.startswith(STRONG))
        weak = sorted({*keys} - {*strong})
        if not weak:
            return strong
        counts = union_all(*(select(literal(key), _count(key)) for key in weak))
        return strong + [key for key, count in self._session.execute(counts) if count <= MOST_ROWS]

    def _sharing(
        self, keys: Sequence[str], id: Any, condition: ColumnElement[bool], last: ColumnElement[int] | None = None
    ) -> Any:
        row = MatchKeyRow
        kind = KINDS[id.class_]
        told = func.min(case((func.substr(row.key, 1, 2).in_(STRONG), 0), else_=1))
        order = (func.max(last), told) if last is not None else (told,)
        joined = select(row.id).join(id.class_, id == row.id)
        asked = joined.where(row.key.in_(keys), row.kind == kind, condition)
        return asked.group_by(row.id).order_by(*order, row.id)

    def _registrations(self, ids: Sequence[str]) -> Iterator[ClaimRecord]:
        row = RegistrationRow
        columns = (
            *(row.registration, row.partner, row.customer, row.customer_domain, row.country, row.product, row.earr),
            *(row.currency, row.expected_close_on, row.contact_email, row.parent_company, row.state, row.submitted_at),
            row.opportunity,
        )
        query = select(*columns).where(row.registration.in_(ids)).order_by(row.registration)
        for id, partner, *fields in self._session.execute(query):
            yield ClaimRecord(REGISTRATION, id, (partner,), *fields)

    def _opportunities(self, ids: Sequence[str]) -> Iterator[ClaimRecord]:
        row, joined = OpportunityRow, OpportunityPartnerRow
        pairs = select(joined.opportunity, joined.partner).where(joined.opportunity.in_(ids)).order_by(joined.partner)
        partners: dict[str, tuple[str, ...]] = {}
        for id, partner in self._session.execute(pairs):
            partners[id] = (*partners.get(id, ()), partner)
        columns = (
            *(row.opportunity, row.customer, row.customer_domain, row.country, row.product, row.earr, row.currency),
            *(row.close_on, null(), null(), row.stage),
        )
        query = select(*columns).where(row.opportunity.in_(ids)).order_by(row.opportunity)
        for id, *fields in self._session.execute(query):
            yield ClaimRecord(OPPORTUNITY, id, partners.get(id, ()), *fields)


def refresh(session: Session, kind: str, ids: Collection[str]) -> None:
    """Make the keys of these registrations or opportunities anew from what is stored of them."""
    row = MatchKeyRow
    for some in _batches(sorted(ids)):
        session.execute(delete(row).where(row.kind == kind, row.id.in_(some)))
        _write(session, kind, session.execute(_sources(kind, some)).all())


def rebuild(session: Session) -> None:
    """Make all keys anew, for a database that has none yet or whose rules for keys were others."""
    session.execute(delete(MatchKeyRow))
    for kind in KINDS.values():
        _write(session, kind, session.execute(_sources(kind)).all())


def _sources(kind: str, ids: Sequence[str] | None = None) -> Any:
    """The id and the four fields that keys are made of; only these columns, so that older schemas can be read too."""
    row, deal = RegistrationRow, OpportunityRow
    id: Any = row.registration if kind == REGISTRATION else deal.opportunity
    if kind == REGISTRATION:
        query = select(id, row.customer, row.customer_domain, row.contact_email, row.parent_company)
    else:
        query = select(id, deal.customer, deal.customer_domain, null(), null())
    return query if ids is None else query.where(id.in_(ids))


def _write(session: Session, kind: str, sources: Sequence[Any]) -> None:
    values: list[dict[str, str]] = []
    for id, *fields in sources:
        values += ({"key": key, "kind": kind, "id": id} for key in match_keys(*fields))
        if len(values) >= _ROWS:
            session.execute(insert(MatchKeyRow), values)
            values = []
    if values:
        session.execute(insert(MatchKeyRow), values)


def _count(key: str) -> Any:
    """How many rows have a key, counted no further than is of interest."""
    some = select(literal(1)).where(MatchKeyRow.key == key).limit(MOST_ROWS + 1).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


def _batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH))
