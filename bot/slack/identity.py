"""Who we are in a workspace, and who the people are that talk to us."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Any, Final
from zoneinfo import ZoneInfo

from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.render.escape import one_line
from bot.slack.errors import NETWORK


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


def authorization(identity: Identity, token: str) -> Callable[[], AuthorizeResult]:
    """Bolt's authorize function for the one installation we serve: no look-up, no network."""
    result = AuthorizeResult(
        enterprise_id=identity.enterprise,
        team_id=identity.team,
        bot_user_id=identity.bot_user,
        bot_id=identity.bot,
        bot_token=token,
    )
    return lambda: result


@dataclass(frozen=True, slots=True)
class Profile:
    """What Slack knows of a person. `zone` is an IANA name; `guest` is anybody but a full member."""

    name: str
    email: str | None
    zone: str | None
    guest: bool


class Directory:
    """Profiles by user id, kept for an hour; a person who cannot be looked up is tried again after a minute."""

    KEPT: Final = 3600.0
    RETRY: Final = 60.0
    MOST: Final = 20_000

    def __init__(self, client: WebClient, *, seconds: Callable[[], float] = monotonic) -> None:
        # A first look-up happens inside an acknowledgement, which Slack waits three seconds for.
        self._client = WebClient(
            client.token, client.base_url, timeout=1, proxy=client.proxy, ssl=client.ssl, retry_handlers=[]
        )
        self._seconds = seconds
        self._known: dict[str, tuple[float, Profile | None]] = {}
        self._lock = Lock()

    def find(self, user: str) -> Profile | None:
        """The profile of `user`, from memory where possible, else by one call of users.info; None when unknown."""
        now = self._seconds()
        with self._lock:
            until, profile = self._known.get(user, (0.0, None))
        if now < until:
            return profile
        profile = self._ask(user)
        with self._lock:
            if len(self._known) >= self.MOST:
                self._known.clear()
            self._known[user] = (now + (self.RETRY if profile is None else self.KEPT), profile)
        return profile

    def _ask(self, user: str) -> Profile | None:
        try:
            told: Any = self._client.users_info(user=user).get("user")
        except NETWORK:
            return None
        return _profile(told) if isinstance(told, dict) else None


def _profile(user: dict[str, Any]) -> Profile:
    inner = user.get("profile")
    profile = inner if isinstance(inner, dict) else {}
    name = profile.get("real_name") or user.get("real_name") or user.get("name") or user.get("id") or ""
    email = profile.get("email")
    return Profile(
        name=one_line(str(name)),
        email=email if isinstance(email, str) and email else None,
        zone=_zone(user.get("tz")),
        guest=any(
            user.get(flag) for flag in ("is_restricted", "is_ultra_restricted", "is_stranger", "is_bot", "deleted")
        ),
    )


def _zone(name: object) -> str | None:
    try:
        return ZoneInfo(name).key if isinstance(name, str) and name else None
    except (KeyError, ValueError, OSError):  # not a zone's name, or one that is not on this machine
        return None
