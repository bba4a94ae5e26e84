"""What tier rules count and portfolio questions look at, summed by the database for many partners at once."""

import operator
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    LargeBinary,
    Select,
    and_,
    case,
    cast,
    collate,
    false,
    func,
    literal_column,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from store.models import (
    AgreementRow,
    EnrollmentRow,
    MeetingRow,
    OpportunityPartnerRow,
    OpportunityRow,
    PartnerRow,
    PersonRow,
    RegistrationRow,
    StepRow,
)
from store.models.columns import AMOUNT_SCALE

Columns = Select[*tuple[Any, ...]]
Partners = Collection[str] | None
"""The ids of the partners that are asked about; None for all of them."""

_DOLLARS: ColumnElement[str] = literal_column("'USD'")
_LIMB = 10**9
"""Amounts are summed in two parts of nine digits, because SQLite refuses a sum that leaves its 64 bits."""


class Place(NamedTuple):
    """An enrollment of a partner that is not inactive, with no more than lists need; `manager` is an e-mail address."""

    partner: str
    name: str
    program: str
    tier: str | None
    manager: str | None
    last_activity_on: date | None


class Sum(NamedTuple):
    """What a partner's deals in one currency sum to. `closed_on` is None in dollars, which need no exchange rate."""

    partner: str
    currency: str
    closed_on: date | None
    amount: Decimal


class Late(NamedTuple):
    """A meeting whose day went by without it."""

    partner: str
    program: str
    kind: str
    scheduled_on: date


@dataclass(frozen=True, slots=True)
class Deals:
    """Which opportunities count, by the columns of the portfolio; `roles` None means any.

    They closed from `first` through `last`. With `added_by_close` the partner was on them by the day they closed.
    """

    stages: tuple[str, ...]
    roles: tuple[str, ...] | None
    added_by_close: bool
    first: date
    last: date


