"""What a partner team hands over: one table a file of the portfolio folder, under the files' own keys and names."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base
from store.models.columns import Amount, ExactDecimal, KeyDay, KeyText, Words

PARTNER_TYPES = ("si", "resell", "isv", "consultancy", "management_consulting", "digital_agency", "technology")
PARTNER_STATUSES = ("active", "inactive")
STAGES = ("prospecting", "qualified", "proposal", "negotiation", "closed_won", "closed_lost")
OPPORTUNITY_ROLES = ("influenced", "resold")
MEETING_KINDS = ("pipeline_review", "qbr", "executive")


def one_of(column: str, words: tuple[str, ...]) -> CheckConstraint:
    """A CHECK that allows the listed words (and NULL)."""
    allowed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({allowed})", name=column)


def partner_key() -> Mapped[str]:
    """The owning partner as the first part of a primary key."""
    return mapped_column(ForeignKey("partners.partner"), primary_key=True)


class PartnerRow(Base):
    """A partner. `search` is derived: id, name and aliases folded for looking up, each after a line feed."""

    __tablename__ = "partners"
    __table_args__ = (one_of("type", PARTNER_TYPES), one_of("status", PARTNER_STATUSES))

    partner: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    aliases: Mapped[tuple[str, ...]] = mapped_column(Words, default=())
    domain: Mapped[str | None]
    country: Mapped[str | None]
    type: Mapped[str | None]
    # Deferred, because an affiliate may stand before its parent in one import.
    parent: Mapped[str | None] = mapped_column(ForeignKey("partners.partner", deferrable=True, initially="DEFERRED"))
    status: Mapped[str | None]
    search: Mapped[str] = mapped_column(default="")


class EnrollmentRow(Base):
    """A partner in a program; `manager` is an e-mail address."""

    __tablename__ = "enrollments"
    __table_args__ = (Index(None, "program"), Index(None, "manager"))

    partner: Mapped[str] = partner_key()
    program: Mapped[str] = mapped_column(primary_key=True)
    tier: Mapped[str | None]
    tier_since: Mapped[date | None]
    enrolled_on: Mapped[date | None]
    manager: Mapped[str | None]
    focus: Mapped[tuple[str, ...]] = mapped_column(Words, default=())
    last_activity_on: Mapped[date | None]


class PersonRow(Base):
    """One credential of one person; somebody without a credential has one row with an empty one."""

    __tablename__ = "people"

    partner: Mapped[str] = partner_key()
    email: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    credential: Mapped[str | None] = mapped_column(KeyText, primary_key=True, nullable=False)
    earned_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    left_on: Mapped[date | None]


class OpportunityRow(Base):
    """A deal with a customer; amounts are in the row's own currency."""

    __tablename__ = "opportunities"
    __table_args__ = (one_of("stage", STAGES),)

    opportunity: Mapped[str] = mapped_column(primary_key=True)
    customer: Mapped[str | None]
    customer_domain: Mapped[str | None]
    country: Mapped[str | None]
    product: Mapped[str | None]
    stage: Mapped[str | None]
    earr: Mapped[Decimal | None] = mapped_column(Amount)
    professional_services: Mapped[Decimal | None] = mapped_column(Amount)
    currency: Mapped[str | None]
    opened_on: Mapped[date | None]
    close_on: Mapped[date | None]
    owner: Mapped[str | None]


class OpportunityPartnerRow(Base):
    """A partner's part in an opportunity; `added_on` decides whether its revenue counts."""

    __tablename__ = "opportunity_partners"
    __table_args__ = (one_of("role", OPPORTUNITY_ROLES), Index(None, "partner"))

    opportunity: Mapped[str] = mapped_column(ForeignKey("opportunities.opportunity"), primary_key=True)
    partner: Mapped[str] = partner_key()
    role: Mapped[str | None]
    added_on: Mapped[date | None]


class AgreementRow(Base):
    """An agreement that a partner signed; signing it anew is a row of its own."""

    __tablename__ = "agreements"

    partner: Mapped[str] = partner_key()
    agreement: Mapped[str] = mapped_column(primary_key=True)
    signed_on: Mapped[date | None] = mapped_column(KeyDay, primary_key=True, nullable=False)
    expires_on: Mapped[date | None]


class InvitationRow(Base):
    """A benefit that is by invitation, and that a partner was invited to."""

    __tablename__ = "invitations"

    partner: Mapped[str] = partner_key()
    program: Mapped[str] = mapped_column(primary_key=True)
    benefit: Mapped[str] = mapped_column(primary_key=True)
    invited_on: Mapped[date | None]
    expires_on: Mapped[date | None]


class MeetingRow(Base):
    """A review with a partner; `held_on` is empty until it took place."""

    __tablename__ = "meetings"
    __table_args__ = (one_of("kind", MEETING_KINDS), Index(None, "scheduled_on"))

    partner: Mapped[str] = partner_key()
    program: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    scheduled_on: Mapped[date] = mapped_column(primary_key=True)
    held_on: Mapped[date | None]
    notes: Mapped[str | None]


class StepRow(Base):
    """A step of a program's launch lifecycle that a partner has reached or done."""

    __tablename__ = "steps"

    partner: Mapped[str] = partner_key()
    program: Mapped[str] = mapped_column(primary_key=True)
    step: Mapped[str] = mapped_column(primary_key=True)
    done_on: Mapped[date | None]


class FxRateRow(Base):
    """US dollars for one unit of `currency` from `effective_on` on."""

    __tablename__ = "fx_rates"

    currency: Mapped[str] = mapped_column(primary_key=True)
    effective_on: Mapped[date] = mapped_column(primary_key=True)
    usd: Mapped[Decimal] = mapped_column(ExactDecimal)
