"""Open opportunities of one partner, of a manager's partners, or of everybody, read set by set."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy import BigInteger, ColumnElement, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from store.models import OpportunityPartnerRow, OpportunityRow, PartnerRow
from store.models.columns import amount_of
from store.repositories.books import Book

CLOSED = ("closed_won", "closed_lost")


@dataclass(frozen=True, slots=True)
class PipelineFilter:
    """Which open opportunities are asked for; `closing` are the first and last day of the expected close."""

    book: Book = field(default_factory=Book)
    closing: tuple[date, date] | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """What must be true of an opportunity: it is not closed, and a partner of the book is joined to it."""
        row, joined = OpportunityRow, OpportunityPartnerRow
        owners = select(joined.opportunity).where(*self.book.holds(joined.partner))
        asked = [or_(row.stage.is_(None), row.stage.not_in(CLOSED)), row.opportunity.in_(owners)]
        if self.closing is not None:
            asked.append(row.close_on.between(*self.closing))
        return asked


@dataclass(frozen=True, slots=True)
class OpenOpportunity:
    """An open opportunity; `close_on` is when it is expected to close."""

    id: str
    customer: str | None
    stage: str | None
    earr: Decimal | None
    currency: str | None
    close_on: date | None


@dataclass(frozen=True, slots=True)
class CurrencyTotal:
    """Open opportunities in one currency (None: not known): how many, how many have an amount, and its exact sum."""

    currency: str | None
    opportunities: int
    with_amount: int
    amount: Decimal


_OPEN = (
    OpportunityRow.opportunity,
    OpportunityRow.customer,
    OpportunityRow.stage,
    OpportunityRow.earr,
    OpportunityRow.currency,
    OpportunityRow.close_on,
)


class Pipeline:
    """What is still to be won."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def found(self, asked: PipelineFilter, limit: int) -> tuple[OpenOpportunity, ...]:
        """The earliest expected to close first; those without a close date come last."""
        order = (OpportunityRow.close_on.asc().nulls_last(), OpportunityRow.opportunity)
        query = select(*_OPEN).where(*asked.conditions()).order_by(*order).limit(limit)
        return tuple(OpenOpportunity(*row) for row in self._session.execute(query))

    def found_ids(self, asked: PipelineFilter) -> tuple[str, ...]:
        """The ids of all that are asked for, in ascending order."""
        return tuple(sorted(self._session.scalars(select(OpportunityRow.opportunity).where(*asked.conditions()))))

    def totals(self, asked: PipelineFilter) -> tuple[CurrencyTotal, ...]:
        """Count and exact sum in each currency, by currency; an unknown one comes last."""
        row = OpportunityRow
        total = func.coalesce(func.sum(type_coerce(row.earr, BigInteger)), 0)
        query = select(row.currency, func.count(), func.count(row.earr), total).where(*asked.conditions())
        found = [
            CurrencyTotal(currency, count, known, amount_of(int(amount)))
            for currency, count, known, amount in self._session.execute(query.group_by(row.currency))
        ]
        return tuple(sorted(found, key=lambda each: (each.currency is None, each.currency or "")))

    def overdue(self, asked: PipelineFilter, day: date) -> int:
        """How many of those asked for were expected to close before `day`."""
        late = OpportunityRow.close_on < day
        return self._session.scalar(select(func.count()).where(*asked.conditions(), late)) or 0

    def partners(self, opportunities: Collection[str]) -> dict[str, tuple[str, ...]]:
        """The names of the partners joined to each of these opportunities, in ascending order."""
        joined = OpportunityPartnerRow
        query = select(joined.opportunity, PartnerRow.name).join(PartnerRow, PartnerRow.partner == joined.partner)
        found: dict[str, list[str]] = {}
        for opportunity, name in self._session.execute(query.where(joined.opportunity.in_(opportunities))):
            found.setdefault(opportunity, []).append(name)
        return {opportunity: tuple(sorted(names)) for opportunity, names in found.items()}
