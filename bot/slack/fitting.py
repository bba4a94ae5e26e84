"""Whether a message may be posted in a conversation, asked at the moment it is posted."""

from collections.abc import Callable
from typing import Final

from bot.delivery.transport import Refused
from bot.slack.audiences import Audiences
from handlers.request import Place
from store.outbox import ANYONE, NewMessage, partner_of

TRY_AGAIN: Final = 30.0
READERS: Final = {Place.shared: "people of another company", Place.guests: "guests"}


class Fitting:
    """Holds a message's audience against who reads along; `bound` gives the partner of a channel, by its id."""

    def __init__(self, audiences: Audiences, bound: Callable[[str], str | None]) -> None:
        self._audiences = audiences
        self._bound = bound

    def refusal(self, message: NewMessage, channel: str) -> Refused | None:
        """Why the message is not for the readers of `channel`; None when it is.

        A conversation of which Slack does not say who is in it is asked about again a little later.
        """
        if message.audience == ANYONE or channel.startswith("D"):
            return None
        if (partner := partner_of(message.audience)) is not None:
            if self._bound(channel) == partner:
                return None
            return Refused("The channel is not bound to this partner any more.")
        place = self._audiences.known_place(channel)
        if place is None:
            return Refused("Slack did not say who is in the channel. Is the app invited to it?", TRY_AGAIN)
        if place.open_to_others:
            return Refused(f"In this channel {READERS[place]} read along, and the message is for our own people.")
        return None
