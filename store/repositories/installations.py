"""Workspaces that Tierline is installed in, and single-use states of installs that are under way."""

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from store.models import InstallationRow, OAuthStateRow
from store.upsert import insert_for

MOST_STATES: Final = 2_000
"""Installs that may be under way at once: anybody can open the install page, nobody may fill the database with it."""


@dataclass(frozen=True, slots=True)
class NewInstallation:
    """What an install brings; `token` and `refresh_token` are sealed, `expires_at` is None where it does not expire."""

    workspace: str
    name: str
    enterprise: str | None
    bot_user: str
    bot: str
    token: str
    refresh_token: str | None
    expires_at: datetime | None
    scopes: tuple[str, ...]
    installed_by: str
    installed_at: datetime


@dataclass(frozen=True, slots=True)
class Installation(NewInstallation):
    """An installation as it stands; `revision` grows by one with every change of its token."""

    revision: int


@dataclass(frozen=True, slots=True)
class FreshToken:
    """What an exchanged refresh token brings; both tokens are sealed."""

    token: str
    refresh_token: str
    expires_at: datetime


_COLUMNS = tuple(getattr(InstallationRow, name) for name in Installation.__dataclass_fields__)
_KEY = (InstallationRow.workspace,)


class Installations:
    """The installations of one database, within the caller's transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, new: NewInstallation) -> Installation:
        """Keep an installation; a workspace that installs again replaces what it had, and any exchange under way."""
        values: dict[str, Any] = asdict(new) | {"revision": 1, "rotating_until": None}
        changed = {name: value for name, value in values.items() if name != "workspace"}
        changed["revision"] = InstallationRow.revision + 1
        statement = insert_for(self._session, InstallationRow).values(values)
        upsert = statement.on_conflict_do_update(index_elements=["workspace"], set_=changed)
        return Installation(*self._session.execute(upsert.returning(*_COLUMNS)).one())

    def get(self, workspace: str) -> Installation | None:
        """The installation of a workspace."""
        row = self._session.execute(select(*_COLUMNS).where(InstallationRow.workspace == workspace)).first()
        return None if row is None else Installation(*row)

    def all(self) -> tuple[Installation, ...]:
        """Every installation, by workspace."""
        return tuple(Installation(*row) for row in self._session.execute(select(*_COLUMNS).order_by(*_KEY)))

    def remove(self, workspace: str, installed_before: datetime | None = None) -> bool:
        """Forget a workspace with its token; False when there is none, or it was installed after `installed_before`."""
        theirs = InstallationRow.workspace == workspace
        if installed_before is not None:
            theirs = and_(theirs, InstallationRow.installed_at <= installed_before)
        gone = self._session.execute(delete(InstallationRow).where(theirs).returning(*_KEY))
        return gone.first() is not None

    def expiring(self, before: datetime, now: datetime) -> tuple[Installation, ...]:
        """Those whose token expires before an instant and whose refresh token nobody exchanges at `now`."""
        due = and_(InstallationRow.expires_at < before, InstallationRow.refresh_token.is_not(None), _free(now))
        query = select(*_COLUMNS).where(due).order_by(InstallationRow.expires_at, *_KEY)
        return tuple(Installation(*row) for row in self._session.execute(query))

    def lease(self, seen: Installation, until: datetime, now: datetime) -> bool:
        """Reserve the exchange of the refresh token of `seen` until an instant; False when somebody else has it.

        False also when the installation changed since: whoever changed it has another refresh token.
        """
        return self._change(seen, _free(now), rotating_until=until)

    def extend(self, seen: Installation, until: datetime) -> bool:
        """Keep one's own lease until an instant; False when the installation changed meanwhile."""
        return self._change(seen, rotating_until=until)

    def renew(self, seen: Installation, fresh: FreshToken) -> bool:
        """Keep what the exchange brought; False when the installation was replaced or removed meanwhile."""
        return self._change(seen, **asdict(fresh), revision=seen.revision + 1, rotating_until=None)

    def reseal(self, seen: Installation, token: str, refresh_token: str | None) -> bool:
        """Replace the sealed texts by others of the same tokens; False when the installation changed meanwhile."""
        return self._change(seen, token=token, refresh_token=refresh_token, revision=seen.revision + 1)

    def begin(self, state: str, expires_at: datetime, now: datetime) -> bool:
        """Remember that an install was begun; False when too many are under way. Expired ones are dropped."""
        self._session.execute(delete(OAuthStateRow).where(OAuthStateRow.expires_at <= now))
        if (self._session.scalar(select(func.count()).select_from(OAuthStateRow)) or 0) >= MOST_STATES:
            return False
        self._session.add(OAuthStateRow(state=_hash(state), expires_at=expires_at))
        return True

    def claim(self, state: str, now: datetime) -> bool:
        """True once for a state that was begun and has not expired; afterwards it is gone."""
        mine = OAuthStateRow.state == _hash(state)
        gone = self._session.execute(delete(OAuthStateRow).where(mine).returning(OAuthStateRow.expires_at))
        expires_at = gone.scalar()
        return expires_at is not None and expires_at > now

    def _change(self, seen: Installation, *also: ColumnElement[bool], **values: Any) -> bool:
        mine = (InstallationRow.workspace == seen.workspace, InstallationRow.revision == seen.revision, *also)
        statement = update(InstallationRow).where(*mine).values(values).returning(*_KEY)
        return self._session.execute(statement, execution_options={"synchronize_session": False}).first() is not None


def _free(now: datetime) -> ColumnElement[bool]:
    return or_(InstallationRow.rotating_until.is_(None), InstallationRow.rotating_until <= now)


def _hash(state: str) -> str:
    """Whoever reads the database cannot finish somebody else's install."""
    return hashlib.sha256(state.encode()).hexdigest()
