"""Whose records are asked for, as conditions on a column that holds a partner's id."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute

from store.models import EnrollmentRow


@dataclass(frozen=True, slots=True)
class Book:
    """One partner's records, or those of partners enrolled in a program or looked after by a manager; else everybody's.

    `program` and `manager` hold for one and the same enrollment. `manager` is an e-mail address, whatever its case.
    """

    partner: str | None = None
    program: str | None = None
    manager: str | None = None

    def holds(self, partner: InstrumentedAttribute[Any]) -> list[ColumnElement[bool]]:
        """What must be true of the partner in this column; nothing for everybody's."""
        conditions: list[ColumnElement[bool]] = []
        if self.partner is not None:
            conditions.append(partner == self.partner)
        enrolled: list[ColumnElement[bool]] = []
        if self.program is not None:
            enrolled.append(EnrollmentRow.program == self.program)
        if self.manager is not None:
            enrolled.append(func.lower(EnrollmentRow.manager) == func.lower(self.manager))
        if enrolled:
            conditions.append(partner.in_(select(EnrollmentRow.partner).where(*enrolled)))
        return conditions
