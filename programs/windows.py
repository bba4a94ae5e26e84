"""Spans of days. Both ends always belong to the span."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Window:
    """The days from `first` to `last`, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"a window cannot end ({self.last}) before it starts ({self.first})")

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def trailing(day: date, days: int) -> Window:
    """The `days` calendar days that end on `day`, both ends included: 365 of them start 364 days before.

    A window that would start before the calendar does starts with it.
    """
    return Window(date.fromordinal(max(day.toordinal() - days + 1, 1)), day)


def calendar_year(year: int) -> Window:
    """January 1 to December 31 of `year`."""
    return Window(date(year, 1, 1), date(year, 12, 31))
