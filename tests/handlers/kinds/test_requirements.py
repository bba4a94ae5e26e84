"""What does a tier ask? The tiers below are included, and what is not published is not made up."""

from collections.abc import Iterator

import pytest

from handlers.kinds.requirements import SKILL
from tests.support.asking import Asking, buttons, figures, rows, told
from tests.support.desk import PORTFOLIO

SILVER = {"tier": "silver", "technical": 10, "sales": 5, "revenue": "200000.00", "agreements": ["baseline"]}
BUILD = "twilio-build-2022"


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asking]:
    files = dict(PORTFOLIO)
    files["enrollments.csv"] += "nova-1,8x8-sellwith8-2023,,,,\nnova-2,twilio-build-2022,gold,,,\n"
    desk = told(tmp_path_factory.mktemp("requirements"), files)
    yield Asking(desk, SKILL)
    desk.store.close()


def test_a_tier_asks_for_its_own_thresholds_and_those_below(asking: Asking) -> None:
    segment, build = asking.answers(tier="silver")
    assert segment.facts == build.facts == SILVER
    assert segment.reply.summary == (
        "Silver in Segment 2024 asks for the baseline partner agreement, 10 certified technical people, "
        "5 sales-trained people and $200,000 of counted revenue."
    )
    assert (segment.about, build.about) == ("Segment 2024", "Build 2022")
    assert asking.one(tier="silver", program=BUILD).facts == SILVER


def test_the_lowest_tier_asks_for_the_agreement_alone(asking: Asking) -> None:
    answer = asking.one(tier="registered", program=BUILD)
    expected = {"tier": "registered", "technical": 0, "sales": 0, "revenue": "0.00", "agreements": ["baseline"]}
    assert answer.facts == expected
    assert answer.reply.summary == "Registered in Build 2022 asks for the baseline partner agreement."


def test_a_partners_next_tier_is_meant_where_none_is_named(asking: Asking) -> None:
    answer = asking.one("acme")
    assert answer.facts == SILVER
    assert answer.about == "Acme Communications in Segment 2024"
    assert answer.reply.summary.startswith(
        "Silver, the next tier of Acme Communications in Segment 2024, asks for the baseline partner agreement, 10"
    )
    assert figures(answer)[1] == ("Certified technical people", "7 of 10, 3 short")
    assert buttons(answer) == {
        "Evidence": "tiers.evidence gap|acme|twilio-segment-2024|silver|2024-07-15",
        "What's missing?": "what's missing for acme for Silver in Segment 2024",
        "Benefits of Silver": "benefits of Silver in Segment 2024",
    }


def test_each_program_of_a_partner_has_its_own_next_tier(asking: Asking) -> None:
    assert [answer.facts["tier"] for answer in asking.answers("globex")] == ["bronze", "gold"]
    assert asking.one("globex", program=BUILD).facts["technical"] == 15
    assert [answer.facts["tier"] for answer in asking.answers("nova-1")] == ["bronze"]


def test_one_requirement_is_answered_first(asking: Asking) -> None:
    assert asking.line("acme", tier="gold", credential="sales") == (
        "Gold in Segment 2024 asks for 10 sales-trained people; Acme Communications has 5 of 10, 5 short."
    )
    assert asking.line("acme", tier="gold", requirement="baseline") == (
        "Gold in Segment 2024 asks for the baseline partner agreement; for Acme Communications it is in force."
    )
    assert asking.line(tier="bronze", program=BUILD, requirement="sales") == (
        "Bronze in Build 2022 asks for 1 sales-trained person."
    )
    assert asking.line(tier="registered", program=BUILD, requirement="revenue") == (
        "Registered in Build 2022 asks for no counted revenue."
    )
    assert asking.line(tier="gold", program=BUILD, credential="segment_sales") == (
        "No tier of Build 2022 asks for this: Segment sales certification."
    )
    assert figures(asking.one("acme", tier="gold", credential="sales")) == [
        ("Sales-trained people", "5 of 10, 5 short")
    ]


