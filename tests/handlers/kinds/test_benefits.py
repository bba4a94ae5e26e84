"""What does a partner, or a tier, get? And may a partner have one benefit, by what, and from which tier on?"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from handlers.kinds.benefit import SKILL as ONE
from handlers.kinds.benefits import SKILL as ALL
from programs.catalog import SHIPPED, Catalog
from programs.loading import load_definition
from tests.support.asking import Asking, buttons, rows, told

SEGMENT, BUILD, EIGHT = "twilio-segment-2024", "twilio-build-2022", "8x8-sellwith8-2023"
FILES = {
    "partners.csv": "partner,name\nacme,Acme\nglobex,Globex\nkyoto,Kyoto Voice\nnew,Newcomer\nlone,Lone Star\n",
    "enrollments.csv": f"""partner,program,tier
acme,{SEGMENT},silver
globex,{SEGMENT},gold
globex,{BUILD},bronze
kyoto,{EIGHT},
new,{SEGMENT},
""",
    "agreements.csv": """partner,agreement,signed_on,expires_on
acme,mdf_terms,2024-01-01,2024-06-30
globex,mdf_terms,2024-01-01,
globex,referral_addendum,2024-12-01,
""",
    "invitations.csv": f"""partner,program,benefit,invited_on,expires_on
