"""Deal registrations: numbers that are never used twice, and decisions that nobody overwrites unseen."""

import re
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, func, insert, or_, select, update
from sqlalchemy.orm import Session

from store.errors import StaleVersion, UnknownRow
from store.models import EnrollmentRow, OpportunityRow, RegistrationRow
from store.records import NewRegistration, Registration
from store.registration_states import UNDECIDED, WAITING, RegistrationState
from store.repositories.books import Book
from store.repositories.counters import FIRST_NUMBER, REGISTRATION, advance, touch_portfolio
from store.repositories.match_keys import REGISTRATION as KIND
from store.repositories.match_keys import rekey
from store.repositories.pipeline import CLOSED
from store.upsert import table_of

_NUMBER = re.compile(r"DR-([0-9]{1,12})")
_COLUMNS = tuple(table_of(RegistrationRow).columns)
KEYED = frozenset({"customer", "customer_domain", "contact_email", "parent_company"})
"""What a registration's customer is found by."""
_WAITS = RegistrationRow.state.in_(WAITING)


def number_of(id: str) -> int:
    """The number in an id such as `DR-1001`; 0 for an id of another form."""
    match = _NUMBER.fullmatch(id)
    return int(match[1]) if match else 0


@dataclass(frozen=True, slots=True)
class RegistrationFilter:
    """Which registrations are asked for: all that is set holds together.

    `states` are any of these states (empty: every state); `submitted` are the first and last day of submitting.
    `late` asks for those that wait although the answer was due before its first day; where no due day is written down,
    it has passed for those submitted on or before its second day.
    """

    book: Book = field(default_factory=Book)
    states: frozenset[str] = frozenset()
    program: str | None = None
    submitted: tuple[date, date] | None = None
    late: tuple[date, date] | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """What must be true of a registration."""
        row, asked = RegistrationRow, self.book.holds(RegistrationRow.partner)
        if self.states:
            asked.append(row.state.in_(self.states))
        if self.program is not None:
            asked.append(row.program == self.program)
        if self.submitted is not None:
            asked.append(row.submitted_on.between(*self.submitted))
        if self.late is not None:
            asked += (_WAITS, _late(*self.late))
        return asked


def _late(day: date, submitted_by: date) -> ColumnElement[bool]:
    row = RegistrationRow
    unwritten = and_(row.answer_due_on.is_(None), row.submitted_on <= submitted_by)
    return or_(row.answer_due_on < day, unwritten)


