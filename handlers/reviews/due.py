"""The desk's moment, and which of the planned messages are due at it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from handlers.mornings import MORNING, Hours, is_late
from handlers.reviews.agenda import Planned
from handlers.workdays import Workdays, local_instant

BACK: Final = timedelta(days=95)
"""How far back a message may have fallen due that is still of use."""
AHEAD: Final = timedelta(days=2)
"""How far ahead is looked for the next moment at which something falls due."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The present moment (`now`, aware) where the desk is."""

    now: datetime
    zone: str
    workdays: Workdays

    @property
    def today(self) -> date:
        """The calendar day in the desk's zone."""
        return self.now.astimezone(ZoneInfo(self.zone)).date()

    def morning(self, day: date) -> datetime:
        """The UTC instant at which the desk's morning begins on `day`."""
        return local_instant(day, time(MORNING), self.zone)


@dataclass(frozen=True, slots=True)
class Due:
    """A message whose time has come, for one outbox target. `at` and `until` are UTC instants, the second included.

    `late` says that it is made up after its morning.
    """

    planned: Planned
    target: str
    hours: Hours
    at: datetime
    until: datetime
    late: bool

    def is_due(self, now: datetime) -> bool:
        """Whether its time has come and is not over; whoever sends it drops what was sent before."""
        return self.at <= now <= self.until


def timed(planned: Planned, target: str, hours: Hours, now: datetime) -> Due:
    """A planned message at the morning of whoever reads at `target`."""
    at = hours.morning_of(planned.day)
    return Due(planned, target, hours, at, hours.end_of(planned.until), is_late(at, now))


def next_at(now: datetime, timed: Iterable[Due]) -> datetime:
    """The next instant at which one of them falls due, at the latest in a day."""
    return min((each.at for each in timed if each.at > now), default=now + timedelta(days=1))
