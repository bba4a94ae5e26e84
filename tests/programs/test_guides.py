"""The guides' tables, copied out by hand: what each tier asks and what it gives."""

from decimal import Decimal

import pytest

from programs.catalog import Catalog
from programs.schema import Phase, Program, Side
from programs.tiers import needs

TIERS = ("registered", "bronze", "silver", "gold", "global_strategic")
THRESHOLDS = {
    "registered": {"baseline": 1},
    "bronze": {"baseline": 1, "technical": 3, "sales": 1, "revenue": 20_000},
    "silver": {"baseline": 1, "technical": 10, "sales": 5, "revenue": 200_000},
    "gold": {"baseline": 1, "technical": 15, "sales": 10, "revenue": 1_000_000},
    "global_strategic": {},
}

# Access in the order of TIERS: y yes, i by invitation, - no.
SEGMENT = {
    "portal_access": "yyyyy",
    "technology_partner_program": "--iii",
    "product_roadmap": "-yyyy",
    "co_sell": "--yyy",
    "mdf": "--iyy",
    "designated_partner_management": "--yyy",
    "referral_fees": "--iyy",
    "advisory_board": "--iii",
    "demo_environment": "-iyyy",
    "reseller_program": "--iii",
    "partner_badge": "-yyyy",
    "partner_listing": "-yyyy",
    "global_events": "--iii",
}
BUILD = {
    "community_access": "yyyyy",
    "deal_registration": "yyyyy",
    "training": "yyyyy",
    "delivery_assurance_discounts": "yyyyy",
    "digital_marketing": "-yyyy",
    "showcase_listing": "-yyyy",
    "virtual_event_toolkit": "-yyyy",
    "tier_badge": "-yyyy",
    "account_mapping": "-yyyy",
    "flex_implementation_offering": "-yyyy",
    "poc_funding": "-iyyy",
    "mdf": "-iyyy",
    "demo_environment": "-iyyy",
    "global_events": "-yyyy",
    "partner_account_manager": "--yyy",
    "contact_center_licenses": "--yyy",
    "managed_services_program": "--yyy",
    "early_beta": "--yyy",
    "jumpstart_demo_kit": "--yyy",
    "solution_architect": "--iyy",
    "resell_program": "--iii",
    "engagement_center": "---yy",
    "business_plan": "---iy",
    "executive_sponsor": "----y",
}
MARKS = {"yes": "y", "by_invitation": "i", "no": "-"}
SELLWITH8 = [
    "data_access",
    "co_development",
    "sandbox",
    "quota_retirement",
    "sales_enablement",
    "prospect_mapping",
    "executive_access",
    "qbrs",
    "pipeline_reviews",
    "partner_manager",
    "promotion",
    "demand_generation",
    "solution_mapping",
    "lead_sharing",
]
SOLUTION_PARTNERS = [
    "showcase_placement",
    "demand_campaigns",
    "press_support",
    "partner_story",
    "partner_logo",
    "event_exhibits",
    "co_marketing",
    "standard_support",
    "support_discounts",
    "office_hours",
    "private_betas",
    "support_training",
]
STEPS = [
    "evaluation",
    "legal",
    "onboarding",
    "launch_prep",
    "launch",
    "enablement",
    "co_marketing",
    "referrals",
    "governance",
    "product_collaboration",
]


@pytest.mark.parametrize("program_id", ["twilio-segment-2024", "twilio-build-2022"])
@pytest.mark.parametrize("tier", TIERS)
def test_each_tier_asks_what_the_requirement_table_says(catalog: Catalog, program_id: str, tier: str) -> None:
    requirements = catalog.get(program_id).requirements
    asked = {each.id: each.thresholds[tier] for each in requirements if tier in each.thresholds}
    assert asked == {name: Decimal(need) for name, need in THRESHOLDS[tier].items()}


@pytest.mark.parametrize("program_id", ["twilio-segment-2024", "twilio-build-2022"])
def test_only_global_strategic_is_by_designation(catalog: Catalog, program_id: str) -> None:
    tiers = catalog.get(program_id).tiers
    assert tuple(each.id for each in tiers) == TIERS
    assert [each.id for each in tiers if each.designation_only] == ["global_strategic"]
    assert [each.name for each in tiers] == ["Registered", "Bronze", "Silver", "Gold", "Global Strategic"]


@pytest.mark.parametrize("program_id", ["twilio-segment-2024", "twilio-build-2022"])
def test_each_threshold_of_a_lower_tier_is_part_of_the_higher(catalog: Catalog, program_id: str) -> None:
    asked = needs(catalog.get(program_id), "gold")
    assert {name: (tier, int(need)) for name, (tier, need) in asked.items()} == {
        "baseline": ("gold", 1),
        "technical": ("gold", 15),
        "sales": ("gold", 10),
        "revenue": ("gold", 1_000_000),
    }


@pytest.mark.parametrize(("program_id", "table"), [("twilio-segment-2024", SEGMENT), ("twilio-build-2022", BUILD)])
def test_each_benefit_opens_at_the_tiers_of_the_guide(catalog: Catalog, program_id: str, table: dict[str, str]) -> None:
    shipped = {
        each.id: "".join(MARKS[each.at(tier).value] for tier in TIERS) for each in catalog.get(program_id).benefits
    }
    assert shipped == table
    assert list(shipped) == list(table)


