"""Who works with the program at the vendor, who stands in for whom, and approvals that wait for a second person."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, BigId
from store.models.portfolio import one_of

STAFF_ROLES = ("none", "viewer", "manager", "approver", "admin")


class StaffRow(Base):
    """One person: an e-mail address in lower case, or `T…/U…` for somebody whose address a surface does not show.

    Whoever was removed keeps a row with the role `none`, so that being named in a portfolio does not let them in again.
    """

    __tablename__ = "staff"
    __table_args__ = (one_of("role", STAFF_ROLES),)

    person: Mapped[str] = mapped_column(primary_key=True)
    role: Mapped[str]
    name: Mapped[str | None]
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]


class StandInRow(Base):
    """`person` acts for the partners of `colleague` (an e-mail address) from the first through the last day."""

    __tablename__ = "stand_ins"
    __table_args__ = (Index(None, "person"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    colleague: Mapped[str]
    person: Mapped[str]
    first_on: Mapped[date]
    last_on: Mapped[date]
    added_by: Mapped[str]
    added_at: Mapped[datetime]


class AccountRow(Base):
    """Under which verified address (lower case) somebody of ours was known on a surface when they changed something.

    Records are signed with the surface's user id; this tells that two ids are one person.
    """

    __tablename__ = "accounts"
    __table_args__ = (Index(None, "email"), Index(None, "user"))

    workspace: Mapped[str] = mapped_column(primary_key=True)
    user: Mapped[str] = mapped_column(primary_key=True)
    email: Mapped[str]


class FirstApprovalRow(Base):
    """An approval of a registration, as `version`, that waits for a second approver."""

    __tablename__ = "first_approvals"

    registration: Mapped[str] = mapped_column(
        ForeignKey("registrations.registration", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int]
    approved_by: Mapped[str]
    approved_at: Mapped[datetime]
