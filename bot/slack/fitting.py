"""Whether a message may be posted in a conversation of Slack, asked at the moment it is posted."""

from collections.abc import Callable

from bot.delivery.fitting import refusal
from bot.delivery.transport import Refused
from bot.slack.audiences import Audiences
from store.outbox import NewMessage


class Fitting:
    """Holds a message's audience against who reads along; `bound` gives the partner of a channel, by its id."""

    def __init__(self, audiences: Audiences, bound: Callable[[str], str | None]) -> None:
        self._audiences = audiences
        self._bound = bound

    def refusal(self, message: NewMessage, channel: str) -> Refused | None:
        """Why the message is not for the readers of `channel`; None when it is."""
        if channel.startswith("D"):  # a direct message has one reader, whose role was looked at
            return None
        return refusal(message, "Slack", lambda: self._audiences.known_place(channel), lambda: self._bound(channel))
