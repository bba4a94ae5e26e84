"""Which day a regular meeting falls on: periods, and rules such as "second Tuesday" or "last working day". Pure."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from programs.errors import RulesError

DAY: Final = timedelta(days=1)
WEEK: Final = 7
MONTHS: Final = 12


class Every(StrEnum):
    """How often something is held."""

    month = "month"
    quarter = "quarter"
    half_year = "half_year"
    year = "year"
    never = "never"


LENGTHS: Final = {Every.month: 1, Every.quarter: 3, Every.half_year: 6, Every.year: 12}
"""Months in a period."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A month, quarter, half year or year of the calendar; both ends included."""

    first: date
    months: int

    @property
    def last(self) -> date:
        """Its last day."""
        return month_after(self.first, self.months) - DAY

    @property
    def following(self) -> "Period":
        """The period after it."""
        return Period(month_after(self.first, self.months), self.months)

    @property
    def label(self) -> str:
        """`2026-11`, `2026-Q4`, `2026-H2` or `2026`: what is done once in it is keyed by this."""
        number = (self.first.month - 1) // self.months + 1
        words = {1: f"-{self.first.month:02}", 3: f"-Q{number}", 6: f"-H{number}", 12: ""}
        return f"{self.first.year}{words[self.months]}"

    @property
    def name(self) -> str:
        """`November 2026`, `Q4 2026`, `the second half of 2026` or `2026`."""
        number, year = (self.first.month - 1) // self.months + 1, self.first.year
        half = "first" if number == 1 else "second"
        return {1: f"{self.first:%B} {year}", 3: f"Q{number} {year}", 6: f"the {half} half of {year}", 12: f"{year}"}[
            self.months
        ]

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def month_after(day: date, months: int) -> date:
    """The first day of the month that is `months` after that of `day`."""
    count = day.year * MONTHS + day.month - 1 + months
    return date(count // MONTHS, count % MONTHS + 1, 1)


def period_of(every: Every, day: date) -> Period:
    """The period that `day` lies in.

    Raises:
        ValueError: there is no period of what is never held.
    """
    if every is Every.never:
        raise ValueError("what is never held has no period")
    months = LENGTHS[every]
    return Period(month_after(day, -((day.month - 1) % months)), months)


def periods(every: Every, first: date, last: date) -> Iterator[Period]:
    """Every period that has a day from `first` through `last` in it."""
    period = period_of(every, first)
    while period.first <= last:
        yield period
        period = period.following


class BadDayRule(RulesError, ValueError):
    """A rule for a day that cannot be read; the sentence says what can."""

    def __init__(self, words: str) -> None:
        self.sentence = (
            f"“{words}” is no rule for a day. Expected something like “second Tuesday”, “last working day”, "
            "“day 15” or “third Tuesday of the first month”."
        )


_NTH: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_RULE: Final = re.compile(
    r"(?:(?P<nth>first|second|third|fourth|fifth|last) (?P<what>working day|[a-z]+day)|day (?P<day>[1-9]|[12]\d|3[01]))"
    r"(?: of the (?P<month>first|second|third|last) month)?"
)
_SHORT: Final = {"1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth", "5th": "fifth"} | {
    "workday": "working day",
    "business day": "working day",
}


@dataclass(frozen=True, slots=True)
class DayRule:
    """A day within a month of a period. `weekday` counts from Monday (0); None with `nth` means working days.

    `nth` -1 is the last. `day` is a day of the month, the last one where the month is shorter. `month` is the month
    within the period, -1 the last; 1 in a period of one month.
    """

    nth: int = 0
    weekday: int | None = None
    day: int = 0
    month: int = 1

    def words(self, months: int = 1) -> str:
        """As `read_day_rule` reads it; the month is named in periods of several `months`."""
        order = {number: word for word, number in _NTH.items()}
        if self.day:
            lead = f"day {self.day}"
        else:
            lead = (
                f"{order[self.nth]} {'working day' if self.weekday is None else _WEEKDAYS[self.weekday].capitalize()}"
            )
        return f"{lead} of the {order[self.month]} month" if months > 1 else lead

    def on(self, period: Period, works: Callable[[date], bool]) -> date:
        """The day in `period`, on which both sides work as far as `works` knows.

        A day that is not worked moves to the next one that is, or back where that lies beyond its month.
        """
        first = month_after(period.first, min(self.month, period.months) - 1 if self.month > 0 else period.months - 1)
        last = month_after(first, 1) - DAY
        return _worked(self._nominal(first, last, works), last, works)

    def _nominal(self, first: date, last: date, works: Callable[[date], bool]) -> date:
        if self.day:
            return min(first + DAY * (self.day - 1), last)
        days = [first + DAY * number for number in range((last - first).days + 1)]
        fit = [day for day in days if (works(day) if self.weekday is None else day.weekday() == self.weekday)]
        if not fit:
            return last
        return fit[-1] if self.nth < 0 else fit[min(self.nth, len(fit)) - 1]


def _worked(day: date, last: date, works: Callable[[date], bool]) -> date:
    ahead = [day + DAY * number for number in range((last - day).days + 1)]
    found = next((each for each in ahead if works(each)), None)
    if found is not None:
        return found
    back = day
    for _ in range(2 * WEEK):
        if works(back):
            return back
        back -= DAY
    return day


def read_day_rule(words: str) -> DayRule:
    """Read `second Tuesday`, `last working day`, `day 15`, each with `of the second month` where a period has several.

    Raises:
        BadDayRule: the words are no such rule.
    """
    said = " ".join(words.lower().split())
    for short, long in _SHORT.items():
        said = re.sub(rf"\b{short}\b", long, said)
    found = _RULE.fullmatch(said)
    what = found["what"] if found else None
    if found is None or (what and what != "working day" and what not in _WEEKDAYS):
        raise BadDayRule(words)
    month = _NTH[found["month"]] if found["month"] else 1
    if found["day"]:
        return DayRule(day=int(found["day"]), month=month)
    return DayRule(_NTH[found["nth"]], None if what == "working day" else _WEEKDAYS.index(what), month=month)
