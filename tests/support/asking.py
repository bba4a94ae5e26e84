"""Asks one kind of question directly, without words to understand: what it names goes in, its answers come out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from bot.render.plain import plain
from handlers.answer import Answer
from handlers.asked import Asked
from handlers.documents import Buttons, Progress, Table
from handlers.kinds.skill import Skill
from handlers.question import Question
from tests.support.desk import PAM, TODAY, Desk, fill_database, open_desk


def told(folder: Path, files: Mapping[str, str]) -> Desk:
    """A desk at a portfolio of its own."""
    return open_desk(fill_database(folder, files))


@dataclass(frozen=True)
class Asking:
    """Asks `skill` of a desk; `words` shows the whole reply of the first answer, as a terminal would."""

    desk: Desk
    skill: Skill
    as_of: date = TODAY

    def on(self, day: date) -> "Asking":
        """The same, on another day."""
        return replace(self, as_of=day)

    def answers(self, *partners: str, **named: Any) -> list[Answer]:
        """Every answer to a question that names these things."""
        question = Question(self.skill.kind, partners=partners, **named)
        return self._with(lambda asked: list(self.skill.answer(asked, question)))

    def one(self, *partners: str, **named: Any) -> Answer:
        """The only answer."""
        (answer,) = self.answers(*partners, **named)
        assert (answer.kind, answer.reading) == (
            self.skill.kind,
            Question(self.skill.kind, partners, **named).reading(),
        )
        return answer

    def line(self, *partners: str, **named: Any) -> str:
        """The first line of the only answer."""
        return self.one(*partners, **named).reply.summary

    def words(self, *partners: str, **named: Any) -> str:
        """The whole reply of the only answer."""
        return plain(self.one(*partners, **named).reply)

    def _with(self, use: Callable[[Asked], list[Answer]]) -> list[Answer]:
        request = replace(self.desk.request(PAM, text=""), as_of=self.as_of)
        with self.desk.store.read() as work:
            return use(self.desk.assistant._asked(request, work))


def rows(answer: Answer) -> list[tuple[str, ...]]:
    """The rows of every table of an answer."""
    return [row for part in answer.reply.parts if isinstance(part, Table) for row in part.rows]


def figures(answer: Answer) -> list[tuple[str, str]]:
    """What each line of progress says."""
    return [(part.label, part.words) for part in answer.reply.parts if isinstance(part, Progress)]


def buttons(answer: Answer) -> dict[str, str]:
    """What the buttons under an answer do, by label: the words they ask, or their route and value."""
    pressed = [each for part in answer.reply.parts if isinstance(part, Buttons) for each in part.items]
    return {each.label: each.value if each.route == "ask" else f"{each.route} {each.value}" for each in pressed}