def test_a_partner_without_a_tier_has_no_benefit_of_a_tiered_program(segment: Program) -> None:
    assert {each.at(None).value for each in segment.benefits} == {"no"}


@pytest.mark.parametrize(
    ("program_id", "benefits"),
    [("8x8-sellwith8-2023", SELLWITH8), ("twilio-solution-partners", SOLUTION_PARTNERS)],
)
def test_programs_without_tiers_give_every_benefit_to_everyone(
    catalog: Catalog, program_id: str, benefits: list[str]
) -> None:
    program = catalog.get(program_id)
    assert [each.id for each in program.benefits] == benefits
    assert {each.at(None).value for each in program.benefits} == {"yes"}
    assert program.tiers == ()


@pytest.mark.parametrize(
    ("program_id", "agreements", "credentials"),
    [
        ("twilio-segment-2024", "baseline resale_addendum referral_addendum mdf_terms", "technical sales"),
        (
            "twilio-build-2022",
            "baseline resale_addendum support_addendum segment_program_agreement",
            "technical sales segment_sales",
        ),
        ("8x8-sellwith8-2023", "partnership", ""),
        ("twilio-solution-partners", "", ""),
    ],
)
def test_agreements_and_credentials_of_each_program(
    catalog: Catalog, program_id: str, agreements: str, credentials: str
) -> None:
    program = catalog.get(program_id)
    assert [each.id for each in program.agreements] == agreements.split()
    assert [each.id for each in program.credentials] == credentials.split()


@pytest.mark.parametrize(
    ("program_id", "benefit", "agreement"),
    [
        ("twilio-segment-2024", "mdf", "mdf_terms"),
        ("twilio-segment-2024", "referral_fees", "referral_addendum"),
        ("twilio-segment-2024", "reseller_program", "resale_addendum"),
        ("twilio-build-2022", "resell_program", "resale_addendum"),
        ("8x8-sellwith8-2023", "quota_retirement", "partnership"),
    ],
)
def test_some_benefits_need_an_agreement_of_their_own(
    catalog: Catalog, program_id: str, benefit: str, agreement: str
) -> None:
    assert catalog.get(program_id).benefit(benefit).agreement == agreement


def test_five_steps_lead_to_the_launch_and_five_go_on_after_it(catalog: Catalog) -> None:
    steps = catalog.get("8x8-sellwith8-2023").steps
    assert [each.id for each in steps] == STEPS
    assert [each.phase for each in steps] == [Phase.pre_launch] * 5 + [Phase.ongoing] * 5
    assert {each.id: len(each.checklist) for each in steps if each.id in ("evaluation", "launch_prep")} == {
        "evaluation": 6,
        "launch_prep": 7,
    }


def test_reviews_are_monthly_quarterly_and_yearly_where_the_guide_says_so(catalog: Catalog) -> None:
    def cadence(program_id: str) -> dict[str, str | None]:
        return {each.kind.value: each.every for each in catalog.get(program_id).reviews}

    assert cadence("8x8-sellwith8-2023") == {"pipeline_review": "month", "qbr": "quarter", "executive": "year"}
    assert cadence("twilio-segment-2024") == {"pipeline_review": None, "qbr": None}
    assert cadence("twilio-build-2022") == {"pipeline_review": None}
    assert cadence("twilio-solution-partners") == {}


def test_at_8x8_the_vendor_refers_and_the_partner_pays_at_segment_it_is_the_other_way_round(catalog: Catalog) -> None:
    sellwith8 = catalog.get("8x8-sellwith8-2023").referral
    segment = catalog.get("twilio-segment-2024").referral
    assert sellwith8 is not None
    assert segment is not None
    assert (sellwith8.referrer, sellwith8.fee_payer, sellwith8.agreement) == (Side.vendor, Side.partner, "partnership")
    assert (segment.referrer, segment.fee_payer, segment.agreement) == (Side.partner, Side.vendor, "referral_addendum")


def test_only_build_knows_provisional_certification_and_only_segment_checks_activity(catalog: Catalog) -> None:
    segment, build = (catalog.get(each).evaluation for each in ("twilio-segment-2024", "twilio-build-2022"))
    assert segment is not None
    assert build is not None
    assert segment.provisional_certification is None
    assert build.provisional_certification is not None
    assert segment.activity_check is not None
    assert (segment.activity_check.tiers, segment.activity_check.quiet_days) == (("registered",), 90)
    assert build.activity_check is None
    assert segment.mid_year.trailing_days == build.mid_year.trailing_days == 365


def test_a_source_can_be_printed(segment: Program) -> None:
    cited = segment.requirements[0].source.cite()
    assert cited == "Twilio Segment Partner Program Guide 2024, p. 5, Program requirements"


def test_where_list_and_table_disagree_the_definition_says_so(segment: Program) -> None:
    without = [each.id for each in segment.benefits if each.note is None]
    assert without == []
