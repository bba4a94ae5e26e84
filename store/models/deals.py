"""Deal registrations: the portfolio's columns, what we keep about them, and what they are held against."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base
from store.models.columns import Amount, Words
from store.models.portfolio import one_of

REGISTRATION_ROLES = ("sourced", "influenced", "resold", "referral")


class RegistrationRow(Base):
    """A deal registration. `version` grows by one with every change: whoever decides names the version they saw.

    `workspace` is where it was submitted; None for an imported one.
    """

    __tablename__ = "registrations"
    __table_args__ = (one_of("role", REGISTRATION_ROLES), Index(None, "partner"), Index(None, "submitted_on"))

    registration: Mapped[str] = mapped_column(primary_key=True)
    partner: Mapped[str] = mapped_column(ForeignKey("partners.partner"))
    program: Mapped[str | None]
    customer: Mapped[str | None]
    customer_domain: Mapped[str | None]
    country: Mapped[str | None]
    product: Mapped[str | None]
    earr: Mapped[Decimal | None] = mapped_column(Amount)
    currency: Mapped[str | None]
    role: Mapped[str | None]
    expected_close_on: Mapped[date | None]
    state: Mapped[str]
    submitted_on: Mapped[date | None]
    decided_on: Mapped[date | None]
    opportunity: Mapped[str | None] = mapped_column(ForeignKey("opportunities.opportunity"))
    evidence: Mapped[str | None]
    submitted_by: Mapped[str | None]
    submitted_at: Mapped[datetime | None]
    answer_due_on: Mapped[date | None]
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
    workspace: Mapped[str | None]
    professional_services: Mapped[Decimal | None] = mapped_column(Amount)
    deal_stage: Mapped[str | None]
    contact_name: Mapped[str | None]
    contact_title: Mapped[str | None]
    contact_email: Mapped[str | None]
    competitor: Mapped[str | None]
    compelling_event: Mapped[str | None]
    parent_company: Mapped[str | None]
    tender_on: Mapped[date | None]
    existing_customer: Mapped[str | None]
    notes: Mapped[str | None]
    filed_in: Mapped[str | None]
    taken_by: Mapped[str | None]
    taken_at: Mapped[datetime | None]
    held_at: Mapped[datetime | None]
    resolution: Mapped[str | None]
    reason_code: Mapped[str | None]
    asked: Mapped[str | None]
    asked_fields: Mapped[tuple[str, ...]] = mapped_column(Words, default=(), nullable=True)
    asked_at: Mapped[datetime | None]
    protected_until: Mapped[date | None]
    extensions: Mapped[int] = mapped_column(default=0, server_default="0")
    appealed_from: Mapped[str | None]
    appealed_at: Mapped[datetime | None]
    first_decider: Mapped[str | None]
    closed_on: Mapped[date | None]
    updated_on: Mapped[date | None]
    rules: Mapped[str | None]


class RegistrationMatchRow(Base):
    """What a registration was found to look like when it was last held against the others: a snapshot.

    `other` is a registration or an opportunity, as `kind` says; `score` is in hundredths and `parts` the JSON of what
    it is made of. `seen_by` has looked at it.
    """

    __tablename__ = "registration_matches"
    __table_args__ = (Index(None, "other"),)

    registration: Mapped[str] = mapped_column(
        ForeignKey("registrations.registration", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(primary_key=True)
    other: Mapped[str] = mapped_column(primary_key=True)
    score: Mapped[int]
    parts: Mapped[str]
    seen_by: Mapped[str | None]


class MatchKeyRow(Base):
    """One of the keys under which a registration's or an opportunity's customer is found: derived, never typed."""

    __tablename__ = "match_keys"
    __table_args__ = (Index(None, "kind", "id"),)

    key: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)


class RegistrationDraftRow(Base):
    """What a person had typed when they closed the form: one draft a person, as the JSON of its values.

    `channel` is where a partner's person opened the form.
    """

    __tablename__ = "registration_drafts"

    workspace: Mapped[str] = mapped_column(primary_key=True)
    author: Mapped[str] = mapped_column(primary_key=True)
    filled: Mapped[str]
    channel: Mapped[str | None]
    kept_at: Mapped[datetime]


class DroppedCreditRow(Base):
    """An opportunity that looks like a partner's and is not: somebody said so, and it is not offered again."""

    __tablename__ = "dropped_credits"

    opportunity: Mapped[str] = mapped_column(
        ForeignKey("opportunities.opportunity", ondelete="CASCADE"), primary_key=True
    )
    partner: Mapped[str] = mapped_column(ForeignKey("partners.partner", ondelete="CASCADE"), primary_key=True)
    dropped_by: Mapped[str]
    dropped_at: Mapped[datetime]
