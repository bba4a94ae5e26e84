"""Which partners: every part of the filter, parts together, and what no filter can say."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from handlers.portfolio_figures import Books
from handlers.portfolio_words import Wording
from handlers.question import Filter
from tests.handlers.understanding.room import BUILD, SEGMENT, Room


def filter_of(room: Room, message: str) -> dict[str, Any]:
    ((kind, reading),) = room.told(message)
    assert kind == "portfolio", (kind, reading)
    found: dict[str, Any] = reading["filter"]
    return found


@pytest.mark.parametrize(
    ("message", "part"),
    [
        ("which partners are gold", {"tier": "gold"}),
        ("list all silver partners", {"tier": "silver"}),
        ("how many partners are gold", {"tier": "gold"}),
        ("partners of Mei", {"manager": "mei@vendor.example"}),
        ("my partners", {"manager": "pam.okafor@vendor.example"}),
        ("which partners are in segment", {"program": SEGMENT}),
        ("which partners are ready for promotion", {"ready": True}),
        ("who is ready to move up", {"ready": True}),
        ("who could be upgraded", {"ready": True}),
        ("partners at risk", {"at_risk": True}),
        ("which partners would drop a tier", {"at_risk": True}),
        ("which partners are one requirement short of gold", {"near": "gold"}),
        ("who is one step away from silver", {"near": "silver"}),
        ("partners almost gold", {"near": "gold"}),
        ("partners lacking revenue", {"lacking": "revenue"}),
        ("which partners need more certified people", {"lacking": "technical"}),
        ("partners who haven't signed the baseline", {"lacking": "baseline"}),
        ("inactive partners", {"inactive": True}),
        ("who has gone quiet", {"inactive": True}),
        ("partners without activity for 90 days", {"inactive": True}),
        ("partners with overdue QBRs", {"overdue": "qbr"}),
        ("which partners missed their pipeline review", {"overdue": "pipeline_review"}),
        ("partners in onboarding", {"step": "onboarding"}),
    ],
)
def test_each_part_has_its_words(room: Room, message: str, part: dict[str, Any]) -> None:
    assert filter_of(room, message) == part


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("which gold partners are at risk", {"tier": "gold", "at_risk": True}),
        ("my silver partners in build", {"tier": "silver", "manager": "pam.okafor@vendor.example", "program": BUILD}),
        ("silver partners lacking revenue for gold", {"tier": "silver", "lacking": "revenue"}),
        ("partners lacking revenue for gold", {"tier": "silver", "lacking": "revenue"}),
        ("partners ready for gold", {"tier": "silver", "ready": True}),
        ("partners at risk lacking technical people", {"at_risk": True, "lacking": "technical"}),
        ("partners with a QBR overdue and lacking sales", {"overdue": "qbr", "lacking": "sales"}),
        ("silver partners near gold in segment", {"tier": "silver", "near": "gold", "program": SEGMENT}),
        (
            "dormant bronze partners of mei in build with an overdue pipeline review",
            {
                "tier": "bronze",
                "manager": "mei@vendor.example",
                "program": BUILD,
                "inactive": True,
                "overdue": "pipeline_review",
            },
        ),
    ],
)
def test_parts_hold_together(room: Room, message: str, parts: dict[str, Any]) -> None:
    assert filter_of(room, message) == parts


@pytest.mark.parametrize(
    "message",
    [
        "gold silver partners",
        "gold partners lacking revenue for silver",
        "partners that are not silver",
        "which partners are not at risk",
        "partners other than gold",
        "which platinum partners are at risk",
        "which partners are two requirements short of gold",
        "partners without activity for 30 days",
        "partners with activity in the last 60 days",
        "best partners",
        "top 5 partners by revenue",
        "which partners have no manager",
        "partners in Paris that are gold",
        "which partners sing",
        "partners with more than 10 engineers",
        "which partners grew fastest",
    ],
)
def test_what_no_filter_can_say_is_not_answered_by_guessing(room: Room, message: str) -> None:
    assert "portfolio" not in [kind for kind, _ in room.told(message)]


def test_mine_are_those_of_whoever_asks() -> None:
    asked = Room(user="mei@vendor.example")
    for message in ("my gold partners", "gold partners of mine", "which gold partners do I manage"):
        assert filter_of(asked, message) == {"tier": "gold", "manager": "mei@vendor.example"}
    assert "manager" not in filter_of(asked, "show me the gold partners")
    assert "manager" not in filter_of(asked, "can I see all gold partners")


def test_a_question_about_one_partner_is_no_list(room: Room) -> None:
    for message in ("is Acme at risk", "is Acme ready for promotion", "what does Acme lack for gold"):
        assert "portfolio" not in [kind for kind, _ in room.told(message)]


@pytest.mark.parametrize(
    "base",
    [
        {},
        {"tier": "silver"},
        {"manager": "mei@vendor.example"},
        {"program": BUILD},
        {"tier": "bronze", "program": SEGMENT},
    ],
    ids=str,
)
@pytest.mark.parametrize(
    "part",
    [
        *({}, {"ready": True}, {"near": "gold"}, {"inactive": True}, {"overdue": "qbr"}, {"overdue": "executive"}),
        *({"overdue": "pipeline_review"}, {"lacking": "revenue"}, {"lacking": "technical"}, {"lacking": "baseline"}),
    ],
    ids=str,
)
def test_a_list_is_read_as_its_answer_says_it(room: Room, base: dict[str, Any], part: dict[str, Any]) -> None:
    """Buttons under a list ask for another one in the words of answers."""
    wanted = Filter(**base, **part)
    books = SimpleNamespace(programs={each.id: each for each in room.catalog.programs()}, day=room.as_of)
    question = Wording(wanted, cast(Books, books), own=False).question()
    assert [each.filter for each in room.questions(question)] == [wanted]
