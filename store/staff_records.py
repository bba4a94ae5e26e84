"""Who is staff, who stands in for whom, and who has approved what first."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A person of the vendor: `person` is an e-mail address in lower case or `T…/U…`; a removed one has role `none`."""

    person: str
    role: str
    name: str | None
    changed_by: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class StandIn:
    """`person` acts for the partners of `colleague` (an e-mail address); both days are included."""

    id: int
    colleague: str
    person: str
    first_on: date
    last_on: date
    added_by: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class FirstApproval:
    """An approval that waits for a second person; it holds for this version of the registration alone."""

    registration: str
    version: int
    approved_by: str
    approved_at: datetime
