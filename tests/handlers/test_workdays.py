"""Working days of a country and local mornings, over holidays, month ends and clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.workdays import local_instant, workdays_of


@pytest.mark.parametrize(
    ("country", "day", "before", "after"),
    [
        ("US", "2026-11-24", "2026-11-23", "2026-11-25"),
        ("US", "2026-11-27", "2026-11-25", "2026-11-30"),  # around Thanksgiving
        ("US", "2027-01-01", "2026-12-31", "2027-01-04"),
        ("GB", "2026-12-29", "2026-12-24", "2026-12-30"),  # Boxing Day moved to Monday
        ("AE", "2026-11-30", "2026-11-27", "2026-12-01"),
        ("IL", "2026-11-22", "2026-11-19", "2026-11-23"),  # Sunday is worked, Friday and Saturday are not
        ("XX", "2026-12-25", "2026-12-24", "2026-12-28"),  # no calendar: weekends only
    ],
)
def test_the_neighboring_working_days_of_a_country(country: str, day: str, before: str, after: str) -> None:
    workdays = workdays_of(country)
    assert workdays.before(date.fromisoformat(day)) == date.fromisoformat(before)
    assert workdays.after(date.fromisoformat(day)) == date.fromisoformat(after)


def test_the_first_working_day_of_a_month() -> None:
    workdays = workdays_of("US")
    firsts = [workdays.first_of_month(date(2026, month, 28)) for month in (5, 8, 11)]
    assert firsts == [date(2026, 5, 1), date(2026, 8, 3), date(2026, 11, 2)]
    assert workdays.first_of_month(date(2027, 1, 15)) == date(2027, 1, 4)


@pytest.mark.parametrize(
    ("zone", "local", "instant"),
    [
        ("America/New_York", "2026-03-06 09:00", "2026-03-06 14:00"),
        ("America/New_York", "2026-03-09 09:00", "2026-03-09 13:00"),  # the Monday after clocks went forward
        ("America/New_York", "2026-03-08 02:30", "2026-03-08 07:00"),  # skipped: the first instant after the gap
        ("America/New_York", "2026-11-01 01:30", "2026-11-01 05:30"),  # twice: the first of both
        ("America/Santiago", "2026-09-06 00:00", "2026-09-06 04:00"),  # a gap at midnight
        ("Australia/Lord_Howe", "2026-10-04 02:10", "2026-10-03 15:30"),  # a gap of half an hour
        ("Pacific/Apia", "2011-12-30 09:00", "2011-12-30 10:00"),  # a whole day that never was
    ],
)
def test_a_local_time_as_an_instant(zone: str, local: str, instant: str) -> None:
    wanted = datetime.fromisoformat(local)
    expected = datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert local_instant(wanted.date(), wanted.time(), zone) == expected


@given(
    st.sampled_from(["America/New_York", "Africa/Cairo", "America/Santiago", "Australia/Lord_Howe", "Europe/Lisbon"]),
    st.dates(date(2024, 1, 1), date(2028, 12, 31)),
    st.times().map(lambda chosen: chosen.replace(second=0, microsecond=0)),
)
def test_a_local_time_is_never_early_and_at_most_a_gap_late(zone: str, day: date, at: time) -> None:
    shown = local_instant(day, at, zone).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    assert timedelta(0) <= shown - datetime.combine(day, at) <= timedelta(hours=1)
