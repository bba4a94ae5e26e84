"""Who is staff and in which role, and who stands in for whom. Every change tells those who keep a copy."""

from datetime import date, datetime

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from store.models import EnrollmentRow, FirstApprovalRow, StaffRow, StandInRow
from store.repositories.counters import touch_portfolio
from store.staff_records import FirstApproval, StaffMember, StandIn
from store.upsert import insert_for, table_of

_MEMBER = tuple(table_of(StaffRow).columns)
_STAND_IN = tuple(table_of(StandInRow).columns)
_APPROVAL = tuple(table_of(FirstApprovalRow).columns)


class Staff:
    """People at the vendor."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def list(self) -> tuple[StaffMember, ...]:
        """Everybody who has a row, those removed too, by person."""
        return tuple(StaffMember(*row) for row in self._session.execute(select(*_MEMBER).order_by(StaffRow.person)))

    def get(self, person: str) -> StaffMember | None:
        """The row of one person; a removed one has the role `none`."""
        row = self._session.execute(select(*_MEMBER).where(StaffRow.person == person)).first()
        return None if row is None else StaffMember(*row)

    def put(self, member: StaffMember) -> None:
        """Give somebody a role; whatever they had is replaced."""
        values = {column.key: getattr(member, column.key) for column in _MEMBER}
        changed = {name: value for name, value in values.items() if name != "person"}
        statement = insert_for(self._session, StaffRow).values(values)
        self._session.execute(statement.on_conflict_do_update(index_elements=["person"], set_=changed))
        touch_portfolio(self._session)

    def stand_ins(self, since: date | None = None) -> tuple[StandIn, ...]:
        """Who stands in for whom, by first day; with `since`, without what ended before that day."""
        query = select(*_STAND_IN).order_by(StandInRow.first_on, StandInRow.id)
        if since is not None:
            query = query.where(StandInRow.last_on >= since)
        return tuple(StandIn(*row) for row in self._session.execute(query))

    def stand_in(
        self, colleague: str, person: str, first_on: date, last_on: date, added_by: str, added_at: datetime
    ) -> int:
        """Let `person` stand in for `colleague` through both days; gives the entry's number."""
        values = {
            "colleague": colleague,
            "person": person,
            "first_on": first_on,
            "last_on": last_on,
            "added_by": added_by,
            "added_at": added_at,
        }
        id = self._session.execute(insert(StandInRow).values(values).returning(StandInRow.id)).scalar_one()
        touch_portfolio(self._session)
        return int(id)

    def end_stand_in(self, id: int) -> StandIn | None:
        """Take an entry back; None when there is none of that number."""
        row = self._session.execute(delete(StandInRow).where(StandInRow.id == id).returning(*_STAND_IN)).first()
        if row is None:
            return None
        touch_portfolio(self._session)
        return StandIn(*row)

    def manages(self, email: str) -> bool:
        """Whether the portfolio names this e-mail address as somebody's manager."""
        query = select(EnrollmentRow.partner).where(func.lower(EnrollmentRow.manager) == email.lower()).limit(1)
        return self._session.execute(query).first() is not None

    def first_approval(self, registration: str) -> FirstApproval | None:
        """The approval of a registration that waits for a second one."""
        row = self._session.execute(select(*_APPROVAL).where(FirstApprovalRow.registration == registration)).first()
        return None if row is None else FirstApproval(*row)

    def approve_first(self, approval: FirstApproval) -> None:
        """Keep an approval until a second one comes; an older one of the same registration is replaced."""
        values = {column.key: getattr(approval, column.key) for column in _APPROVAL}
        changed = {name: value for name, value in values.items() if name != "registration"}
        statement = insert_for(self._session, FirstApprovalRow).values(values)
        self._session.execute(statement.on_conflict_do_update(index_elements=["registration"], set_=changed))
