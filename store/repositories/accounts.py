"""Which accounts on the surfaces are one person of ours: those with the same verified address."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from store.models import AccountRow
from store.repositories.counters import touch_portfolio
from store.upsert import insert_for

Account = tuple[str, str]


class Accounts:
    """Workspace and user id of whoever changed something, with their address."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> dict[str, tuple[Account, ...]]:
        """The accounts of each address, in a fixed order."""
        row = AccountRow
        found: dict[str, list[Account]] = {}
        for workspace, user, email in self._session.execute(
            select(row.workspace, row.user, row.email).order_by(row.workspace, row.user)
        ):
            found.setdefault(email, []).append((workspace, user))
        return {email: tuple(accounts) for email, accounts in found.items()}

    def of(self, email: str) -> tuple[Account, ...]:
        """The accounts of an address in any case, in a fixed order."""
        row = AccountRow
        query = select(row.workspace, row.user).where(row.email == email.casefold())
        return tuple((each[0], each[1]) for each in self._session.execute(query.order_by(row.workspace, row.user)))

    def addresses(self, user: str, workspace: str | None = None) -> frozenset[str]:
        """The addresses that a user id is known by, in one workspace where named."""
        row = AccountRow
        query = select(row.email).where(row.user == user)
        return frozenset(self._session.scalars(query.where(row.workspace == workspace) if workspace else query))

    def seen(self, workspace: str, user: str, email: str) -> None:
        """Keep the address of an account; what is read of people again and again is read anew when it is another."""
        folded, row = email.casefold(), AccountRow
        mine = (row.workspace == workspace, row.user == user)
        if self._session.scalar(select(row.email).where(*mine)) == folded:
            return
        touch_portfolio(self._session)
        statement = insert_for(self._session, row).values(workspace=workspace, user=user, email=folded)
        changed = statement.on_conflict_do_update(index_elements=["workspace", "user"], set_={"email": folded})
        self._session.execute(changed)
