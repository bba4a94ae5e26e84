"""An answered question: the facts that programs read and the reply that people read, always of the same kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from handlers.documents import Buttons, Divider, Part, Reply

Json = str | int | bool | None | Sequence["Json"] | Mapping[str, "Json"]


class Status(StrEnum):
    """How a question ended; a wrong answer is worse than `ambiguous` or `not_understood`."""

    answered = "answered"
    ambiguous = "ambiguous"
    not_found = "not_found"
    not_understood = "not_understood"
    refused = "refused"


@dataclass(frozen=True, slots=True)
class Answer:
    """`reading` is what was understood, `facts` the figures (amounts and counts as strings, days ISO)."""

    status: Status
    kind: str
    reply: Reply
    reading: Mapping[str, Json] = field(default_factory=dict)
    facts: Mapping[str, Json] = field(default_factory=dict)


def combine(answers: Sequence[Answer]) -> Reply:
    """One reply for everything a message asked: each answer once, the buttons together at the end."""
    if len(answers) == 1:
        return answers[0].reply
    parts: list[Part] = []
    buttons: dict[tuple[str, str], None] = {}
    pressed = []
    for answer in answers:
        fresh = [part for part in answer.reply.parts if not isinstance(part, Buttons) and part not in parts]
        parts.extend([Divider(), *fresh] if parts and fresh else fresh)
        for row in (part for part in answer.reply.parts if isinstance(part, Buttons)):
            for button in row.items:
                if (button.route, button.value) not in buttons:
                    buttons[button.route, button.value] = None
                    pressed.append(button)
    if pressed:
        parts.append(Buttons(tuple(pressed)))
    summary = " ".join(dict.fromkeys(answer.reply.summary for answer in answers))
    return Reply(summary, tuple(parts))
