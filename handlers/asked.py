"""A message being answered: the task with everything needed to understand its words."""

from dataclasses import dataclass

from handlers.answer import Json
from handlers.portfolio_view import PortfolioView
from handlers.understanding.reading import Question, Terms
from handlers.work import Task


@dataclass(frozen=True, slots=True)
class Asked:
    """A task, the words to understand, and what is needed to understand them."""

    task: Task
    text: str
    view: PortfolioView
    terms: Terms


def reading_of(question: Question) -> dict[str, Json]:
    """What was understood, as `ask --json` shows it: only the keys that apply."""
    keys: dict[str, Json] = {
        "partner": question.partners[0] if len(question.partners) == 1 else None,
        "program": question.program,
        "tier": question.tier,
    }
    return {key: value for key, value in keys.items() if value is not None}
