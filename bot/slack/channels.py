"""Who reads along in a channel: our own people alone, or another company's too."""

from collections.abc import Callable
from threading import Lock
from time import monotonic
from typing import Any, Final

from slack_sdk import WebClient

from bot.slack.errors import NETWORK


class Channels:
    """Whether a channel is shared with another company, kept for ten minutes.

    Slack says so in events only, not with a pressed button, so it is asked. A channel that cannot be looked up (the
    app is not in a private one, or Slack does not answer) counts as shared, and is tried again after a minute.
    """

    KEPT: Final = 600.0
    RETRY: Final = 60.0
    MOST: Final = 20_000

    def __init__(self, client: WebClient, *, seconds: Callable[[], float] = monotonic) -> None:
        # A first look-up happens inside an acknowledgement, which Slack waits three seconds for.
        self._client = WebClient(
            client.token, client.base_url, timeout=1, proxy=client.proxy, ssl=client.ssl, retry_handlers=[]
        )
        self._seconds = seconds
        self._known: dict[str, tuple[float, bool]] = {}
        self._lock = Lock()

    def shared(self, channel: str) -> bool:
        """Whether people of another company are, or may be, in `channel`."""
        now = self._seconds()
        with self._lock:
            until, shared = self._known.get(channel, (0.0, True))
        if now < until:
            return shared
        told = self._ask(channel)
        with self._lock:
            if len(self._known) >= self.MOST:
                self._known.clear()
            self._known[channel] = (now + (self.RETRY if told is None else self.KEPT), told is not False)
        return told is not False

    def _ask(self, channel: str) -> bool | None:
        try:
            told: Any = self._client.conversations_info(channel=channel).get("channel")
        except NETWORK:
            return None
        shared = told.get("is_ext_shared") if isinstance(told, dict) else None
        return shared if isinstance(shared, bool) else None
