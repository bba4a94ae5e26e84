"""Which role a member of our own company has: from the settings, the staff table, and the portfolio's managers."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from handlers.access import STAFF
from handlers.desk import DeskSettings
from handlers.request import Actor, Role
from handlers.wording import person
from store.repositories.accounts import Account
from store.staff_records import StaffMember, StandIn
from store.work import Work

REMOVED: Final = "none"
"""The role of a row that keeps somebody out."""


@dataclass(frozen=True, slots=True)
class StaffBook:
    """What is recorded of staff, as one version of the store has it.

    `manages` tells whether the portfolio names an e-mail address (lower case) as a manager. `accounts` has workspace
    and user id of everybody whose address is known, by that address: what is recorded of one account of somebody
    holds for their others.
    """

    members: dict[str, StaffMember]
    stand_ins: tuple[StandIn, ...]
    manages: Callable[[str], bool]
    accounts: Mapping[str, tuple[Account, ...]] = field(default_factory=dict)

    def resolve(self, actor: Actor, desk: DeskSettings, today: date) -> Actor:
        """The actor with the role that is recorded; only a `member` can gain one. `today` is the desk's day.

        The first that says something counts: the settings' admins, the person's own row (by user id, by e-mail
        address, then by the ids they have on other surfaces), the settings' approvers, and the portfolio, which makes
        a manager of whom it names as one.
        """
        if actor.role is not Role.member:
            return actor
        role = self._role(actor, desk)
        return replace(actor, role=role, covers=self._covers(actor, today) if role in STAFF else frozenset())

    def _role(self, actor: Actor, desk: DeskSettings) -> Role:
        accounts = ((actor.workspace, actor.user), *self._others(actor))
        keys = self._keys(actor)
        at_home = tuple(user for workspace, user in accounts if workspace == desk.workspace)
        if not desk.admins.isdisjoint((*at_home, *keys)):
            return Role.admin
        for key in keys:
            if key in self.members:
                recorded = self.members[key].role
                return Role.member if recorded == REMOVED else Role(recorded)
        if not desk.approvers.isdisjoint((*at_home, *keys)):
            return Role.approver
        return Role.manager if actor.email and self.manages(actor.email.casefold()) else Role.member

    def _others(self, actor: Actor) -> tuple[Account, ...]:
        return self.accounts.get(actor.email.casefold(), ()) if actor.email else ()

    def _keys(self, actor: Actor) -> tuple[str, ...]:
        return (*people(actor), *(f"{workspace}/{user}" for workspace, user in self._others(actor)))

    def _covers(self, actor: Actor, today: date) -> frozenset[str]:
        keys = self._keys(actor)
        return frozenset(
            each.colleague for each in self.stand_ins if each.person in keys and each.first_on <= today <= each.last_on
        )

    def admins(self, desk: DeskSettings) -> tuple[str, ...]:
        """Whom to ask for access, by name or e-mail address."""
        named = [each.name or each.person for each in self.members.values() if each.role == Role.admin]
        return tuple(dict.fromkeys([*named, *sorted(each for each in desk.admins if "@" in each)]))


def people(actor: Actor) -> tuple[str, ...]:
    """The keys under which an actor's row may stand: the user's id, then the e-mail address."""
    address = (actor.email.casefold(),) if actor.email else ()
    return (f"{actor.workspace}/{actor.user}", *address)


def accounts_of(work: Work, actor: Actor) -> tuple[Account, ...]:
    """Workspace and user id of everything the actor is known as: this account first, then their others."""
    own = (actor.workspace, actor.user)
    others = work.accounts.of(actor.email) if actor.email else ()
    return (own, *(each for each in others if each != own))


def is_person(work: Work, actor: Actor, signed: str | None, workspace: str | None = None) -> bool:
    """Whether a stored signature is the actor's: of this account, or of another one with the same verified address.

    `workspace` is where it was signed, if that is recorded.
    """
    user = person(signed).user
    if not signed or not user:
        return False
    if user == actor.user and workspace in (None, actor.workspace):
        return True
    return actor.email is not None and actor.email.casefold() in work.accounts.addresses(user, workspace)


def staff_book(work: Work, managers: Iterable[str] | None = None) -> StaffBook:
    """What the store has just now; `managers` are the portfolio's, where they are at hand."""
    members = {each.person: each for each in work.staff.list()}
    known = frozenset(each.casefold() for each in managers) if managers is not None else None
    manages = work.staff.manages if known is None else known.__contains__
    return StaffBook(members, work.staff.stand_ins(), manages, work.accounts.all())
