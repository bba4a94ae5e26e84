"""When a planner has to look: after a change, at the next moment, or when the clock was set back."""

from datetime import date, datetime


class Rounds:
    """Remembers what was dealt with, so that a tick in between costs one small read."""

    def __init__(self) -> None:
        self._version: int | None = None
        self._at: datetime | None = None
        self._next: datetime | None = None
        self._done: dict[str, date] = {}

    def settled(self, version: int, now: datetime) -> bool:
        """Whether nothing can have become due: nothing changed, and the next moment has not come."""
        if version != self._version or self._at is None or self._next is None:
            return False
        return self._at <= now < self._next

    def settle(self, version: int, now: datetime, following: datetime) -> None:
        """What is due at `now` is dealt with; `following` is the next moment at which something is."""
        self._version, self._at, self._next = version, now, following

    def open(self, who: str, day: date) -> bool:
        """Whether somebody's day was not looked at yet: what comes up after a morning waits for the next one."""
        return self._done.get(who) != day

    def close(self, who: str, day: date) -> None:
        """Somebody's day was looked at."""
        self._done[who] = day
