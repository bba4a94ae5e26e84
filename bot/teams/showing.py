"""Where an outcome is shown: as a message of its own, or inside a dialog."""

from dataclasses import dataclass
from typing import Any, Final, Protocol

from bot.problems import log, told
from bot.teams.dialogs import Dialogs
from bot.teams.files import Files
from bot.teams.letters import ALONE, Letters
from handlers.documents import Download, FieldErrors, Form, Outcome, Reply
from handlers.request import Request

Json = dict[str, Any]
BELOW: Final = "Answered below."


class Answers(Protocol):
    """What the surface needs of the assistant."""

    def handle(self, request: Request) -> Outcome:
        """Answer now. Errors with a `sentence` are for the person, any other one is a bug."""

    def answer_later(self, request: Request, target: str, thread: str | None) -> None:
        """Answer through the outbox, once per `request.key`. `target` is `channel:<id>`."""


@dataclass(frozen=True, slots=True)
class Showing:
    """Shows what the assistant answers."""

    assistant: Answers
    letters: Letters
    dialogs: Dialogs
    files: Files

    def in_dialog(self, request: Request, outcome: Outcome) -> Json:
        """An outcome inside a dialog."""
        match outcome:
            case Form():
                token = self.dialogs.keep(outcome, request.actor, request.conversation.id, request.now)
                return self.dialogs.form(outcome, token, {}, FieldErrors())
            case Download():
                return self.dialogs.reply(self.files.handed(request, outcome))
            case _:
                return self.dialogs.reply(as_reply(outcome))

    def as_message(self, request: Request, outcome: Outcome) -> str:
        """Show an outcome as a message; gives a line for whoever pressed a button for it."""
        reply = self.files.handed(request, outcome) if isinstance(outcome, Download) else as_reply(outcome)
        alone = self.letters.answer(request, reply)
        if alone and request.text:
            self.letters.point_to_chat(request)
        return ALONE if alone else BELOW


def as_reply(outcome: Outcome) -> Reply:
    """The outcome as something to read; any other kind has no place where it came up."""
    if isinstance(outcome, Reply):
        return outcome
    log.error("An outcome of kind %s has no place in Teams", outcome.kind)
    return Reply(told(TypeError(f"{outcome.kind} has no place here")))
