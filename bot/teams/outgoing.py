"""Documents on their way to Teams: drawn, checked against its limits, replaced by a notice if they would be refused.

The check finds our own mistakes. A person must never be left without an answer.
"""

from collections.abc import Container
from typing import Any, Final

from bot.problems import log, reference
from bot.render.adaptive import card, forms
from bot.render.escape import shorten
from bot.teams.limits import CardError, check_card, check_message
from handlers.documents import Choice, Form, Options, Reply
from handlers.request import Value
from handlers.wire import load

Json = dict[str, Any]
CARD: Final = "application/vnd.microsoft.card.adaptive"
SUMMARY: Final = 200


class Drawing:
    """Draws documents; `opening` has the routes whose buttons open a form."""

    def __init__(self, opening: Container[str]) -> None:
        self._opening = opening

    def activity(self, reply: Reply, *, alert: bool = False) -> Json:
        """A message with one card; with `alert` it shows in the activity feed too."""
        message = self._message(reply)
        try:
            check_message(message)
        except CardError as error:
            message = self._message(_notice(error))
        return message | ({"channelData": {"notification": {"alert": True}}} if alert else {})

    def stored(self, document: str, *, alert: bool = False) -> Json:
        """The message of a reply that waited in the outbox.

        Raises:
            ValueError: the stored text is no reply (any more).
        """
        return self.activity(load(document), alert=alert)

    def replacement(self, reply: Reply) -> Json:
        """The card that takes the place of the one whose button was pressed."""
        shown: Json = self.activity(reply)["attachments"][0]["content"]
        return shown

    def dialog(self, reply: Reply) -> Json:
        """A reply as a dialog's card."""
        return self._checked(card.receipt(reply, self._opening))

    def form(self, form: Form, token: str, values: dict[str, Value | Choice], errors: dict[str, str]) -> Json:
        """A form as a dialog's card, with what was typed and what was wrong with it."""
        return self._checked(forms.form(form, token, values=values, errors=errors))

    def options(self, found: Options, skip: int, top: int) -> Json:
        """The answer to a search field."""
        return forms.options(found, skip, top)

    def _message(self, reply: Reply) -> Json:
        shown = card.message(reply, self._opening)
        return {
            "type": "message",
            "summary": shorten(reply.summary, SUMMARY),
            "attachments": [{"contentType": CARD, "content": shown}],
        }

    def _checked(self, shown: Json) -> Json:
        try:
            check_card(shown)
        except CardError as error:
            return card.receipt(_notice(error), self._opening)
        return shown


def _notice(error: CardError) -> Reply:
    number = reference()
    log.error("Card refused before sending, reference %s: %s", number, error, extra={"told": number})
    return Reply(f"This answer is ready, but it cannot be shown in Teams. Reference {number}.")
