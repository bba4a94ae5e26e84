"""Who people are, as a surface tells it: kept for an hour, and usable for a day while the surface does not answer."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Final
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Profile:
    """What a surface knows of a person.

    `zone` is an IANA name; `guest` is anybody but a full member; `team` is the workspace the person belongs to, where
    the surface says so: in a channel shared with another company it is another one than ours.
    """

    name: str
    email: str | None
    zone: str | None
    guest: bool
    team: str | None = None


class Silent(Exception):
    """The surface did not say who somebody is."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What was found out about a person; times in seconds of the count."""

    profile: Profile | None = None
    ask_at: float = 0.0
    """From when on the surface is asked again."""
    until: float = 0.0
    """How long the profile may be used when the surface does not answer."""


class Profiles:
    """Profiles by user id, asked for anew every hour. Safe to use from several threads.

    While the surface does not answer, a profile is used up to a day; a look-up that failed is tried again after some
    seconds.
    """

    FRESH: Final = 3600.0
    KEPT: Final = 86_400.0
    RETRY: Final = 5.0
    MOST: Final = 20_000

    def __init__(self, seconds: Callable[[], float]) -> None:
        """`seconds` counts and never steps back."""
        self._seconds = seconds
        self._known: dict[str, _Known] = {}
        self._lock = Lock()

    def find(self, user: str, ask: Callable[[], Profile | None]) -> Profile | None:
        """The profile of `user`, from memory where possible, else from `ask`.

        `ask` gives None for somebody whom the surface does not know, and raises `Silent` when it does not answer: then
        a profile of the last day is used, and without one nobody may be taken for a member.
        """
        now = self._seconds()
        with self._lock:
            known = self._known.get(user, _Known())
        if now < known.ask_at:
            return known.profile
        known = self._ask(known, now, ask)
        with self._lock:
            if user not in self._known and len(self._known) >= self.MOST:
                del self._known[next(iter(self._known))]
            self._known[user] = known
        return known.profile

    def _ask(self, before: _Known, now: float, ask: Callable[[], Profile | None]) -> _Known:
        try:
            profile = ask()
        except Silent:
            return _Known(before.profile if now < before.until else None, now + self.RETRY, before.until)
        if profile is None:
            return _Known(ask_at=now + self.RETRY)
        return _Known(profile, now + self.FRESH, now + self.KEPT)


def zone_of(name: object) -> str | None:
    """A zone's IANA name as a surface says it; None for what is none on this machine."""
    try:
        return ZoneInfo(name).key if isinstance(name, str) and name else None
    except (KeyError, ValueError, OSError):  # not a zone's name, or one that is not on this machine
        return None
