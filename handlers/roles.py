"""Which role a member of our own company has: from the settings, the staff table, and the portfolio's managers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from handlers.access import STAFF
from handlers.desk import DeskSettings
from handlers.request import Actor, Role
from store.staff_records import StaffMember, StandIn
from store.work import Work

REMOVED: Final = "none"
"""The role of a row that keeps somebody out."""


@dataclass(frozen=True, slots=True)
class StaffBook:
    """What is recorded of staff, as one version of the store has it.

    `manages` tells whether the portfolio names an e-mail address (lower case) as a manager.
    """

    members: dict[str, StaffMember]
    stand_ins: tuple[StandIn, ...]
    manages: Callable[[str], bool]

    def resolve(self, actor: Actor, desk: DeskSettings, today: date) -> Actor:
        """The actor with the role that is recorded; only a `member` can gain one. `today` is the desk's day.

        The first that says something counts: the settings' admins, the person's own row (by user id, then by e-mail
        address), the settings' approvers, and the portfolio, which makes a manager of whom it names as one.
        """
        if actor.role is not Role.member:
            return actor
        role = self._role(actor, desk)
        return replace(actor, role=role, covers=self._covers(actor, today) if role in STAFF else frozenset())

    def _role(self, actor: Actor, desk: DeskSettings) -> Role:
        keys = people(actor)
        at_home = (actor.user,) if actor.workspace == desk.workspace else ()
        if not desk.admins.isdisjoint((*at_home, *keys)):
            return Role.admin
        for key in keys:
            if key in self.members:
                recorded = self.members[key].role
                return Role.member if recorded == REMOVED else Role(recorded)
        if not desk.approvers.isdisjoint((*at_home, *keys)):
            return Role.approver
        return Role.manager if actor.email and self.manages(actor.email.casefold()) else Role.member

    def _covers(self, actor: Actor, today: date) -> frozenset[str]:
        keys = people(actor)
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


def staff_book(work: Work, managers: Iterable[str] | None = None) -> StaffBook:
    """What the store has just now; `managers` are the portfolio's, where they are at hand."""
    members = {each.person: each for each in work.staff.list()}
    known = frozenset(each.casefold() for each in managers) if managers is not None else None
    manages = work.staff.manages if known is None else known.__contains__
    return StaffBook(members, work.staff.stand_ins(), manages)
