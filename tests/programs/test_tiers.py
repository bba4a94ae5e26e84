"""Tiers as a partner manager would ask for them."""

from datetime import date
from decimal import Decimal

import pytest

from programs.catalog import Catalog
from programs.errors import NoTiers, UnknownTier
from programs.facts import Provisional, Signature
from programs.schema import Program
from programs.tiers import annual, changed, gap, measure, mid_year
from programs.windows import Window, calendar_year, trailing
from tests.programs.builders import DAY, LONG_AGO, deal, facts, people, standing


@pytest.mark.parametrize(
    ("technical", "sales", "revenue", "tier"),
    [
        (0, 0, "0.01", "registered"),
        (3, 1, "20000", "bronze"),
        (2, 1, "20000", "registered"),
        (3, 0, "20000", "registered"),
        (3, 1, "19999.99", "registered"),
        (10, 5, "200000", "silver"),
        (9, 5, "200000", "bronze"),
        (10, 4, "200000", "bronze"),
        (10, 5, "199999.99", "bronze"),
        (15, 10, "1000000", "gold"),
        (14, 10, "1000000", "silver"),
        (15, 9, "1000000", "silver"),
        (15, 10, "999999.99", "silver"),
        (500, 500, "1000000000", "gold"),
    ],
)
@pytest.mark.parametrize("program_id", ["twilio-segment-2024", "twilio-build-2022"])
def test_a_tier_is_met_exactly_at_its_thresholds(
    catalog: Catalog, program_id: str, technical: int, sales: int, revenue: str, tier: str
) -> None:
    decision = mid_year(catalog.get(program_id), standing(technical, sales, revenue), DAY)
    assert decision.measured_tier == tier


def test_without_the_baseline_agreement_not_even_registered_is_met(segment: Program) -> None:
    strong = facts(agreements=(), deals=[deal(earr="5000000")], staff=people(50, 50))
    assert mid_year(segment, strong, DAY).measured_tier is None


def test_an_agreement_that_ended_yesterday_costs_every_tier_but_mid_year_keeps_the_recorded_one(
    segment: Program,
) -> None:
    lapsed = Signature("baseline", LONG_AGO, date(2024, 7, 14))
    decision = mid_year(segment, facts("silver", agreements=[lapsed]), DAY)
    assert (decision.measured_tier, decision.resulting_tier) == (None, "silver")


def test_mid_year_a_partner_only_advances(segment: Program) -> None:
    up = mid_year(segment, standing(10, 5, "200000", tier="bronze"), DAY)
    assert (up.recorded_tier, up.measured_tier, up.resulting_tier, up.next_tier) == (
        "bronze",
        "silver",
        "silver",
        "gold",
    )
    kept = mid_year(segment, standing(0, 0, "1", tier="gold"), DAY)
    assert (kept.measured_tier, kept.resulting_tier, kept.next_tier) == ("registered", "gold", "global_strategic")
    assert kept.rule.cite() == "Twilio Segment Partner Program Guide 2024, p. 10, Program governance"


def test_the_annual_review_moves_up_and_down(segment: Program) -> None:
    year_before = deal(earr="200000", close_on=date(2023, 12, 31), added_on=date(2023, 12, 31))
    partner = facts("gold", deals=[year_before], staff=people(10, 5))
    assert annual(segment, partner, 2024).resulting_tier == "silver"
    assert annual(segment, partner, 2025).resulting_tier == "registered"


def test_the_annual_review_looks_at_people_and_agreements_as_of_january_1(segment: Program) -> None:
    decision = annual(segment, facts(agreements=[Signature("baseline", date(2024, 1, 2), None)]), 2024)
    assert (decision.window, decision.day) == (Window(date(2023, 1, 1), date(2023, 12, 31)), date(2024, 1, 1))
    assert (decision.measured_tier, decision.resulting_tier, decision.next_tier) == (None, None, "registered")


def test_global_strategic_is_kept_by_both_reviews_and_has_nothing_above(segment: Program) -> None:
    partner = standing(0, 0, "1", tier="global_strategic")
    for decision in (annual(segment, partner, 2024), mid_year(segment, partner, DAY)):
        assert (decision.measured_tier, decision.resulting_tier, decision.next_tier) == (
            "registered",
            "global_strategic",
            None,
        )


def test_the_trailing_year_has_365_days_also_after_a_leap_day() -> None:
    assert trailing(date(2024, 3, 1), 365).first == date(2023, 3, 3)
    assert trailing(date(2024, 2, 29), 365).first == date(2023, 3, 2)
    assert trailing(date(2024, 2, 28), 365).first == date(2023, 3, 1)
    assert trailing(date(2025, 2, 27), 365).first == date(2024, 2, 29)
    assert trailing(DAY, 1) == Window(DAY, DAY)
    assert trailing(date(1, 1, 31), 365) == Window(date(1, 1, 1), date(1, 1, 31))
    with pytest.raises(ValueError, match="cannot end"):
        Window(DAY, LONG_AGO)


@pytest.mark.parametrize(
    ("closed", "counts"),
    [
        (date(2023, 3, 2), False),
        (date(2023, 3, 3), True),
        (date(2024, 2, 29), True),
        (date(2024, 3, 1), True),
        (date(2024, 3, 2), False),
    ],
)
def test_deals_at_the_edges_of_a_trailing_year_with_a_leap_day(segment: Program, closed: date, counts: bool) -> None:
    partner = facts(deals=[deal(close_on=closed, added_on=closed)])
    have = mid_year(segment, partner, date(2024, 3, 1)).measurement.of("revenue").have
    assert have == (1000 if counts else 0)


