"""What is told by the calendar: the days, and the lists that managers get; the database is real."""

from datetime import date, timedelta

import pytest

from handlers.digests.periodic import periodic
from handlers.documents import Table
from handlers.workdays import Workdays, workdays_of
from programs.catalog import Catalog
from store.models import EnrollmentRow, OpportunityPartnerRow, OpportunityRow
from tests.support.digest_desk import DigestDesk
from tests.support.review_desk import MONTHLY, OTHER, PAM, at

SEGMENT = Catalog.load().get(OTHER)
US = workdays_of("US")


def test_a_year_of_the_program_has_four_checks_a_rehearsal_and_results_on_first_working_days() -> None:
    found = [(each.day.isoformat(), each.topic, each.period) for each in year(SEGMENT)]
    assert found == [
        ("2026-01-02", "activity", "2026-Q1"),
        ("2026-01-02", "results", "2026"),
        ("2026-04-01", "activity", "2026-Q2"),
        ("2026-07-01", "activity", "2026-Q3"),
        ("2026-10-01", "activity", "2026-Q4"),
        ("2026-12-01", "rehearsal", "2027"),
    ]
    assert all(each.source.cite() and each.why and each.title for each in year(SEGMENT))


def test_a_program_without_tiers_tells_nothing_by_the_calendar() -> None:
    assert year(Catalog.load().get(MONTHLY)) == []


@pytest.mark.parametrize("cut", range(0, 365, 11))
def test_a_range_is_the_sum_of_its_parts(cut: int) -> None:
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    middle = first + timedelta(days=cut)
    parts = [*periodic(first, middle, SEGMENT, US), *periodic(middle + timedelta(days=1), last, SEGMENT, US)]
    assert parts == year(SEGMENT)


def test_whoever_rests_the_whole_beginning_of_a_month_is_told_later() -> None:
    late = Workdays(lambda day: day.day > 12)
    (found,) = periodic(date(2026, 12, 1), date(2026, 12, 31), SEGMENT, late)
    assert found.day == date(2026, 12, 13)


def year(program: object) -> list[object]:
    return list(periodic(date(2026, 1, 1), date(2026, 12, 31), program, US))  # type: ignore[arg-type]


@pytest.fixture
def season(desk: DigestDesk) -> DigestDesk:
    """Quiet never did anything; Rise meets Bronze by a deal of this year; Fall has less than its Silver asks."""
    desk.partner("quiet", "Quiet Ltd", tier="registered")
    desk.partner("fall", "Fall Inc", tier="silver")
    desk.partner("rise", "Rise AG", tier="registered")
    desk.partner("other", "Other", tier="silver", manager="sam@vendor.example")
    bronze = {each.id: each.thresholds.get("bronze") for each in SEGMENT.requirements}
    for number in range(int(bronze["technical"] or 0)):
        desk.certified("rise", f"t{number}@rise.example", f"T{number}", None)
    for number in range(int(bronze["sales"] or 0)):
        desk.certified("rise", f"s{number}@rise.example", f"S{number}", None, "sales")
    desk.signed("rise", "baseline", None)
    opportunity = OpportunityRow(
        opportunity="O1", stage="closed_won", earr=bronze["revenue"] or 1, currency="USD", close_on=date(2026, 5, 1)
    )
    desk.add(opportunity)
    joined = OpportunityPartnerRow(opportunity="O1", partner="rise", role="resold", added_on=date(2026, 4, 1))
    desk.add(joined)
    return desk


def rows(desk: DigestDesk, key: str) -> list[tuple[str, ...]]:
    index = list(desk.states()).index(key)
    return [row for part in desk.replies()[index].parts if isinstance(part, Table) for row in part.rows]


def test_each_manager_gets_the_rehearsal_and_the_results_once_and_no_tier_is_changed(season: DigestDesk) -> None:
    assert season.digests.tick(at("2026-12-01 08:00")) == 0
    season.digests.tick(at("2026-12-01 09:00"))
    season.restart()
    season.digests.tick(at("2026-12-02 09:00"))
    key = f"periodic:rehearsal/{OTHER}/2027/{PAM}"
    assert [row[:3] for row in rows(season, key)] == [
        ("Rise AG", "Registered", "Bronze"),
        ("Fall Inc", "Silver", "no tier"),
        ("Quiet Ltd", "Registered", "no tier"),
    ]
    season.digests.tick(at("2027-01-04 09:00"))
    results = f"periodic:results/{OTHER}/2027/{PAM}"
    assert rows(season, results)[0] == ("Rise AG", "Registered", "Bronze", "meets Bronze")
    assert f"periodic:results/{OTHER}/2027/sam@vendor.example" in season.states()
    with season.store.read() as work:
        assert work.session.get(EnrollmentRow, ("rise", OTHER)).tier == "registered"  # type: ignore[union-attr]


def test_the_check_of_activity_names_who_may_be_deactivated_and_cites_the_rule(season: DigestDesk) -> None:
    season.digests.tick(at("2026-10-01 11:00"))
    key = f"periodic:activity/{OTHER}/2026-Q4/{PAM}"
    names = [row[0] for row in rows(season, key)]
    assert names == ["Quiet Ltd", "Rise AG"]
    assert "Program governance" in repr(season.replies()[list(season.states()).index(key)])
    season.restart()
    assert season.digests.tick(at("2026-10-02 09:00")) == 0


def test_it_is_made_up_within_a_week_and_not_later(season: DigestDesk) -> None:
    key = f"periodic:activity/{OTHER}/2026-Q4/{PAM}"
    season.digests.tick(at("2026-10-09 09:00"))
    assert key not in season.states()
    season.restart()
    season.digests.tick(at("2026-10-08 09:00"))
    assert key in season.states()


def test_nobody_affected_nothing_sent(desk: DigestDesk) -> None:
    desk.partner("kyoto", "Kyoto", MONTHLY)
    desk.digests.tick(at("2026-12-01 09:00"))
    assert not any(key.startswith("periodic:") for key in desk.states())