acme,{SEGMENT},mdf,2024-02-01,2024-08-31
acme,{SEGMENT},referral_fees,2024-01-01,2024-07-14
acme,{SEGMENT},advisory_board,2024-07-16,
acme,{SEGMENT},reseller_program,,
acme,{SEGMENT},co_sell,2024-01-01,
acme,{BUILD},global_events,2024-01-01,
globex,{BUILD},demo_environment,2024-07-15,2024-07-15
globex,{BUILD},resell_program,2024-01-01,
""",
}


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asking]:
    desk = told(tmp_path_factory.mktemp("benefits"), FILES)
    yield Asking(desk, ALL)
    desk.store.close()


@pytest.fixture(scope="module")
def one(asking: Asking) -> Asking:
    return Asking(asking.desk, ONE)


def test_a_partner_gets_what_its_tier_gives_and_what_it_is_invited_to(asking: Asking) -> None:
    answer = asking.one("acme")
    assert answer.facts == {
        "tier": "silver",
        "included": [
            *("co_sell", "demo_environment", "designated_partner_management", "partner_badge", "partner_listing"),
            *("portal_access", "product_roadmap"),
        ],
        "by_invitation": [
            *("advisory_board", "global_events", "referral_fees", "reseller_program", "technology_partner_program"),
        ],
        "invited": ["mdf"],
    }
    assert answer.about == "Acme in Segment 2024"
    assert answer.reply.summary == (
        "At Silver in Segment 2024, Acme gets 7 of 13 benefits: Partner portal, Product roadmap, Co-sell, Designated "
        "partner management, Demo environment, Partner badge and Partner listing; invited to Market development funds; "
        "by invitation, and not invited: Technology Partner Program, Referral fees, Partner Advisory Board, Reseller "
        "program and Global event participation."
    )


def test_invitations_hold_through_their_last_day(asking: Asking) -> None:
    assert asking.on(date(2024, 7, 14)).one("acme").facts["invited"] == ["mdf", "referral_fees"]
    assert asking.on(date(2024, 7, 16)).one("acme").facts["invited"] == ["advisory_board", "mdf"]
    assert asking.on(date(2024, 8, 31)).one("acme").facts["invited"] == ["advisory_board", "mdf"]
    assert asking.on(date(2024, 9, 1)).one("acme").facts["invited"] == ["advisory_board"]
    details = {row[0]: row[2] for row in rows(asking.one("acme"))}
    assert details["Referral fees"].startswith("invitation expired on Jul 14, 2024; Partner Referral Addendum: not")
    assert details["Partner Advisory Board"] == "invited only from Jul 16, 2024 on"
    assert details["Reseller program"].startswith("not invited")


def test_an_agreement_that_is_needed_and_not_in_force_is_said(asking: Asking) -> None:
    expired = "Needed for Market development funds: the MDF program terms (expired on Jun 30, 2024)."
    assert expired in asking.words("acme")
    assert expired not in asking.on(date(2024, 6, 30)).words("acme")
    shown = asking.words("globex", program=SEGMENT)
    assert "Needed for Referral fees: the Partner Referral Addendum (signed only from Dec 1, 2024 on)." in shown
    assert "Needed for Market" not in shown
    assert "Needed for Reseller" not in shown


def test_each_program_has_its_own_benefits_and_invitations(asking: Asking) -> None:
    segment, build = asking.answers("globex")
    assert (segment.facts["tier"], segment.facts["invited"]) == ("gold", [])
    assert (build.facts["tier"], build.facts["invited"]) == ("bronze", ["demo_environment"])
    assert build.facts["by_invitation"] == ["mdf", "poc_funding"]
    assert "Invited although the tier does not have it, so it does not count: Resell program." in asking.words(
        "globex", program=BUILD
    )


def test_what_a_partner_would_get_at_another_tier(asking: Asking) -> None:
    answer = asking.one("globex", program=BUILD, tier="silver")
    assert (answer.facts["tier"], answer.facts["invited"]) == ("silver", ["resell_program"])
    assert answer.reply.summary.startswith("At Silver in Build 2022, Globex would get 19 of 24 benefits: Build comm")
    assert buttons(answer)["Benefits of Gold"] == "benefits of globex at Gold in Build 2022"


def test_a_partner_without_a_tier_has_none_yet(asking: Asking) -> None:
    answer = asking.one("new")
    assert answer.facts == {"tier": None, "included": [], "by_invitation": [], "invited": []}
    assert answer.reply.summary == (
        "Newcomer has no tier yet in Segment 2024, so it has none of the benefits of the tiers."
    )


def test_a_program_without_tiers_gives_everything(asking: Asking) -> None:
    answer = asking.one("kyoto")
    assert (answer.facts["tier"], answer.facts["by_invitation"]) == (None, [])
    assert len(answer.facts["included"]) == 14  # type: ignore[arg-type]  # the ids of the benefits
    assert answer.reply.summary == (
        "SellWith8 2023 has no tiers: Kyoto Voice gets all of its benefits: Access to 8x8 data, Co-development, "
        "Sandbox environments, Quota retirement for sellers, Sales enablement, Prospect mapping and 8 more."
    )
    assert "Needed for Quota retirement for sellers: the Partnership agreement (not signed)." in asking.words("kyoto")
    assert asking.line(program="twilio-solution-partners").startswith(
        "Solution Partners has no tiers: every partner gets all of its benefits: Showcase placement, "
    )


def test_what_a_tier_gets(asking: Asking) -> None:
    assert asking.line(tier="bronze", program=SEGMENT) == (
        "Bronze in Segment 2024 gets 4 of 13 benefits: Partner portal, Product roadmap, Partner badge and Partner "
        "listing; by invitation: Demo environment."
    )
    assert asking.one(tier="bronze", program=SEGMENT).facts["invited"] == []
    assert [answer.about for answer in asking.answers(tier="bronze")] == ["Segment 2024", "Build 2022"]


def test_without_a_tier_every_tier_is_an_answer_and_all_show_one_table(asking: Asking) -> None:
    answers = asking.answers(program=SEGMENT)
    assert [answer.facts["tier"] for answer in answers][:2] == ["registered", "bronze"]
    assert len({answer.reply for answer in answers}) == 1
    assert answers[0].reply.summary.startswith(
        "Of the 13 benefits of Segment 2024, Registered gets 1, Bronze gets 4 and 1 by invitation, Silver gets 7 and 6"
    )
    assert ("Demo environment", "no", "by invitation", "yes", "yes", "yes") in rows(answers[0])


def test_tiers_and_programs_that_are_not_there(asking: Asking, one: Asking) -> None:
    assert asking.one("acme", tier="platinum").status == "not_found"
    assert asking.one(tier="platinum", program=SEGMENT).status == "not_found"
    assert asking.one("acme", program=BUILD).status == "not_found"
    assert asking.line("lone") == "Lone Star is not enrolled in any program yet."
    assert one.one("acme", benefit="mdf", tier="platinum").status == "not_found"
    assert one.one(benefit="mdf", tier="platinum", program=SEGMENT).status == "not_found"
    assert one.line("lone", benefit="mdf") == "Lone Star is not enrolled in any program yet."


@pytest.mark.parametrize(
    ("partner", "benefit", "access", "from_tier", "line"),
    [
        ("acme", "co_sell", "yes", "silver", "Yes: at Silver in Segment 2024, Acme gets Co-sell."),
        (
            "acme",
            "mdf",
            "invited",
            "silver",
            "Yes: invited on Feb 1, 2024, until Aug 31, 2024: at Silver in Segment 2024, Acme gets Market development "
            "funds. Needed first: the MDF program terms (expired on Jun 30, 2024).",
        ),
        (
            "acme",
            "referral_fees",
            "by_invitation",
            "silver",
            "Only by invitation: at Silver in Segment 2024, Acme gets Referral fees when invited. "
            "Its invitation expired on Jul 14, 2024.",
        ),
        (
            "acme",
            "advisory_board",
            "by_invitation",
            "silver",
            "Only by invitation: at Silver in Segment 2024, Acme gets Partner Advisory Board when invited. "
            "It is invited only from Jul 16, 2024 on.",
        ),
        (
            "new",
            "mdf",
            "no",
            "silver",
            "No: Newcomer has no tier yet in Segment 2024, so it does not get Market development funds "
            "(from Silver on by invitation, from Gold on included).",
        ),
        (
            "globex",
            "resell_program",
            "no",
            "silver",
            "No: at Bronze in Build 2022, Globex does not get Resell program (from Silver on by invitation).",
        ),
        (
            "kyoto",
            "quota_retirement",
            "yes",
            None,
            "Yes: SellWith8 2023 has no tiers, and every partner gets it: Quota retirement for sellers. "
            "Needed first: the Partnership agreement (not signed).",
        ),
    ],
)
def test_one_benefit_of_a_partner(
    one: Asking, partner: str, benefit: str, access: str, from_tier: str | None, line: str
) -> None:
    answer = one.one(partner, benefit=benefit, checks=True)
    assert answer.facts == {"benefit": benefit, "access": access, "from_tier": from_tier}
    assert answer.reply.summary.startswith(line)


def test_only_programs_that_have_the_benefit_answer(one: Asking) -> None:
    assert [answer.facts["access"] for answer in one.answers("globex", benefit="mdf")] == ["yes", "by_invitation"]
    assert one.one("globex", benefit="poc_funding").about == "Globex in Build 2022"


def test_the_way_to_a_benefit_that_starts_higher_is_one_press_away(one: Asking) -> None:
    assert buttons(one.one("globex", benefit="engagement_center")) == {
        "What's missing for Gold?": "what's missing for globex for Gold in Build 2022",
        "All benefits": "benefits of globex in Build 2022",
    }


def test_one_benefit_of_a_tier_or_of_the_whole_program(one: Asking) -> None:
    assert (
        one.line(benefit="mdf", tier="gold", program=SEGMENT, checks=True)
        == "Yes: Gold in Segment 2024 gets Market development funds."
    )
    assert one.line(benefit="mdf", tier="silver", program=SEGMENT, checks=True) == (
        "Only by invitation: Silver in Segment 2024 gets Market development funds when invited."
    )
    assert one.line(benefit="mdf", tier="bronze", program=SEGMENT, checks=True) == (
        "No: Bronze in Segment 2024 does not get Market development funds "
        "(from Silver on by invitation, from Gold on included)."
    )
    segment, build = one.answers(benefit="mdf")
    assert segment.facts == {"benefit": "mdf", "access": "by_invitation", "from_tier": "silver"}
    assert build.reply.summary == (
        "Market development funds in Build 2022: from Bronze on by invitation, from Silver on included."
    )
    assert one.line(benefit="sandbox", checks=True) == (
        "Yes: SellWith8 2023 has no tiers, and every partner gets it: Sandbox environments."
    )


def test_the_rule_and_how_to_ask_stand_below(one: Asking) -> None:
    shown = one.words("acme", benefit="mdf")
    assert "How to ask: A formal request that the vendor approves" in shown
    assert "Needs: MDF program terms: expired on Jun 30, 2024" in shown
    assert "Rule: Twilio Segment Partner Program Guide 2024, Program benefits, Market development funds." in shown
    assert "Our reading: Market development funds: The list names Silver without a limit" in shown


def test_a_benefit_that_no_program_of_the_partner_has_offers_the_nearest(one: Asking) -> None:
    answer = one.one("kyoto", benefit="demo_environment")
    assert answer.status == "not_found"
    assert answer.reply.summary.startswith(
        "There is no benefit “Demo environment” in SellWith8 2023. It is one of Segment 2024 and Build 2022. "
        "The nearest: "
    )
    assert answer.facts["suggestions"][0] == "Sandbox environments"  # type: ignore[index]  # a list of names
    assert buttons(answer)["Sandbox environments"] == "does kyoto get Sandbox environments"
    (unknown,) = one.answers("acme", unknown=(("benefit", "demo envronment"),))
    assert unknown.reply.summary.startswith(
        "There is no benefit “demo envronment” in Segment 2024. The nearest: Demo env"
    )
    assert one.one(benefit="mdf", program=EIGHT).status == "not_found"


def test_a_benefit_that_higher_tiers_lose_lists_its_tiers(tmp_path: Path) -> None:
    text = (SHIPPED / f"{SEGMENT}.yml").read_text(encoding="utf-8")
    lost = "access: {registered: no, bronze: yes, silver: no, gold: by_invitation, global_strategic: no}"
    gained = "access: {registered: no, bronze: yes, silver: yes, gold: yes, global_strategic: yes}"
    own = tmp_path / f"{SEGMENT}.yml"
    own.write_text(text.replace(gained, lost, 1), encoding="utf-8")
    desk = told(tmp_path, FILES)
    desk.assistant._catalog = Catalog([load_definition(own)])
    answer = Asking(desk, ONE).one("acme", benefit="product_roadmap", checks=True)
    desk.store.close()
    assert answer.facts == {"benefit": "product_roadmap", "access": "no", "from_tier": "bronze"}
    assert answer.reply.summary == (
        "No: at Silver in Segment 2024, Acme does not get Product roadmap (at Gold by invitation, at Bronze included)."
    )
    assert list(buttons(answer)) == ["All benefits"]
