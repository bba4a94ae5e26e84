"""What holds for every partner, and the same answers from an independent, slow reading of the rules."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from programs.catalog import Catalog
from programs.facts import PartnerFacts
from programs.schema import Program
from programs.tiers import Measurement, annual, changed, gap, measure, mid_year, needs
from programs.windows import trailing
from tests.programs import oracle
from tests.programs.builders import DAY, SIGNED, deal, person
from tests.programs.strategies import EDGES, a_day, amounts, partners

SEGMENT = Catalog.load().get("twilio-segment-2024")
BUILD = Catalog.load().get("twilio-build-2022")
review_days = st.sampled_from(EDGES) | a_day
both_programs = pytest.mark.parametrize("program", [SEGMENT, BUILD], ids=["segment", "build"])
moderately = settings(max_examples=70, deadline=None)


def today(program: Program, facts: PartnerFacts) -> Measurement:
    return measure(program, facts, trailing(DAY, 365), DAY)


@both_programs
@moderately
@given(facts=partners(), day=review_days)
def test_mid_year_equals_the_independent_reading(program: Program, facts: PartnerFacts, day: date) -> None:
    decision = mid_year(program, facts, day)
    window = oracle.trailing_days(day)
    assert Fraction(decision.measurement.of("revenue").have) == oracle.revenue(facts, window)
    assert decision.measurement.of("technical").have == oracle.people(facts, "technical", day)
    assert decision.measurement.of("sales").have == oracle.people(facts, "sales", day)
    assert decision.measurement.of("baseline").have == int(oracle.signed(facts, day))
    assert decision.measured_tier == oracle.met_tier(facts, window, day)
    assert decision.resulting_tier == oracle.mid_year(facts, day)


@both_programs
@moderately
@given(facts=partners(), year=st.integers(2023, 2025))
def test_annual_equals_the_independent_reading(program: Program, facts: PartnerFacts, year: int) -> None:
    assert annual(program, facts, year).resulting_tier == oracle.annual(facts, year)


@moderately
@given(facts=partners(), target=st.sampled_from(oracle.ORDER), day=review_days)
def test_the_gap_is_exactly_what_is_short(facts: PartnerFacts, target: str, day: date) -> None:
    found = gap(SEGMENT, facts, day, target)
    met = oracle.met_tier(facts, oracle.trailing_days(day), day)
    reached = met is not None and oracle.ORDER.index(met) >= oracle.ORDER.index(target)
    assert found.met is reached
    technical, sales, dollars = oracle.ASKS[target]
    asked = {"baseline": 1, "technical": technical, "sales": sales, "revenue": dollars}
    for state in found.requirements:
        assert state.need == asked[state.requirement]
        assert state.short == max(state.need - state.have, Decimal(0))
        assert state.met is (state.short == 0)
    assert found.missing == tuple(each for each in found.requirements if not each.met)


@moderately
@given(facts=partners())
def test_the_evidence_sums_exactly_to_what_the_partner_has(facts: PartnerFacts) -> None:
    for each in today(SEGMENT, facts).measured:
        counted = [item.amount for item in each.evidence if item.counted]
        assert sum((Fraction(amount) for amount in counted if amount is not None), Fraction(0)) == Fraction(each.have)
        assert all((item.reason is None) is item.counted is (item.amount is not None) for item in each.evidence)
        assert len({item.id for item in each.evidence}) == len(each.evidence)


@moderately
@given(facts=partners(), data=st.data())
def test_the_order_of_facts_does_not_matter(facts: PartnerFacts, data: st.DataObject) -> None:
    shuffled = replace(
        facts,
        opportunities=tuple(data.draw(st.permutations(facts.opportunities))),
        people=tuple(data.draw(st.permutations(facts.people))),
        agreements=tuple(data.draw(st.permutations(facts.agreements))),
        rates=tuple(data.draw(st.permutations(facts.rates))),
    )
    assert today(SEGMENT, shuffled) == today(SEGMENT, facts)


@moderately
@given(facts=partners(), earr=amounts.filter(bool), closed_ago=st.integers(0, 364))
def test_another_counted_deal_never_lowers_the_tier(facts: PartnerFacts, earr: Decimal, closed_ago: int) -> None:
    closed = DAY - timedelta(days=closed_ago)
    more = replace(
        facts, opportunities=(*facts.opportunities, deal("NEW", str(earr), close_on=closed, added_on=closed))
    )
    before, after = today(SEGMENT, facts), today(SEGMENT, more)
    assert after.of("revenue").have == before.of("revenue").have + earr
    assert SEGMENT.rank(after.met_tier) >= SEGMENT.rank(before.met_tier)


@moderately
@given(facts=partners(), credential=st.sampled_from(["technical", "sales"]))
def test_another_trained_person_never_lowers_the_tier(facts: PartnerFacts, credential: str) -> None:
    more = replace(facts, people=(*facts.people, person("new@acme.example", credential)))
    before, after = today(SEGMENT, facts), today(SEGMENT, more)
    assert after.of(credential).have == before.of(credential).have + 1
    assert SEGMENT.rank(after.met_tier) >= SEGMENT.rank(before.met_tier)


@moderately
@given(facts=partners(), day=review_days)
def test_mid_year_never_takes_a_tier_away(facts: PartnerFacts, day: date) -> None:
    decision = mid_year(SEGMENT, facts, day)
    assert SEGMENT.rank(decision.resulting_tier) >= SEGMENT.rank(facts.recorded_tier)


@moderately
@given(facts=partners())
def test_everything_handed_in_twice_changes_nothing(facts: PartnerFacts) -> None:
    twice = replace(facts, opportunities=facts.opportunities * 2, people=facts.people * 2)
    assert today(SEGMENT, twice) == today(SEGMENT, facts)


@moderately
@given(facts=partners())
def test_e_mail_case_never_matters(facts: PartnerFacts) -> None:
    loud = replace(facts, people=tuple(replace(each, email=each.email.upper()) for each in facts.people))
    assert today(SEGMENT, loud).met_tier == today(SEGMENT, facts).met_tier
    assert today(SEGMENT, loud).of("technical").have == today(SEGMENT, facts).of("technical").have


@moderately
@given(facts=partners(), services=amounts)
def test_services_never_add_a_cent(facts: PartnerFacts, services: Decimal) -> None:
    busier = replace(
        facts, opportunities=tuple(replace(each, professional_services=services) for each in facts.opportunities)
    )
    assert today(SEGMENT, busier).of("revenue").have == today(SEGMENT, facts).of("revenue").have


@moderately
@given(day=st.dates(date(2019, 1, 1), date(2033, 12, 31)), back=st.integers(-3, 370))
def test_a_deal_counts_on_365_days_and_no_more(day: date, back: int) -> None:
    closed = day - timedelta(days=back)
    facts = PartnerFacts("acme", None, (deal(close_on=closed, added_on=closed),), (), (SIGNED,))
    counted = mid_year(SEGMENT, facts, day).measurement.of("revenue").have
    assert counted == (1000 if 0 <= back <= 364 else 0)


@moderately
@given(facts=partners(), day=review_days)
def test_reaching_what_is_missing_reaches_the_tier(facts: PartnerFacts, day: date) -> None:
    found = gap(SEGMENT, facts, day)
    assume(found.target_tier is not None and not found.designation_only)
    assert found.target_tier is not None
    filled = changed(found.measurement, {each.requirement: each.short for each in found.missing})
    assert SEGMENT.rank(filled.met_tier) >= SEGMENT.rank(found.target_tier)
    assert set(needs(SEGMENT, found.target_tier)) == {each.requirement for each in found.requirements}
