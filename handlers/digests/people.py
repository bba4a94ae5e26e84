"""Who gets a digest: whoever manages partners or stands in for somebody who does, whoever decides, whoever is owed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handlers.desk import DeskSettings
from handlers.mornings import Hours, Mornings
from handlers.request import Role
from handlers.roles import REMOVED
from store.repositories.noise import Unseen
from store.staff_records import StaffMember, StandIn
from store.work import Work

DECIDERS = (Role.approver, Role.admin)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody at an outbox target of a workspace; they are told of the partners of the addresses `own` and `covers`.

    `unseen` are messages to them that were folded or came too late.
    """

    target: str
    workspace: str
    hours: Hours
    own: frozenset[str]
    covers: frozenset[str]
    decides: bool
    unseen: tuple[Unseen, ...]

    @property
    def addresses(self) -> frozenset[str]:
        """Whose partners they are told of."""
        return self.own | self.covers

    @property
    def name(self) -> str:
        """How they stand in keys: an e-mail address, or `T…/U…`."""
        kind, _, value = self.target.partition(":")
        return value if kind == "email" else f"{self.workspace}/{value}"

    def key(self, day: date) -> str:
        """The key of their digest of a day."""
        return f"digest:{self.name}/{day.isoformat()}"


def recipients(
    work: Work, desk: DeskSettings, mornings: Mornings, now: datetime, unseen: Iterable[Unseen]
) -> tuple[Recipient, ...]:
    """Everybody who may get a digest, by target. Whoever was removed from the staff gets none."""
    members = {each.person: each for each in work.staff.list()}
    gone = {person for person, each in members.items() if each.role == REMOVED}
    managers = {each.lower() for each in work.partners.managers()} - gone
    deciders = _deciders(members.values(), desk) - gone
    standing_in = work.staff.stand_ins(desk.today(now) - timedelta(days=1))
    covers = {person: _covers(person, standing_in, mornings, now) for person in {each.person for each in standing_in}}
    held: dict[tuple[str, str], list[Unseen]] = {}
    for each in unseen:
        kind, _, value = each.target.partition(":")
        if value.lower() not in gone:
            target = f"email:{value.lower()}" if kind == "email" else each.target
            held.setdefault((mornings.workspace_of(target, each.workspace), target), []).append(each)
    people = managers | deciders | {each for each, whom in covers.items() if whom and "@" in each} - gone
    addressed = [f"email:{each}" for each in people]
    targets = {(mornings.workspace_of(each), each) for each in addressed} | held.keys()

    def recipient(workspace: str, target: str) -> Recipient:
        kind, _, value = target.partition(":")
        who = value if kind == "email" else ""
        return Recipient(
            target,
            workspace,
            mornings.of_target(target),
            frozenset({who}) & managers,
            covers.get(who, frozenset()),
            who in deciders,
            tuple(held.get((workspace, target), ())),
        )

    return tuple(recipient(*each) for each in sorted(targets))


def _deciders(members: Iterable[StaffMember], desk: DeskSettings) -> set[str]:
    named = {each.person for each in members if each.role in DECIDERS}
    return {each for each in (*named, *desk.admins) if "@" in each}


def _covers(person: str, standing_in: Iterable[StandIn], mornings: Mornings, now: datetime) -> frozenset[str]:
    """For whom somebody stands in on their own day."""
    today = mornings.of(person).today(now)
    return frozenset(
        each.colleague.lower()
        for each in standing_in
        if each.person == person and each.first_on <= today <= each.last_on
    )
