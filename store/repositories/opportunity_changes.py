"""What changed in opportunities, and when: whoever changes one writes it here in the same transaction."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session, aliased

from store.models import OpportunityChangeRow
from store.upsert import table_of

FOLLOWED: Final = ("stage", "close_on", "earr", "currency", "owner")
"""The columns of an opportunity whose changes are kept."""
BATCH: Final = 5_000
LATEST_STAYS: Final = 1_000
_ASKED_AT_ONCE: Final = 10_000
_COLUMNS: Final = (
    OpportunityChangeRow.opportunity,
    OpportunityChangeRow.field,
    OpportunityChangeRow.before,
    OpportunityChangeRow.after,
    OpportunityChangeRow.changed_at,
)

Value = str | date | Decimal | None


@dataclass(frozen=True, slots=True)
class OpportunityChange:
    """One column of an opportunity that changed; days are in ISO form and amounts exact, None is an empty cell."""

    opportunity: str
    field: str
    before: str | None
    after: str | None
    changed_at: datetime


def changes_of(id: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, str, Value, Value]]:
    """The followed columns of `after` that are not as they were; a column that `after` lacks did not change."""
    for field in FOLLOWED:
        if field in after and before[field] != after[field]:
            yield id, field, before[field], after[field]


class OpportunityChanges:
    """The log of opportunities, oldest first. What an opportunity was when it was first seen is no change."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def note(self, changes: Sequence[tuple[str, str, Value, Value]], at: datetime) -> None:
        """Write down (opportunity, column, before, after) as changed at an instant, a set with each statement."""
        table = table_of(OpportunityChangeRow)
        for start in range(0, len(changes), BATCH):
            rows = [
                {"opportunity": id, "field": field, "before": _text(old), "after": _text(new), "changed_at": at}
                for id, field, old, new in changes[start : start + BATCH]
            ]
            self._session.execute(insert(table), rows)

    def of(self, opportunities: Collection[str]) -> dict[str, tuple[OpportunityChange, ...]]:
        """Every change of these opportunities by id, oldest first; those that never changed are left out."""
        ids, found = sorted(opportunities), defaultdict[str, list[OpportunityChange]](list)
        for start in range(0, len(ids), _ASKED_AT_ONCE):
            asked = OpportunityChangeRow.opportunity.in_(ids[start : start + _ASKED_AT_ONCE])
            query = select(*_COLUMNS).where(asked).order_by(OpportunityChangeRow.id)
            for row in self._session.execute(query):
                found[row.opportunity].append(OpportunityChange(*row))
        return {id: tuple(changes) for id, changes in found.items()}

    def stays(self) -> dict[str, tuple[timedelta, ...]]:
        """How long opportunities of all partners stayed in each stage, of the last 1,000 changes of a stage.

        A stay counts when both its beginning and its end are in the log.
        """
        left, earlier = OpportunityChangeRow, aliased(OpportunityChangeRow)
        entered = (
            select(func.max(earlier.changed_at))
            .where(earlier.opportunity == left.opportunity, earlier.field == "stage", earlier.id < left.id)
            .scalar_subquery()
        )
        query = select(left.before, left.changed_at, entered).where(left.field == "stage", left.before.is_not(None))
        found = defaultdict[str, list[timedelta]](list)
        for stage, ended, began in self._session.execute(query.order_by(left.id.desc()).limit(LATEST_STAYS)):
            if began is not None:
                found[str(stage)].append(ended - began)
        return {stage: tuple(lengths) for stage, lengths in found.items()}


def _text(value: Value) -> str | None:
    """Days in ISO form, amounts exact."""
    if value is None or isinstance(value, str):
        return value
    return f"{value:f}" if isinstance(value, Decimal) else value.isoformat()
