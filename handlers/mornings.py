"""When and where somebody is told things: their morning, quiet hours, working days, surface. Pure but for the store."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from handlers.desk import DeskSettings
from handlers.workdays import Calendars, Workdays, local_instant
from store.review_records import PersonClock

MORNING: Final = 9
QUIET: Final = (19, 8)
MOST_A_DAY: Final = 5
TOLERANCE: Final = timedelta(hours=1)
"""How long after its moment a message says that it is late."""


@dataclass(frozen=True, slots=True)
class Hours:
    """How somebody's days go. `zone` is an IANA name; hours are local, and messages stay away in the quiet ones.

    `quiet` begins with the first hour and ends before the second one, over midnight where that is the smaller;
    equal hours mean none. `most_a_day` counts messages of one's own beside the digest.
    """

    zone: str
    workdays: Workdays
    morning: int = MORNING
    quiet: tuple[int, int] = QUIET
    most_a_day: int = MOST_A_DAY
    digest: bool = True

    def today(self, now: datetime) -> date:
        """The person's day at an instant."""
        return now.astimezone(ZoneInfo(self.zone)).date()

    def morning_of(self, day: date) -> datetime:
        """The UTC instant of the person's morning on `day`.

        Where clocks skip from that hour into the next day, it is an hour before that: every day has a morning.
        """
        morning = local_instant(day, time(self.morning), self.zone)
        return morning if self.today(morning) == day else morning - timedelta(hours=1)

    def end_of(self, day: date) -> datetime:
        """The last instant at which it is still `day` there."""
        return local_instant(day + timedelta(days=1), time(0), self.zone) - timedelta(microseconds=1)

    def out_of_quiet(self, at: datetime) -> datetime:
        """`at`, or the end of the quiet hours that it falls into."""
        local = at.astimezone(ZoneInfo(self.zone))
        first, end = self.quiet
        over_midnight = first > end
        hour = local.hour
        quiet = (hour >= first or hour < end) if over_midnight else first <= hour < end
        if not quiet:
            return at
        day = local.date() + timedelta(days=1) if over_midnight and hour >= first else local.date()
        return local_instant(day, time(end), self.zone)


def is_late(moment: datetime, now: datetime) -> bool:
    """Whether a message for `moment` is made up rather than sent in time; both are aware."""
    return now - moment > TOLERANCE


class Mornings:
    """Everybody's hours: a person's own where they are known, the desk's for all others and for channels."""

    def __init__(self, desk: DeskSettings, clocks: Mapping[str, PersonClock], calendars: Calendars) -> None:
        """`clocks` are by e-mail address in lower case."""
        self._desk = desk
        self._clocks = clocks
        self._calendars = calendars

    @property
    def desk(self) -> Hours:
        """The desk's own hours, which channels have too."""
        return Hours(self._desk.zone, self._calendars.of(self._desk.country))

    def of(self, email: str) -> Hours:
        """The hours of a person."""
        own = self._clocks.get(email.lower())
        if own is None:
            return self.desk
        return Hours(
            own.zone or self._desk.zone,
            self._calendars.of(own.country or self._desk.country),
            MORNING if own.morning is None else own.morning,
            QUIET if own.quiet_from is None or own.quiet_until is None else (own.quiet_from, own.quiet_until),
            MOST_A_DAY if own.most_a_day is None else own.most_a_day,
            own.digest,
        )

    def workspace_of(self, target: str, otherwise: str | None = None) -> str:
        """The workspace to which a message for an outbox target goes: the one that a person at an address chose.

        `otherwise` (None: the desk's home) is for all others, and for whoever chose one that is not served any more.
        """
        kind, _, value = target.partition(":")
        own = self._clocks.get(value.lower()) if kind == "email" else None
        chosen = own.workspace if own else None
        return chosen if chosen in self._desk.homes else otherwise or self._desk.workspace

    def workdays_with(self, email: str | None, country: str | None) -> Workdays:
        """The days that a person (nobody: the desk) and somebody in another country both work on."""
        own = self._clocks.get(email.lower()) if email else None
        home = (own.country if own else None) or self._desk.country
        return self._calendars.of(home, country) if country else self._calendars.of(home)

    def of_target(self, target: str) -> Hours:
        """The hours of whoever reads at an outbox target (`channel:…`, `user:…`, `email:…`)."""
        kind, _, value = target.partition(":")
        return self.of(value) if kind == "email" else self.desk
