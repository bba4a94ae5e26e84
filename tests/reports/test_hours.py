"""Business hours: 9:00 to 17:00 at the desk, on its working days, exact over weekends, holidays and clock changes."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.reports.hours import WorkHours
from handlers.workdays import workdays_of

MINUTE = timedelta(minutes=1)


def local(words: str, zone: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=ZoneInfo(zone))


def spent(country: str, zone: str, begin: str, end: str, *pauses: tuple[str, str | None]) -> float:
    """The business hours between two local times."""
    first, last = local(begin, zone), local(end, zone)
    away = [(local(since, zone), local(until, zone) if until else None) for since, until in pauses]
    return WorkHours(zone, workdays_of(country), first, last).between(first, last, away) / timedelta(hours=1)


@pytest.mark.parametrize(
    ("country", "zone", "begin", "end", "hours"),
    [
        ("US", "America/New_York", "2026-11-18 09:00", "2026-11-18 17:00", 8),
        ("US", "America/New_York", "2026-11-18 10:15", "2026-11-18 10:45", 0.5),
        ("US", "America/New_York", "2026-11-18 05:00", "2026-11-18 08:59", 0),
        ("US", "America/New_York", "2026-11-18 17:00", "2026-11-19 09:00", 0),
        ("US", "America/New_York", "2026-11-18 16:00", "2026-11-19 10:00", 2),
        ("US", "America/New_York", "2026-11-20 16:00", "2026-11-23 10:00", 2),  # a weekend
        ("US", "America/New_York", "2026-11-25 16:00", "2026-11-27 10:00", 2),  # Thanksgiving
        ("US", "America/New_York", "2026-11-21 12:00", "2026-11-22 12:00", 0),  # filed and decided on a weekend
        ("GB", "Europe/London", "2026-12-24 16:00", "2026-12-29 10:00", 2),  # Boxing Day moved to Monday
        ("AE", "Asia/Dubai", "2026-11-27 16:00", "2026-11-30 10:00", 2),  # Saturday and Sunday off
        ("IL", "Asia/Jerusalem", "2026-11-19 16:00", "2026-11-22 10:00", 2),  # Sunday is worked, Friday is not
        ("US", "America/New_York", "2026-03-06 16:00", "2026-03-09 10:00", 2),  # clocks go forward on Sunday
        ("US", "America/New_York", "2026-10-30 16:00", "2026-11-02 10:00", 2),  # clocks go back on Sunday
        ("IR", "Africa/Casablanca", "2026-02-14 00:00", "2026-02-14 23:00", 8),  # a zone that changes in Ramadan
        ("XX", "Australia/Lord_Howe", "2026-04-03 16:00", "2026-04-06 10:00", 2),  # half an hour back
        ("US", "America/New_York", "2026-12-31 16:00", "2027-01-04 10:00", 2),  # over New Year
        ("US", "America/New_York", "2026-01-01 00:00", "2026-12-31 23:59", 8 * 250),  # 261 weekdays without 11 holidays
    ],
)
def test_the_hours_between_two_local_times(country: str, zone: str, begin: str, end: str, hours: float) -> None:
    assert spent(country, zone, begin, end) == hours


def test_time_in_which_an_answer_was_waited_for_does_not_count() -> None:
    asked = ("2026-11-18 11:00", "2026-11-19 14:00")
    assert spent("US", "America/New_York", "2026-11-18 09:00", "2026-11-19 17:00") == 16
    assert spent("US", "America/New_York", "2026-11-18 09:00", "2026-11-19 17:00", asked) == 5
    twice = (asked, ("2026-11-19 15:00", "2026-11-19 15:30"))
    assert spent("US", "America/New_York", "2026-11-18 09:00", "2026-11-19 17:00", *twice) == 4.5
    assert spent("US", "America/New_York", "2026-11-18 09:00", "2026-11-19 17:00", ("2026-11-18 11:00", None)) == 2
    overnight = ("2026-11-18 18:00", "2026-11-19 08:00")
    assert spent("US", "America/New_York", "2026-11-18 09:00", "2026-11-19 17:00", overnight) == 16


def test_a_decision_before_the_filing_took_no_time() -> None:
    begin, end = datetime(2026, 11, 18, 17, tzinfo=UTC), datetime(2026, 11, 18, 15, tzinfo=UTC)
    assert WorkHours("UTC", workdays_of("US"), end, begin).between(begin, end) == timedelta()


def test_nothing_is_measured_beyond_the_days_that_were_looked_up() -> None:
    first, last = datetime(2026, 11, 2, tzinfo=UTC), datetime(2026, 11, 6, tzinfo=UTC)
    with pytest.raises(ValueError, match="beyond"):
        WorkHours("UTC", workdays_of("US"), first, last).between(first, last + MINUTE)


ZONES = ("America/New_York", "Europe/London", "Asia/Kolkata", "Australia/Lord_Howe", "America/Sao_Paulo")
instants = st.integers(0, 50 * 24 * 60).map(lambda minutes: datetime(2026, 2, 20, tzinfo=UTC) + minutes * MINUTE)


@given(st.sampled_from(ZONES), st.lists(instants, min_size=4, max_size=4))
@example("America/New_York", [datetime(2026, 3, day, 12, tzinfo=UTC) for day in (6, 7, 8, 9)])
def test_it_is_what_somebody_counts_who_looks_at_the_clock_every_minute(zone: str, drawn: list[datetime]) -> None:
    begin, since, until, end = sorted(drawn)
    workdays, place = workdays_of("US"), ZoneInfo(zone)
    counted, now = 0, begin
    while now < end:
        here = now.astimezone(place)
        if workdays.is_worked(here.date()) and 9 <= here.hour < 17 and not since <= now < until:
            counted += 1
        now += MINUTE
    worked = WorkHours(zone, workdays, begin, end)
    assert worked.between(begin, end, [(since, until)]) == counted * MINUTE
    bare = (begin.replace(tzinfo=None), end.replace(tzinfo=None))
    assert worked.between_utc(*bare) == worked.between(begin, end)
    assert worked.between(begin, end) == worked.between(begin, since) + worked.between(since, end)
