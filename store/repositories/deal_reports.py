"""What a report on deal registrations counts: grouped by the database, and the instants that hours are taken from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Date,
    DateTime,
    Integer,
    and_,
    case,
    cast,
    column,
    func,
    literal,
    or_,
    select,
    type_coerce,
    values,
)
from sqlalchemy.orm import Session

from store.models import EnrollmentRow, RegistrationRow
from store.models.audit import AuditRow
from store.registration_states import RegistrationState as S
from store.upsert import table_of

APPROVED_ONCE: Final = frozenset({S.approved, S.won, S.lost, S.expired, S.revoked})
"""States that only an approved registration comes to."""
APPEALED: Final = frozenset({S.appealed, S.appeal_rejected})
"""States in which the decision before the appeal still stands; `appealed_from` says which it was."""
UNANSWERED: Final = frozenset({S.submitted, S.in_review, S.info_requested, S.conflict_hold})
ANSWERS: Final = ("registration.info_requested", "registration.approved", "registration.declined")
"""What the deal desk says to a registration for the first time, as the audit trail names it."""
STOPS: Final = (*ANSWERS, "registration.revoked")
"""After these it is not the deal desk's turn …"""
STARTS: Final = ("registration.answered", "registration.reopened")
"""… until one of these."""
_SUBJECT: Final = "registration:"
# Columns of the tables, not of the mapped classes: a hundred thousand rows are read without the ORM.
_ROW, _ENROLLED, _ENTRY = (table_of(model).c for model in (RegistrationRow, EnrollmentRow, AuditRow))
_DAYS_AT_ONCE: Final = 5_000
"""Two parameters each: SQLite takes 32,766 in a statement."""


@dataclass(frozen=True, slots=True)
class ReportFilter:
    """Which registrations are reported on: what happened from `first` through `last`, both included.

    `protected_days` is for how long an approved registration was protected where its last day is not written down.
    """

    first: date
    last: date
    partner: str | None = None
    program: str | None = None
    protected_days: int = 0

    def concerned(self) -> list[ColumnElement[bool]]:
        """What must be true of a registration, whatever its days; drafts were never filed."""
        asked: list[ColumnElement[bool]] = [_ROW.state != S.draft]
        if self.partner is not None:
            asked.append(_ROW.partner == self.partner)
        if self.program is not None:
            asked.append(_ROW.program == self.program)
        return asked

    def filed(self) -> ColumnElement[bool]:
        """It was filed in the period."""
        return _ROW.submitted_on.between(self.first, self.last)

    def decided(self) -> ColumnElement[bool]:
        """Its decision, which still stands, was made in the period."""
        made = _ROW.decided_on.between(self.first, self.last)
        return and_(made, _ROW.state.in_(APPROVED_ONCE | APPEALED | {S.declined}))

    def approved(self) -> ColumnElement[bool]:
        """It was decided in the period, and the decision was to approve."""
        after_appeal = and_(_ROW.state.in_(APPEALED), _ROW.appealed_from.in_(APPROVED_ONCE))
        return and_(self.decided(), or_(_ROW.state.in_(APPROVED_ONCE), after_appeal))

    def expired(self) -> ColumnElement[bool]:
        """Its protection ran out in the period."""
        before = timedelta(days=self.protected_days)
        unwritten = _ROW.decided_on.between(_earlier(self.first, before), _earlier(self.last, before))
        written = _ROW.protected_until.between(self.first, self.last)
        ended = or_(written, and_(_ROW.protected_until.is_(None), unwritten))
        appealed = and_(_ROW.state.in_(APPEALED), _ROW.appealed_from == S.expired)
        return and_(ended, or_(_ROW.state == S.expired, appealed))


class Counts(NamedTuple):
    """How many of a partner's registrations in a program were filed, and so on.

    `held` are filed ones that collided, `interrupted` filed ones of which `first_answers` tells.
    """

    partner: str
    program: str | None
    filed: int
    held: int
    interrupted: int
    decided: int
    approved: int
    expired: int


class Timed(NamedTuple):
    """When a registration that was decided in the period was filed and decided, in UTC without saying so.

    A hundred thousand of them are read, and telling each its zone costs more than all the rest. `subject` is its name
    in the audit trail where its clock stood still for a time; None where it never did.
    """

    partner: str
    program: str | None
    filed_at: datetime
    decided_at: datetime
    subject: str | None


class Late(NamedTuple):
    """How many of a partner's registrations in a program were answered late, or not at all."""

    partner: str
    program: str | None
    many: int


class FirstAnswer(NamedTuple):
    """When one registration was first answered, where that was no decision, or was followed by another one.

    Neither is known where the answer is not there yet, `waits`, or was not written down.
    """

    partner: str
    program: str | None
    filed_on: date
    answered_at: datetime | None
    answered_on: date | None
    waits: bool


class Entry(NamedTuple):
    """Something that stopped a registration's clock, or started it again."""

    at: datetime
    stops: bool


