"""What a failed call of the Bot Connector means: refused for good, refused for now, or nobody knows.

Source: learn.microsoft.com, "Send and receive messages with a bot", status code responses; "Optimize your bot with rate
limiting".
"""

from typing import Final

import httpx

from bot.delivery.transport import Refused, Unclear
from bot.teams.client import Answered
from bot.teams.credentials import TokenRefused

PATIENCE: Final = 30.0
TOKEN_PATIENCE: Final = 300.0
_LATER: Final = {412, 503}
_ENDED: Final = {
    "BotNotInConversationRoster": "removed",
    "ConversationNotFound": "removed",
    "ConversationBlockedByUser": "blocked",
    "MessageWritesBlocked": "blocked",
}
_SENTENCES: Final = {
    "BotNotInConversationRoster": "Tierline is not in that chat or channel (any more): add the app there.",
    "ConversationNotFound": "Teams knows no such chat or channel: look at its id, and add the app there.",
    "ConversationBlockedByUser": "That person has blocked Tierline in Teams, or removed it.",
    "MessageWritesBlocked": "That person has blocked Tierline in Teams, or removed it.",
    "BotDisabledByAdmin": "A Teams admin has blocked the app: ask them to allow it.",
    "InvalidBotApiHost": "The tenant is in another cloud than the address that we wrote to.",
    "MessageSizeTooBig": "The message is larger than Teams takes.",
    "ActivityNotFoundInConversation": "The message is not there any more.",
    "BotNotRegistered": "Teams knows no bot of this app id: look at TEAMS_APP_ID and the Azure Bot.",
}


def judge(error: Exception) -> Refused | Unclear:
    """Class one of `client.NETWORK`, or ValueError.

    A status that says that nothing was taken is a refusal. A time-out, a dropped connection or any other answer of a
    gateway leaves open what happened.
    """
    if isinstance(error, Answered):
        return _answered(error)
    if isinstance(error, TokenRefused):
        return Refused(error.sentence, PATIENCE if error.transient else TOKEN_PATIENCE)
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout):
        return Refused("Teams cannot be reached from here.", PATIENCE)
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol | ValueError):
        return Refused("The address that Teams gave for the conversation is not Microsoft's.")
    return Unclear(f"The connection to Teams broke off ({type(error).__name__}).")


def state_after(error: Exception) -> str | None:
    """What a conversation turns out to be: `removed` or `blocked`; None where the error does not say."""
    return _ENDED.get(error.code) if isinstance(error, Answered) and error.status in (403, 404) else None


def _answered(error: Answered) -> Refused | Unclear:
    if error.status == 429:
        return Refused("Teams asks to slow down.", error.retry_after or PATIENCE, limit=True)
    if error.status in _LATER:
        return Refused("Teams does not take messages just now.", error.retry_after or PATIENCE)
    if error.status == 401:
        words = f"Teams does not accept the app's token ({error.code or 'no reason given'})"
        return Refused(f"{words}: check the credential; `tierline doctor` tells more.", TOKEN_PATIENCE)
    if error.status >= 500 or error.status == 408:
        return Unclear(f"Teams' answer leaves open what happened (status {error.status}).")
    sentence = _SENTENCES.get(error.code, "Teams refused it.")
    return Refused(f"{sentence} ({error.code or error.status})")
