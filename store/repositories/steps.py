"""Steps of launch lifecycles, as partners take them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from store.models import StepRow
from store.records import StepTaken
from store.upsert import table_of

_COLUMNS = tuple(table_of(StepRow).columns)


class Steps:
    """Which steps a partner has reached or done."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_partner(self, partner: str) -> tuple[StepTaken, ...]:
        """Every step that is recorded of a partner, done or not, by program and step."""
        query = select(*_COLUMNS).where(StepRow.partner == partner)
        rows = self._session.execute(query.order_by(StepRow.program, StepRow.step))
        return tuple(StepTaken(*row) for row in rows)
