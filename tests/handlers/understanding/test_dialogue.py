"""A thread: what a follow-up leaves out comes from the question before; corrections and lists that are narrowed."""

from typing import Any

import pytest

from tests.handlers.understanding.room import BUILD, SEGMENT, Room

ACME, GLOBEX = {"partner": "acme"}, {"partner": "globex"}
MINE = "pam.okafor@vendor.example"


def period(first: str, last: str) -> dict[str, Any]:
    return {"period": {"from": first, "to": last}}


@pytest.mark.parametrize(
    ("said", "kind", "reading"),
    [
        (["gap Acme silver", "and for gold?"], "gap", ACME | {"tier": "gold"}),
        (["gap Acme silver", "what about Globex?"], "gap", GLOBEX | {"tier": "silver"}),
        (["tier Acme", "Globex"], "tier", GLOBEX),
        (["tier Acme", "who manages them?"], "manager", ACME),
        (["tier Acme", "what's missing for gold"], "gap", ACME | {"tier": "gold"}),
        (["tier Acme", "next tier?"], "gap", ACME),
        (["tier Acme", "and the QBR?"], "meetings", ACME | {"meeting": "qbr"}),
        (["tier Acme", "what about MDF"], "benefit", ACME),
        (["tier Acme", "and legal?"], "steps", ACME | {"step": "legal"}),
        (["tier of Acme in segment", "who manages them"], "manager", ACME | {"program": SEGMENT}),
        (["tier of Acme", "and in build?"], "tier", ACME | {"program": BUILD}),
        (["revenue of Acme last year", "same for Q2"], "revenue", ACME | period("2024-04-01", "2024-06-30")),
        (["revenue of Acme last year", "and Globex?"], "revenue", GLOBEX | period("2023-01-01", "2023-12-31")),
        (["how many technical people at Acme", "and sales?"], "people", ACME | {"credential": "sales"}),
        (["registrations of Acme", "approved ones"], "registrations", ACME | {"state": "approved"}),
        (["benefits of gold", "and silver?"], "benefits", {"tier": "silver"}),
        (["requirements for gold", "and silver in build"], "requirements", {"tier": "silver", "program": BUILD}),
        (["pipeline", "of Acme"], "pipeline", ACME),
        (["tier Acme", "which partners are gold"], "portfolio", {"filter": {"tier": "gold"}}),
    ],
)
def test_what_a_follow_up_leaves_out_is_that_of_the_question_before(
    room: Room, said: list[str], kind: str, reading: dict[str, Any]
) -> None:
    assert room.told(*said) == [(kind, reading)]


@pytest.mark.parametrize(
    ("said", "last"),
    [
        (["revenue of Acme last year", "and the year before?"], ("2022-01-01", "2022-12-31")),
        (["revenue of Acme last year", "the year before", "and the year before that?"], ("2021-01-01", "2021-12-31")),
        (["revenue of Acme in Q1 2024", "the quarter before?"], ("2023-10-01", "2023-12-31")),
        (["revenue of Acme in March 2024", "and the month before"], ("2024-02-01", "2024-02-29")),
        (["revenue of Acme in January 2024", "and the month before"], ("2023-12-01", "2023-12-31")),
    ],
)
def test_the_span_before_is_as_long_and_ends_where_the_other_begins(
    room: Room, said: list[str], last: tuple[str, str]
) -> None:
    assert room.told(*said) == [("revenue", ACME | period(*last))]


@pytest.mark.parametrize(
    ("said", "reading"),
    [
        (["gap Acme silver", "no, Globex"], GLOBEX | {"tier": "silver"}),
        (["gap Acme silver", "no, gold"], ACME | {"tier": "gold"}),
        (["gap Acme silver", "not Acme, Globex"], GLOBEX | {"tier": "silver"}),
        (["gap Acme silver", "nope, for gold"], ACME | {"tier": "gold"}),
    ],
)
def test_a_correction_replaces_what_was_wrong(room: Room, said: list[str], reading: dict[str, Any]) -> None:
    assert room.told(*said)[-1] == ("gap", reading)


@pytest.mark.parametrize(
    ("more", "filter"),
    [
        ("only mine", {"tier": "silver", "at_risk": True, "manager": MINE}),
        ("in build", {"tier": "silver", "at_risk": True, "program": BUILD}),
        ("just those of Mei", {"tier": "silver", "at_risk": True, "manager": "mei@vendor.example"}),
        ("and gold?", {"tier": "gold", "at_risk": True}),
        ("which partners are ready", {"ready": True}),
    ],
)
def test_a_list_is_narrowed_changed_or_left_behind(room: Room, more: str, filter: dict[str, Any]) -> None:
    assert room.told("which silver partners are at risk", more) == [("portfolio", {"filter": filter})]


def test_a_list_is_narrowed_again_and_again(room: Room) -> None:
    said = ("partners at risk", "only silver ones", "of those, in build", "only mine")
    wanted = {"tier": "silver", "at_risk": True, "program": BUILD, "manager": MINE}
    assert room.told(*said) == [("portfolio", {"filter": wanted})]


def test_an_unclear_partner_stays_unclear(room: Room) -> None:
    question = room.one("tier Nova", "who manages them")
    assert (question.kind, question.ambiguous, question.partners) == ("manager", True, ("nova-1", "nova-2"))


@pytest.mark.parametrize("between", ["hello", "thanks!", "asdf qwer", "what is the weather like"])
def test_a_thread_stays_at_its_question_after_what_is_none(room: Room, between: str) -> None:
    assert room.told("gap Acme silver", between, "and Globex?") == [("gap", GLOBEX | {"tier": "silver"})]


def test_several_partners_that_are_named_get_a_question_each(room: Room) -> None:
    assert room.told("gap Acme", "and Globex, and Initech") == [("gap", GLOBEX), ("gap", {"partner": "initech"})]


def test_a_changed_what_if_keeps_the_partner_and_a_changed_partner_the_changes(room: Room) -> None:
    more = {"changes": [{"requirement": "revenue", "by": "100000"}]}
    same = {"changes": [{"requirement": "revenue", "by": "80000"}]}
    assert room.told("what if Acme closes 80k", "what if 100k") == [("whatif", ACME | more)]
    assert room.told("what if Acme closes 80k", "and Globex?") == [("whatif", GLOBEX | same)]


def test_a_claim_is_not_carried_along(room: Room) -> None:
    assert room.one("is Acme gold?", "and Globex?").kind == "tier"
    assert room.one("is Acme gold?", "for silver?").claimed is None


@pytest.mark.parametrize("message", ["and for gold?", "no, gold", "for silver then"])
def test_without_a_thread_a_follow_up_is_asked_back(room: Room, message: str) -> None:
    assert [kind for kind, _ in room.told(message)] == ["not_understood"]


def test_without_a_thread_nobody_is_they(room: Room) -> None:
    assert room.told("who manages them?") == [("manager", {})]


def test_how_a_follow_up_was_read_is_noted(room: Room) -> None:
    before = room.questions("tier Acme")
    assert room.read("who manages them", before).notes == ("about the partner of the question before",)
    assert room.read("and Globex?", before).notes == ("follows the question before",)
    assert room.read("which of them lack revenue", room.questions("gold partners")).notes == (
        "narrows the list before",
    )
