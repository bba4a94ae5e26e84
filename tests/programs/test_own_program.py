"""A fifth program, written by somebody else, with metrics and tiers of its own: YAML alone, no code."""

from datetime import date
from decimal import Decimal

import pytest

from programs.facts import Signature
from programs.loading import parse_definition
from programs.schema import Program
from programs.tiers import annual, gap, mid_year
from tests.programs.builders import DAY, LONG_AGO, deal, facts, person

ORBIT = """
id: orbit-2025
name: Orbit Alliance 2025
short_name: Orbit 2025
publisher: Orbit
edition: first
source: {document: Orbit handbook}
partner_types:
  - {id: agency, name: Agency, description: Sells., source: {document: Orbit handbook}}
tiers:
  - {id: moon, name: Moon, source: {document: Orbit handbook, page: 1}}
  - {id: planet, name: Planet, source: {document: Orbit handbook, page: 1}}
  - {id: star, name: Star, source: {document: Orbit handbook, page: 1}}
requirements:
  - id: wins
    label: Deals won as reseller
    unit: deals
    metric: {kind: opportunities, stages: [closed_won], roles: [resold]}
    thresholds: {moon: 1, planet: 2, star: 4}
    source: {document: Orbit handbook, page: 2}
  - id: turnover
    label: Turnover with services
    unit: USD
    metric: {kind: revenue, stages: [closed_won], amounts: [earr, professional_services], added_by_close: false}
    thresholds: {planet: 1500.50}
    source: {document: Orbit handbook, page: 2}
  - id: crew
    label: Pilots and navigators
    unit: people
    metric: {kind: people, credentials: [pilot, navigator]}
    thresholds: {star: 2}
    source: {document: Orbit handbook, page: 3}
  - id: charter
    label: Charter
    unit: agreement
    metric: {kind: agreement, agreement: charter}
    thresholds: {star: 1}
    source: {document: Orbit handbook, page: 3}
evaluation:
  annual:
    window: prior_calendar_year
    people_and_agreements_on: january_1
    direction: up_or_down
    source: {document: Orbit handbook, page: 4}
  mid_year: {trailing_days: 30, direction: advance_only, source: {document: Orbit handbook, page: 4}}
agreements:
  - {id: charter, name: Charter, description: The charter., unlocks: [Stars], source: {document: Orbit handbook}}
credentials:
  - {id: pilot, name: Pilot, course: Flying, audience: Anyone, source: {document: Orbit handbook}}
  - {id: navigator, name: Navigator, course: Maps, audience: Anyone, source: {document: Orbit handbook}}
benefits:
  - id: telescope
    name: Telescope
    description: A look further.
    access: {moon: no, planet: by_invitation, star: yes}
    source: {document: Orbit handbook, page: 5}
"""


@pytest.fixture(scope="module")
def orbit() -> Program:
    return parse_definition(ORBIT, "orbit.yml")


def test_deals_of_one_role_lead_to_the_first_tier(orbit: Program) -> None:
    partner = facts(None, deals=[deal("A", role="resold", close_on=DAY), deal("B", role="influenced", close_on=DAY)])
    decision = mid_year(orbit, partner, DAY)
    assert (decision.measured_tier, decision.measurement.of("wins").have) == ("moon", 1)


def test_the_window_is_the_programs_own(orbit: Program) -> None:
    edge, before = date(2024, 6, 16), date(2024, 6, 15)
    assert mid_year(orbit, facts(None, deals=[deal(role="resold", close_on=edge)]), DAY).measured_tier == "moon"
    assert mid_year(orbit, facts(None, deals=[deal(role="resold", close_on=before)]), DAY).measured_tier is None


def test_a_threshold_set_at_one_tier_holds_for_those_above(orbit: Program) -> None:
    wins = [deal(str(number), "100", role="resold", close_on=DAY) for number in range(4)]
    crew = [person("a@b.example", "pilot"), person("a@b.example", "navigator"), person("c@d.example", "navigator")]
    partner = facts("moon", deals=wins, staff=crew, agreements=[Signature("charter", LONG_AGO, None)])
    found = gap(orbit, partner, DAY, "star")
    assert [(each.requirement, each.tier, each.short) for each in found.missing] == [
        ("turnover", "planet", Decimal("1100.50"))
    ]
    assert [each.requirement for each in found.requirements] == ["wins", "turnover", "crew", "charter"]
    assert found.measurement.met_tier == "moon"


def test_services_and_late_partners_count_where_the_program_says_so(orbit: Program) -> None:
    late = date(2024, 7, 15)
    wins = [deal(str(n), "500", services="250.25", role="resold", close_on=DAY, added_on=late) for n in range(2)]
    assert mid_year(orbit, facts("moon", deals=wins), DAY).measurement.of("wins").have == 2
    assert mid_year(orbit, facts("moon", deals=wins), DAY).resulting_tier == "planet"


def test_without_designation_the_highest_tier_can_fall_at_the_annual_review(orbit: Program) -> None:
    won = deal(role="resold", close_on=date(2024, 3, 1))
    assert annual(orbit, facts("star", deals=[won]), 2025).resulting_tier == "moon"
    assert annual(orbit, facts("star", deals=[won]), 2026).resulting_tier is None


def test_no_means_no_and_not_false(orbit: Program) -> None:
    assert [orbit.benefit("telescope").at(tier).value for tier in orbit.ranks] == ["no", "by_invitation", "yes"]
