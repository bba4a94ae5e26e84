"""The Teams surface: what somebody waits for is answered at once, everything else is kept and worked on afterwards.

Source of the answers: learn.microsoft.com, "Universal Actions for Adaptive Cards", "Use dialogs in Microsoft Teams
bots", "Dynamic search in Adaptive Cards".
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from bot.payloads import part, text
from bot.problems import told
from bot.teams.commands import SHORTCUTS
from bot.teams.dialogs import GONE, Filled
from bot.teams.listening import Invoked
from bot.teams.messages import Messages
from bot.teams.outgoing import CARD
from bot.teams.reading import Reader, named, pressed_in
from bot.teams.showing import Showing
from handlers.documents import Audience, FieldErrors, Options, Reply
from handlers.errors import Repeated
from handlers.request import WHERE, Request
from store.engine import Store
from store.repositories.conversations import KnownConversation

Json = dict[str, Any]
WORDS: Final = "application/vnd.microsoft.activity.message"


@dataclass(frozen=True, slots=True)
class Surface:
    """What the door hands verified activities to.

    `rewrite` draws a message anew for everybody who sees it: its activity, what to show.
    """

    tenant: str
    store: Store
    reader: Reader
    messages: Messages
    showing: Showing
    rewrite: Callable[[Json, Reply], None]

    def keep(self, body: Json) -> None:
        """Something that nobody waits for.

        Raises:
            StoreError: the database cannot be used; Teams will send it again.
        """
        self.messages.keep(named(body))

    def invoke(self, name: str, body: Json) -> Invoked:
        """Answer an invoke; whatever goes wrong is said in words where the person is."""
        answers: dict[str, Callable[[Json], Json]] = {
            "adaptiveCard/action": self._pressed,
            "task/fetch": self._fetched,
            "task/submit": self._submitted,
            "application/search": self._searched,
            "composeExtension/fetchTask": self._chosen,
            "composeExtension/submitAction": self._submitted,
        }
        answer = answers.get(name)
        return Invoked(200, answer(named(body)) if answer else {})

    def _pressed(self, body: Json) -> Json:
        """A button of a message. Its card is rewritten in place, or the answer comes as a message of its own."""
        pressed = pressed_in(part(part(part(body, "value"), "action"), "data"))
        try:
            request = self.reader.routed(body, pressed.route, pressed.value)
            outcome = self.showing.assistant.handle(request)
            if isinstance(outcome, Reply) and outcome.replaces:
                if not request.conversation.place.open_to_others:
                    self.rewrite(body, outcome)
                return _card(self.showing.dialogs.drawing.replacement(outcome))
            if isinstance(outcome, Reply) and not outcome.parts and outcome.audience is Audience.asker:
                return _words(outcome.summary)  # one line for one person stands at the button
            return _words(self.showing.as_message(request, outcome))
        except Exception as error:  # the edge: the person is told in words where they pressed
            return _words(told(error))

    def _fetched(self, body: Json) -> Json:
        """A button that opens a dialog: a form, or in its place what there is to say."""
        pressed = pressed_in(part(part(body, "value"), "data"))
        return self._in_dialog(body, pressed.route, pressed.value)

    def _chosen(self, body: Json) -> Json:
        """An entry of a menu: what comes of it is a dialog."""
        chosen = text(part(body, "value"), "commandId")
        route = next((each.route for each in SHORTCUTS if each.id == chosen), chosen or "unknown")
        try:
            request = self.reader.shortcut(body, route)
            return self.showing.in_dialog(request, self.showing.assistant.handle(request))
        except Exception as error:  # the edge: the dialog that was asked for says what went wrong
            return self.showing.dialogs.reply(Reply(told(error)))

    def _submitted(self, body: Json) -> Json:
        """A form that came back, or a button inside a dialog."""
        pressed = pressed_in(part(part(body, "value"), "data"))
        if not pressed.token:
            return self._in_dialog(body, pressed.route, pressed.value)
        try:
            filled = self.showing.dialogs.filled(pressed.token, self.reader.actor(body), pressed.inputs)
            if filled is None:
                return self.showing.dialogs.reply(Reply(GONE))
            request = self.reader.submission(body, filled.form.route, filled.values, filled.token, self._about(filled))
        except Exception as error:  # the edge: without the database there is no form to show again
            return self.showing.dialogs.reply(Reply(told(error)))
        return self._taken(request, filled)

    def _taken(self, request: Request, filled: Filled) -> Json:
        """What comes of a form; with errors it is shown again, with everything that was typed."""
        try:
            outcome = self.showing.assistant.handle(request)
        except Repeated as error:  # a second press: the form is done with
            return self.showing.dialogs.reply(Reply(error.sentence))
        except Exception as error:  # the edge: whatever happened must not cost the person the filled-in form
            outcome = FieldErrors({"": told(error)})
        if isinstance(outcome, FieldErrors):
            return self.showing.dialogs.form(filled.form, filled.token, filled.typed, outcome)
        return self.showing.in_dialog(request, outcome)

    def _about(self, filled: Filled) -> KnownConversation | None:
        """The channel that a form is about, if we know it."""
        channel = filled.values.get(WHERE)
        if not isinstance(channel, str) or not channel:
            return None
        with self.store.read() as work:
            return work.conversations.get(self.tenant, channel)

    def _searched(self, body: Json) -> Json:
        """Choices for what was typed; a search that fails offers none."""
        value = part(body, "value")
        route, _, token = text(value, "dataset").partition("#")
        try:
            filled = self.showing.dialogs.filled(token, self.reader.actor(body), part(value, "data"))
            request = self.reader.suggestion(body, route, filled.values if filled else {})
            outcome = self.showing.assistant.handle(request)
        except Exception as error:  # the edge
            told(error)
            outcome = Options(())
        found = outcome if isinstance(outcome, Options) else Options(())
        return {"statusCode": 200, **self.showing.dialogs.options(found, value)}

    def _in_dialog(self, body: Json, route: str, value: str) -> Json:
        try:
            request = self.reader.routed(body, route, value, dialog=True)
            return self.showing.in_dialog(request, self.showing.assistant.handle(request))
        except Exception as error:  # the edge: the dialog that was asked for says what went wrong
            return self.showing.dialogs.reply(Reply(told(error)))


def _card(card: Json) -> Json:
    return {"statusCode": 200, "type": CARD, "value": card}


def _words(sentence: str) -> Json:
    return {"statusCode": 200, "type": WORDS, "value": sentence}
