"""Days, weeks, months, quarters, halves and years as windows: the arithmetic behind the words for periods.

All windows lie within 1970 to 2100; what would lie outside is None. Weeks are Monday to Sunday.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from programs.windows import Window, trailing

EARLIEST = date(1970, 1, 1)
LATEST = date(2100, 12, 31)
FIRST_YEAR = 1990
LAST_YEAR = 2100
"""Years that may be typed lie within these two."""
TRAILING_DAYS = 365


class Unit(Enum):
    """A unit of the calendar; the value of the larger ones is their length in months."""

    day = "day"
    week = "week"
    month = 1
    quarter = 3
    half = 6
    year = 12


class Edge(Enum):
    """A day at the edge of a period."""

    start = "start"
    end = "end"

    def of(self, window: Window) -> Window:
        """The first or the last day of a window."""
        day = window.first if self is Edge.start else window.last
        return Window(day, day)


def is_year(number: int | None) -> bool:
    """Whether a number may be typed as a year."""
    return number is not None and FIRST_YEAR <= number <= LAST_YEAR


def day_of(year: int, month: int, day: int) -> date | None:
    """A day that exists, in a year that may be typed."""
    if not is_year(year) or not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return None
    return date(year, month, day)


def window_of(first: date | None, last: date | None) -> Window | None:
    """The window between two days, if both exist, are in order and lie within 1970 to 2100."""
    if first is None or last is None or not EARLIEST <= first <= last <= LATEST:
        return None
    return Window(first, last)


def months_from(year: int, month: int, count: int) -> Window | None:
    """`count` whole months, beginning with a month whose number may lie beyond the year's own twelve."""
    first = year * 12 + month - 1
    last = first + count - 1
    if first // 12 < EARLIEST.year or last // 12 > LATEST.year:
        return None
    end_year, end_month = last // 12, last % 12 + 1
    return Window(date(first // 12, first % 12 + 1, 1), date(end_year, end_month, monthrange(end_year, end_month)[1]))


def days_after(day: date, days: int) -> date | None:
    """A day so many days later, or earlier, if the calendar has it."""
    ordinal = day.toordinal() + days
    return date.fromordinal(ordinal) if 1 <= ordinal <= date.max.toordinal() else None


def same_day(day: date, months: int) -> date | None:
    """The same day so many months later, or earlier; the last day of the month where that is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    if not date.min.year <= year <= date.max.year:
        return None
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def moved(unit: Unit, day: date, by: int = 0) -> Window | None:
    """The whole unit that holds a day, or the one so many units later or earlier."""
    if unit is Unit.day:
        there = days_after(day, by)
        return window_of(there, there)
    if unit is Unit.week:
        monday = days_after(day, 7 * by - day.weekday())
        return window_of(monday, days_after(monday, 6)) if monday else None
    return months_from(day.year, (day.month - 1) // unit.value * unit.value + 1 + by * unit.value, unit.value)


def whole_units(unit: Unit, count: int, day: date, ahead: bool = False) -> Window | None:
    """So many whole units right before, or right after, the one that holds a day."""
    near, far = (
        (moved(unit, day, 1), moved(unit, day, count)) if ahead else (moved(unit, day, -count), moved(unit, day, -1))
    )
    return window_of(near.first, far.last) if near and far else None


def rolling(unit: Unit, count: int, day: date, ahead: bool = False) -> Window | None:
    """So many units that end on a day, or begin with it: twelve months, and one year, are 365 days."""
    days = {Unit.day: count, Unit.week: 7 * count}.get(unit)
    months = count * unit.value if isinstance(unit.value, int) else 0
    if months == 12:
        days = TRAILING_DAYS
    if ahead:
        far = days_after(day, days - 1) if days else _before(same_day(day, months))
        return window_of(day, far)
    if days:
        return window_of(trailing(day, min(days, day.toordinal())).first, day)
    start = same_day(day, -months)
    return window_of(days_after(start, 1), day) if start else None


def _before(day: date | None) -> date | None:
    return days_after(day, -1) if day else None


def within(unit: Unit, which: int, count: int, window: Window) -> Window | None:
    """The first (1), second (2), … or last (-1) `count` whole units inside a window that they divide; not weeks."""
    if unit is Unit.week:
        return None
    last = which < 0
    start = moved(unit, window.last if last else window.first, 1 - count if last else which - 1)
    end = moved(unit, start.first, count - 1) if start else None
    found = window_of(start.first, end.last) if start and end else None
    return found if found and window.first <= found.first and found.last <= window.last else None


@dataclass(frozen=True, slots=True)
class Yearly:
    """A part of a year that each year has: a half, quarter or month (`count` months from `month`), or one day of it."""

    month: int
    count: int = 1
    day: int | None = None
    edge: Edge | None = None

    def exists(self) -> bool:
        """Whether any year has it: "February 30" exists in none, February 29 in some."""
        return self.day is None or day_of(2000, self.month, self.day) is not None

    def in_year(self, year: int) -> Window | None:
        """The part in one year, or the day at its edge."""
        whole = self._whole(year)
        return self._edged(whole) if whole else None

    def latest(self, day: date) -> Window | None:
        """The latest one that has begun on or before a day."""
        return self._first_of(range(day.year, day.year - 9, -1), lambda whole: whole.first <= day)

    def last(self, day: date) -> Window | None:
        """The latest one that was over before a day."""
        return self._first_of(range(day.year, day.year - 9, -1), lambda whole: whole.last < day)

    def next(self, day: date) -> Window | None:
        """The first one that begins after a day."""
        return self._first_of(range(day.year, day.year + 9), lambda whole: whole.first > day)

    def ending_after(self, day: date) -> Window | None:
        """The first one that is not over before a day."""
        return self._first_of(range(day.year, day.year + 9), lambda whole: whole.last >= day)

    def _whole(self, year: int) -> Window | None:
        if not is_year(year):
            return None
        if self.day is None:
            return months_from(year, self.month, self.count)
        day = day_of(year, self.month, self.day)
        return Window(day, day) if day else None

    def _edged(self, whole: Window) -> Window:
        return self.edge.of(whole) if self.edge else whole

    def _first_of(self, years: Iterable[int], fits: Callable[[Window], bool]) -> Window | None:
        for year in years:
            whole = self._whole(year)
            if whole and fits(whole):
                return self._edged(whole)
        return None


def weekday(day: date, number: int, ahead: bool, strictly: bool) -> Window | None:
    """The nearest such weekday before or after a day, or the day itself unless `strictly`."""
    steps = (number - day.weekday()) % 7 if ahead else (day.weekday() - number) % 7
    steps = steps or (7 if strictly else 0)
    found = days_after(day, steps if ahead else -steps)
    return window_of(found, found)


def weekday_of_week(day: date, number: int) -> Window | None:
    """The weekday in the week that holds a day."""
    found = day + timedelta(days=number - day.weekday()) if EARLIEST < day < LATEST else None
    return window_of(found, found)
