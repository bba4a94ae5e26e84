"""The sample is a portfolio that imports, and its stories hold on any day."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.portfolio import portfolio_vocabulary
from programs.catalog import Catalog
from programs.facts import Certification, Opportunity, PartnerFacts, Rate, Signature
from programs.tiers import Gap, gap
from store.engine import Store
from store.portfolio.importing import import_portfolio
from store.portfolio.sample import sample, write_sample
from tests.store.conftest import NOW

CATALOG = Catalog.load()
SEGMENT = CATALOG.get("twilio-segment-2024")


def test_the_sample_imports_without_a_warning(store: Store, tmp_path: Path) -> None:
    day = date(2026, 11, 20)
    write_sample(tmp_path / "sample", day)
    report = import_portfolio(store, tmp_path / "sample", portfolio_vocabulary(CATALOG), at=NOW, actor="operator")
    assert report.warnings == ()
    with store.read() as work:
        names = work.partners.names()
        assert 35 <= len(names) <= 45
        assert [name.id for name in names if not name.active] == ["old-mill"]
        assert {program for _, program in work.reviews.active_enrollments()} == {each.id for each in CATALOG.programs()}
        assert {each.partner for each in work.meetings.overdue(day)} == {"globex", "vandelay"}
        assert "acme" in {each.partner for each in work.meetings.upcoming(day, date(2026, 11, 25))}


def test_the_same_day_and_seed_make_the_same_sample() -> None:
    day = date(2026, 2, 28)
    assert sample(day).files == sample(day).files
    assert sample(day, 1).files != sample(day, 2).files


@pytest.fixture(scope="module")
def next_tier() -> Callable[[date, str, date], Gap]:
    """What a partner of the sample of one day lacks for the tier above, on another day."""

    def run(today: date, partner: str, day: date) -> Gap:
        book = sample(today)
        deals = {row["opportunity"]: row for row in book.files["opportunities"]}
        of = {name: [row for row in rows if row.get("partner") == partner] for name, rows in book.files.items()}
        (enrollment,) = [row for row in of["enrollments"] if row["program"] == SEGMENT.id]
        facts = PartnerFacts(
            partner,
            enrollment["tier"],
            tuple(opportunity(deals[row["opportunity"]], row) for row in of["opportunity_partners"]),
            tuple(Certification(**{name: row[name] for name in Certification.__slots__}) for row in of["people"]),
            tuple(Signature(**{name: row[name] for name in Signature.__slots__}) for row in of["agreements"]),
            tuple(Rate(**row) for row in book.files["fx_rates"]),
        )
        return gap(SEGMENT, facts, day, None)

    return run


def opportunity(deal, joined) -> Opportunity:
    names = ("customer", "stage", "earr", "professional_services", "currency", "close_on")
    return Opportunity(
        id=deal["opportunity"], role=joined["role"], added_on=joined["added_on"], **{n: deal[n] for n in names}
    )


def missing(found: Gap) -> list[tuple[str, str, str]]:
    return [(each.requirement, str(each.have), str(each.need)) for each in found.missing]


@settings(max_examples=12, deadline=None)
@given(today=st.dates(date(2024, 1, 1), date(2030, 12, 31)))
def test_the_stories_hold_on_any_day(next_tier: Callable[[date, str, date], Gap], today: date) -> None:
    assert missing(next_tier(today, "acme", today)) == [
        ("technical", "7", "10"),
        ("revenue", "164500.00", "200000"),
    ]
    assert missing(next_tier(today, "globex", today)) == [("revenue", "187400.00", "200000")]
    ready = next_tier(today, "northwind", today)
    assert (ready.target_tier, ready.met, ready.measurement.met_tier) == ("silver", True, "silver")
    for partner, requirement in (("initech", "technical"), ("blue-harbor", "revenue")):
        assert next_tier(today, partner, today).measurement.met_tier == "silver"
        soon = next_tier(today, partner, date.fromordinal(today.toordinal() + 16))
        assert soon.measurement.met_tier == "bronze"
        assert requirement in {each.requirement for each in soon.missing}
