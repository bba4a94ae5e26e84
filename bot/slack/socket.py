"""Socket Mode: the same app over a connection that we open, for places without a public address."""

import logging
import threading
from collections.abc import Callable
from typing import Any, Final

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.clock import steady
from bot.references import begun
from bot.slack.payload_kinds import kind_of, workspace_of

CONCURRENCY: Final = 10
CLOSE_WITHIN: Final = 5.0


class SocketDoor:
    """One Socket Mode connection, kept up by Slack's own client. Nothing connects before `start`.

    The address is that of `client`; `app_token` is the app-level token (`xapp-…`, scope `connections:write`).
    """

    def __init__(
        self,
        app: App,
        app_token: str,
        client: WebClient,
        answered: Callable[[str, float], object] = lambda kind, seconds: None,
    ) -> None:
        """`answered` hears of each answer: the kind of the payload and the seconds it took."""
        self._answered = answered
        self._app = app
        self._token = app_token
        self._client = WebClient(base_url=client.base_url, timeout=client.timeout, proxy=client.proxy, ssl=client.ssl)
        self._handler: SocketModeHandler | None = None

    def check(self) -> None:
        """Ask Slack for a place to connect to, without connecting.

        Raises:
            slack_sdk.errors.SlackClientError: Slack refuses the token.
        """
        self._client.apps_connections_open(app_token=self._token)

    def start(self) -> None:
        """Connect and return; payloads are then answered on threads of the connection.

        Raises:
            slack_sdk.errors.SlackClientError: Slack refuses the token.
        """
        if self._handler is None:
            self._handler = _Answering(
                self._answered,
                self._app,
                self._token,
                logger=logging.getLogger("tierline.slack.socket"),
                web_client=self._client,
                concurrency=CONCURRENCY,
            )
        self._handler.client.connect()

    @property
    def connected(self) -> bool:
        """Whether the connection is up just now."""
        if self._handler is None:
            return False
        connection = self._handler.client
        return bool(connection.is_connected())

    def close(self, within: float = CLOSE_WITHIN) -> None:
        """Take no more, finish what is being answered, then disconnect and end the connection's threads.

        After `within` seconds it is disconnected whatever goes on.
        """
        if self._handler is not None:
            client = self._handler.client
            # Slack's own close() disconnects first, and answers that are under way would be lost. What has not been
            # taken up yet stays unacknowledged, so Slack sends it again.
            client.auto_reconnect_enabled = False
            client.closed = True
            client.message_queue.put(None)  # wakes the thread that hands messages out, so that it sees the end
            client.message_processor.shutdown()  # type: ignore[no-untyped-call]  # Slack left its thread untyped
            finishing = threading.Thread(target=client.message_workers.shutdown, daemon=True)
            finishing.start()
            finishing.join(within)
            client.close()
            self._handler = None


class _Answering(SocketModeHandler):
    """Answers each payload under a reference of its own, and measures it."""

    def __init__(self, answered: Callable[[str, float], object], *args: Any, **named: Any) -> None:
        self._answered = answered
        super().__init__(*args, **named)

    def handle(self, client: BaseSocketModeClient, req: SocketModeRequest) -> None:
        began = steady()
        payload = req.payload
        with begun(workspace_of(payload)):
            super().handle(client, req)  # type: ignore[arg-type]  # Bolt narrows the client of its base class
        self._answered(kind_of(payload), steady() - began)
