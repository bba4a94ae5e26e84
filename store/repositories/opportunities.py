"""Opportunities as deals change them: looked up, made, joined to partners, closed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.orm import Session

from store.models import DroppedCreditRow, OpportunityPartnerRow, OpportunityRow
from store.records import Registration
from store.repositories.counters import touch_portfolio
from store.repositories.match_keys import OPPORTUNITY, rekey
from store.repositories.opportunity_changes import OpportunityChanges, changes_of
from store.repositories.pipeline import CLOSED
from store.upsert import insert_for, table_of

_COLUMNS = tuple(table_of(OpportunityRow).columns)


@dataclass(frozen=True, slots=True)
class OpportunityRecord:
    """An opportunity as it is stored; amounts are exact, in `currency`."""

    id: str
    customer: str | None
    customer_domain: str | None
    country: str | None
    product: str | None
    stage: str | None
    earr: Decimal | None
    professional_services: Decimal | None
    currency: str | None
    opened_on: date | None
    close_on: date | None
    owner: str | None

    @property
    def open(self) -> bool:
        """Whether it can still be won."""
        return self.stage not in CLOSED


class Opportunities:
    """Whoever changes one changes the portfolio: its version grows."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, id: str) -> OpportunityRecord | None:
        """One opportunity by its id."""
        row = self._session.execute(select(*_COLUMNS).where(OpportunityRow.opportunity == id)).first()
        return None if row is None else OpportunityRecord(*row)

    def of_customer(self, domain: str | None, customer: str | None, limit: int) -> tuple[OpportunityRecord, ...]:
        """Those with this very domain or name, open ones first, then by id."""
        row = OpportunityRow
        same = [row.customer_domain == domain] if domain else []
        same += [func.lower(row.customer) == customer.lower()] if customer else []
        if not same:
            return ()
        order = (row.stage.in_(CLOSED), row.opportunity)
        query = select(*_COLUMNS).where(or_(*same)).order_by(*order).limit(limit)
        return tuple(OpportunityRecord(*each) for each in self._session.execute(query))

    def partners_of(self, id: str) -> dict[str, str | None]:
        """The partners joined to an opportunity with their roles."""
        joined = OpportunityPartnerRow
        query = select(joined.partner, joined.role).where(joined.opportunity == id).order_by(joined.partner)
        return {partner: role for partner, role in self._session.execute(query)}

    def make(self, registration: Registration, stage: str, opened_on: date) -> str:
        """An opportunity with what was registered, under an id of its own (`OPP-DR-1001`); gives the id."""
        id = f"OPP-{registration.id}"
        values = {
            "opportunity": id,
            "customer": registration.customer,
            "customer_domain": registration.customer_domain,
            "country": registration.country,
            "product": registration.product,
            "stage": stage,
            "earr": registration.earr,
            "professional_services": registration.professional_services,
            "currency": registration.currency,
            "opened_on": opened_on,
            "close_on": registration.expected_close_on,
        }
        self._session.execute(insert(OpportunityRow).values(values))
        rekey(self._session, OPPORTUNITY, (id,))
        touch_portfolio(self._session)
        return id

    def join(self, id: str, partner: str, role: str, added_on: date) -> bool:
        """Add a partner from `added_on` on; False, and nothing changes, when it is joined already."""
        values = {"opportunity": id, "partner": partner, "role": role, "added_on": added_on}
        statement = insert_for(self._session, OpportunityPartnerRow).values(values).on_conflict_do_nothing()
        added = self._session.execute(statement.returning(OpportunityPartnerRow.partner)).first() is not None
        touch_portfolio(self._session)
        return added

    def close(self, id: str, stage: str, close_on: date, at: datetime, earr: Decimal | None = None) -> None:
        """Close as `closed_won` or `closed_lost` on a day; an amount in its own currency replaces the old one.

        What that changes is noted as of the instant `at`.
        """
        values: dict[str, object] = {"stage": stage, "close_on": close_on}
        if earr is not None:
            values["earr"] = earr
        before = self._session.execute(select(*_COLUMNS).where(OpportunityRow.opportunity == id)).first()
        if before is not None:
            OpportunityChanges(self._session).note(list(changes_of(id, dict(before._mapping), values)), at)
        self._session.execute(update(OpportunityRow).where(OpportunityRow.opportunity == id).values(values))
        touch_portfolio(self._session)

    def drop_credit(self, id: str, partner: str, dropped_by: str, dropped_at: object) -> bool:
        """Note that an opportunity is not the partner's; False when that was noted before."""
        values = {"opportunity": id, "partner": partner, "dropped_by": dropped_by, "dropped_at": dropped_at}
        statement = insert_for(self._session, DroppedCreditRow).values(values).on_conflict_do_nothing()
        return self._session.execute(statement.returning(DroppedCreditRow.partner)).first() is not None

    def dropped(self, opportunities: Collection[str]) -> frozenset[tuple[str, str]]:
        """The (opportunity, partner) pairs that were dropped, among these opportunities."""
        row = DroppedCreditRow
        query = select(row.opportunity, row.partner).where(row.opportunity.in_(opportunities))
        return frozenset((opportunity, partner) for opportunity, partner in self._session.execute(query))
