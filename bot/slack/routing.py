"""Each message goes out through the installation of its own workspace, and through no other."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Final

from bot.delivery.transport import Outcome, Refused, always
from bot.slack.installed import Installs
from bot.slack.transport import SlackTransport
from store.errors import StoreError
from store.outbox import NewMessage

logger = logging.getLogger(__name__)

PATIENCE: Final = 30.0
"""Seconds until a message of a workspace that is not installed looks again: as long as the registry remembers."""


class RoutedTransport:
    """Slack, for messages of several workspaces. One that is not installed (yet) keeps its messages waiting."""

    platform = "slack"
    blind = False

    def __init__(self, installs: Installs, allowed: frozenset[str]) -> None:
        """Messages of workspaces that are not `allowed` are given up."""
        self._installs = installs
        self._allowed = allowed

    def post(self, message: NewMessage, in_time: Callable[[], bool] = always) -> Outcome:
        """Post in the message's workspace."""
        way = self._way(message.workspace)
        return way if isinstance(way, Refused) else way.post(message, in_time)

    def find(self, message: NewMessage, since: datetime) -> Outcome | None:
        """Look in the message's workspace."""
        way = self._way(message.workspace)
        return way if isinstance(way, Refused) else way.find(message, since)

    def update(self, message: NewMessage, channel: str, id: str) -> Outcome:
        """Rewrite in the message's workspace."""
        way = self._way(message.workspace)
        return way if isinstance(way, Refused) else way.update(message, channel, id)

    def withdraw(self, message: NewMessage, channel: str, id: str) -> None:
        """Delete our own second copy in the message's workspace."""
        way = self._way(message.workspace)
        if isinstance(way, Refused):
            logger.warning("a second copy stays in %s: %s", channel, way.reason)
        else:
            way.withdraw(message, channel, id)

    def _way(self, workspace: str) -> SlackTransport | Refused:
        if workspace not in self._allowed:
            return Refused(f"The workspace {workspace} is not one of TIERLINE_WORKSPACES.")
        try:
            installed = self._installs.find(workspace)
        except StoreError as error:
            return Refused(error.sentence, PATIENCE)
        if installed is None or installed.transport is None:
            return Refused(f"Tierline is not installed in the workspace {workspace}: install it there.", PATIENCE)
        return installed.transport
