"""The period that a pack is about, and the one that it is compared with. Both ends belong to a period."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from handlers.wording import day as day_words
from programs.windows import Window, calendar_year

YOUNG: Final = 45
"""A quarter of so few days says little: then the last whole one is reviewed."""
YOUNG_YEAR: Final = 3
"""Through this month the last whole year is reviewed."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days of `window` and, to compare, those of `before`: a whole quarter or year.

    `called` is `Q3 2026` or `2026`, `so_far` whether it runs on after the day of the pack.
    """

    window: Window
    before: Window
    called: str
    before_called: str
    so_far: bool

    @property
    def words(self) -> str:
        """`Q4 2026 so far (Oct 1, 2026 to Nov 20, 2026)`."""
        running = " so far" if self.so_far else ""
        return f"{self.called}{running} ({day_words(self.window.first)} to {day_words(self.window.last)})"


def period_of(kind: str, day: date) -> Period:
    """The quarter that a pipeline review or a QBR on `day` is about, the year of an executive meeting.

    A running period ends on `day`.
    """
    if kind == "executive":
        return _year(day)
    quarter = quarter_of(day)
    if kind == "qbr" and (day - quarter.first).days < YOUNG:
        quarter = quarter_of(quarter.first - timedelta(days=1))
    before = quarter_of(quarter.first - timedelta(days=1))
    return Period(
        Window(quarter.first, min(quarter.last, day)), before, called(quarter), called(before), day < quarter.last
    )


def quarter_of(day: date) -> Window:
    """The calendar quarter that a day lies in."""
    first = date(day.year, day.month - (day.month - 1) % 3, 1)
    return Window(first, (first + timedelta(days=92)).replace(day=1) - timedelta(days=1))


def called(quarter: Window) -> str:
    """`Q3 2026`."""
    return f"Q{(quarter.first.month + 2) // 3} {quarter.first.year}"


def quarters_to(day: date, count: int) -> tuple[Window, ...]:
    """The last `count` quarters up to the one that `day` lies in, oldest first; the last one whole."""
    found = [quarter_of(day)]
    while len(found) < count:
        found.insert(0, quarter_of(found[0].first - timedelta(days=1)))
    return tuple(found)


def _year(day: date) -> Period:
    year = day.year - 1 if day.month <= YOUNG_YEAR else day.year
    whole = calendar_year(year)
    return Period(
        Window(whole.first, min(whole.last, day)), calendar_year(year - 1), f"{year}", f"{year - 1}", day < whole.last
    )