class Figures:
    """Set-based reads of everything at once: a query a figure, however many partners there are."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def places(self, manager: str | None = None) -> tuple[Place, ...]:
        """The enrollments of partners that are not inactive, by partner and program; those of one `manager`, or all.

        E-mail addresses are the same whatever their case.
        """
        row = EnrollmentRow
        columns = (row.partner, PartnerRow.name, row.program, row.tier, row.manager, row.last_activity_on)
        query = select(*columns).join(PartnerRow, PartnerRow.partner == row.partner)
        query = query.where(or_(PartnerRow.status.is_(None), PartnerRow.status != "inactive"))
        if manager is not None:
            query = query.where(or_(self._lower(row.manager) == manager.lower(), self._beyond_ascii(row.manager)))
        rows = self._session.execute(query.order_by(row.partner, row.program))
        if manager is not None:
            return tuple(Place(*each) for each in rows if (each.manager or "").lower() == manager.lower())
        words: dict[Any, Any] = {}
        one = words.setdefault  # most words stand in many rows: keep each once
        return tuple(
            Place(one(id, id), one(name, name), one(program, program), one(tier, tier), one(manager, manager), last)
            for id, name, program, tier, manager, last in rows
        )

    def dollars(self, deals: Deals, amounts: Collection[str], partners: Partners = None) -> Iterator[Sum]:
        """The sums of the named amounts of the counted deals: one a partner in dollars, one a day in other currencies.

        Deals without a currency are left out.
        """
        known = {"earr": OpportunityRow.earr, "professional_services": OpportunityRow.professional_services}
        parts = [func.coalesce(type_coerce(known[each], BigInteger), 0) for each in amounts]
        whole = reduce(operator.add, parts)
        of, currency = OpportunityPartnerRow.partner, OpportunityRow.currency
        closed = case((currency == _DOLLARS, None), else_=OpportunityRow.close_on)
        sums = func.sum(whole // _LIMB), func.sum(whole % _LIMB)
        query = _counted(select(of, currency, closed, *sums), deals, partners).where(currency.is_not(None))
        for partner, money, day, high, low in self._session.execute(query.group_by(of, currency, closed)):
            yield Sum(partner, money, day, Decimal(int(high) * _LIMB + int(low)).scaleb(-AMOUNT_SCALE))

    def deals(self, deals: Deals, partners: Partners = None) -> dict[str, int]:
        """How many deals count, whatever they are worth."""
        of = OpportunityPartnerRow.partner
        query: Columns = select(of, func.count())
        rows = self._session.execute(_counted(query, deals, partners).group_by(of))
        return {partner: count for partner, count in rows}

    def people(self, credentials: Collection[str], day: date, partners: Partners = None) -> dict[str, int]:
        """How many people, known by e-mail whatever its case, hold one of the credentials on `day`.

        A database folds the case of ASCII alone in the way Python does, so partners with other addresses are counted
        here.
        """
        person = PersonRow
        held = and_(
            person.credential.in_(credentials),
            person.earned_on <= day,
            or_(person.expires_on.is_(None), person.expires_on >= day),
            or_(person.left_on.is_(None), person.left_on > day),
            *_among(person.partner, partners),
        )
        beyond = func.max(case((self._beyond_ascii(person.email), 1), else_=0))
        query = select(person.partner, func.count(self._lower(person.email).distinct()), beyond).where(held)
        rows = self._session.execute(query.group_by(person.partner)).all()
        counts = {partner: count for partner, count, _ in rows}
        if any(odd for _, _, odd in rows):
            those = select(person.partner).where(held, self._beyond_ascii(person.email))
            written = select(person.partner, person.email).where(held, person.partner.in_(those)).distinct()
            addresses: dict[str, set[str]] = {}
            for partner, email in self._session.execute(written):
                addresses.setdefault(partner, set()).add(email.lower())
            counts |= {partner: len(found) for partner, found in addresses.items()}
        return counts

    def signed(self, agreement: str, day: date, partners: Partners = None) -> frozenset[str]:
        """The partners with this agreement in force on `day`."""
        row = AgreementRow
        query = select(row.partner).where(
            row.agreement == agreement,
            row.signed_on <= day,
            row.signed_on > date.min,  # it stands for "not known" in the key
            or_(row.expires_on.is_(None), row.expires_on >= day),
            *_among(row.partner, partners),
        )
        return frozenset(self._session.scalars(query))

    def last_active(self, day: date, partners: Partners = None) -> dict[tuple[str, str | None], date]:
        """The last day up to `day` on which a partner did something, by partner and program, beside `last_activity_on`.

        In a program: a registration submitted or a meeting held. For all of them (program None): a credential earned or
        an opportunity joined, which belong to no program.
        """
        beyond = null()
        done: tuple[tuple[Any, Any, InstrumentedAttribute[date | None]], ...] = (
            (RegistrationRow.partner, RegistrationRow.program, RegistrationRow.submitted_on),
            (MeetingRow.partner, MeetingRow.program, MeetingRow.held_on),
            (PersonRow.partner, beyond, PersonRow.earned_on),
            (OpportunityPartnerRow.partner, beyond, OpportunityPartnerRow.added_on),
        )
        each = union_all(
            *(
                select(of.label("partner"), program.label("program"), func.max(on).label("last"))
                .where(on <= day, *_among(of, partners))
                .group_by(of, *(() if program is beyond else (program,)))
                for of, program, on in done
            )
        ).subquery()
        query = select(each.c.partner, each.c.program, func.max(each.c.last)).group_by(each.c.partner, each.c.program)
        return {(partner, program): last for partner, program, last in self._session.execute(query)}

    def late(self, day: date, partners: Partners = None) -> tuple[Late, ...]:
        """The meetings that were scheduled before `day` and not held by then, oldest first."""
        row = MeetingRow
        columns = (row.partner, row.program, row.kind, row.scheduled_on)
        missed = or_(row.held_on.is_(None), row.held_on > day)
        query = select(*columns).where(row.scheduled_on < day, missed, *_among(row.partner, partners))
        order = (row.scheduled_on, row.partner, row.program, row.kind)
        return tuple(Late(*found) for found in self._session.execute(query.order_by(*order)))

    def steps_done(self, day: date, partners: Partners = None) -> dict[tuple[str, str], set[str]]:
        """The steps done by `day`, by partner and program."""
        row = StepRow
        query = select(row.partner, row.program, row.step).where(row.done_on <= day, *_among(row.partner, partners))
        found: dict[tuple[str, str], set[str]] = {}
        for partner, program, step in self._session.execute(query):
            found.setdefault((partner, program), set()).add(step)
        return found

    def waiting(self, states: Collection[str], partners: Collection[str]) -> int:
        """How many registrations of these partners are in one of the states."""
        row = RegistrationRow
        query = select(func.count()).where(row.partner.in_(partners), row.state.in_(states))
        return self._session.scalar(query) or 0

    @property
    def _sqlite(self) -> bool:
        return self._session.get_bind().dialect.name == "sqlite"

    def _lower(self, column: InstrumentedAttribute[Any]) -> ColumnElement[str]:
        """The text with ASCII letters in lower case, and no others, on both databases."""
        return func.lower(column if self._sqlite else collate(column, "C"))

    def _beyond_ascii(self, column: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
        """Whether the text has a character outside ASCII: then it is longer in bytes than in characters."""
        octets = func.length(cast(column, LargeBinary)) if self._sqlite else func.octet_length(column)
        return func.coalesce(octets > func.length(column), false())


def _counted(query: Columns, deals: Deals, partners: Partners) -> Columns:
    """The query over the deals that count; each stands in it once a partner."""
    deal, part = OpportunityRow, OpportunityPartnerRow
    query = query.join_from(part, deal, deal.opportunity == part.opportunity)
    query = query.where(deal.stage.in_(deals.stages), deal.close_on.between(deals.first, deals.last))
    if deals.roles is not None:
        query = query.where(part.role.in_(deals.roles))
    if deals.added_by_close:
        query = query.where(part.added_on <= deal.close_on)
    return query.where(*_among(part.partner, partners))


def _among(column: InstrumentedAttribute[str], partners: Partners) -> tuple[ColumnElement[bool], ...]:
    return () if partners is None else (column.in_(partners),)
