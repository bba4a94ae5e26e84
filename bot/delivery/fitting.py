"""Whether a message may be posted where it is to go: its audience held against who reads along just then."""

from collections.abc import Callable
from typing import Final

from bot.delivery.transport import Refused
from handlers.request import Place
from store.outbox import ANYONE, NewMessage, partner_of

TRY_AGAIN: Final = 30.0
READERS: Final = {Place.shared: "people of another company", Place.guests: "guests"}


def refusal(
    message: NewMessage, platform: str, place: Callable[[], Place | None], bound: Callable[[], str | None]
) -> Refused | None:
    """Why the message is not for the readers of a conversation; None when it is.

    `place` tells what kind of conversation it is, None where `platform` (its name in words) does not say just now: it
    is asked about again a little later. `bound` gives the partner it is bound to.
    """
    if message.audience == ANYONE:
        return None
    if (partner := partner_of(message.audience)) is not None:
        return None if bound() == partner else Refused("The channel is not bound to this partner any more.")
    found = place()
    if found is None:
        return Refused(f"{platform} did not say who is in the channel. Is the app invited to it?", TRY_AGAIN)
    if found.open_to_others:
        return Refused(f"In this channel {READERS[found]} read along, and the message is for our own people.")
    return None
