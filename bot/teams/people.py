"""Who writes to us in Teams, and who reads along: asked of the conversation's roster, kept for a while.

Source: learn.microsoft.com, "Get Teams specific context for your bot", fetch the roster or user profile.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final

from bot.payloads import text
from bot.profiles import Profile, Profiles, Silent
from bot.render.escape import one_line
from bot.teams.client import NETWORK, Answered, Connector
from handlers.request import Place

log = logging.getLogger("tierline.teams")

KEPT: Final = 300.0
RETRY: Final = 15.0
MOST: Final = 20_000
PATIENCE: Final = 4.0
"""Seconds for a roster of many pages: somebody waits for an answer, and Teams for ten seconds at most."""


@dataclass(frozen=True, slots=True)
class Where:
    """A conversation to ask about: `roster` is whose members to look at, the team's for an ordinary channel.

    `shared` says that Teams marks it as shared with other companies.
    """

    conversation: str
    kind: str
    address: str
    roster: str
    shared: bool = False


class Directory:
    """Profiles of the people of one tenant, by Entra object id."""

    def __init__(self, connector: Connector, tenant: str, seconds: Callable[[], float]) -> None:
        self._connector = connector
        self._tenant = tenant
        self._profiles = Profiles(seconds)

    def find(self, person: str, account: str, where: Where) -> Profile | None:
        """The profile of somebody who is in a conversation, by Entra object id; `account` is their id in there.

        None when the conversation has no such person, knows the account as somebody else, or Teams does not answer and
        no profile of the last day is kept: nobody may then be taken for a member.
        """
        if not person:
            return None
        return self._profiles.find(f"{person}|{account}", lambda: self._ask(person, account, where))

    def _ask(self, person: str, account: str, where: Where) -> Profile | None:
        try:
            told = self._connector.member(where.address, where.conversation, account)
        except (*NETWORK, ValueError) as error:
            log.warning("Teams did not say who %s is (%s)", account, type(error).__name__)
            if isinstance(error, Answered) and error.status == 404:
                return None
            raise Silent from None
        if text(told, "aadObjectId").lower() not in ("", person.lower()):
            log.warning("Teams knows %s as somebody else than the activity says", account)
            return None
        return profile_of(told, self._tenant)


def profile_of(member: Mapping[str, Any], tenant: str) -> Profile:
    """What a roster says of somebody.

    The address is believed for full members of our own tenant alone: it is their admins who write it there. A guest's
    is whatever their own company says.
    """
    guest = is_guest(member)
    ours = text(member, "tenantId") in ("", tenant)
    email = text(member, "email") or text(member, "userPrincipalName")
    return Profile(
        name=one_line(text(member, "name")),
        email=email.lower() if "@" in email and ours and not guest else None,
        zone=None,
        guest=guest,
        team=text(member, "tenantId") or tenant,
    )


def is_guest(member: Mapping[str, Any]) -> bool:
    """Whether somebody of a roster is a guest of the tenant: by their role, or by the mark in their sign-in name."""
    role = text(member, "userRole").lower()
    return role in ("guest", "anonymous") or "#ext#" in text(member, "userPrincipalName").lower()


class Audiences:
    """The kind of each conversation: our own people alone, guests too, or people of another company.

    Kept for some minutes for each roster, which the ordinary channels of a team have in common. What cannot be found
    out is asked for again after some seconds, and until then counts as shared. So does a channel that is bound to a
    partner, whatever its roster says: its people are meant to read there.
    """

    def __init__(
        self, connector: Connector, tenant: str, seconds: Callable[[], float], bound: Callable[[str], str | None]
    ) -> None:
        """`bound` gives the partner that a channel is bound to, by the channel's id."""
        self._bound = bound
        self._connector = connector
        self._tenant = tenant
        self._seconds = seconds
        self._known: dict[str, tuple[float, Place | None]] = {}
        self._forgotten = 0
        self._lock = Lock()

    def place(self, where: Where) -> Place:
        """The kind of a conversation; `shared` where it cannot be found out."""
        return self.known_place(where) or Place.shared

    def known_place(self, where: Where) -> Place | None:
        """The kind of a conversation; None where it cannot be found out just now."""
        if where.kind == "personal":
            return Place.direct
        if where.shared or self._bound(where.conversation) is not None:
            return Place.shared
        now = self._seconds()
        with self._lock:
            until, place = self._known.get(where.roster, (0.0, None))
            forgotten = self._forgotten
        if now < until:
            return place
        place = self._ask(where)
        with self._lock:
            if len(self._known) >= MOST:
                self._known.clear()
            if forgotten == self._forgotten:  # else somebody may have joined while we asked
                self._known[where.roster] = (now + (RETRY if place is None else KEPT), place)
        return place

    def forget(self, where: Where) -> None:
        """Look a roster up anew: somebody joined it, or the conversation was shared."""
        with self._lock:
            self._forgotten += 1
            for each in (where.roster, where.conversation):
                self._known.pop(each, None)

    def _ask(self, where: Where) -> Place | None:
        place, until = Place.channel, self._seconds() + PATIENCE
        try:
            for member in self._connector.members(where.address, where.roster):
                if self._seconds() > until:
                    return None
                if text(member, "tenantId") not in ("", self._tenant):
                    return Place.shared
                if is_guest(member):
                    place = Place.guests
        except OverflowError:
            return Place.guests
        except (*NETWORK, ValueError) as error:
            log.warning("Teams did not say who reads along (%s)", type(error).__name__)
            return None
        return place
