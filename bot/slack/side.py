"""Slack at work: what takes its requests, what answers afterwards, what delivers."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.routing import BaseRoute, Route

from bot.delivery.worker import RoundsThread
from bot.slack.aftermath import Aftermath
from bot.slack.http import PATH, SlackDoor
from bot.slack.socket import SocketDoor
from handlers.errors import UserError


@dataclass(frozen=True, slots=True)
class SlackSide:
    """`door` is Slack over HTTP, `connection` is Socket Mode: one of the two.

    `pages` are those that browsers see during an install.
    """

    courier: RoundsThread
    aftermath: Aftermath
    door: SlackDoor | None = None
    connection: SocketDoor | None = None
    pages: Sequence[BaseRoute] = ()

    @property
    def listens(self) -> str:
        """Where Slack reaches it."""
        return "Socket Mode" if self.connection else PATH

    def start(self) -> None:
        """Begin to deliver and, in Socket Mode, to listen."""
        self.courier.start()
        if self.connection is not None:
            self.connection.start()

    def hush(self, within: float) -> None:
        """Take nothing new, and finish in `within` seconds what was begun."""
        if self.connection is not None:
            self.connection.close(within)
        if self.door is not None:
            self.door.close(within)

    def stop(self, within: float) -> None:
        """Finish what answers afterwards and what is being delivered, in `within` seconds."""
        self.aftermath.close(within / 2)
        self.courier.stop(within / 2)

    def wake(self) -> None:
        """Deliver now what has just been written."""
        self.courier.wake()

    def ailing(self) -> str | None:
        """What no longer runs although the process lives."""
        return self.courier.ailing()

    def ready(self) -> None:
        """Return when Slack can reach it.

        Raises:
            UserError: Slack is not connected (Socket Mode).
        """
        if self.connection is not None and not self.connection.connected:
            raise UserError("There is no connection to Slack just now.")

    def routes(self) -> Sequence[BaseRoute]:
        """Slack's address, except in Socket Mode, and the install pages."""
        return [*([Route(PATH, self.door)] if self.door else []), *self.pages]