class DealReports:
    """Set-based reads of what happened to registrations in a period."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def counts(self, asked: ReportFilter) -> tuple[Counts, ...]:
        """One row for each partner and program of which something happened in the period."""
        filed = asked.filed()
        of_filed = (and_(filed, each) for each in (_ROW.held_at.is_not(None), _interrupted()))
        columns = (filed, *of_filed, asked.decided(), asked.approved(), asked.expired())
        query = (
            select(_ROW.partner, _ROW.program, *map(_count, columns))
            .where(*asked.concerned(), or_(filed, asked.decided(), asked.expired()))
            .group_by(_ROW.partner, _ROW.program)
        )
        return tuple(map(Counts._make, self._session.execute(query).all()))

    def timed(self, asked: ReportFilter) -> tuple[Timed, ...]:
        """Those decided in the period of which both instants are known; imported ones have days alone."""
        known = (_ROW.submitted_at.is_not(None), _ROW.decided_at.is_not(None))
        subject = case((_interrupted(), literal(_SUBJECT) + _ROW.registration))
        instants = (type_coerce(each, DateTime) for each in (_ROW.submitted_at, _ROW.decided_at))
        query = select(_ROW.partner, _ROW.program, *instants, subject)
        query = query.where(*asked.concerned(), asked.decided(), *known)
        return tuple(map(Timed._make, self._session.execute(query).all()))

    def stops_and_starts(self, asked: ReportFilter) -> dict[str, list[Entry]]:
        """What stopped and started the clock of each registration decided in the period, in order, by `subject`."""
        subjects = _subjects(asked, asked.decided(), _interrupted())
        query = select(_ENTRY.subject, _ENTRY.action, _ENTRY.at).where(
            _ENTRY.action.in_((*STOPS, *STARTS)), _ENTRY.subject.in_(subjects)
        )
        found: dict[str, list[Entry]] = {}
        for subject, action, at in self._session.execute(query.order_by(_ENTRY.sequence)):
            found.setdefault(subject, []).append(Entry(at, action in STOPS))
        return found

    def filed_days(self, asked: ReportFilter) -> tuple[date, date] | None:
        """The first and the last day of the period on which anything was filed by anybody; None when nothing was."""
        query = select(func.min(_ROW.submitted_on), func.max(_ROW.submitted_on)).where(asked.filed())
        first, last = self._session.execute(query).one()
        return None if first is None else (first, last)

    def late(self, asked: ReportFilter, due: Mapping[date, date], today: date) -> Iterator[Late]:
        """Those filed in the period that were decided after the day that `due` has for their day, or wait since then.

        Left out are those that were taken back unanswered, those decided on a day that nobody wrote down, and those
        of `first_answers`.
        """
        days = sorted(due.items())
        waits = and_(_ROW.decided_on.is_(None), _ROW.state.in_(UNANSWERED))
        for start in range(0, len(days), _DAYS_AT_ONCE):
            listed = values(column("filed_on", Date), column("due_on", Date))
            promised = listed.data(days[start : start + _DAYS_AT_ONCE]).cte("promised")
            over = or_(_ROW.decided_on > promised.c.due_on, and_(waits, promised.c.due_on < today))
            query = (
                select(_ROW.partner, _ROW.program, func.count())
                .join(promised, promised.c.filed_on == _ROW.submitted_on)
                .where(*asked.concerned(), asked.filed(), over, ~_interrupted())
                .group_by(_ROW.partner, _ROW.program)
            )
            yield from map(Late._make, self._session.execute(query).all())

    def first_answers(self, asked: ReportFilter) -> tuple[FirstAnswer, ...]:
        """When each of those filed in the period was first answered that was asked something or decided anew."""
        columns = (_ROW.registration, _ROW.partner, _ROW.program, _ROW.submitted_on, _ROW.asked_at, _ROW.decided_on)
        query = select(*columns, _ROW.state).where(*asked.concerned(), asked.filed(), _interrupted())
        rows = self._session.execute(query).all()
        first = self._first_said(asked) if rows else {}
        return tuple(
            FirstAnswer(
                partner, program, filed_on, first.get(f"{_SUBJECT}{id}", asked_at), decided_on, state in UNANSWERED
            )
            for id, partner, program, filed_on, asked_at, decided_on, state in rows
        )

    def _first_said(self, asked: ReportFilter) -> dict[str, datetime]:
        entries = select(_ENTRY.subject, func.min(_ENTRY.at)).where(
            _ENTRY.action.in_(ANSWERS), _ENTRY.subject.in_(_subjects(asked, asked.filed(), _interrupted()))
        )
        return {subject: at for subject, at in self._session.execute(entries.group_by(_ENTRY.subject))}

    def managers(self) -> tuple[tuple[str, str, str], ...]:
        """Partner, program and the manager's e-mail address (lower case), for every enrollment that has one."""
        query = select(_ENROLLED.partner, _ENROLLED.program, _ENROLLED.manager).where(_ENROLLED.manager.is_not(None))
        return tuple(
            (partner, program, str(email).casefold()) for partner, program, email in self._session.execute(query)
        )


def _interrupted() -> ColumnElement[bool]:
    """Something was asked, appealed or revoked: the days in the row alone do not tell when its clock ran."""
    return or_(_ROW.asked_at.is_not(None), _ROW.appealed_at.is_not(None), _ROW.state == S.revoked)


def _subjects(asked: ReportFilter, *conditions: ColumnElement[bool]) -> Any:
    return select(literal(_SUBJECT) + _ROW.registration).where(*asked.concerned(), *conditions)


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return cast(func.sum(case((condition, 1), else_=0)), Integer)


def _earlier(day: date, by: timedelta) -> date:
    return day - by if day - date.min > by else date.min
