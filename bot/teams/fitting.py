"""Whether a message may be posted in a conversation of Teams, asked at the moment it is posted."""

from collections.abc import Callable

from bot.delivery.fitting import refusal
from bot.delivery.transport import Refused
from bot.teams.people import Audiences
from bot.teams.reading import where_of
from store.outbox import NewMessage
from store.repositories.conversations import KnownConversation


class Fitting:
    """Holds a message's audience against who reads along; `bound` gives the partner of a channel, by its id."""

    def __init__(self, audiences: Audiences, bound: Callable[[str], str | None]) -> None:
        self._audiences = audiences
        self._bound = bound

    def refusal(self, message: NewMessage, known: KnownConversation) -> Refused | None:
        """Why the message is not for the readers of a conversation; None when it is."""
        if known.kind == "personal":  # one reader, whose role was looked at
            return None
        return refusal(
            message,
            "Teams",
            lambda: self._audiences.known_place(where_of(known)),
            lambda: self._bound(known.conversation),
        )
