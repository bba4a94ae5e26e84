"""What the doors for Slack and for Teams have in common: answers are measured, work is done on a bounded pool."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Final

from starlette.types import Receive, Scope, Send

from bot.clock import steady
from bot.crew import Crew
from bot.references import begun

WORKERS: Final = 16
BODY_WITHIN: Final = 10.0
CLOSE_WITHIN: Final = 5.0


class Door(ABC):
    """An ASGI endpoint: every request gets a reference, of every answer is told what it was and how long it took."""

    def __init__(self, threads: str, workers: int, answered: Callable[[str, float], object]) -> None:
        """`threads` names the `workers` of the pool; `answered` hears of each answer: its kind and the seconds."""
        self._pool = Crew(workers, threads)
        self._answered = answered

    def close(self, within: float = CLOSE_WITHIN) -> bool:
        """Take nothing more and wait `within` seconds for what was taken; whether that was enough."""
        return self._pool.finish(within)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = steady()
        with begun():
            kind = await self._answer(scope, receive, send)
        self._answered(kind, steady() - began)

    @abstractmethod
    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> str:
        """Answer, and say what kind of request it was."""
