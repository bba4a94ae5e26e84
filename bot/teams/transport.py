"""Delivers outbox messages to Teams, where nobody can look afterwards whether a message arrived."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Final

from bot.delivery.transport import LATE, Outcome, Refused, Sent, Unclear, always
from bot.parts import TEAMS
from bot.teams.addresses import Addresses
from bot.teams.client import CALL_SECONDS, NETWORK, Answered, Connector, Json
from bot.teams.errors import judge, state_after
from bot.teams.fitting import Fitting
from bot.teams.outgoing import Drawing
from bot.teams.reading import in_thread, where_of
from store.outbox import NewMessage
from store.repositories.conversations import KnownConversation

logger = logging.getLogger(__name__)

PLATFORM: Final = TEAMS
ANSWERS: Final = ("answer", "reply")
"""Kinds that somebody waits for: twice is a nuisance, not at all is worse. They are sent again after an unclear end."""


class TeamsTransport:
    """Posts to and rewrites the conversations of one tenant."""

    platform = PLATFORM
    blind = True

    def __init__(self, connector: Connector, addresses: Addresses, drawing: Drawing, fitting: Fitting) -> None:
        self._connector = connector
        self._addresses = addresses
        self._drawing = drawing
        self._fitting = fitting

    def post(self, message: NewMessage, in_time: Callable[[], bool] = always) -> Outcome:
        """Post once; people and readers are looked up first, which may take its time."""
        try:
            activity = self._drawing.stored(message.document, alert=message.kind not in ANSWERS)
        except ValueError as error:
            return _not_shown(error)
        try:
            known, thread = self._addresses.conversation(message.target), message.thread
            if (refused := self._fitting.refusal(message, known)) is not None:
                if message.instead is None or refused.retry_after is not None:
                    return refused
                known, thread = self._addresses.conversation(message.instead), None
        except ValueError as error:
            return Refused(str(error))
        except NETWORK as error:
            return _before(error)
        return self._sent(known, thread, activity) if in_time() else LATE

    def find(self, message: NewMessage, since: datetime) -> Outcome | None:
        """Teams shows a bot no history: an answer counts as not arrived, for anything else a person decides."""
        if message.kind in ANSWERS:
            return None
        return Refused("Teams does not show me what was posted. Look in the conversation, then retry or drop it.")

    def update(self, message: NewMessage, channel: str, id: str) -> Outcome:
        """Rewrite one message; a deleted one needs no rewriting."""
        try:
            known = self._addresses.conversation(f"channel:{channel}")
            if (refused := self._fitting.refusal(message, known)) is not None:
                return refused
            activity = self._drawing.stored(message.document)
        except ValueError as error:
            return _not_shown(error)
        try:
            self._connector.update(known.address, channel, id, activity)
        except NETWORK as error:
            gone = isinstance(error, Answered) and error.code == "ActivityNotFoundInConversation"
            return Sent(channel, id) if gone else judge(error)
        return Sent(channel, id)

    def withdraw(self, message: NewMessage, channel: str, id: str) -> None:
        """Delete our own second copy."""
        try:
            self._connector.delete(self._addresses.conversation(f"channel:{channel}").address, channel, id)
        except (*NETWORK, ValueError) as error:
            logger.warning("a second copy stays in Teams: %s", judge(error).reason)

    def _sent(self, known: KnownConversation, thread: str | None, activity: Json) -> Outcome:
        threads = where_of(known).kind == "channel"
        where = in_thread(known.conversation, thread) if threads else known.conversation
        try:
            id = self._connector.post(known.address, where, activity)
        except (*NETWORK, ValueError) as error:
            if (state := state_after(error)) is not None:
                self._addresses.ended(known, state)
            return judge(error)
        return Sent(known.conversation, id)


def _not_shown(error: ValueError) -> Refused:
    """The reason is read by people whom the message is not for: it says nothing of what stands in it."""
    return Refused(f"The message cannot be shown in Teams ({type(error).__name__}).")


def _before(error: Exception) -> Refused:
    """Finding the conversation failed, so nothing was sent."""
    judged = judge(error)
    return Refused(judged.reason, CALL_SECONDS) if isinstance(judged, Unclear) else judged
