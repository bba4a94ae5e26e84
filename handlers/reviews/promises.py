"""Commitments as people type them: one a line, what; who; by when. Pure."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from handlers.understanding.periods import find_periods
from handlers.wording import weekday
from programs.cadence import month_after

MOST: Final = 5
LONGEST: Final = 300
FURTHEST: Final = timedelta(days=730)
EXAMPLE: Final = "Send the security paper; Dana Ruiz; Dec 8"
_IN: Final = re.compile(r"in (?P<count>\d{1,3}|a|an|one|two|three|four) (?P<unit>day|week|month)s?")
_COUNTS: Final = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4}
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Promise:
    """What was promised, by whom, and the day through which it is due."""

    what: str
    owner: str
    due_on: date


class Unreadable(ValueError):
    """Lines that cannot be read; the text says of each what is wrong and what was expected."""


def read_promises(words: str, today: date) -> tuple[Promise, ...]:
    """The commitments of one side, a line each; empty lines are left out.

    Raises:
        Unreadable: a line lacks a part, its day cannot be read or is past, or there are more than five.
    """
    lines = [line.strip(" \t•-*") for line in words.splitlines()]
    lines = [line for line in lines if line]
    if len(lines) > MOST:
        raise Unreadable(f"{len(lines)} lines: at most {MOST} commitments a side. What matters most?")
    wrong: list[str] = []
    found: list[Promise] = []
    for number, line in enumerate(lines, 1):
        try:
            found.append(_promise(line, today))
        except Unreadable as error:
            wrong.append(f"Line {number}: {error}")
    if wrong:
        raise Unreadable(" ".join(wrong))
    return tuple(found)


def written(promises: tuple[Promise, ...]) -> str:
    """As `read_promises` reads them."""
    return "\n".join(f"{each.what}; {each.owner}; {each.due_on.isoformat()}" for each in promises)


def coming_day(words: str, today: date) -> date | None:
    """A day from `today` on: `2026-12-08`, `Dec 8`, `Friday`, `in two weeks`; None for what is no single day to come.

    A day and month without a year are the next such day.
    """
    said = " ".join(words.lower().split())
    found = _in(said, today) or _named(f"next {said}" if said in _WEEKDAYS else said, today)
    return found if found is not None and today <= found <= today + FURTHEST else None


def _promise(line: str, today: date) -> Promise:
    parts = [part.strip() for part in line.split(";")]
    if len(parts) != 3 or not all(parts):
        raise Unreadable(f"expected what; who; by when, like “{EXAMPLE}”.")
    what, owner, when = parts
    if len(what) > LONGEST or len(owner) > LONGEST:
        raise Unreadable(f"shorter, please: at most {LONGEST} characters a part.")
    day = coming_day(when, today)
    if day is None:
        raise Unreadable(f"“{when[:40]}” is no day from {weekday(today)} on. Write it like “Dec 8” or “2026-12-08”.")
    return Promise(what, owner, day)


def _in(said: str, today: date) -> date | None:
    if not (found := _IN.fullmatch(said)):
        return {"today": today, "tomorrow": today + timedelta(days=1)}.get(said)
    count = _COUNTS.get(found["count"]) or int(found["count"])
    if found["unit"] == "month":
        first = month_after(today, count)
        return min(first + timedelta(days=today.day - 1), month_after(first, 1) - timedelta(days=1))
    return today + timedelta(days=count * (7 if found["unit"] == "week" else 1))


def _named(said: str, today: date) -> date | None:
    readings = find_periods(said, today)
    if len(readings) != 1 or not readings[0].one_day:
        return None
    day = readings[0].window.first
    if day >= today or not readings[0].year_assumed:
        return day
    return next(_again(day, today), None)


def _again(day: date, today: date) -> Iterator[date]:
    for year in range(day.year + 1, today.year + 9):  # February 29 waits for its year
        with suppress(ValueError):
            if (later := day.replace(year=year)) >= today:
                yield later
