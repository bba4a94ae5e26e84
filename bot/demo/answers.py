"""What the app answered, and what the page hears of it."""

from dataclasses import dataclass
from typing import Any

from bot.demo.events import Json

DONE: Json = {"ok": True}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the app answered. `problem` is a sentence for the person when it did not answer as it should."""

    status: int
    body: Any = None
    problem: str | None = None

    def result(self) -> Json:
        """What the page is told: that all is well, or the problem."""
        return {"ok": False, "problem": self.problem} if self.problem else DONE
