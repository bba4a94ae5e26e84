"""The Slack surface: one listener a kind of payload, which asks the assistant and shows its answer in the right place.

Listeners run before the response is written (`process_before_response`): an answer to a command travels inside its
acknowledgement. Only what needs a second call to Slack happens afterwards, in `Aftermath`.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from threading import Event
from typing import Any, Protocol

from slack_bolt import Ack, BoltRequest

from bot.payloads import part, text
from bot.problems import told
from bot.slack import outgoing
from bot.slack.aftermath import Aftermath
from bot.slack.payloads import Reader
from bot.slack.posting import Poster, command_answer, view_update
from handlers.documents import Download, FieldErrors, Form, Options, Outcome, Prompts, Reply
from handlers.request import Request
from handlers.routes import FROM_MESSAGE

COMMAND = "/partner"
SHORTCUTS = {"register_deal": "deals.open", "register_from_message": FROM_MESSAGE}
EVENTS = ("app_mention", "message", "app_home_opened")
CHANGES = ("channel_shared", "channel_unshared", "member_joined_channel")
"""Events after which other people may read along in a channel."""
WORKING = "is reading the records…"

Json = dict[str, Any]


class Answers(Protocol):
    """What the surface needs of the assistant."""

    def handle(self, request: Request) -> Outcome:
        """Answer now. Errors with a `sentence` are for the person, any other one is a bug."""

    def answer_later(self, request: Request, target: str, thread: str | None) -> None:
        """Answer through the outbox, once per `request.key`. `target` is `channel:<id>`."""


class Surface:
    """The listeners. Each turns one payload into a request and puts the outcome where the person is."""

    def __init__(self, assistant: Answers, reader: Reader, poster: Poster, aftermath: Aftermath) -> None:
        self._assistant = assistant
        self._reader = reader
        self._poster = poster
        self._after = aftermath
        # The same question gets the same reply object; drawing it is the dearest part of an answer.
        self._command_answer = lru_cache(512)(command_answer)

    def command(self, ack: Ack, body: Json) -> None:
        """The answer is the acknowledgement; a form opens after it."""
        outcome = self._outcome(lambda: self._assistant.handle(self._reader.command(body)))
        if isinstance(outcome, Form):
            ack()
            self._open(outcome, body)
        elif isinstance(outcome, Download):
            ack()
            tell = self._telling(body)
            self._send(outcome, text(body, "user_id"), tell, said=tell)
        else:
            ack(self._command_answer(_reply(outcome)))

    def shortcut(self, ack: Ack, body: Json) -> None:
        """A shortcut has no message of its own: whatever comes out opens as a modal."""
        route = SHORTCUTS[text(body, "callback_id")]
        outcome = self._outcome(lambda: self._assistant.handle(self._reader.shortcut(body, route)))
        ack()
        self._open(outcome, body)

    def action(self, ack: Ack, body: Json) -> None:
        """A pressed button: handled before the acknowledgement, shown after it."""
        outcome = self._outcome(lambda: self._assistant.handle(self._reader.action(body)))
        ack()
        view = part(body, "view")
        if view:
            self._show_in_view(outcome, body, view)
        elif isinstance(outcome, Form):
            self._open(outcome, body)
        elif isinstance(outcome, Download):
            tell = self._telling(body)
            self._send(outcome, text(part(body, "user"), "id"), tell, said=tell)
        else:
            self._respond(body, _reply(outcome))

    def submission(self, ack: Ack, body: Json) -> None:
        """Errors stand at their fields and the form keeps what was typed; a reply becomes a receipt in its place."""
        view = part(body, "view")
        try:
            outcome = self._assistant.handle(self._reader.submission(body))
        except Exception as error:  # the edge: whatever happened must not cost the person the filled-in form
            outcome = FieldErrors({"": told(error)})
        if isinstance(outcome, FieldErrors):
            ack(_at_fields(outcome, view))
        else:
            ack(view_update(outcome if isinstance(outcome, Form) else _reply(outcome)))

    def closed(self, ack: Ack, body: Json) -> None:
        """A form that was closed: what was typed is kept where the form says so. Nobody waits for an answer."""
        ack()
        request = self._reader.closing(body)
        if request.route:
            self._outcome(lambda: self._assistant.handle(request))

    def suggestion(self, ack: Ack, body: Json) -> None:
        """Choices for what was typed; a search that fails offers none."""
        outcome = self._outcome(lambda: self._assistant.handle(self._reader.suggestion(body)))
        ack(outgoing.options(outcome if isinstance(outcome, Options) else Options(())))

    def mention(self, body: Json) -> None:
        """A mention in a channel, answered in its thread through the outbox."""
        self._later(body)

    def direct_message(self, body: Json, request: BoltRequest) -> None:
        """A direct message, answered in its thread through the outbox; a status says so while it is worked on."""
        if text(part(body, "event"), "channel_type") == "im":
            # The answer to an event that Slack repeats is on its way already: nothing would take the status away.
            self._later(body, status="x-slack-retry-num" not in request.headers)

    def home(self, body: Json) -> None:
        """The App Home tab is drawn anew, and the Messages tab gets its questions to start with, when it is opened."""
        tab = text(part(body, "event"), "tab")
        if tab == "messages":
            self._suggest(body)
        if tab != "home":
            return
        request = self._reader.home(body)
        reply = _reply(self._outcome(lambda: self._assistant.handle(request)))
        self._after.soon(lambda: self._poster.publish(request.actor.user, reply))

    def readers_changed(self, body: Json) -> None:
        """Somebody joined a channel, or it was shared or is no more: who reads along is found out anew."""
        self._reader.readers_changed(body)

    def _outcome(self, ask: Callable[[], Outcome]) -> Outcome:
        try:
            return ask()
        except Exception as error:  # the edge: the person is told in words, Slack gets its acknowledgement
            return Reply(told(error))

    def _suggest(self, body: Json) -> None:
        request = self._reader.messages_tab(body)
        outcome = self._outcome(lambda: self._assistant.handle(request))
        if isinstance(outcome, Prompts) and request.conversation.id:
            self._after.soon(lambda: self._poster.suggest(request.conversation.id, outcome))

    def _later(self, body: Json, *, status: bool = False) -> None:
        request = self._reader.message(body)
        if request is None:
            return
        where, done = request.conversation, Event()
        if status and where.thread and self._after.idle:
            self._announce(where.id, where.thread, done)
        try:
            self._assistant.answer_later(request, f"channel:{where.id}", where.thread)
        except Exception as error:  # the edge: without a store there is no outbox, so it is said directly
            reply = Reply(told(error))
            self._after.soon(lambda: self._poster.say(where.id, where.thread, reply))
        finally:
            done.set()

    def _announce(self, channel: str, thread: str, done: Event) -> None:
        """A status until the answer comes. One that came too late would outlive the answer, so it is taken back."""

        def announce() -> None:
            if not done.is_set():
                self._poster.status(channel, thread, WORKING)
                if done.is_set():
                    self._poster.status(channel, thread, "")

        self._after.soon(announce)

    def _send(
        self, file: Download, user: str, tell: Callable[[str], object], *, said: Callable[[str], object] | None = None
    ) -> None:
        """A file goes into the direct messages of who asked for it, never to where others read; then it is `said`."""

        def send() -> None:
            self._poster.send_file(user, file)
            if said is not None:
                self._after.soon(lambda: said(f"I sent you {file.name} in our direct messages."))

        self._after.soon(send, tell)

    def _open(self, outcome: Outcome, body: Json) -> None:
        view = _view(outcome)
        self._after.soon(
            lambda: self._poster.open(text(body, "trigger_id"), view),
            self._telling(body),
        )

    def _telling(self, body: Json) -> Callable[[str], object]:
        """Says what failed where the person is: at the response URL, or in a direct message when there is none."""
        url, user = text(body, "response_url"), text(part(body, "user"), "id")
        thread = text(part(body, "container"), "thread_ts") or None
        if url:
            return lambda sentence: self._poster.respond(url, Reply(sentence), thread)
        return lambda sentence: self._poster.say(user, None, Reply(sentence))

    def _respond(self, body: Json, reply: Reply) -> None:
        url, thread = text(body, "response_url"), text(part(body, "container"), "thread_ts") or None
        self._after.soon(lambda: self._poster.respond(url, reply, thread), self._telling(body))

    def _show_in_view(self, outcome: Outcome, body: Json, view: Mapping[str, Any]) -> None:
        """A button inside a modal rewrites it or puts a form on top; one on the home tab opens a modal."""
        trigger, tell = text(body, "trigger_id"), self._telling(body)
        if isinstance(outcome, Download):
            self._send(outcome, text(part(body, "user"), "id"), tell)
            outcome = Reply(f"I am sending you {outcome.name} in our direct messages.")
        shown = _view(outcome)
        if text(view, "type") != "modal":
            if isinstance(outcome, Reply) and outcome.replaces:
                self._after.soon(lambda: self._poster.publish(text(part(body, "user"), "id"), outcome), tell)
            else:
                self._after.soon(lambda: self._poster.open(trigger, shown), tell)
        elif isinstance(outcome, Form):
            self._after.soon(lambda: self._poster.push(trigger, shown), tell)
        else:
            self._after.soon(lambda: self._poster.update(text(view, "id"), text(view, "hash"), shown), tell)


def _reply(outcome: Outcome) -> Reply:
    """The outcome as something to read; any other kind has no place where it came up."""
    if isinstance(outcome, Reply):
        return outcome
    return Reply(told(TypeError(f"{outcome.kind} has no place here")))


def _view(outcome: Outcome) -> Json:
    return outgoing.form(outcome) if isinstance(outcome, Form) else outgoing.receipt(_reply(outcome))


def _at_fields(found: FieldErrors, view: Mapping[str, Any]) -> Json:
    """Field errors at the inputs of `view`; what belongs to no input of it stands at the first one."""
    blocks = view.get("blocks")
    listed = blocks if isinstance(blocks, list) else []
    inputs = [text(block, "block_id") for block in listed if text(block, "type") == "input"]
    if not inputs:
        return view_update(Reply(" ".join(found.errors.values())))
    errors: dict[str, list[str]] = {}
    for field, sentence in found.errors.items():
        errors.setdefault(field if field in inputs else inputs[0], []).append(sentence)
    return {"response_action": "errors", "errors": {field: " ".join(words) for field, words in errors.items()}}
