"""Who we are in a workspace, and who the people are that talk to us."""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Any, Final
from zoneinfo import ZoneInfo

from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.render.escape import one_line
from bot.slack.errors import NETWORK

log = logging.getLogger("tierline.slack")

_ID = re.compile(r"[UW][A-Z0-9]{1,30}")
_NOBODY = frozenset({"user_not_found", "user_not_visible"})
"""Answers that say that the person is not, or no longer, one of this workspace (docs.slack.dev, users.info, errors)."""


@dataclass(frozen=True, slots=True)
class Identity:
    """The installation a bot token belongs to."""

    team: str
    bot_user: str
    bot: str
    enterprise: str | None = None

    def includes(self, team: str) -> bool:
        """Whether a person of `team` (a workspace, or the organization itself) is one of us; unknown is not.

        The organization that stands around a payload is no help: it is the installation's, whoever acts.
        """
        return bool(team) and team in (self.team, self.enterprise)


def identify(client: WebClient) -> Identity:
    """Ask Slack once whose token `client` holds.

    Raises:
        slack_sdk.errors.SlackClientError: Slack refuses the token.
    """
    told = client.auth_test()
    return Identity(
        team=told["team_id"],
        bot_user=told["user_id"],
        bot=told.get("bot_id") or "",
        enterprise=told.get("enterprise_id"),
    )


def authorization(identity: Identity, token: str) -> AuthorizeResult:
    """What Bolt's authorize function gives for an installation: no look-up, no network."""
    return AuthorizeResult(
        enterprise_id=identity.enterprise,
        team_id=identity.team,
        bot_user_id=identity.bot_user,
        bot_id=identity.bot,
        bot_token=token,
    )


def hurried(client: WebClient) -> WebClient:
    """The same client for look-ups inside an acknowledgement, which Slack waits three seconds for: one second, once."""
    return WebClient(client.token, client.base_url, timeout=1, proxy=client.proxy, ssl=client.ssl, retry_handlers=[])


@dataclass(frozen=True, slots=True)
class Profile:
    """What Slack knows of a person.

    `zone` is an IANA name; `guest` is anybody but a full member; `team` is the workspace the person belongs to, where
    Slack says so: in a channel shared with another company it is another one than ours.
    """

    name: str
    email: str | None
    zone: str | None
    guest: bool
    team: str | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """What was found out about a person; times in seconds of the directory's count."""

    profile: Profile | None = None
    ask_at: float = 0.0
    """From when on Slack is asked again."""
    until: float = 0.0
    """How long the profile may be used when Slack does not answer."""


class Directory:
    """Profiles by user id, asked for anew every hour.

    While Slack does not answer, a profile is used up to a day; a look-up that failed is tried again after some seconds.
    """

    FRESH: Final = 3600.0
    KEPT: Final = 86_400.0
    RETRY: Final = 5.0
    MOST: Final = 20_000

    def __init__(self, client: WebClient, *, seconds: Callable[[], float] = monotonic) -> None:
        self._client = hurried(client)
        self._seconds = seconds
        self._known: dict[str, _Known] = {}
        self._lock = Lock()

    def find(self, user: str) -> Profile | None:
        """The profile of `user`, from memory where possible, else by one call of users.info.

        None when Slack knows no such person, or does not answer and no profile of the last day is kept: nobody may
        then be taken for a member. What is no id of Slack's is asked about, and logged, by nobody.
        """
        if not _ID.fullmatch(user):
            return None
        now = self._seconds()
        with self._lock:
            known = self._known.get(user, _Known())
        if now < known.ask_at:
            return known.profile
        known = self._ask(user, known, now)
        with self._lock:
            if user not in self._known and len(self._known) >= self.MOST:
                del self._known[next(iter(self._known))]
            self._known[user] = known
        return known.profile

    def _ask(self, user: str, before: _Known, now: float) -> _Known:
        try:
            told: Any = self._client.users_info(user=user).get("user")
        except NETWORK as error:
            # The class alone: the error's text may hold what Slack sent.
            log.warning("Slack did not say who %s is (%s)", user, type(error).__name__)
            gone = isinstance(error, SlackApiError) and error.response.get("error") in _NOBODY
            usable = not gone and now < before.until
            return _Known(before.profile if usable else None, now + self.RETRY, before.until)
        if not isinstance(told, dict):
            return _Known(ask_at=now + self.RETRY)
        return _Known(_profile(told), now + self.FRESH, now + self.KEPT)


def _profile(user: dict[str, Any]) -> Profile:
    inner = user.get("profile")
    profile = inner if isinstance(inner, dict) else {}
    name = profile.get("real_name") or user.get("real_name") or user.get("name") or user.get("id") or ""
    email = profile.get("email")
    return Profile(
        name=one_line(str(name)),
        email=email if isinstance(email, str) and email else None,
        zone=zone_of(user.get("tz")),
        team=str(user.get("team_id") or "") or None,
        guest=any(
            user.get(flag) for flag in ("is_restricted", "is_ultra_restricted", "is_stranger", "is_bot", "deleted")
        ),
    )


def zone_of(name: object) -> str | None:
    """A zone's IANA name as Slack says it; None for what is none on this machine."""
    try:
        return ZoneInfo(name).key if isinstance(name, str) and name else None
    except (KeyError, ValueError, OSError):  # not a zone's name, or one that is not on this machine
        return None
