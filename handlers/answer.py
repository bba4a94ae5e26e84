"""An answered question: the facts that programs read and the reply that people read, always of the same kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from handlers.documents import Buttons, Heading, Part, Reply

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
    """`reading` is what was understood, `facts` the figures (amounts and counts as strings, days ISO).

    `about` names the partner and program, where the answer is about one.
    """

    status: Status
    kind: str
    reply: Reply
    reading: Mapping[str, Json] = field(default_factory=dict)
    facts: Mapping[str, Json] = field(default_factory=dict)
    about: str = ""


def combine(answers: Sequence[Answer]) -> Reply:
    """One reply for everything a message asked.

    Answers about the same partner and program stand together, what they share is shown once, and the buttons are those
    of the last; answers about several get a heading each.
    """
    if len(answers) == 1:
        return answers[0].reply
    groups: dict[str, list[Reply]] = {}
    for answer in answers:
        groups.setdefault(answer.about, []).append(answer.reply)
    parts: list[Part] = []
    for about, replies in groups.items():
        if about and len(groups) > 1:
            parts.append(Heading(about))
        parts.extend(_together(replies))
    summary = " ".join(dict.fromkeys(answer.reply.summary for answer in answers))
    return Reply(summary, tuple(parts))


def _together(replies: Sequence[Reply]) -> list[Part]:
    parts = [part for reply in replies for part in reply.parts if not isinstance(part, Buttons)]
    buttons = [part for part in replies[-1].parts if isinstance(part, Buttons)]
    return [*(part for place, part in enumerate(parts) if part not in parts[:place]), *buttons]
