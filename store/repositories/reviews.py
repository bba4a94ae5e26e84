"""What pipeline review reminders are made of, read for many partners at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import BigInteger, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from store.models import EnrollmentRow, MeetingRow, OpportunityPartnerRow, OpportunityRow, PartnerRow, RegistrationRow
from store.models.columns import amount_of
from store.records import Enrollment, Meeting
from store.registration_states import WAITING
from store.upsert import table_of

OPEN_STAGES = ("prospecting", "qualified", "proposal", "negotiation")
_MEETING = tuple(table_of(MeetingRow).columns)
_ENROLLMENT = tuple(table_of(EnrollmentRow).columns)


@dataclass(frozen=True, slots=True)
class OpenPipeline:
    """A partner's open opportunities in one currency (None: not known); those without an amount count too."""

    currency: str | None
    opportunities: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """What is recorded about one partner, for the reminders of its reviews; `registrations` wait for a decision."""

    name: str
    registrations: int
    pipeline: tuple[OpenPipeline, ...]


@dataclass(frozen=True, slots=True)
class Unready:
    """An open opportunity whose closing day has passed or is not known, or that has no amount."""

    opportunity: str
    customer: str | None
    owner: str | None
    close_on: date | None
    earr: Decimal | None


class Reviews:
    """Set-based reads: a handful of queries, however many partners there are."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def meetings(
        self, kind: str, first: date, last: date, partners: Collection[str] | None = None
    ) -> tuple[Meeting, ...]:
        """Meetings of a kind that were scheduled or held from `first` through `last`, by partner and program.

        Of these `partners` alone, where some are named.
        """
        inside = or_(MeetingRow.scheduled_on.between(first, last), MeetingRow.held_on.between(first, last))
        query = select(*_MEETING).where(MeetingRow.kind == kind, inside).order_by(*_MEETING[:4])
        if partners is not None:
            query = query.where(MeetingRow.partner.in_(partners))
        return tuple(Meeting(*row) for row in self._session.execute(query))

    def active_enrollments(self) -> dict[tuple[str, str], Enrollment]:
        """The enrollments of partners that are not inactive, by partner and program."""
        active = or_(PartnerRow.status.is_(None), PartnerRow.status != "inactive")
        query = select(*_ENROLLMENT).join(PartnerRow, PartnerRow.partner == EnrollmentRow.partner).where(active)
        rows = self._session.execute(query.order_by(EnrollmentRow.partner, EnrollmentRow.program))
        return {(row.partner, row.program): Enrollment(*row) for row in rows}

    def countries(self) -> dict[str, str]:
        """The country of each partner of which it is known."""
        rows = self._session.execute(select(PartnerRow.partner, PartnerRow.country))
        return {partner: country for partner, country in rows if country}

    def last_held(self, kind: str, partners: Collection[str]) -> dict[tuple[str, str], date]:
        """The last day that a meeting of this kind was held on, by partner and program."""
        last = func.max(MeetingRow.held_on)
        query = select(MeetingRow.partner, MeetingRow.program, last).where(MeetingRow.partner.in_(partners))
        query = query.where(MeetingRow.kind == kind, MeetingRow.held_on.is_not(None))
        rows = self._session.execute(query.group_by(MeetingRow.partner, MeetingRow.program))
        return {(partner, program): held_on for partner, program, held_on in rows if held_on is not None}

    def facts(self, partners: Collection[str]) -> dict[str, ReviewFacts]:
        """Name, registrations that wait and open opportunities of these partners."""
        names = self._session.execute(
            select(PartnerRow.partner, PartnerRow.name).where(PartnerRow.partner.in_(partners))
        )
        registrations, pipeline = self._registrations(partners), self._pipeline(partners)
        return {
            partner: ReviewFacts(name, registrations.get(partner, 0), tuple(pipeline.get(partner, ())))
            for partner, name in names
        }

    def unready(self, partner: str, today: date) -> tuple[Unready, ...]:
        """A partner's open opportunities of which something is missing on `today`, by closing day."""
        row = OpportunityRow
        query = select(row.opportunity, row.customer, row.owner, row.close_on, row.earr).join(
            OpportunityPartnerRow, OpportunityPartnerRow.opportunity == row.opportunity
        )
        lacking = or_(row.close_on.is_(None), row.close_on < today, row.earr.is_(None))
        query = query.where(OpportunityPartnerRow.partner == partner, row.stage.in_(OPEN_STAGES), lacking)
        rows = self._session.execute(query.order_by(row.close_on, row.opportunity))
        return tuple(Unready(*each) for each in rows)

    def _registrations(self, partners: Collection[str]) -> dict[str, int]:
        of, state = RegistrationRow.partner, RegistrationRow.state
        query = select(of, func.count()).where(of.in_(partners), state.in_(WAITING)).group_by(of)
        return {partner: count for partner, count in self._session.execute(query)}

    def _pipeline(self, partners: Collection[str]) -> dict[str, list[OpenPipeline]]:
        of, currency = OpportunityPartnerRow.partner, OpportunityRow.currency
        total = func.coalesce(func.sum(type_coerce(OpportunityRow.earr, BigInteger)), 0)
        query = select(of, currency, func.count(), total).join(
            OpportunityRow, OpportunityRow.opportunity == OpportunityPartnerRow.opportunity
        )
        query = query.where(of.in_(partners), OpportunityRow.stage.in_(OPEN_STAGES)).group_by(of, currency)
        found: dict[str, list[OpenPipeline]] = {}
        for partner, money, count, amount in self._session.execute(query.order_by(of, currency)):
            found.setdefault(partner, []).append(OpenPipeline(money, count, amount_of(amount)))
        return found
