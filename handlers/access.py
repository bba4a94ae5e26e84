"""Who may see and do what: one written table, and pure functions that read it. What the table does not give is denied.

`docs/ACCESS.md` is drawn from `TABLE`. A permission is had for a scope: for no partner, for one's own, or for any.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from handlers.request import Actor, Role


class Permission(StrEnum):
    """What can be allowed. Each route, command and kind of answer names the one it needs."""

    see = "see"
    see_own_work = "see_own_work"
    share = "share"
    export = "export"
    rate = "rate"
    preview = "preview"
    register = "register"
    run_reviews = "run_reviews"
    decide = "decide"
    overrule = "overrule"
    credit = "credit"
    subscribe = "subscribe"
    bind = "bind"
    staff = "staff"
    audit = "audit"
    installs = "installs"
    operate = "operate"


DESCRIPTIONS: Final[Mapping[Permission, str]] = MappingProxyType(
    {
        Permission.see: "Ask about partners, programs and lists; the home tab; search for a partner",
        Permission.see_own_work: "Ask about one's own tier, gap, benefits, registrations and meetings",
        Permission.share: "Show an answer to everybody of an internal conversation",
        Permission.export: "Take a list home as a file",
        Permission.rate: "Say whether an answer is right",
        Permission.preview: "See what a partner's people would be told",
        Permission.register: "Register a deal for a partner",
        Permission.run_reviews: "Run reviews: schedule, move, skip, mark as held, write down decisions and commitments",
        Permission.decide: "Approve or decline a registration, and what leads there",
        Permission.credit: "Say whose an opportunity is that lacks a partner",
        Permission.overrule: "Revoke an approval, decide an appeal, extend a second time",
        Permission.subscribe: "Have digests posted to an internal channel, pause and end them there",
        Permission.bind: "Bind a channel to a partner, and release it",
        Permission.staff: "Add and remove staff, change roles, name stand-ins",
        Permission.audit: "Read the audit trail",
        Permission.installs: "See and remove installations",
        Permission.operate: "See messages that could not be delivered, try them again, drop them",
    }
)


class Scope(StrEnum):
    """For which partners a permission is had."""

    none = "none"
    own = "own"
    any = "any"


STAFF: Final = (Role.viewer, Role.manager, Role.approver, Role.admin)
"""The roles of people at the vendor who work with the program."""


def _row(**scopes: Scope) -> Mapping[Role, Scope]:
    return MappingProxyType({role: scopes.get(role.value, Scope.none) for role in Role})


def _staff() -> Mapping[Role, Scope]:
    return _row(**{role.value: Scope.any for role in STAFF})


TABLE: Final[Mapping[Permission, Mapping[Role, Scope]]] = MappingProxyType(
    {
        Permission.see: _staff(),
        Permission.see_own_work: _row(partner=Scope.own),
        Permission.share: _staff(),
        Permission.export: _staff(),
        Permission.rate: _staff(),
        Permission.preview: _staff(),
        Permission.register: _row(partner=Scope.own, manager=Scope.own, approver=Scope.own, admin=Scope.any),
        Permission.run_reviews: _row(manager=Scope.own, approver=Scope.own, admin=Scope.any),
        Permission.decide: _row(approver=Scope.any, admin=Scope.any),
        Permission.overrule: _row(admin=Scope.any),
        Permission.credit: _row(manager=Scope.own, approver=Scope.own, admin=Scope.any),
        Permission.subscribe: _row(manager=Scope.any, approver=Scope.any, admin=Scope.any),
        Permission.bind: _row(admin=Scope.any),
        Permission.staff: _row(admin=Scope.any),
        Permission.audit: _row(admin=Scope.any),
        Permission.installs: _row(admin=Scope.any),
        Permission.operate: _row(admin=Scope.any),
    }
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What an action is about: a partner, and the e-mail addresses of those who manage it in the program concerned.

    `managers` has all of the partner's managers where no program is concerned.
    """

    partner: str
    managers: frozenset[str] = frozenset()


class Gain(StrEnum):
    """Why somebody gains from a deal, and so may not decide it."""

    submitted = "submitted"
    manages = "manages"
    stands_in = "stands_in"


def scope(actor: Actor, permission: Permission) -> Scope:
    """For which partners `actor` has `permission`."""
    return TABLE[permission][actor.role]


def allowed(actor: Actor, permission: Permission, subject: Subject | None = None) -> bool:
    """Whether `actor` has `permission` for `subject`; without a subject, whether for any partner at all."""
    had = scope(actor, permission)
    if had is Scope.own and subject is not None:
        return owns(actor, subject)
    return had is not Scope.none


def owns(actor: Actor, subject: Subject) -> bool:
    """Whether the subject's partner is the actor's own: as manager, as stand-in, or by working there."""
    if actor.role is Role.partner:
        return actor.partner == subject.partner
    return _is_manager(actor, subject) or _stands_in(actor, subject)


def gain(actor: Actor, subject: Subject, submitted: bool) -> Gain | None:
    """Why `actor` gains from a registration of `subject`; None when they do not.

    `submitted` says that they filed it, on whichever surface. Whoever stands in for the partner's manager gains as that
    manager does: otherwise a decision could be had by going on leave.
    """
    if submitted:
        return Gain.submitted
    if _is_manager(actor, subject):
        return Gain.manages
    return Gain.stands_in if _stands_in(actor, subject) else None


def _is_manager(actor: Actor, subject: Subject) -> bool:
    return actor.email is not None and actor.email.casefold() in _folded(subject.managers)


def _stands_in(actor: Actor, subject: Subject) -> bool:
    return not _folded(actor.covers).isdisjoint(_folded(subject.managers))


def _folded(addresses: frozenset[str]) -> frozenset[str]:
    return frozenset(address.casefold() for address in addresses)
