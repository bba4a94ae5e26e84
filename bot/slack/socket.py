"""Socket Mode: the same app over a connection that we open, for places without a public address."""

import logging
from typing import Final

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

CONCURRENCY: Final = 10


class SocketDoor:
    """One Socket Mode connection, kept up by Slack's own client. Nothing connects before `start`.

    The address is that of `client`; `app_token` is the app-level token (`xapp-…`, scope `connections:write`).
    """

    def __init__(self, app: App, app_token: str, client: WebClient) -> None:
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
            self._handler = SocketModeHandler(
                self._app,
                self._token,
                logger=logging.getLogger("tierline.slack.socket"),
                web_client=self._client,
                concurrency=CONCURRENCY,
            )
        self._handler.client.connect()

    def close(self) -> None:
        """Take no more, finish what is being answered, then disconnect and end the connection's threads."""
        if self._handler is not None:
            client = self._handler.client
            # Slack's own close() disconnects first, and answers that are under way would be lost. What has not been
            # taken up yet stays unacknowledged, so Slack sends it again.
            client.auto_reconnect_enabled = False
            client.closed = True
            client.message_queue.put(None)  # wakes the thread that hands messages out, so that it sees the end
            client.message_processor.shutdown()  # type: ignore[no-untyped-call]  # Slack left its thread untyped
            client.message_workers.shutdown(wait=True)
            client.close()
            self._handler = None
