"""What Slack gives for the code of an install or for a refresh token, checked before anything is kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.payloads import part, text
from bot.problems import log
from bot.slack.errors import NETWORK, judge
from bot.slack.identity import Identity, identify
from handlers.errors import UserError

CALL_SECONDS: Final = 10


@dataclass(frozen=True, slots=True)
class Tokens:
    """A bot token, and where tokens expire, what it is exchanged for a new one with and until when it is good."""

    bot: str
    refresh: str | None
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Granted:
    """A finished install: whose it is (asked of Slack with the new token), who did it, and what was granted."""

    identity: Identity
    name: str
    installed_by: str
    scopes: tuple[str, ...]
    tokens: Tokens


class NotGranted(UserError):
    """An install that cannot be used; the sentence is for the person who installs."""


class RefreshRefused(Exception):
    """Slack refuses the refresh token for good; `code` is its word."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Exchange:
    """The app's side of OAuth: `scopes` are asked for, exactly these; `redirect` is where browsers come back to."""

    client_id: str
    client_secret: str
    base_url: str
    redirect: str
    scopes: tuple[str, ...]

    def address(self, state: str) -> str:
        """Where Slack asks a person whether to install the app."""
        asked = {
            "client_id": self.client_id,
            "scope": ",".join(self.scopes),
            "redirect_uri": self.redirect,
            "state": state,
        }
        return f"{self.base_url.rstrip('/').removesuffix('/api')}/oauth/v2/authorize?{urlencode(asked)}"

    def grant(self, code: str, allowed: Iterable[str], now: datetime) -> Granted:
        """Exchange the code that a browser brought back.

        Raises:
            NotGranted: Slack does not take the code, or the install is not one that can be used; a token that came
                with it is given back.
        """
        try:
            told = self._access(code=code, redirect_uri=self.redirect)
        except SlackApiError as error:
            log.warning("An install failed: Slack did not take the code (%s)", error.response.get("error"))
            raise NotGranted("Slack did not accept the answer any more. Please start again.") from None
        except NETWORK as error:
            log.warning("An install failed: %s", judge(error).reason)
            raise NotGranted("Slack did not answer in time, so nothing was installed. Please start again.") from None
        try:
            return self._checked(told, frozenset(allowed), now)
        except NotGranted:
            self._give_back(text(told, "access_token"))
            raise

    def refresh(self, token: str, now: datetime) -> Tokens:
        """Exchange a refresh token, which is good for one time.

        Raises:
            RefreshRefused: Slack does not take it (any more).
            OSError, slack_sdk.errors.SlackClientError: nobody knows whether Slack took it.
        """
        try:
            told = self._access(grant_type="refresh_token", refresh_token=token)
        except SlackApiError as error:
            code = str(error.response.get("error") or "")
            if error.response.status_code == 200 and code and code not in ("internal_error", "fatal_error"):
                raise RefreshRefused(code) from None
            raise
        tokens = _tokens(told, now)
        if tokens.refresh is None or tokens.expires_at is None:
            raise RefreshRefused("no_refresh_token")
        return tokens

    def _access(self, **given: Any) -> dict[str, Any]:
        client = WebClient(base_url=self.base_url, timeout=CALL_SECONDS, retry_handlers=[])
        answer = client.oauth_v2_access(client_id=self.client_id, client_secret=self.client_secret, **given)
        return answer.data if isinstance(answer.data, dict) else {}

    def _client(self, token: str) -> WebClient:
        return WebClient(token, self.base_url, timeout=CALL_SECONDS, retry_handlers=[])

    def _checked(self, told: dict[str, Any], allowed: frozenset[str], now: datetime) -> Granted:
        if told.get("is_enterprise_install"):
            raise NotGranted(
                "Tierline was to be installed for a whole organization, which it does not support. "
                "Install it in single workspaces instead."
            )
        workspace = text(part(told, "team"), "id")
        if workspace not in allowed:
            log.warning("The workspace %s is not one of TIERLINE_WORKSPACES and was refused", workspace or "(unnamed)")
            raise NotGranted("This workspace may not use this Tierline. Ask the people who run it to allow it first.")
        scopes = tuple(sorted(filter(None, text(told, "scope").split(","))))
        lacking = sorted(set(self.scopes) - set(scopes))
        if lacking:
            raise NotGranted(f"These permissions were not granted, and Tierline needs them: {', '.join(lacking)}.")
        tokens = _tokens(told, now)
        return Granted(
            identity=self._verified(tokens.bot, workspace),
            name=text(part(told, "team"), "name") or workspace,
            installed_by=text(part(told, "authed_user"), "id"),
            scopes=scopes,
            tokens=tokens,
        )

    def _verified(self, token: str, workspace: str) -> Identity:
        """Who the token says it is, which must be what Slack said with it."""
        try:
            identity = identify(self._client(token))
        except NETWORK as error:
            log.warning("An install failed: the new token does not work: %s", judge(error).reason)
            raise NotGranted("Slack gave a token that does not work. Please start again.") from None
        if identity.team != workspace:
            raise NotGranted("Slack gave a token of another workspace. Please start again.")
        return identity

    def _give_back(self, token: str) -> None:
        """A token that is not kept should not exist."""
        if token:
            try:
                client = self._client(token)
                client.auth_revoke()
            except NETWORK as error:
                log.warning("A refused install's token could not be revoked: %s", judge(error).reason)


def _tokens(told: dict[str, Any], now: datetime) -> Tokens:
    seconds = told.get("expires_in")
    expires = now + timedelta(seconds=seconds) if isinstance(seconds, int) else None
    return Tokens(text(told, "access_token"), text(told, "refresh_token") or None, expires)
