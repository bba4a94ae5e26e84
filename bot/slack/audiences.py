"""Who reads along in a conversation: our own people alone, guests too, or people of another company.

Source of the flags: docs.slack.dev, "Conversations API" (conversation object) and "users.list".
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Any, Final

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.slack.errors import NETWORK
from bot.slack.identity import hurried
from handlers.request import Place

SHARED_FLAGS: Final = ("is_ext_shared", "is_pending_ext_shared")
GUEST_FLAGS: Final = ("is_restricted", "is_ultra_restricted", "is_stranger")
PAGE: Final = 1_000
MOST_PAGES: Final = 20
"""Members of a channel, or people of a workspace, that are looked through: 20,000. With more, nobody can say that no
guest is among them, and the conversation counts as one with guests."""


class _Unknown(Exception):
    """Slack did not say."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """`place` and `joined` are None where it could not be found out; `until` in seconds of the audiences' count."""

    place: Place | None
    joined: bool | None
    until: float


class Audiences:
    """The kind of each conversation, kept for some minutes and looked up anew afterwards, or when Slack says so.

    What cannot be found out is asked for again after some seconds, and until then counts as shared.
    """

    KEPT: Final = 300.0
    GUESTS_KEPT: Final = 600.0
    RETRY: Final = 15.0
    PATIENCE: Final = 0.8
    MOST: Final = 20_000

    def __init__(self, client: WebClient, *, seconds: Callable[[], float] = monotonic) -> None:
        self._client = hurried(client)
        self._seconds = seconds
        self._known: dict[str, _Kept] = {}
        self._guests: tuple[float, frozenset[str] | None] = (0.0, None)
        self._lock = Lock()

    def place(self, channel: str) -> Place:
        """The kind of a conversation; `shared` where it cannot be found out."""
        return self.known_place(channel) or Place.shared

    def known_place(self, channel: str) -> Place | None:
        """The kind of a conversation; None where it cannot be found out just now."""
        if not channel or channel.startswith("D"):  # a direct message has one reader, whose role is looked at
            return Place.direct
        return self._look(channel).place

    def joined(self, channel: str) -> bool | None:
        """Whether the app is in a channel; None where that cannot be found out just now, or there is no channel."""
        return self._look(channel).joined if channel and not channel.startswith("D") else None

    def _look(self, channel: str) -> _Kept:
        now = self._seconds()
        with self._lock:
            kept = self._known.get(channel)
        if kept is not None and now < kept.until:
            return kept
        place, joined = self._ask(channel, now)
        kept = _Kept(place, joined, now + (self.RETRY if place is None else self.KEPT))
        with self._lock:
            if len(self._known) >= self.MOST:
                self._known.clear()
            self._known[channel] = kept
        return kept

    def forget(self, channel: str) -> None:
        """Look `channel` up anew: somebody joined it, or it was shared."""
        with self._lock:
            self._known.pop(channel, None)
            self._guests = (0.0, None)

    def _ask(self, channel: str, now: float) -> tuple[Place | None, bool | None]:
        joined = None
        try:
            told: Any = self._client.conversations_info(channel=channel).get("channel")
            shared = [told.get(flag) for flag in SHARED_FLAGS] if isinstance(told, dict) else []
            if not shared or not isinstance(shared[0], bool):
                return None, None
            joined = bool(told.get("is_member"))
            if any(shared):
                return Place.shared, joined
            return Place.guests if self._has_guests(channel, now) else Place.channel, joined
        except (*NETWORK, _Unknown):
            return None, joined

    def _has_guests(self, channel: str, now: float) -> bool:
        guests = self._all_guests(now)
        if guests is None:
            return True
        if not guests:
            return False
        try:
            pages = self._pages(lambda cursor: self._client.conversations_members(channel=channel, **cursor), now)
            return any(each in guests for each in pages)
        except OverflowError:
            return True

    def _all_guests(self, now: float) -> frozenset[str] | None:
        """The ids of every guest of the workspace; None when there are too many people to look through."""
        until, guests = self._guests
        if now < until:
            return guests
        try:
            people = self._pages(lambda cursor: self._client.users_list(**cursor), now)
            found = (each for each in people if isinstance(each, dict) and any(each.get(flag) for flag in GUEST_FLAGS))
            guests = frozenset(str(each.get("id")) for each in found)
        except OverflowError:
            guests = None
        self._guests = (now + self.GUESTS_KEPT, guests)
        return guests

    def _pages(self, ask: Callable[[dict[str, Any]], SlackResponse], began: float) -> Iterator[Any]:
        """All the members in a list that Slack hands out in pages.

        Raises:
            OverflowError: it is too long.
            _Unknown: it took too long.
        """
        cursor = ""
        for _ in range(MOST_PAGES):
            if self._seconds() - began > self.PATIENCE:
                raise _Unknown
            told = ask({"limit": PAGE, "cursor": cursor})
            yield from told.get("members") or ()
            cursor = (told.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return
        raise OverflowError
