"""Which tier a partner would meet if something changed."""

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.kinds.whatif import answer
from handlers.needs import requirements_of
from handlers.question import Change, Kind, Question
from programs.catalog import Catalog
from tests.handlers.kinds.asking import BUILD, SEGMENT, ask, shown
from tests.support.desk import Desk


def asking(partner: str, changes: str, **slots: object) -> Question:
    """`changes` like `technical+3 revenue+80000`."""
    parts = [re.fullmatch(r"([a-z_]+)([+-]\d+)", each) for each in changes.split()]
    named = tuple(Change(part[1], Decimal(part[2])) for part in parts if part)
    return Question(Kind.whatif, partners=(partner,), changes=named, **slots)  # type: ignore[arg-type]  # of Question


def test_enough_people_and_dollars_meet_the_next_tier(book: Desk) -> None:
    (found,) = ask(book, answer, asking("acme", "technical+3 revenue+40000"))
    assert (found.status, found.about) == ("answered", "Acme Communications in Segment 2024")
    assert found.facts == {
        "recorded_tier": "bronze",
        "met_tier_now": "bronze",
        "met_tier_then": "silver",
        "missing": [],
    }
    assert found.reading == {
        "partner": "acme",
        "changes": [{"requirement": "technical", "by": "3"}, {"requirement": "revenue", "by": "40000"}],
    }
    assert found.reply.summary == (
        "With 3 more certified technical people and $40,000 more counted revenue, Acme Communications would meet "
        "Silver (now Bronze) in Segment 2024. Recorded is Bronze: it could advance. "
        "Measured today for the annual review, it would rise to Silver on January 1, 2025."
    )


def test_what_would_still_be_missing(book: Desk) -> None:
    (found,) = ask(book, answer, asking("acme", "technical+1"))
    assert found.facts["met_tier_then"] == "bronze"
    assert found.facts["missing"] == [
        {"requirement": "technical", "have": "8", "need": "10", "short": "2"},
        {"requirement": "revenue", "have": "164500.00", "need": "200000.00", "short": "35500.00"},
    ]
    assert found.reply.summary == (
        "With 1 more certified technical person, Acme Communications would still meet Bronze in Segment 2024. "
        "For Silver it would still be missing 2 certified technical people and $35,500 of counted revenue."
    )
    assert "Certified technical people ████████░░ 8 of 10, 2 short" in shown(found)


def test_several_changes_of_one_requirement_add_up(book: Desk) -> None:
    (found,) = ask(book, answer, asking("acme", "technical+1 technical+2 revenue+50000 revenue-10000"))
    assert (found.facts["met_tier_then"], found.facts["missing"]) == ("silver", [])
    assert "With 3 more certified technical people and $40,000 more counted revenue" in found.reply.summary


def test_the_tier_that_is_named_is_the_target(book: Desk) -> None:
    (found,) = ask(book, answer, asking("acme", "technical+8 revenue+835500", tier="gold"))
    assert found.facts["met_tier_then"] == "silver"
    assert found.facts["missing"] == [{"requirement": "sales", "have": "5", "need": "10", "short": "5"}]
    assert "For Gold it would still be missing 5 sales-trained people." in found.reply.summary


def test_losing_people_leaves_the_recorded_tier_until_the_annual_review(book: Desk) -> None:
    (found,) = ask(book, answer, asking("acme", "technical-9"))
    assert (found.facts["recorded_tier"], found.facts["met_tier_then"]) == ("bronze", "registered")
    missing = found.facts["missing"]
    assert isinstance(missing, list)
    assert missing[0] == {"requirement": "technical", "have": "0", "need": "10", "short": "10"}
    assert found.reply.summary.startswith("With 9 fewer certified technical people, Acme Communications would meet Reg")
    assert "It keeps Bronze, its recorded tier, until the annual review." in found.reply.summary
    assert "it would fall to Registered on January 1, 2025" in found.reply.summary


