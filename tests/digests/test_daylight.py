"""Exactly one morning a local day in every zone, at its hour, over the days on which clocks change."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.desk import DeskSettings
from handlers.digests.own import next_morning
from handlers.digests.people import Recipient
from handlers.digests.planner import DigestPlanner
from handlers.mornings import Hours
from handlers.workdays import Workdays
from programs.catalog import Catalog

ALWAYS = Workdays(lambda day: True)
FIRST, DAYS = date(2026, 1, 1), 365


def changes(zone: str) -> list[date]:
    """The days of a year on which the clocks of a zone change."""
    place = ZoneInfo(zone)
    noons = [datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(days=n) for n in range(DAYS)]
    offsets = [each.astimezone(place).utcoffset() for each in noons]
    return [noons[n].astimezone(place).date() for n in range(1, DAYS) if offsets[n] != offsets[n - 1]]


CHANGING = {zone: days for zone in sorted(available_timezones()) if (days := changes(zone))}
near_changes = st.sampled_from(sorted(CHANGING)).flatmap(
    lambda zone: st.tuples(st.just(zone), st.sampled_from(CHANGING[zone]), st.integers(0, 23))
)


def test_there_are_gaps_and_overlaps_to_try() -> None:
    assert len(CHANGING) > 150


@settings(max_examples=300, deadline=None)
@given(near_changes)
def test_each_local_day_has_one_morning_at_its_hour_or_just_after_the_gap(case: tuple[str, date, int]) -> None:
    zone, change, hour = case
    own, place = Hours(zone, ALWAYS, morning=hour), ZoneInfo(zone)
    days = [change + timedelta(days=n) for n in range(-2, 4)]
    mornings = [own.morning_of(day) for day in days]
    assert mornings == sorted(set(mornings))
    for day, morning in zip(days, mornings, strict=True):
        local, wanted = morning.astimezone(place), datetime.combine(day, datetime.min.time().replace(hour=hour))
        before = (morning - timedelta(seconds=1)).astimezone(place)
        assert own.today(morning) == day
        if local.replace(tzinfo=None) == wanted:
            assert local.fold == 0  # of two the first
        elif hour == 23 and own.today(morning + timedelta(hours=1)) > day:  # what is left of the day is skipped
            assert local.hour == 22
        else:  # the hour is skipped that day: the first instant after the gap
            assert before.replace(tzinfo=None) < wanted < local.replace(tzinfo=None)


@settings(max_examples=60, deadline=None)
@given(near_changes, st.sampled_from((1, 7, 30, 61)))
def test_a_clock_that_ticks_at_any_pace_finds_each_local_day_due_once(case: tuple[str, date, int], pace: int) -> None:
    """The planner's own question, without a database: from the morning on until the day is over, once."""
    zone, change, hour = case
    own = Hours(zone, ALWAYS, morning=hour)
    me = Recipient("email:pam@vendor.example", "T1", own, frozenset(), frozenset(), False, ())
    settings = DeskSettings(zone=zone, country="US", platform="slack", workspace="T1")
    planner = DigestPlanner(None, Catalog(()), settings)  # type: ignore[arg-type]  # nothing is read
    found: list[date] = []
    moment = datetime.combine(change - timedelta(days=2), datetime.min.time(), UTC)
    while moment < datetime.combine(change + timedelta(days=3), datetime.min.time(), UTC):
        if planner._is_due(me, moment):
            found.append(own.today(moment))
            assert moment - own.morning_of(found[-1]) < timedelta(minutes=pace) or len(found) == 1
            planner._rounds.close(me.name, found[-1])
        moment += timedelta(minutes=pace)
    inside = [change + timedelta(days=n) for n in range(-1, 2)]
    assert [day for day in found if day in inside] == inside
    assert len(found) == len(set(found))


@settings(max_examples=100, deadline=None)
@given(near_changes, st.integers(0, 72))
def test_the_next_morning_that_is_said_is_the_first_one_after_now(case: tuple[str, date, int], after: int) -> None:
    zone, change, hour = case
    own = Hours(zone, ALWAYS, morning=hour)
    now = datetime.combine(change - timedelta(days=1), datetime.min.time(), UTC) + timedelta(hours=after)
    following = next_morning(own, now)
    every = [own.morning_of(change + timedelta(days=n)) for n in range(-4, 7)]
    assert following == min(each for each in every if each > now)
