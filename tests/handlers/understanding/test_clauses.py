"""Several questions in one message, and clauses that only together ask something."""

from typing import Any

import pytest

from handlers.understanding.clauses import runs_of
from tests.handlers.understanding.room import Room

Told = list[tuple[str, dict[str, Any]]]
ACME, GLOBEX = {"partner": "acme"}, {"partner": "globex"}


@pytest.mark.parametrize(
    ("message", "clauses"),
    [
        ("tier Acme", ["tier Acme"]),
        ("tier Acme, and gap Globex", ["tier Acme", "gap Globex"]),
        ("and also then tier Acme", ["tier Acme"]),
        ("tier Acme. gap Globex? hello", ["tier Acme", "gap Globex", "hello"]),
        ("the tier of both Acme and Globex", ["the tier of both Acme and Globex"]),
        ("between Acme and Globex and Initech", ["between Acme and Globex", "Initech"]),
        ("tier of Smith, Jones and Daughters", ["tier of Smith, Jones and Daughters"]),
        ("and", []),
        ("", []),
    ],
)
def test_a_message_is_cut_at_breaks_and_joining_words(room: Room, message: str, clauses: list[str]) -> None:
    linked = room.read(message).linked
    runs = runs_of(linked.items)
    assert [linked.sentence.written(run.items[0].start, run.items[-1].end) for run in runs] == clauses


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("what tier is Acme, and what's missing for silver", [("tier", ACME), ("gap", ACME | {"tier": "silver"})]),
        ("what's the tier and gap of Globex?", [("tier", GLOBEX), ("gap", GLOBEX)]),
        ("what tier are Acme and Globex", [("tier", ACME), ("tier", GLOBEX)]),
        ("who manages Acme. And Globex?", [("manager", ACME), ("manager", GLOBEX)]),
        ("what is missing for Acme, and for gold?", [("gap", ACME), ("gap", ACME | {"tier": "gold"})]),
        ("Acme: tier? revenue last year?", [("tier", ACME), ("revenue", ACME | {"period": "2023"})]),
        ("tier of Acme and tier of Acme", [("tier", ACME)]),
        ("hi there! what tier is Acme? thanks, cheers", [("tier", ACME)]),
        ("for the QBR deck: tier of Acme and gap of Globex", [("tier", ACME), ("gap", GLOBEX)]),
    ],
)
def test_several_questions_are_answered_in_the_order_they_are_asked(room: Room, message: str, told: Told) -> None:
    year = {"period": {"from": "2023-01-01", "to": "2023-12-31"}}
    wanted = [(kind, reading | (year if reading.get("period") == "2023" else {})) for kind, reading in told]
    assert room.told(message) == wanted


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("if Acme certifies two more and closes 80k, what tier would they be?", "whatif"),
        ("what tier would Acme be, if they sign the baseline", "whatif"),
        ("Acme, Globex and Initech: compare", "compare"),
        ("compare Acme, Globex, and Initech", "compare"),
        ("silver partners, lacking revenue", "portfolio"),
        ("briefing: Acme", "brief"),
        ("Acme - briefing", "brief"),
        ("register a deal for Acme with Smith, Wesson and Sons", "register"),
        ("I have a call with Acme, who manages them?", "manager"),
    ],
)
def test_clauses_that_only_together_ask_something_are_one_question(room: Room, message: str, told: str) -> None:
    assert [kind for kind, _ in room.told(message)] == [told]


def test_what_is_joined_keeps_everything_that_was_named(room: Room) -> None:
    assert room.told("silver partners, lacking revenue") == [
        ("portfolio", {"filter": {"tier": "silver", "lacking": "revenue"}})
    ]
    assert room.told("compare Acme, Globex, and Initech") == [("compare", {"partner": ["acme", "globex", "initech"]})]
    assert room.one("register a deal for Acme with Smith, Wesson and Sons").customer == "Smith, Wesson and Sons"
    changes = room.one("if Acme certifies two more, trains one seller and closes 80k").changes
    assert [(each.requirement, int(each.by)) for each in changes] == [
        ("technical", 2),
        ("sales", 1),
        ("revenue", 80000),
    ]


def test_what_is_no_question_beside_one_is_left_out_and_told(room: Room) -> None:
    reading = room.read("what tier is Acme? which blorb zib wump")
    assert [each.kind for each in reading.questions] == ["tier"]
    assert reading.left_out == "which blorb zib wump"
    assert room.read("what tier is Acme? thanks").left_out == ""


def test_a_clause_that_asks_of_nobody_asks_of_the_one_who_is_named_later(room: Room) -> None:
    assert room.told("what tier, and what is missing for Acme") == [("tier", ACME), ("gap", ACME)]


@pytest.mark.parametrize(
    ("message", "partners", "customer"),
    [
        ("register", (), ""),
        ("register a deal", (), ""),
        ("register Acme", ("acme",), ""),
        ("register Acme Hooli Corp", ("acme",), "Hooli Corp"),
        ("register Acme IBM", ("acme",), "IBM"),
        ("register Globex Café Société McDonald", ("globex",), "Café Société McDonald"),
        ("please register another deal for Globex", ("globex",), ""),
        ("I want to log an opportunity for Acme at Hooli", ("acme",), "Hooli"),
    ],
)
def test_registering_takes_partner_and_customer_along(
    room: Room, message: str, partners: tuple[str, ...], customer: str
) -> None:
    question = room.one(message)
    assert (question.kind, question.partners, question.customer) == ("register", partners, customer)


def test_the_registered_tier_is_not_taken_for_registering(room: Room) -> None:
    assert room.told("gap Acme registered") == [("gap", ACME | {"tier": "registered"})]


def test_a_statement_is_a_claim_to_check(room: Room) -> None:
    for message in ("is Acme gold?", "Acme is gold, right?", "isn't Acme gold", "Acme isn't gold, is it?"):
        question = room.one(message)
        assert (question.kind, question.partners, question.claimed) == ("tier", ("acme",), "gold")
        assert "tier" not in question.reading()