def test_what_is_missing_for_the_next_tier(segment: Program) -> None:
    missing = gap(segment, standing(3, 1, "20000.40", tier="bronze"), DAY)
    assert (missing.recorded_tier, missing.target_tier, missing.met) == ("bronze", "silver", False)
    assert [(each.requirement, each.have, each.need, each.short) for each in missing.missing] == [
        ("technical", 3, 10, 7),
        ("sales", 1, 5, 4),
        ("revenue", Decimal("20000.40"), 200_000, Decimal("179999.60")),
    ]
    assert [each.requirement for each in missing.requirements] == ["baseline", "technical", "sales", "revenue"]
    assert missing.requirements[0].met
    assert missing.window == Window(date(2023, 7, 17), DAY)


def test_what_is_short_is_exact_however_long_the_numbers(segment: Program) -> None:
    partner = standing(3, 1, "20000.0000000000000000000000000000000000000001", tier="bronze")
    short = gap(segment, partner, DAY).missing[-1].short
    assert short == Decimal("179999.9999999999999999999999999999999999999999")


def test_a_named_tier_is_measured_even_below_the_recorded_one(segment: Program) -> None:
    missing = gap(segment, standing(3, 0, "20000", tier="gold"), DAY, "bronze")
    assert missing.target_tier == "bronze"
    assert [(each.requirement, each.short) for each in missing.missing] == [("sales", 1)]


def test_a_tier_that_is_reached_has_nothing_missing(segment: Program) -> None:
    reached = gap(segment, standing(10, 5, "200000", tier="bronze"), DAY)
    assert (reached.met, reached.missing) == (True, ())
    assert {each.short for each in reached.requirements} == {Decimal(0)}


def test_global_strategic_is_by_designation_only(segment: Program) -> None:
    above_gold = gap(segment, standing(15, 10, "1000000", tier="gold"), DAY)
    assert (above_gold.target_tier, above_gold.designation_only, above_gold.met, above_gold.missing) == (
        "global_strategic",
        True,
        False,
        (),
    )


def test_there_is_nothing_above_the_highest_tier(segment: Program) -> None:
    top = gap(segment, facts("global_strategic"), DAY)
    assert (top.target_tier, top.met, top.missing, top.designation_only) == (None, True, (), False)


def test_a_partner_without_a_recorded_tier_aims_at_the_lowest(segment: Program) -> None:
    assert gap(segment, facts(None), DAY).target_tier == "registered"


def test_unknown_tiers_are_refused_with_those_there_are(segment: Program) -> None:
    with pytest.raises(UnknownTier, match="registered, bronze, silver"):
        gap(segment, facts(), DAY, "platinum")
    with pytest.raises(UnknownTier):
        mid_year(segment, facts("platinum"), DAY)


@pytest.mark.parametrize("program_id", ["8x8-sellwith8-2023", "twilio-solution-partners"])
def test_a_program_without_tiers_says_so(catalog: Catalog, program_id: str) -> None:
    program = catalog.get(program_id)
    with pytest.raises(NoTiers, match="has no tiers"):
        gap(program, facts(None), DAY)
    with pytest.raises(NoTiers):
        mid_year(program, facts(None), DAY)
    with pytest.raises(NoTiers):
        annual(program, facts(None), 2024)
    with pytest.raises(NoTiers):
        measure(program, facts(None), calendar_year(2024), DAY)


def test_build_2022_holds_a_provisional_tier_through_its_last_day_and_then_lets_it_fall(build: Program) -> None:
    partner = facts("silver", provisional=Provisional("silver", DAY), staff=people(3, 1), deals=[deal(earr="20000")])
    last = mid_year(build, partner, DAY)
    after = mid_year(build, partner, date(2024, 7, 16))
    assert (last.measured_tier, last.resulting_tier, last.provisional) == ("bronze", "silver", True)
    assert (after.measured_tier, after.resulting_tier, after.provisional) == ("bronze", "bronze", True)


def test_a_provisional_tier_above_the_recorded_one_holds_while_it_lasts_and_never_costs_the_recorded_one(
    build: Program,
) -> None:
    partner = facts("bronze", provisional=Provisional("silver", DAY))
    assert mid_year(build, partner, DAY).resulting_tier == "silver"
    assert mid_year(build, partner, date(2024, 7, 16)).resulting_tier == "bronze"


def test_a_provisional_tier_below_the_recorded_one_changes_nothing(build: Program) -> None:
    partner = facts("gold", provisional=Provisional("silver", LONG_AGO))
    assert (mid_year(build, partner, DAY).resulting_tier, mid_year(build, partner, DAY).provisional) == ("gold", False)


def test_segment_2024_knows_no_provisional_certification(segment: Program) -> None:
    partner = facts("silver", provisional=Provisional("silver", LONG_AGO))
    assert mid_year(segment, partner, DAY).resulting_tier == "silver"


def test_the_measurement_has_a_state_for_every_threshold_of_every_tier(segment: Program) -> None:
    measurement = measure(segment, standing(10, 5, "20000"), trailing(DAY, 365), DAY)
    states = {(each.tier, each.requirement): each.met for each in measurement.requirements}
    assert len(states) == 13
    assert states["silver", "technical"]
    assert not states["silver", "revenue"]
    assert measurement.met_tier == "bronze"


def test_what_if_two_people_were_certified_and_one_left(segment: Program) -> None:
    now = measure(segment, standing(8, 6, "200000"), trailing(DAY, 365), DAY)
    then = changed(now, {"technical": Decimal(2), "sales": Decimal(-1)})
    assert (now.met_tier, then.met_tier) == ("bronze", "silver")
    assert then.of("sales").have == 5
    assert changed(now, {"sales": Decimal(-100)}).of("sales").have == 0
    with pytest.raises(KeyError):
        changed(now, {"parties": Decimal(1)})
