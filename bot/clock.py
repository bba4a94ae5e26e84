"""The one source of "now" and "today". Everything else is handed a clock or an instant."""

import time
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Tells the current instant, aware and in UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class ShiftedClock:
    """The machine's clock plus an offset that can be moved forward: the demo's "next working morning"."""

    def __init__(self, base: Clock) -> None:
        self._base = base
        self._offset = timedelta()

    def now(self) -> datetime:
        return self._base.now() + self._offset

    def advance_to(self, instant: datetime) -> None:
        """Move the clock to `instant` (aware); a clock never goes back.

        Raises:
            ValueError: `instant` lies before now.
        """
        step = instant - self.now()
        if step < timedelta():
            raise ValueError("the clock only goes forward")
        self._offset += step


class FrozenClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, instant: datetime) -> None:
        self.instant = instant

    def now(self) -> datetime:
        return self.instant


def steady() -> float:
    """Seconds that only ever go forward, whatever is done to the machine's clock; where possible sleep counts too."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


def today(clock: Clock, zone: str) -> date:
    """The calendar day at `clock.now()` in the IANA time zone `zone`."""
    return clock.now().astimezone(ZoneInfo(zone)).date()
