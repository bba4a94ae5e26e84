"""What is told by the calendar, whatever happens: the check of activity, and the tier season. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from handlers.workdays import Workdays
from programs.base import Source
from programs.schema import Program

MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}
"""How many months lie between two checks of activity."""


class Topic(StrEnum):
    """What a periodic message is about."""

    activity = "activity"
    rehearsal = "rehearsal"
    results = "results"


@dataclass(frozen=True, slots=True)
class Periodic:
    """A message that each manager of the program's partners gets on a day, where it says something.

    `period` is what it happens once in: `2027-Q1`, `2027-03` or `2027`. For the tier season that is the year of the
    annual review. `source` is where the program says so.
    """

    day: date
    topic: Topic
    program: str
    period: str
    title: str
    why: str
    source: Source


def periodic(first: date, last: date, program: Program, workdays: Workdays) -> Iterator[Periodic]:
    """The periodic messages of a program from `first` through `last`, by day; `workdays` are the reader's."""
    found = [
        each
        for month in _months(first, last)
        for each in (*_activity(month, program, workdays), *_season(month, program, workdays))
        if first <= each.day <= last
    ]
    yield from sorted(found, key=lambda each: (each.day, each.topic))


def _months(first: date, last: date) -> Iterator[date]:
    """The first day of each month that a day of the range may be the first working day of."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = (month + timedelta(days=32)).replace(day=1)


def _activity(month: date, program: Program, workdays: Workdays) -> Iterator[Periodic]:
    check = program.evaluation.activity_check if program.evaluation else None
    if check is None or (month.month - 1) % MONTHS[check.every]:
        return
    tiers = ", ".join(program.tier(each).name for each in check.tiers)
    yield Periodic(
        workdays.first_of_month(month),
        Topic.activity,
        program.id,
        _period(month, check.every),
        f"Activity check of {tiers} partners in {program.short_name}",
        f"On the first working day of each {check.every}, whoever had no activity for more than {check.quiet_days} "
        f"days. {check.consequence}",
        check.source,
    )


def _season(month: date, program: Program, workdays: Workdays) -> Iterator[Periodic]:
    if not program.tiers or program.evaluation is None or month.month not in (1, 12):
        return
    annual, day = program.evaluation.annual, workdays.first_of_month(month)
    if month.month == 12:
        title = f"Rehearsal of the annual review in {program.short_name}"
        why = f"On the first working day of December: if the annual review of {month.year + 1} were today."
        yield Periodic(day, Topic.rehearsal, program.id, str(month.year + 1), title, why, annual.source)
        return
    title = f"Results of the annual review of {month.year} in {program.short_name}"
    why = "On the first working day of January: what the rules give. Recorded tiers are not changed by it."
    yield Periodic(day, Topic.results, program.id, str(month.year), title, why, annual.source)


def _period(month: date, every: str) -> str:
    if every == "quarter":
        return f"{month.year}-Q{(month.month + 2) // 3}"
    return f"{month:%Y-%m}" if every == "month" else str(month.year)
