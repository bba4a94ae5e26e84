"""Any year of reviews, restarts and downtime: every period at most one reminder, and none lost while there was time."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.mornings import Hours
from handlers.reviews.agenda import Course, planned
from handlers.reviews.due import AHEAD, BACK, Due, timed
from handlers.reviews.rhythm import Rhythm
from handlers.reviews.steps import Step
from handlers.workdays import workdays_of
from programs.cadence import Every, read_day_rule
from store.records import Meeting

ZONES = ("America/New_York", "Europe/London", "America/Santiago", "Asia/Kolkata", "Australia/Lord_Howe")
WORKDAYS = workdays_of("US")
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
PAIR = ("acme", "monthly")
MONTHLY = Rhythm(Every.month, read_day_rule("second Tuesday"), "the program asks for one every month")
OF_A_REVIEW = (Step.ahead, Step.overdue, Step.unscheduled)

Written = dict[tuple[Step, str], tuple[datetime, Due]]


@st.composite
def histories(draw: st.DrawFn) -> tuple[str, list[Meeting], list[datetime]]:
    """A zone, the year's meetings, and the instants at which some planner was up and ticked."""
    zone = draw(st.sampled_from(ZONES))
    days = draw(st.lists(st.dates(*YEAR), max_size=12, unique=True))
    held = draw(st.lists(st.integers(-3, 10) | st.none(), min_size=len(days), max_size=len(days)))
    meetings = [
        Meeting(*PAIR, "pipeline_review", day, None if after is None else day + timedelta(days=after), None)
        for day, after in zip(days, held, strict=True)
    ]
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    steps = draw(st.lists(st.floats(0.2, 70 * 24), min_size=5, max_size=120))
    ticks = [moment := moment + timedelta(hours=step) for step in steps]
    return zone, meetings, [tick for tick in ticks if tick.year == 2026]


def live(zone: str, meetings: list[Meeting], ticks: list[datetime]) -> Written:
    """What ends up in the outbox: each tick is a planner that remembers nothing but the outbox."""
    written: Written = {}
    for now in ticks:
        course = Course(*PAIR, "pipeline_review", MONTHLY, None, WORKDAYS, tuple(as_known(meetings, now, zone)))
        today = now.astimezone(ZoneInfo(zone)).date()
        for each in planned(course, today - BACK, today + AHEAD):
            due = timed(each, "channel:C1", Hours(zone, WORKDAYS), now)
            if each.step in OF_A_REVIEW and due.is_due(now):
                written.setdefault((each.step, each.period), (now, due))
    return written


def as_known(meetings: list[Meeting], now: datetime, zone: str) -> list[Meeting]:
    """The year's meetings as they are recorded at that moment: nobody knows yet what will be held."""
    today = now.astimezone(ZoneInfo(zone)).date()
    return [
        replace(each, held_on=each.held_on if each.held_on and each.held_on <= today else None) for each in meetings
    ]


def morning(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(9), ZoneInfo(zone)).astimezone(UTC)


def midnight_after(day: date, zone: str) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(0), ZoneInfo(zone)).astimezone(UTC)


def previous_working_day(day: date) -> date:
    day -= timedelta(days=1)
    while not WORKDAYS.is_worked(day):
        day -= timedelta(days=1)
    return day


@settings(max_examples=120, deadline=None)
@given(histories())
def test_a_review_ahead_is_announced_if_any_planner_was_up_between_its_morning_and_its_end(history) -> None:
    zone, meetings, ticks = history
    written = live(zone, meetings, ticks)
    for meeting in meetings:
        opens, closes = (
            morning(previous_working_day(meeting.scheduled_on), zone),
            midnight_after(meeting.scheduled_on, zone),
        )
        chances = [
            tick
            for tick in ticks
            if opens <= tick < closes
            and (meeting.held_on is None or tick.astimezone(ZoneInfo(zone)).date() < meeting.held_on)
        ]
        found = written.get((Step.ahead, meeting.scheduled_on.isoformat()))
        assert (found is not None) == bool(chances)
        if found:
            assert found[0] == chances[0]
            assert found[1].late == (chances[0] - opens > timedelta(hours=1))


@settings(max_examples=120, deadline=None)
@given(histories())
def test_a_month_without_a_review_is_named_once_if_any_planner_was_up_in_it(history) -> None:
    zone, meetings, ticks = history
    written = live(zone, meetings, ticks)
    months = {key for key in written if key[0] is Step.unscheduled}
    expected = set()
    for tick in ticks:
        today = tick.astimezone(ZoneInfo(zone)).date()
        first = next(day for n in range(31) if WORKDAYS.is_worked(day := today.replace(day=1) + timedelta(days=n)))
        known = as_known(meetings, tick, zone)
        here = {(each.year, each.month) for one in known for each in (one.scheduled_on, one.held_on) if each}
        if tick >= morning(first, zone) and (today.year, today.month) not in here:
            expected.add((Step.unscheduled, f"{today:%Y-%m}"))
    assert months == expected


@settings(max_examples=120, deadline=None)
@given(histories())
def test_nothing_is_early_nothing_is_sent_after_its_use_and_each_month_has_one_overdue(history) -> None:
    zone, meetings, ticks = history
    written = live(zone, meetings, ticks)
    for (step, period), (now, due) in written.items():
        assert due.at <= now <= due.until
        assert due.at == morning(due.at.astimezone(ZoneInfo(zone)).date(), zone)
        if step is Step.overdue:
            assert due.planned.on is not None
            assert period == f"{due.planned.on:%Y-%m}"
            assert now.astimezone(ZoneInfo(zone)).date() > due.planned.on


@given(st.lists(st.integers(0, 40), min_size=2, max_size=20, unique=True).map(sorted))
def test_an_overdue_review_is_said_by_the_first_planner_that_is_up_after_it(hours: list[int]) -> None:
    missed = [Meeting(*PAIR, "pipeline_review", date(2026, 11, 23), None, None)]
    opens = morning(date(2026, 11, 24), "America/New_York")
    ticks = [opens + timedelta(hours=hour - 10) for hour in hours]
    written = live("America/New_York", missed, ticks)
    first = next((tick for before, tick in pairwise([opens - timedelta(days=1), *ticks]) if tick >= opens), None)
    found = written.get((Step.overdue, "2026-11"))
    assert (found[0] if found else None) == first
