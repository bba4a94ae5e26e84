"""What a report on deal registrations counts: grouped by the database, and the instants that hours are taken from."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Integer, and_, case, cast, func, literal, or_, select
from sqlalchemy.orm import Session

from store.models import EnrollmentRow, RegistrationRow
from store.models.audit import AuditRow
from store.registration_states import RegistrationState as S

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
        row = RegistrationRow
        asked: list[ColumnElement[bool]] = [row.state != S.draft]
        if self.partner is not None:
            asked.append(row.partner == self.partner)
        if self.program is not None:
            asked.append(row.program == self.program)
        return asked

    def filed(self) -> ColumnElement[bool]:
        """It was filed in the period."""
        return RegistrationRow.submitted_on.between(self.first, self.last)

    def decided(self) -> ColumnElement[bool]:
        """Its decision, which still stands, was made in the period."""
        row = RegistrationRow
        made = row.decided_on.between(self.first, self.last)
        return and_(made, row.state.in_(APPROVED_ONCE | APPEALED | {S.declined}))

    def approved(self) -> ColumnElement[bool]:
        """It was decided in the period, and the decision was to approve."""
        row = RegistrationRow
        after_appeal = and_(row.state.in_(APPEALED), row.appealed_from.in_(APPROVED_ONCE))
        return and_(self.decided(), or_(row.state.in_(APPROVED_ONCE), after_appeal))

    def expired(self) -> ColumnElement[bool]:
        """Its protection ran out in the period."""
        row, before = RegistrationRow, timedelta(days=self.protected_days)
        unwritten = row.decided_on.between(_earlier(self.first, before), _earlier(self.last, before))
        ended = or_(row.protected_until.between(self.first, self.last), and_(row.protected_until.is_(None), unwritten))
        appealed = and_(row.state.in_(APPEALED), row.appealed_from == S.expired)
        return and_(ended, or_(row.state == S.expired, appealed))


class Counts(NamedTuple):
    """How many of a partner's registrations in a program were filed, and so on; `held` are filed ones that collided."""

    partner: str
    program: str | None
    filed: int
    held: int
    decided: int
    approved: int
    expired: int


class Timed(NamedTuple):
    """When a registration that was decided in the period was filed and decided.

    `subject` is its name in the audit trail where its clock stood still for a time; None where it never did.
    """

    partner: str
    program: str | None
    filed_at: datetime
    decided_at: datetime
    subject: str | None


class Answered(NamedTuple):
    """So many registrations filed on one day were first answered on another; None: not yet."""

    partner: str
    program: str | None
    filed_on: date
    answered_on: date | None
    many: int


class FirstAnswer(NamedTuple):
    """The same for one registration whose first answer was no decision, or was followed by another one."""

    partner: str
    program: str | None
    filed_on: date
    answered_at: datetime | None
    answered_on: date | None


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
        row, filed = RegistrationRow, asked.filed()
        columns = (filed, and_(filed, row.held_at.is_not(None)), asked.decided(), asked.approved(), asked.expired())
        query = (
            select(row.partner, row.program, *map(_count, columns))
            .where(*asked.concerned(), or_(filed, asked.decided(), asked.expired()))
            .group_by(row.partner, row.program)
        )
        return tuple(map(Counts._make, self._session.execute(query)))

    def timed(self, asked: ReportFilter) -> tuple[Timed, ...]:
        """Those decided in the period of which both instants are known; imported ones have days alone."""
        row = RegistrationRow
        known = (row.submitted_at.is_not(None), row.decided_at.is_not(None))
        subject = case((_interrupted(), literal(_SUBJECT) + row.registration))
        query = select(row.partner, row.program, row.submitted_at, row.decided_at, subject)
        return tuple(map(Timed._make, self._session.execute(query.where(*asked.concerned(), asked.decided(), *known))))

    def stops_and_starts(self, asked: ReportFilter) -> dict[str, list[Entry]]:
        """What stopped and started the clock of each registration decided in the period, in order, by `subject`."""
        subjects = _subjects(asked, asked.decided(), _interrupted())
        query = select(AuditRow.subject, AuditRow.action, AuditRow.at).where(
            AuditRow.action.in_((*STOPS, *STARTS)), AuditRow.subject.in_(subjects)
        )
        found: dict[str, list[Entry]] = {}
        for subject, action, at in self._session.execute(query.order_by(AuditRow.sequence)):
            found.setdefault(subject, []).append(Entry(at, action in STOPS))
        return found

    def answered(self, asked: ReportFilter) -> tuple[Answered, ...]:
        """When those filed in the period were first answered, where that is their decision.

        Left out are those that were taken back unanswered, and those decided on a day that nobody wrote down.
        """
        row = RegistrationRow
        known = or_(row.decided_on.is_not(None), row.state.in_(UNANSWERED))
        columns = (row.partner, row.program, row.submitted_on, row.decided_on)
        query = select(*columns, func.count()).where(*asked.concerned(), asked.filed(), known, ~_interrupted())
        return tuple(map(Answered._make, self._session.execute(query.group_by(*columns))))

    def first_answers(self, asked: ReportFilter) -> tuple[FirstAnswer, ...]:
        """The same, one by one, where something was asked first or the decision was made anew."""
        row = RegistrationRow
        subjects = _subjects(asked, asked.filed(), _interrupted())
        entries = select(AuditRow.subject, func.min(AuditRow.at)).where(
            AuditRow.action.in_(ANSWERS), AuditRow.subject.in_(subjects)
        )
        first = {subject: at for subject, at in self._session.execute(entries.group_by(AuditRow.subject))}
        columns = (row.registration, row.partner, row.program, row.submitted_on, row.asked_at, row.decided_on)
        query = select(*columns).where(*asked.concerned(), asked.filed(), _interrupted())
        return tuple(
            FirstAnswer._make((partner, program, filed_on, first.get(f"{_SUBJECT}{id}", asked_at), decided_on))
            for id, partner, program, filed_on, asked_at, decided_on in self._session.execute(query)
        )

    def managers(self) -> tuple[tuple[str, str, str], ...]:
        """Partner, program and the manager's e-mail address (lower case), for every enrollment that has one."""
        row = EnrollmentRow
        query = select(row.partner, row.program, row.manager).where(row.manager.is_not(None))
        return tuple(
            (partner, program, str(email).casefold()) for partner, program, email in self._session.execute(query)
        )


def _interrupted() -> ColumnElement[bool]:
    """Something was asked, appealed or revoked: the days in the row alone do not tell when its clock ran."""
    row = RegistrationRow
    return or_(row.asked_at.is_not(None), row.appealed_at.is_not(None), row.state == S.revoked)


def _subjects(asked: ReportFilter, *conditions: ColumnElement[bool]) -> Any:
    return select(literal(_SUBJECT) + RegistrationRow.registration).where(*asked.concerned(), *conditions)


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return cast(func.sum(case((condition, 1), else_=0)), Integer)


def _earlier(day: date, by: timedelta) -> date:
    return day - by if day - date.min > by else date.min