def test_an_agreement_is_signed_once_and_may_be_named_by_itself(book: Desk) -> None:
    (found,) = ask(book, answer, asking("nova-1", "baseline+1"))
    assert (found.facts["met_tier_now"], found.facts["met_tier_then"]) == (None, "registered")
    assert found.reply.summary.startswith(
        "With the baseline partner agreement signed, Nova Systems would meet Registered (now no tier) in Segment 2024."
    )
    (again,) = ask(book, answer, asking("acme", "baseline+1 baseline+1"))
    assert again.reply.summary.startswith(
        "The baseline partner agreement is in force already. "
        "Acme Communications meets Bronze in Segment 2024, as before."
    )
    (gone,) = ask(book, answer, asking("acme", "baseline-1"))
    assert gone.facts["met_tier_then"] is None
    assert "With the baseline partner agreement no longer in force" in gone.reply.summary
    assert "it would be in no tier on January 1, 2025" in gone.reply.summary


def test_what_the_program_does_not_measure_is_said(book: Desk) -> None:
    (found,) = ask(book, answer, asking("acme", "mdf_terms+1 sales+1"))
    assert "Segment 2024 does not measure MDF program terms, so that changes nothing." in found.reply.summary
    assert found.reply.summary.startswith("With 1 more sales-trained person, Acme")
    (alone,) = ask(book, answer, asking("acme", "segment_sales+2"))
    assert alone.reply.summary.startswith(
        "Segment 2024 does not measure segment sales, so that changes nothing. Acme Communications meets Bronze"
    )


def test_each_program_with_tiers_answers(book: Desk) -> None:
    both = ask(book, answer, asking("globex", "technical+3 sales+1 revenue+20000"))
    assert [each.facts["met_tier_then"] for each in both] == ["bronze", "bronze"]
    assert [each.facts["recorded_tier"] for each in both] == ["registered", "silver"]
    (build,) = ask(book, answer, asking("globex", "technical+3", program=BUILD))
    assert build.about == "Globex GmbH in Build 2022"


def test_designation_and_programs_without_tiers(book: Desk) -> None:
    (top,) = ask(book, answer, asking("top", "revenue+10"))
    assert top.facts == {
        "recorded_tier": "global_strategic",
        "met_tier_now": "registered",
        "met_tier_then": "registered",
        "missing": [],
    }
    assert "It holds Global Strategic by designation." in top.reply.summary
    (named,) = ask(book, answer, asking("acme", "revenue+10", tier="global_strategic"))
    assert named.facts["missing"] == []
    assert "Global Strategic is by designation only" in named.reply.summary
    (kyoto,) = ask(book, answer, asking("kyoto", "technical+1"))
    assert kyoto.facts == {"recorded_tier": None, "met_tier_now": None, "met_tier_then": None, "missing": []}
    assert "has no tiers" in kyoto.reply.summary


def test_what_cannot_be_counted_is_asked_back(book: Desk) -> None:
    assert ask(book, answer, asking("acme", ""))[0].status == "not_understood"
    assert ask(book, answer, asking("acme", "sales+1", tier="platinum"))[0].status == "not_found"
    assert ask(book, answer, asking("lone", "sales+1"))[0].status == "not_found"


@pytest.mark.parametrize(
    ("named", "requirements"),
    [("technical", ["technical"]), ("revenue", ["revenue"]), ("baseline", ["baseline"]), ("segment_sales", [])],
)
def test_a_change_means_a_requirement_by_id_credential_or_agreement(named: str, requirements: list[str]) -> None:
    assert [each.id for each in requirements_of(Catalog.load().get(SEGMENT), named)] == requirements


@settings(max_examples=40, deadline=None)
@given(st.integers(-12, 12), st.integers(-12, 12), st.integers(-2, 12))
def test_more_never_meets_less(booked_desk: Desk, technical: int, sales: int, more: int) -> None:
    def met(technical: int) -> int:
        (found,) = ask(booked_desk, answer, asking("acme", f"technical{technical:+d} sales{sales:+d} revenue+1000000"))
        return ["registered", "bronze", "silver", "gold"].index(str(found.facts["met_tier_then"]))

    assert met(technical + max(more, 0)) >= met(technical)
