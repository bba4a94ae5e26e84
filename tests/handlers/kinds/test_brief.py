"""Everything that matters about a partner on one page."""

from datetime import date

import pytest

from handlers.kinds import compare, meetings, pipeline, registrations
from handlers.kinds.brief import answer
from handlers.question import Kind, Question
from handlers.tiers import gap_answer, tier_answer
from store.repositories.counters import touch_portfolio
from tests.handlers.kinds.asking import BUILD, LAUNCH, SEGMENT, Answering, ask, buttons, shown
from tests.support.desk import PAM, Desk

PARTS = ["tier", "gap", "revenue", "people", "registrations", "pipeline", "agreements", "meetings", "steps", "manager"]


def asking(partner: str, program: str | None = None) -> Question:
    return Question(Kind.brief, partners=(partner,), program=program)


def test_the_facts_are_those_of_each_kind(book: Desk) -> None:
    (found,) = ask(book, answer, asking("acme"))
    assert (found.status, found.kind, found.about) == ("answered", "brief", "Acme Communications in Segment 2024")
    assert list(found.facts) == PARTS
    same: list[tuple[Kind, Answering]] = [(Kind.registrations, registrations.answer), (Kind.pipeline, pipeline.answer)]
    for kind, other in same:
        assert found.facts[kind] == ask(book, other, Question(kind, ("acme",)))[0].facts
    by_kind = (Question(Kind.meetings, ("acme",), meeting=kind) for kind in ("pipeline_review", "qbr"))
    assert found.facts["meetings"] == [ask(book, meetings.answer, each)[0].facts for each in by_kind]
    with book.store.read() as work:
        asked = book.assistant._asked(book.request(PAM), work)
        (standing,) = asked.standings(asking("acme"))
        assert found.facts["tier"] == tier_answer(standing, {}).facts
        assert found.facts["gap"] == gap_answer(standing, None, {}).facts
    rows = ask(book, compare.answer, Question(Kind.compare, ("acme",)))[0].facts["rows"]
    assert isinstance(rows, list)
    assert found.facts["people"] == {"technical": rows[0]["technical"], "sales": rows[0]["sales"]}
    assert found.facts["revenue"] == {
        "period": {"from": "2023-07-17", "to": "2024-07-15"},
        "amount_usd": "164500.00",
        "opportunities": ["OPP-1", "OPP-2"],
    }
    assert found.facts["manager"] == {"manager": "pam@vendor.example"}
    assert found.facts["steps"] == {"done": [], "current": None}


def test_the_first_line_and_what_needs_attention(book: Desk) -> None:
    (found,) = ask(book, answer, asking("acme"))
    assert found.reply.summary == (
        "Acme Communications is Bronze in Segment 2024; for Silver it is missing 3 certified technical people and "
        "$35,500 of counted revenue; next pipeline review Thu Jul 18, 2024."
    )
    assert (
        "Needs attention: 1 registration answer is late; the pipeline review of Jun 13, 2024 is not recorded as held; "
        "1 opportunity is past its close date."
    ) in shown(found)
    assert buttons(found)["Evidence"].value == f"gap|acme|{SEGMENT}|silver|2024-07-15"


def test_it_fits_one_screen(book: Desk) -> None:
    for partner in ("acme", "globex", "kyoto", "top", "nova-1"):
        for each in ask(book, answer, asking(partner)):
            assert len([line for line in shown(each).splitlines() if line]) <= 25


def test_a_page_for_each_program(book: Desk) -> None:
    segment, build = ask(book, answer, asking("globex"))
    assert (segment.about, build.about) == ("Globex GmbH in Segment 2024", "Globex GmbH in Build 2022")
    assert build.facts["gap"] != segment.facts["gap"]
    assert "measured today for the annual review, it would fall to Registered on January 1, 2025" in shown(build)
    (alone,) = ask(book, answer, asking("globex", BUILD))
    assert alone.facts["registrations"] == {"registrations": ["DR-1004"]}


def test_a_program_of_steps(book: Desk) -> None:
    (found,) = ask(book, answer, asking("kyoto"))
    assert found.reply.summary == (
        "Kyoto Voice in SellWith8 2023: at Onboarding, step 3 of 10; no meeting is scheduled."
    )
    assert found.facts["steps"] == {"done": ["evaluation", "legal"], "current": "onboarding"}
    assert found.facts["tier"] == {"recorded_tier": None, "since": None, "met_tier": None, "next_tier": None}
    assert found.facts["agreements"] == {"in_force": [], "missing": ["partnership"], "expired": []}
    assert "no pipeline review, QBR or executive meeting is scheduled, although the program asks" in shown(found)
    book.as_of = date(2023, 12, 9)
    assert ask(book, answer, asking("kyoto"))[0].facts["steps"] == {"done": ["evaluation"], "current": "legal"}


def test_designation_is_not_measured(book: Desk) -> None:
    (found,) = ask(book, answer, asking("top"))
    assert "Tier: Global Strategic since Jan 1, 2020, by designation" in shown(found)
    assert "Needs attention" not in shown(found)


@pytest.mark.parametrize(("partner", "program"), [("lone", None), ("acme", LAUNCH)])
def test_who_is_in_no_such_program(book: Desk, partner: str, program: str | None) -> None:
    assert ask(book, answer, asking(partner, program))[0].status == "not_found"


def test_a_lapsed_agreement_and_a_missing_manager(book: Desk) -> None:
    with book.store.write() as work:
        run = work.session.connection().exec_driver_sql
        run("UPDATE agreements SET expires_on = '2024-07-14' WHERE partner = 'acme'")
        run("UPDATE enrollments SET manager = NULL WHERE partner = 'acme'")
        touch_portfolio(work.session)
    (found,) = ask(book, answer, asking("acme"))
    assert found.facts["agreements"] == {
        "in_force": [],
        "missing": ["mdf_terms", "referral_addendum", "resale_addendum"],
        "expired": ["baseline"],
    }
    assert "expired: Baseline partner agreement" in shown(found)
    assert "nobody is recorded as its manager" in shown(found)
    assert "it would be in no tier on January 1, 2025" in shown(found)
