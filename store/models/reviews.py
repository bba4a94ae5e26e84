"""Reviews with partners, beyond what the portfolio says: how often, what was moved, said, promised and prepared."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, BigId
from store.models.portfolio import one_of, partner_key

EVERY = ("month", "quarter", "half_year", "year", "never")
MEETING_CHANGES = ("moved", "skipped", "waived")
SIDES = ("vendor", "partner")
COMMITMENT_STATES = ("open", "done", "dropped")


class ReviewCadenceRow(Base):
    """How often a partner is reviewed in a program, where that is not what the program says, and why.

    `day_rule` is the day within the period as `programs.days` reads it; None leaves the program's.
    """

    __tablename__ = "review_cadences"
    __table_args__ = (one_of("every", EVERY),)

    partner: Mapped[str] = partner_key()
    program: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    every: Mapped[str]
    day_rule: Mapped[str | None]
    reason: Mapped[str]
    set_by: Mapped[str]
    set_at: Mapped[datetime]


class MeetingChangeRow(Base):
    """A meeting that is not held on `scheduled_on` any more: an import that still has it there does not bring it back.

    `moved_to` is its new day; None for one that was skipped, and for a period without a meeting that was waived: there
    it is the day that was proposed.
    """

    __tablename__ = "meeting_changes"
    __table_args__ = (one_of("change", MEETING_CHANGES),)

    partner: Mapped[str] = partner_key()
    program: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    scheduled_on: Mapped[date] = mapped_column(primary_key=True)
    change: Mapped[str]
    moved_to: Mapped[date | None]
    reason: Mapped[str | None]
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]


class ReviewSnoozeRow(Base):
    """Reminders of a meeting rest until the morning of `until`."""

    __tablename__ = "review_snoozes"

    partner: Mapped[str] = partner_key()
    program: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    scheduled_on: Mapped[date] = mapped_column(primary_key=True)
    until: Mapped[date]
    snoozed_by: Mapped[str]
    snoozed_at: Mapped[datetime]


class MeetingOutcomeRow(Base):
    """What was decided in a meeting that was held."""

    __tablename__ = "meeting_outcomes"

    partner: Mapped[str] = partner_key()
    program: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    scheduled_on: Mapped[date] = mapped_column(primary_key=True)
    decisions: Mapped[str | None]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]


class CommitmentRow(Base):
    """What one side promised in a meeting: `owner` is a name or an e-mail address, as it was written."""

    __tablename__ = "commitments"
    __table_args__ = (
        one_of("side", SIDES),
        one_of("state", COMMITMENT_STATES),
        Index(None, "partner", "program"),
        Index(None, "state", "due_on"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    partner: Mapped[str] = mapped_column(ForeignKey("partners.partner"))
    program: Mapped[str]
    kind: Mapped[str]
    scheduled_on: Mapped[date]
    side: Mapped[str]
    what: Mapped[str]
    owner: Mapped[str]
    due_on: Mapped[date]
    state: Mapped[str] = mapped_column(default="open", server_default="open")
    closed_on: Mapped[date | None]
    closed_by: Mapped[str | None]
    added_by: Mapped[str]
    added_at: Mapped[datetime]


class FrozenPackRow(Base):
    """The figures of a meeting's pack as they were two days before it, as JSON."""

    __tablename__ = "frozen_packs"

    partner: Mapped[str] = partner_key()
    program: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    scheduled_on: Mapped[date] = mapped_column(primary_key=True)
    content: Mapped[str]
    frozen_at: Mapped[datetime]


class OpportunityChangeRow(Base):
    """One column of an opportunity that changed; days in ISO form, amounts exact. The first sight is no change."""

    __tablename__ = "opportunity_changes"
    __table_args__ = (Index(None, "opportunity", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    opportunity: Mapped[str] = mapped_column(ForeignKey("opportunities.opportunity", ondelete="CASCADE"))
    field: Mapped[str]
    before: Mapped[str | None]
    after: Mapped[str | None]
    changed_at: Mapped[datetime]


class PersonClockRow(Base):
    """When and where somebody of ours wants to be told things: an e-mail address in lower case, with an IANA zone.

    `chosen` says that the person set it; otherwise the zone is the surface's. Hours are local; what is None is the
    desk's. Messages stay away from `quiet_from` through before `quiet_until`, and go to `workspace`.
    """

    __tablename__ = "person_clocks"

    person: Mapped[str] = mapped_column(primary_key=True)
    zone: Mapped[str | None]
    country: Mapped[str | None]
    morning: Mapped[int | None]
    quiet_from: Mapped[int | None]
    quiet_until: Mapped[int | None]
    most_a_day: Mapped[int | None]
    digest: Mapped[bool]
    chosen: Mapped[bool]
    changed_at: Mapped[datetime]
    workspace: Mapped[str | None]
