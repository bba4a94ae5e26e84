"""A year of reviews lived through with a clock that jumps, by two planners that restart; and a plain reading of what
should have come of it, which shares no code with the planner.

Run as `python -m bench.reviews`; the suite lives through a spring with a few enrollments.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

import holidays

from handlers.desk import DeskSettings
from handlers.reviews.planner import ReminderPlanner
from programs.catalog import Catalog
from store.engine import Store
from store.models import EnrollmentRow, MeetingRow, OutboxMessage, PartnerRow
from store.review_records import MeetingOutcome, PersonClock

ASKS, FREE = "8x8-sellwith8-2023", "twilio-segment-2024"
PLACES = (
    ("America/New_York", "US"),
    ("America/Los_Angeles", "US"),
    ("Europe/London", "GB"),
    ("Europe/Berlin", "DE"),
    ("Asia/Kolkata", "IN"),
    ("Australia/Lord_Howe", "AU"),
    ("America/Santiago", "CL"),
    ("Africa/Cairo", "EG"),
)
PARTNERS_IN = ("US", "GB", "DE", "JP", None)
BEFORE = {
    "pipeline_review": (),
    "qbr": (("plan", 14), ("draft", 7)),
    "executive": (("sponsor", 45), ("plan", 30), ("draft", 14)),
}
MONTHS = {"pipeline_review": 1, "qbr": 3, "executive": 12}
DAY = timedelta(days=1)

Wanted = tuple[str, datetime, datetime, Callable[[date], bool]]
"""A key without its audience, its due instant, the end of its use, and whether it was wanted when so much was known."""
Expected = tuple[str, str]
"""A key without its audience, and the local morning (ISO) on which it is due."""


@dataclass
class Booked:
    partner: str
    program: str
    kind: str
    on: date
    held_on: date | None = None


@dataclass
class Report:
    """What was expected and what came; `unreachable` messages had no tick in the time in which they are of use."""

    expected: int
    came: int
    unreachable: int
    lost: list[Expected]
    unexpected: list[Expected]
    doubled: int
    early: int
    ticks: int
    jumps: int
    changes_of_clocks: int


@dataclass
class Year:
    store: Store
    first: date
    last: date
    enrollments: int
    seed: int
    ticks: list[tuple[datetime, date]] = field(default_factory=list)
    """Each tick's moment, and the day up to which it was recorded by then whether meetings were held."""
    jumps: int = 0

    def __post_init__(self) -> None:
        self.rng = Random(self.seed)
        self.calendars: dict[str, holidays.HolidayBase] = {}
        self.worked: dict[tuple[str, str | None, date], bool] = {}
        self.booked: list[Booked] = []
        self.country: dict[str, str | None] = {}
        self.programs: dict[str, str] = {}
        self.place: dict[str, tuple[str, str]] = {}
        self.desk = DeskSettings("America/New_York", "US", "slack", "T1")

    def live(self) -> Report:
        self._fill()
        self._pass()
        return self._report()

    def _fill(self) -> None:
        with self.store.write() as work:
            for number, (zone, country) in enumerate(PLACES):
                now = datetime.combine(self.first, time(0), UTC)
                work.person_clocks.put(
                    PersonClock(f"m{number}@vendor.example", zone, country, None, 0, 0, 10_000, True, True, now)
                )
            for number in range(self.enrollments):
                self._partner(work, number)
            for each in self.booked:
                work.session.add(
                    MeetingRow(partner=each.partner, program=each.program, kind=each.kind, scheduled_on=each.on)
                )

    def _partner(self, work, number: int) -> None:
        id, manager = f"p{number}", number % len(PLACES)
        program = ASKS if number % 2 else FREE
        self.country[id] = self.rng.choice(PARTNERS_IN)
        self.programs[id] = program
        self.place[id] = PLACES[manager]
        work.session.add(PartnerRow(partner=id, name=f"Partner {number}", country=self.country[id], search=f"\n{id}"))
        work.session.flush()
        address = f"m{manager}@vendor.example"
        work.session.add(EnrollmentRow(partner=id, program=program, manager=address, tier=None, focus=()))
        for kind, months in MONTHS.items():
            month = period(self.first, months)
            while month <= self.last:
                following = months_after(month, months)
                if self.rng.random() < 0.85:
                    on = month + DAY * self.rng.randrange((following - month).days)
                    self.booked.append(Booked(id, program, kind, on))
                month = following

    def _pass(self) -> None:
        """Two planners take turns; the clock goes on, stands still, is set back, and leaps."""
        catalog = Catalog.load()
        planners = [ReminderPlanner(self.store, catalog, self.desk) for _ in range(2)]
        now = datetime.combine(self.first, time(18), UTC)
        end = datetime.combine(self.last, time(23), UTC)
        done = self.first
        while now < end:
            if self.rng.random() < 0.02:  # a replica restarts and remembers nothing
                planners[self.rng.randrange(2)] = ReminderPlanner(self.store, catalog, self.desk)
            planner = self.rng.choice(planners)
            while planner.tick(now):  # it writes so many at once, and goes on at its next beat
                self._deliver(now)
            self.ticks.append((now, done))
            done = self._hold(done, now.date())
            now += self._step()
        self.ticks.sort()

    def _deliver(self, now: datetime) -> None:
        """What is due is sent at once: only what waits longer can still be taken back."""
        row = OutboxMessage
        with self.store.write() as work:
            due = work.session.query(row).filter(row.state == "pending", row.next_at <= now)
            due.update({"state": "sent", "settled_at": now}, synchronize_session=False)

    def _step(self) -> timedelta:
        dice = self.rng.random()
        if dice < 0.04:
            self.jumps += 1
            return -timedelta(hours=self.rng.uniform(0.5, 40))
        if dice < 0.06:
            self.jumps += 1
            return timedelta(hours=self.rng.uniform(12, 90))
        return timedelta(hours=self.rng.uniform(0.3, 7))

    def _hold(self, done: date, today: date) -> date:
        """What happens on the days that have passed: most meetings are held on their day, and recorded after it."""
        if today <= done:
            return done
        with self.store.write() as work:
            for each in self.booked:
                if done <= each.on < today and self.rng.random() < 0.8:
                    each.held_on = each.on
                    work.meetings.mark_held(each.partner, each.program, each.kind, each.on, each.on)
                    at = datetime.combine(today, time(0), UTC)
                    key = (each.partner, each.program, each.kind, each.on)
                    work.meetings.record(MeetingOutcome(*key, "Go on.", "U1 Somebody", at))
        return today

    def _report(self) -> Report:
        wanted, unreachable = {}, 0
        for key, morning, until, known in self._expected():
            # A message that fell due in the last hours, or was settled before anybody looked, is judged by its ticks.
            some = self.ticks[bisect_left(self.ticks, (morning, date.min)) : bisect_left(self.ticks, (until, date.min))]
            if any(known(done) for _, done in some):
                wanted[key] = morning
            else:
                unreachable += 1
        with self.store.read() as work:
            row = OutboxMessage
            kept = work.session.query(row.occurrence_key, row.due_at, row.created_at)
            rows = kept.filter(row.state != "dropped").all()  # what was taken back was never posted
        came = {key.rpartition("/")[0]: due for key, due, _ in rows}
        counted = Counter(key.rpartition("/")[0] for key, _, _ in rows)
        made_up = {key.rpartition("/")[0] for key, due, created in rows if due == created}
        wrong = {
            (key, f"{came[key]}")
            for key, due in wanted.items()
            if key in came and came[key] != due and not (key in made_up and came[key] > due)
        }
        return Report(
            expected=len(wanted),
            came=len(rows),
            unreachable=unreachable,
            lost=sorted((key, f"{wanted[key]}") for key in wanted.keys() - came.keys()) + sorted(wrong),
            unexpected=sorted((key, f"{came[key]}") for key in came.keys() - wanted.keys()),
            doubled=sum(count - 1 for count in counted.values()),
            early=sum(created < due for _, due, created in rows),
            ticks=len(self.ticks),
            jumps=self.jumps,
            changes_of_clocks=self._changes(),
        )

    def _changes(self) -> int:
        """How many daylight-saving changes the managers lived through."""
        days = [self.first + DAY * n for n in range((self.last - self.first).days)]
        offsets = [[datetime.combine(day, time(12), ZoneInfo(zone)).utcoffset() for day in days] for zone, _ in PLACES]
        return sum(a != b for row in offsets for a, b in pairwise(row))

    def _expected(self) -> Iterator[Wanted]:
        """Everything that a plain reading of the rules asks for."""
        by: dict[tuple[str, str], list[Booked]] = {}
        for each in self.booked:
            by.setdefault((each.partner, each.kind), []).append(each)
        for each in self.booked:
            yield from self._of(each, by[each.partner, each.kind])
        for partner, program in self.programs.items():
            if program == ASKS:
                for kind in MONTHS:
                    yield from self._gaps(partner, kind, by.get((partner, kind), []))

    def _of(self, each: Booked, own: list[Booked]) -> Iterator[Wanted]:
        lead = f"{each.kind}:{each.partner}/{each.program}"

        def open_still(done: date) -> bool:
            return each.held_on is None or done <= each.on

        def held(done: date) -> bool:
            return not open_still(done)

        steps = [(step, self._back(each.partner, each.on - DAY * days)) for step, days in BEFORE[each.kind]]
        freeze = self._workdays(each.partner, each.on, -3 if each.kind == "executive" else -2)
        ends = [*(day for _, day in steps), freeze][1:]
        for (step, day), following in zip(steps, ends, strict=True):
            yield from self._due(each.partner, f"{lead}/{each.on}/{step}", day, max(day, following - DAY), open_still)
        ahead = self._workdays(each.partner, each.on, -1)
        yield from self._due(each.partner, f"{lead}/{each.on}/ahead", ahead, each.on, open_still)
        if each.held_on is not None:
            day = self._workdays(each.partner, each.held_on, 2)
            yield from self._due(each.partner, f"{lead}/{each.on}/followup", day, day + DAY * 10, held)
        first = period(each.on, MONTHS[each.kind])
        later = any(other.on > each.on and period(other.on, MONTHS[each.kind]) == first for other in own)
        if not later:
            label = label_of(first, MONTHS[each.kind])
            day = self._workdays(each.partner, each.on, 1)
            month_end = months_after(period(each.on, 1), 2) - DAY
            yield from self._due(each.partner, f"{lead}/{label}/overdue", day, max(month_end, day), open_still)

    def _gaps(self, partner: str, kind: str, own: list[Booked]) -> Iterator[Wanted]:
        months, program = MONTHS[kind], self.programs[partner]
        begin = months_after(period(self.first, months), -months)  # the clock may be set back into it
        while begin <= months_after(self.last, 3):
            following = months_after(begin, months)
            if not any(begin <= each.on < following for each in own):
                day = self._opens(partner, kind, begin)
                until = min(following - DAY, day + DAY * (62 if months == 12 else 31))
                label = label_of(begin, months)
                key = f"{kind}:{partner}/{program}/{label}/unscheduled"
                yield from self._due(partner, key, day, until, lambda _: True)
            begin = following

    def _opens(self, partner: str, kind: str, begin: date) -> date:
        """The first working day, or two weeks or 45 days before the day that is proposed, whichever comes first."""
        first = begin if self._works(partner, begin) else self._workdays(partner, begin, 1)
        if kind == "pipeline_review":
            return first
        month = begin if kind == "qbr" else months_after(begin, 1)
        nth = 3 if kind == "qbr" else 2
        tuesdays = [month + DAY * n for n in range(28) if (month + DAY * n).weekday() == 1]
        proposed = tuesdays[nth - 1]
        while not self._works(partner, proposed):
            proposed += DAY
        return min(first, self._back(partner, proposed - DAY * (14 if kind == "qbr" else 45)))

    def _due(self, partner: str, key: str, day: date, until: date, known: Callable[[date], bool]) -> Iterator[Wanted]:
        yield key, *self._span(partner, day, until), known

    def _span(self, partner: str, day: date, until: date) -> tuple[datetime, datetime]:
        zone = ZoneInfo(self.place[partner][0])
        morning = datetime.combine(day, time(9), zone).astimezone(UTC)
        return morning, datetime.combine(until + DAY, time(0), zone).astimezone(UTC)

    def _works(self, partner: str, day: date) -> bool:
        key = (self.place[partner][1], self.country[partner], day)
        if key not in self.worked:
            self.worked[key] = all(self._calendar(each).is_working_day(day) for each in key[:2] if each)
        return self.worked[key]

    def _calendar(self, country: str) -> holidays.HolidayBase:
        if country not in self.calendars:
            self.calendars[country] = holidays.country_holidays(country)
        return self.calendars[country]

    def _back(self, partner: str, day: date) -> date:
        while not self._works(partner, day):
            day -= DAY
        return day

    def _workdays(self, partner: str, day: date, count: int) -> date:
        step = DAY if count > 0 else -DAY
        for _ in range(abs(count)):
            day += step
            while not self._works(partner, day):
                day += step
        return day


def months_after(day: date, months: int) -> date:
    total = day.year * 12 + day.month - 1 + months
    return date(total // 12, total % 12 + 1, 1)


def period(day: date, months: int) -> date:
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def label_of(first: date, months: int) -> str:
    if months == 12:
        return f"{first.year}"
    return f"{first.year}-Q{(first.month + 2) // 3}" if months == 3 else f"{first:%Y-%m}"
