"""What went over the wire, kept for the page's inspector."""

from collections import deque
from dataclasses import asdict, dataclass
from itertools import count
from typing import Any

from bot.demo.events import Feed, Json

KEPT = 60


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer. `direction`: `to_app` (signed), `web_api` or `answer`; `ms` until it was answered."""

    direction: str
    name: str
    ms: float
    status: int
    request: Any
    response: Any
    problem: str | None = None


class Traffic:
    """The last exchanges, numbered."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._numbers = count(1)
        self._last: deque[Json] = deque(maxlen=KEPT)

    def add(self, exchange: Exchange) -> None:
        """Keep one exchange and tell the pages."""
        entry = {"number": next(self._numbers), **asdict(exchange)}
        self._last.append(entry)
        self._feed.publish("traffic", entry)

    def last(self) -> list[Json]:
        """The kept exchanges, oldest first."""
        return list(self._last)
