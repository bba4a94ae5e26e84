"""What a what-if adds and takes away."""

from decimal import Decimal

import pytest

from tests.handlers.understanding.room import Room


@pytest.mark.parametrize(
    ("message", "changes"),
    [
        ("if Acme certifies two more and closes 80k", {"technical": 2, "revenue": 80000}),
        ("what if Acme certifies two more people and closes another $80k", {"technical": 2, "revenue": 80000}),
        ("what if Acme closes 1,000,000", {"revenue": 1000000}),
        ("what if Acme closes $1.2M", {"revenue": 1200000}),
        ("what if Acme closes 80,500.50 USD", {"revenue": "80500.50"}),
        ("what if Acme loses one seller", {"sales": -1}),
        ("what tier would Acme have without 2 engineers", {"technical": -2}),
        ("would Acme be silver with +3 technical and -20k revenue", {"technical": 3, "revenue": -20000}),
        ("what if Acme trains another seller and signs the baseline", {"sales": 1, "baseline": 1}),
        ("what if Acme certifies 2 technical people, trains 1 seller", {"technical": 2, "sales": 1}),
        ("suppose Acme adds 2 engineers and adds 3 engineers", {"technical": 5}),
    ],
)
def test_each_change_is_signed_and_belongs_to_its_requirement(
    room: Room, message: str, changes: dict[str, object]
) -> None:
    question = room.one(message)
    assert (question.kind, question.partners) == ("whatif", ("acme",))
    assert {each.requirement: each.by for each in question.changes} == {
        requirement: Decimal(str(by)) for requirement, by in changes.items()
    }


def test_a_target_tier_is_taken_along(room: Room) -> None:
    assert room.one("would Acme reach gold if they certify 2 more").tier == "gold"
    assert room.one("what if Acme certifies 2 more").tier is None


@pytest.mark.parametrize("message", ["what if Acme gets 5 more", "what if Acme sings", "what if Acme moves to Paris"])
def test_a_change_of_nothing_that_counts_is_not_answered(room: Room, message: str) -> None:
    assert [kind for kind, _ in room.told(message)] == ["not_understood"]


def test_changes_are_shown_as_signed_numbers_in_words(room: Room) -> None:
    ((_, reading),) = room.told("what if Acme loses 2 engineers and closes 80k")
    assert reading["changes"] == [{"requirement": "technical", "by": "-2"}, {"requirement": "revenue", "by": "80000"}]