class Registrations:
    """Deal registrations; whoever decides one must have seen its latest version."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def submit(self, new: NewRegistration) -> Registration:
        """Keep a registration under the next free number (`DR-1001`, `DR-1002`, …).

        Raises:
            sqlalchemy.exc.IntegrityError: the partner or the opportunity does not exist.
        """
        number = advance(self._session, REGISTRATION, first=FIRST_NUMBER)
        values = asdict(new) | {"registration": f"DR-{number}", "version": 1}
        row = self._session.execute(insert(RegistrationRow).values(values).returning(*_COLUMNS)).one()
        rekey(self._session, KIND, (f"DR-{number}",))
        touch_portfolio(self._session)
        return Registration(*row)

    def get(self, id: str) -> Registration | None:
        """One registration by its number."""
        row = self._session.execute(select(*_COLUMNS).where(RegistrationRow.registration == id)).first()
        return None if row is None else Registration(*row)

    def recorded(self, id: str) -> str | None:
        """The number as it is recorded, for one of exactly this spelling; None when there is none."""
        return self._session.scalar(select(RegistrationRow.registration).where(RegistrationRow.registration == id))

    def of_partner(self, partner: str) -> tuple[Registration, ...]:
        """A partner's registrations by number."""
        query = select(*_COLUMNS).where(RegistrationRow.partner == partner).order_by(RegistrationRow.registration)
        return tuple(Registration(*row) for row in self._session.execute(query))

    def of_domain(self, domain: str) -> tuple[Registration, ...]:
        """Everybody's registrations for customers of this web domain, by number."""
        query = select(*_COLUMNS).where(RegistrationRow.customer_domain == domain)
        return tuple(Registration(*row) for row in self._session.execute(query.order_by(RegistrationRow.registration)))

    def waiting(self, limit: int) -> tuple[Registration, ...]:
        """Those that wait for a decision, the earliest due first; those without a due day come last."""
        due = RegistrationRow.answer_due_on.asc().nulls_last()
        query = select(*_COLUMNS).where(_WAITS).order_by(due, RegistrationRow.registration).limit(limit)
        return tuple(Registration(*row) for row in self._session.execute(query))

    def waiting_count(self) -> int:
        """How many wait for a decision."""
        return self._session.scalar(select(func.count()).where(_WAITS)) or 0

    def expiring(
        self, first: date, last: date, limit: int, managers: Collection[str] | None = None
    ) -> tuple[Registration, ...]:
        """Approved ones whose last protected day lies from `first` through `last`, the earliest first.

        With `managers`, only those of partners that one of these e-mail addresses manages in any program.
        """
        row = RegistrationRow
        asked = [row.state == RegistrationState.approved, row.protected_until.between(first, last)]
        if managers is not None:
            theirs = func.lower(EnrollmentRow.manager).in_([each.lower() for each in managers])
            asked.append(row.partner.in_(select(EnrollmentRow.partner).where(theirs)))
        query = select(*_COLUMNS).where(*asked).order_by(row.protected_until, row.registration).limit(limit)
        return tuple(Registration(*each) for each in self._session.execute(query))

    def running(self, protected_until: date, silent_since: date) -> tuple[Registration, ...]:
        """Those that the clock looks at, by number: undecided ones, and approved ones of which something may be due.

        The latter are protected until `protected_until` at most, or without news since `silent_since`. Registrations
        that were neither filed nor decided here come and go with the portfolio, and are left alone.
        """
        row = RegistrationRow
        undecided = and_(row.state.in_(UNDECIDED), row.rules.is_not(None))
        silent = func.coalesce(row.updated_on, row.decided_on) <= silent_since
        ours = and_(row.state == RegistrationState.approved, row.protected_until.is_not(None))
        approved = and_(ours, or_(row.protected_until <= protected_until, silent))
        query = select(*_COLUMNS).where(or_(undecided, approved)).order_by(row.registration)
        return tuple(Registration(*each) for each in self._session.execute(query))

    def closed_elsewhere(self) -> tuple[tuple[str, str], ...]:
        """Registrations approved here whose opportunity was closed in the meantime, with its stage, by number."""
        row, linked = RegistrationRow, OpportunityRow
        query = (
            select(row.registration, linked.stage)
            .join(linked, linked.opportunity == row.opportunity)
            .where(row.state == RegistrationState.approved, row.protected_until.is_not(None))
            .where(linked.stage.in_(CLOSED))
        )
        return tuple((id, str(stage)) for id, stage in self._session.execute(query.order_by(row.registration)))

    def submitted_by(
        self, signed: str, limit: int, workspaces: Collection[str | None] = ()
    ) -> tuple[Registration, ...]:
        """Those whose submitter's signature begins with `signed`, the latest first.

        Signatures begin with a surface's user id, which another workspace may give to somebody else: `workspaces` are
        those to look in (None: where none is recorded); without any, all.
        """
        begins = func.substr(RegistrationRow.submitted_by, 1, len(signed)) == signed
        if workspaces:
            nowhere = RegistrationRow.workspace.is_(None) if None in workspaces else false()
            begins = and_(begins, or_(RegistrationRow.workspace.in_({*workspaces} - {None}), nowhere))
        latest = (RegistrationRow.submitted_at.desc(), RegistrationRow.registration.desc())
        query = select(*_COLUMNS).where(begins).order_by(*latest).limit(limit)
        return tuple(Registration(*row) for row in self._session.execute(query))

    def found(self, asked: RegistrationFilter, limit: int) -> tuple[Registration, ...]:
        """Those that wait for a decision first, the oldest of them leading; then the others, the latest leading."""
        row = RegistrationRow
        oldest_waiting = case((_WAITS, row.submitted_on)).asc().nulls_last()
        order = (case((_WAITS, 0), else_=1), oldest_waiting, row.submitted_on.desc().nulls_last(), row.registration)
        query = select(*_COLUMNS).where(*asked.conditions()).order_by(*order).limit(limit)
        return tuple(Registration(*each) for each in self._session.execute(query))

    def found_ids(self, asked: RegistrationFilter) -> tuple[str, ...]:
        """The numbers of all that are asked for, in ascending order."""
        return tuple(sorted(self._session.scalars(select(RegistrationRow.registration).where(*asked.conditions()))))

    def found_states(self, asked: RegistrationFilter) -> dict[str, int]:
        """How many of those asked for are in each state, by state."""
        state = RegistrationRow.state
        query = select(state, func.count()).where(*asked.conditions()).group_by(state)
        return dict(sorted((name, count) for name, count in self._session.execute(query)))

    def found_late(self, asked: RegistrationFilter, day: date, submitted_by: date) -> int:
        """How many of those asked for wait although the answer was due before `day`.

        Where no due day is written down, it has passed for those submitted on or before `submitted_by`.
        """
        late = (_WAITS, _late(day, submitted_by))
        return self._session.scalar(select(func.count()).where(*asked.conditions(), *late)) or 0

    def change(self, id: str, version: int, values: Mapping[str, Any]) -> Registration:
        """Set columns of the registration that somebody saw as `version`.

        Raises:
            StaleVersion: somebody changed it since; nothing is written.
            UnknownRow: there is no such registration.
        """
        changed = {**values, "version": version + 1}
        seen = (RegistrationRow.registration == id, RegistrationRow.version == version)
        statement = update(RegistrationRow).where(*seen).values(changed).returning(*_COLUMNS)
        row = self._session.execute(statement).first()
        if row is None:
            current = self.get(id)
            raise UnknownRow(f"There is no registration {id}.") if current is None else StaleVersion(current)
        if KEYED & set(values):
            rekey(self._session, KIND, (id,))
        touch_portfolio(self._session)
        return Registration(*row)
