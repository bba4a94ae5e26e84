"""A spring of reviews with a clock that jumps, replicas that restart, and mornings in eight zones."""

from datetime import date

from store.engine import Store
from tests.support.simulated_year import Year


def test_a_spring_with_clock_jumps_loses_and_doubles_nothing(store: Store) -> None:
    report = Year(store, date(2026, 3, 1), date(2026, 4, 30), enrollments=10, seed=2026).live()
    assert (report.lost, report.unexpected, report.doubled, report.early) == ([], [], 0, 0)
    assert report.expected > 80
    assert report.jumps >= 10
    assert report.changes_of_clocks >= 6