def test_without_a_tier_every_tier_is_an_answer_and_all_show_one_table(asking: Asking) -> None:
    answers = asking.answers(program=BUILD)
    assert [answer.facts["tier"] for answer in answers] == [
        "registered",
        "bronze",
        "silver",
        "gold",
        "global_strategic",
    ]
    assert answers[2].facts == SILVER
    assert len({answer.reply for answer in answers}) == 1
    assert answers[0].reply.summary == (
        "In Build 2022, Registered asks for the baseline partner agreement; Bronze asks for 3 certified technical "
        "people, 1 sales-trained person and $20,000 of counted revenue; Silver asks for 10 certified technical people, "
        "5 sales-trained people and $200,000 of counted revenue; Gold asks for 15 certified technical people, "
        "10 sales-trained people and $1,000,000 of counted revenue; Global Strategic is by designation only."
    )
    assert rows(answers[0])[3] == ("Counted revenue", "–", "$20,000", "$200,000", "$1,000,000", "by designation")
    assert len(asking.answers()) == 10


def test_one_requirement_over_all_tiers(asking: Asking) -> None:
    assert asking.answers(program=BUILD, credential="technical")[0].reply.summary == (
        "In Build 2022, Bronze asks for 3 certified technical people; Silver asks for 10 certified technical people; "
        "Gold asks for 15 certified technical people; Global Strategic is by designation only."
    )
    assert asking.answers(program=BUILD, credential="segment_sales")[0].reply.summary == (
        "No tier of Build 2022 asks for this: Segment sales certification."
    )


def test_a_tier_by_designation_has_no_figures(asking: Asking) -> None:
    answer = asking.one(tier="global_strategic", program=BUILD)
    nothing = {"technical": None, "sales": None, "revenue": None}
    assert answer.facts == {"tier": "global_strategic", **nothing, "agreements": ["baseline"]}
    assert answer.reply.summary == (
        "Global Strategic in Build 2022 is by designation only: no thresholds are published for it."
    )
    next_one = asking.one("nova-2", program=BUILD)
    assert next_one.reply.summary == (
        "Global Strategic, the next tier of Nova Partners in Build 2022, is by designation only: "
        "no thresholds are published for it."
    )
    assert "Evidence" not in buttons(next_one)


def test_nothing_is_above_the_highest_tier(asking: Asking) -> None:
    assert asking.line("top").startswith("Top Integrators is in Global Strategic, the highest tier of Segment 2024.")


def test_a_program_without_tiers_says_so(asking: Asking) -> None:
    nothing = {"tier": None, "technical": None, "sales": None, "revenue": None, "agreements": []}
    of_kyoto = asking.one("kyoto", tier="gold")
    assert of_kyoto.facts == asking.one(program="8x8-sellwith8-2023").facts == nothing
    assert of_kyoto.reply.summary == (
        "8x8 SellWith8 Program 2023 has no tiers, so there are no tier requirements. "
        "What counts for Kyoto Voice are its 10 launch steps."
    )
    assert asking.line(program="twilio-solution-partners") == (
        "Twilio Solution Partners has no tiers, so there are no tier requirements."
    )


def test_a_tier_that_is_not_there_is_said_with_those_that_are(asking: Asking) -> None:
    answer = asking.one("acme", tier="platinum")
    assert (answer.status, answer.facts["suggestions"]) == (
        "not_found",
        ["Registered", "Bronze", "Silver", "Gold", "Global Strategic"],
    )
    assert asking.line(tier="platinum", program=BUILD) == (
        "There is no tier “Platinum” in Build 2022. "
        "The tiers are Registered, Bronze, Silver, Gold and Global Strategic."
    )
    assert buttons(answer)["Gold"] == "requirements of acme for Gold"


def test_a_partner_that_is_not_in_the_program_is_said_so(asking: Asking) -> None:
    assert asking.one("acme", program=BUILD).status == "not_found"
    assert asking.line("lone") == "Lone Star Consulting is not enrolled in any program yet."


def test_the_source_and_our_reading_stand_below(asking: Asking) -> None:
    shown = asking.words(tier="silver", program="twilio-segment-2024")
    assert "365 days" in shown
    assert "Twilio Segment Partner Program Guide 2024, p. 5, Program requirements; p. 9, Revenue requirements." in shown
    assert "Our reading: Baseline partner agreement: The table's mark for Silver is lost" in shown
