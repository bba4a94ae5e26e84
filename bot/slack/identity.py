"""Who we are in a workspace, and who the people are that talk to us."""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any

from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.profiles import Profile, Profiles, Silent, zone_of
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


class Directory:
    """Profiles by user id, from memory where possible (`bot.profiles`), else by one call of users.info."""

    def __init__(self, client: WebClient, *, seconds: Callable[[], float] = monotonic) -> None:
        self._client = hurried(client)
        self._profiles = Profiles(seconds)

    def find(self, user: str) -> Profile | None:
        """The profile of `user`.

        None when Slack knows no such person, or does not answer and no profile of the last day is kept: nobody may
        then be taken for a member. What is no id of Slack's is asked about, and logged, by nobody.
        """
        return self._profiles.find(user, lambda: self._ask(user)) if _ID.fullmatch(user) else None

    def _ask(self, user: str) -> Profile | None:
        try:
            told: Any = self._client.users_info(user=user).get("user")
        except NETWORK as error:
            # The class alone: the error's text may hold what Slack sent.
            log.warning("Slack did not say who %s is (%s)", user, type(error).__name__)
            if isinstance(error, SlackApiError) and error.response.get("error") in _NOBODY:
                return None
            raise Silent from None
        return _profile(told) if isinstance(told, dict) else None


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
