"""Plain, frozen rows about reviews: how often, what was moved, said and promised, and when people are told things."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ReviewCadence:
    """How often a partner is reviewed where that is not what the program says; `day_rule` None leaves the program's.

    `every` is month, quarter, half_year, year or never.
    """

    partner: str
    program: str
    kind: str
    every: str
    day_rule: str | None
    reason: str
    set_by: str
    set_at: datetime


@dataclass(frozen=True, slots=True)
class MeetingChange:
    """A meeting that was `moved` to another day or `skipped`, or a period without one that was `waived`, and why.

    `moved_to` is for moved ones. The day of a waived one is the one that was proposed.
    """

    partner: str
    program: str
    kind: str
    scheduled_on: date
    change: str
    moved_to: date | None
    reason: str | None
    changed_by: str
    changed_at: datetime

    @property
    def key(self) -> tuple[str, str, str, date]:
        """The meeting that it happened to: partner, program, kind and day."""
        return (self.partner, self.program, self.kind, self.scheduled_on)


@dataclass(frozen=True, slots=True)
class MeetingOutcome:
    """What was decided in a meeting; its commitments are rows of their own."""

    partner: str
    program: str
    kind: str
    scheduled_on: date
    decisions: str | None
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class NewCommitment:
    """What one side (`vendor` or `partner`) promised in a meeting; `owner` as written, a name or an e-mail address."""

    partner: str
    program: str
    kind: str
    scheduled_on: date
    side: str
    what: str
    owner: str
    due_on: date
    added_by: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Commitment(NewCommitment):
    """A promise as it is kept: `state` is open, done or dropped."""

    id: int
    state: str
    closed_on: date | None
    closed_by: str | None


@dataclass(frozen=True, slots=True)
class PersonClock:
    """When and where somebody of ours wants to be told things; hours are local, and what is None is as the desk has it.

    `person` is an e-mail address in lower case. Messages stay away from `quiet_from` through before `quiet_until`.
    `most_a_day` is the most messages of their own a day; `chosen` says that the person set this. Messages for
    them go to `workspace`.
    """

    person: str
    zone: str | None
    country: str | None
    morning: int | None
    quiet_from: int | None
    quiet_until: int | None
    most_a_day: int | None
    digest: bool
    chosen: bool
    changed_at: datetime
    workspace: str | None = None
