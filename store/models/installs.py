"""The workspaces that Tierline is installed in, and the installs that are under way."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base
from store.models.columns import Words


class InstallationRow(Base):
    """One workspace. `token` and `refresh_token` are sealed (`store.sealing`): nobody reads them from the database.

    `revision` grows by one with every change of the token. `rotating_until` is the end of the lease of whoever
    exchanges the refresh token, which Slack takes only once.
    """

    __tablename__ = "installations"
    __table_args__ = (Index(None, "expires_at"),)

    workspace: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    enterprise: Mapped[str | None]
    bot_user: Mapped[str]
    bot: Mapped[str]
    token: Mapped[str]
    refresh_token: Mapped[str | None]
    expires_at: Mapped[datetime | None]
    scopes: Mapped[tuple[str, ...]] = mapped_column(Words)
    installed_by: Mapped[str]
    installed_at: Mapped[datetime]
    revision: Mapped[int]
    rotating_until: Mapped[datetime | None]


class OAuthStateRow(Base):
    """An install that was begun: a hash of its state, good for one use until `expires_at`."""

    __tablename__ = "oauth_states"
    __table_args__ = (Index(None, "expires_at"),)

    state: Mapped[str] = mapped_column(primary_key=True)
    expires_at: Mapped[datetime]
