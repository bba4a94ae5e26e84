"""Business hours, defined once: 9:00 to 17:00 in the desk's zone, on the working days of its country."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from handlers.workdays import DAY, Workdays, local_instant

OPENS: Final = time(9)
CLOSES: Final = time(17)
IN_WORDS: Final = "business hours are 9:00 to 17:00 on working days"

Pause = tuple[datetime, datetime | None]
"""A time that does not count; None: it has no end."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_BARE: Final = _EPOCH.replace(tzinfo=None)
_MICROSECOND: Final = timedelta(microseconds=1)


class WorkHours:
    """Measures time at a desk, exact to the microsecond, clock changes and holidays included.

    Every working day from `first` to `last` is looked up once, so that measuring is two searches in a list.
    """

    def __init__(self, zone: str, workdays: Workdays, first: datetime, last: datetime) -> None:
        """`zone` is an IANA time zone; `first` and `last` are aware, and nothing beyond them can be measured."""
        self._first, self._last = _number(first), _number(last)
        self._opens: list[int] = []
        self._closes: list[int] = []
        self._before: list[int] = []
        place, worked = ZoneInfo(zone), 0
        day, end = first.astimezone(place).date(), last.astimezone(place).date()
        while day <= end:
            if workdays.is_worked(day):
                opens, closes = (_number(local_instant(day, at, zone)) for at in (OPENS, CLOSES))
                self._opens.append(opens)
                self._closes.append(closes)
                self._before.append(worked)
                worked += closes - opens
            day += DAY

    def between(self, begin: datetime, end: datetime, pauses: Iterable[Pause] = ()) -> timedelta:
        """The business time from `begin` to `end` without the `pauses`, which may not overlap; never below zero.

        Raises:
            ValueError: one of the instants lies beyond the days that were looked up.
        """
        return self._between(_number(begin), _number(end), pauses)

    def between_utc(self, begin: datetime, end: datetime, pauses: Iterable[Pause] = ()) -> timedelta:
        """The same for instants in UTC that do not say so; the pauses do.

        Raises:
            ValueError: one of the instants lies beyond the days that were looked up.
        """
        return self._between((begin - _BARE) // _MICROSECOND, (end - _BARE) // _MICROSECOND, pauses)

    def _between(self, start: int, stop: int, pauses: Iterable[Pause]) -> timedelta:
        if not (self._first <= start <= self._last and self._first <= stop <= self._last):
            raise ValueError("an instant lies beyond the days that were looked up")
        spent = max(0, self._worked(stop) - self._worked(start))
        for since, until in pauses:
            paused = min(max(_number(since), start), stop)
            resumed = stop if until is None else min(max(_number(until), start), stop)
            spent -= max(0, self._worked(resumed) - self._worked(paused))
        return timedelta(microseconds=spent)

    def _worked(self, instant: int) -> int:
        """What was worked by then, since the first day."""
        at = bisect_right(self._opens, instant) - 1
        return self._before[at] + min(instant, self._closes[at]) - self._opens[at] if at >= 0 else 0


def _number(instant: datetime) -> int:
    return (instant - _EPOCH) // _MICROSECOND
