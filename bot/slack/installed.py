"""A workspace that Tierline is installed in, with everything that is kept of it; nothing is shared with another one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.slack.identity import Identity, authorization
from bot.slack.surface import Surface
from bot.slack.transport import SlackTransport


@dataclass(frozen=True, slots=True)
class Installed:
    """One installation at work.

    `surface` has the people, channels and answers of this workspace, `transport` its addresses; both call Slack with
    this workspace's token only.
    """

    identity: Identity
    surface: Surface
    transport: SlackTransport | None
    authorized: AuthorizeResult

    @classmethod
    def of(
        cls, identity: Identity, client: WebClient, surface: Surface, transport: SlackTransport | None = None
    ) -> "Installed":
        """The installation that `client` has the token of."""
        return cls(identity, surface, transport, authorization(identity, client.token or ""))


class Installs(Protocol):
    """Where the installation of a payload or of a message is found. Never asks Slack."""

    def find(self, workspace: str) -> Installed | None:
        """The installation of a workspace; None when Tierline is not installed there.

        Raises:
            StoreError: it is not in memory and the database cannot be used.
        """


class Only:
    """The one installation of a token: whatever Slack sends with our signing secret belongs to it."""

    def __init__(self, installed: Installed) -> None:
        self._installed = installed

    def find(self, workspace: str) -> Installed:
        """The installation, whichever workspace a payload names: that of a guest's own company, for instance."""
        return self._installed


Build = Callable[[Identity, str], Installed]
"""Makes an installation that works with a bot token; makes no call to Slack."""
