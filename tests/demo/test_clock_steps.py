"""The clock's buttons stop at working mornings of the workspace's zone."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.demo.page_doors import mornings

LA = ZoneInfo("America/Los_Angeles")
INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - zone beside


@given(INSTANTS, st.sampled_from([1, 14]))
def test_every_stop_is_a_later_working_morning(now: datetime, days: int) -> None:
    stops = mornings(now, days)
    assert stops == sorted(set(stops))
    assert stops[0] > now
    assert all(each.weekday() < 5 and (each.hour, each.minute) == (9, 5) for each in stops)


@given(INSTANTS)
def test_two_weeks_have_up_to_ten_working_mornings(now: datetime) -> None:
    assert 7 <= len(mornings(now, 14)) <= 10
    assert len(mornings(now, 1)) == 1


def test_christmas_is_no_working_morning() -> None:
    christmas_eve = datetime(2026, 12, 24, 20, 0, tzinfo=UTC)
    assert mornings(christmas_eve, 1) == [datetime(2026, 12, 28, 9, 5, tzinfo=LA)]


def test_the_day_is_the_workspaces_not_utcs() -> None:
    late_thursday_in_los_angeles = datetime(2026, 3, 6, 5, 0, tzinfo=UTC)
    assert mornings(late_thursday_in_los_angeles, 1) == [datetime(2026, 3, 6, 9, 5, tzinfo=LA)]
