"""Rules for days, held against a plain reading of the calendar."""

import calendar
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.cadence import BadDayRule, DayRule, Every, Period, period_of, periods, read_day_rule

EVERY = [each for each in Every if each is not Every.never]
NTH = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
rules = st.one_of(
    st.builds(DayRule, st.sampled_from(list(NTH)), st.integers(0, 6) | st.none(), month=st.sampled_from([1, 2, 3, -1])),
    st.builds(DayRule, day=st.integers(1, 31), month=st.sampled_from([1, 2, 3, -1])),
)


def weekdays_only(day: date) -> bool:
    return day.weekday() < 5


@given(st.sampled_from(EVERY), days)
def test_every_day_lies_in_one_period_and_periods_follow_each_other(every: Every, day: date) -> None:
    period = period_of(every, day)
    assert day in period
    assert period.last + timedelta(days=1) == period.following.first
    assert period_of(every, period.last) == period == period_of(every, period.first)
    assert day not in period.following


@given(st.sampled_from(EVERY), days, st.integers(0, 900))
def test_the_periods_of_a_span_cover_it_without_gaps(every: Every, first: date, length: int) -> None:
    last = first + timedelta(days=length)
    found = list(periods(every, first, last))
    assert found[0].first <= first
    assert found[-1].last >= last
    assert all(a.following == b for a, b in pairwise(found))
    assert len({each.label for each in found}) == len(found)


@given(rules, st.sampled_from(EVERY), days)
def test_a_rule_names_a_worked_day_of_its_month(rule: DayRule, every: Every, day: date) -> None:
    period = period_of(every, day)
    on = rule.on(period, weekdays_only)
    assert on in period
    assert weekdays_only(on)
    place = (on.year - period.first.year) * 12 + on.month - period.first.month + 1
    assert place == (period.months if rule.month < 0 else min(rule.month, period.months))


@given(st.sampled_from(list(NTH)), st.integers(0, 4), days)
def test_the_nth_weekday_is_what_a_wall_calendar_shows(nth: int, weekday: int, day: date) -> None:
    column = [week[weekday] for week in calendar.monthcalendar(day.year, day.month) if week[weekday]]
    expected = column[-1] if nth < 0 else column[min(nth, len(column)) - 1]
    on = DayRule(nth, weekday).on(period_of(Every.month, day), lambda _: True)
    assert on == date(day.year, day.month, expected)


@given(rules, st.sampled_from(EVERY))
def test_a_rule_reads_back_what_it_says(rule: DayRule, every: Every) -> None:
    period = period_of(every, date(2027, 3, 1))
    again = read_day_rule(rule.words(3))
    assert again.on(period, weekdays_only) == rule.on(period, weekdays_only)


def test_a_holiday_moves_the_day_to_the_next_one_that_is_worked_and_back_at_the_end_of_the_month() -> None:
    november = period_of(Every.month, date(2026, 11, 1))
    free = {date(2026, 11, 10), date(2026, 11, 30)}
    assert read_day_rule("second Tuesday").on(november, lambda day: day not in free) == date(2026, 11, 11)
    assert read_day_rule("last Monday").on(november, lambda day: day not in free) == date(2026, 11, 29)
    assert read_day_rule("last working day").on(november, lambda day: weekdays_only(day) and day not in free) == date(
        2026, 11, 27
    )


def test_short_months_have_their_last_day_for_a_day_that_they_lack() -> None:
    assert read_day_rule("day 31").on(Period(date(2027, 2, 1), 1), lambda _: True) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Second tuesday", "second Tuesday"),
        ("2nd  Tue day", None),
        ("last workday", "last working day"),
        ("3rd business day", "third working day"),
        ("day 32", None),
        ("tuesday", None),
        ("sixth Monday", None),
        ("last funday", None),
        ("", None),
    ],
)
def test_what_is_read_and_what_is_refused(said: str, meant: str | None) -> None:
    if meant is None:
        with pytest.raises(BadDayRule, match="second Tuesday"):
            read_day_rule(said)
    else:
        assert read_day_rule(said).words() == meant
