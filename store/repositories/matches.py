"""What a registration was found to collide with: a snapshot, kept until it is held against the others again."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from store.models import RegistrationMatchRow
from store.upsert import table_of

HOLD, LOOK = 85, 60
"""Scores in hundredths from which a match holds a registration, or has to be looked at."""
_COLUMNS = tuple(table_of(RegistrationMatchRow).columns)


@dataclass(frozen=True, slots=True)
class KeptMatch:
    """A registration's match with `other`, a registration or an opportunity as `kind` says.

    `score` is in hundredths, `parts` the JSON of (label, hundredths) pairs; `seen_by` has looked at it.
    """

    registration: str
    kind: str
    other: str
    score: int
    parts: str
    seen_by: str | None = None

    @property
    def holds(self) -> bool:
        """Whether it keeps the registration from being approved without a resolution."""
        return self.score >= HOLD

    @property
    def looks(self) -> bool:
        """Whether an approver has to look at it first."""
        return LOOK <= self.score < HOLD


class Matches:
    """The matches of registrations."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, registration: str) -> tuple[KeptMatch, ...]:
        """The matches of one registration, the strongest first."""
        row = RegistrationMatchRow
        query = select(*_COLUMNS).where(row.registration == registration).order_by(row.score.desc(), row.other)
        return tuple(KeptMatch(*each) for each in self._session.execute(query))

    def colliding_with(self, other: str) -> tuple[str, ...]:
        """The registrations that were found to collide with another one, by number."""
        row = RegistrationMatchRow
        found = select(row.registration).where(row.other == other, row.kind == "registration", row.score >= HOLD)
        return tuple(self._session.scalars(found.order_by(row.registration)))

    def keep(self, registration: str, found: Iterable[KeptMatch]) -> None:
        """Replace the matches of a registration."""
        row = RegistrationMatchRow
        self._session.execute(delete(row).where(row.registration == registration))
        values = [{name: getattr(each, name) for name in KeptMatch.__dataclass_fields__} for each in found]
        if values:
            self._session.execute(insert(row), values)

    def seen(self, registration: str, seen_by: str) -> None:
        """Note who has looked at what a registration looks like."""
        row = RegistrationMatchRow
        self._session.execute(update(row).where(row.registration == registration).values(seen_by=seen_by))
