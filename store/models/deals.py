"""Deal registrations: the portfolio's columns, and what the program itself keeps about the decision."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base
from store.models.columns import Amount
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
