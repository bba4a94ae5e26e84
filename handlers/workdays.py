"""The desk's calendar: working days of its country, and local times as instants."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
SATURDAY = 5


class Workdays:
    """Which days are worked: `is_worked` decides, the rest follows."""

    def __init__(self, is_worked: Callable[[date], bool]) -> None:
        self.is_worked = is_worked

    def before(self, day: date) -> date:
        """The last working day before `day` (excluded)."""
        return self._seek(day - DAY, -DAY)

    def after(self, day: date) -> date:
        """The first working day after `day` (excluded)."""
        return self._seek(day + DAY, DAY)

    def at_or_before(self, day: date) -> date:
        """`day`, or the last working day before it."""
        return self._seek(day, -DAY)

    def first_of_month(self, day: date) -> date:
        """The first working day of the month that `day` lies in."""
        return self._seek(day.replace(day=1), DAY)

    def _seek(self, day: date, step: timedelta) -> date:
        while not self.is_worked(day):
            day += step
        return day


def workdays_of(country: str) -> Workdays:
    """The working days of a country (ISO 3166-1 alpha-2): its own weekend and public holidays.

    A country without a known calendar has Saturdays and Sundays off.
    """
    import holidays  # takes a third of a second to import, and only the planner needs it

    try:
        calendar = holidays.country_holidays(country)
    except NotImplementedError:
        return Workdays(lambda day: day.weekday() < SATURDAY)
    return Workdays(lambda day: bool(calendar.is_working_day(day)))


class Calendars:
    """The working days of countries, each day looked up once."""

    def __init__(self) -> None:
        self._known: dict[frozenset[str], Workdays] = {}

    def of(self, *countries: str) -> Workdays:
        """The days that are worked in all of these countries (ISO 3166-1 alpha-2)."""
        wanted = frozenset(countries)
        if wanted not in self._known:
            self._known[wanted] = _remembering([workdays_of(country) for country in sorted(wanted)])
        return self._known[wanted]


def _remembering(all_of: list[Workdays]) -> Workdays:
    known: dict[date, bool] = {}

    def is_worked(day: date) -> bool:
        if day not in known:
            known[day] = all(each.is_worked(day) for each in all_of)
        return known[day]

    return Workdays(is_worked)


def local_instant(day: date, at: time, zone: str) -> datetime:
    """The UTC instant of a local time.

    A time that clocks skip that day is the first instant after the gap; one that happens twice is the first of both.
    """
    place = ZoneInfo(zone)
    wanted = datetime.combine(day, at)
    instant = wanted.replace(tzinfo=place).astimezone(UTC)
    if instant.astimezone(place).replace(tzinfo=None) == wanted:
        return instant
    return _end_of_gap(wanted.replace(tzinfo=place, fold=1).astimezone(UTC), instant, place)


def _end_of_gap(before: datetime, after: datetime, place: ZoneInfo) -> datetime:
    """The instant in (before, after] at which the clocks of `place` jump, to the second."""
    jumped = after.astimezone(place).utcoffset()
    while after - before > SECOND:
        middle = (before + (after - before) / 2).replace(microsecond=0)
        if middle.astimezone(place).utcoffset() == jumped:
            after = middle
        else:
            before = middle
    return after
