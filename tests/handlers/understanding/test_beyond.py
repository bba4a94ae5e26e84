"""What is beyond: names that nobody has, tiers that no program has, talk that is about no partner at all."""

import pytest

from tests.handlers.understanding.room import Room


@pytest.mark.parametrize(
    ("message", "kind", "named"),
    [
        ("what tier is Nirvana", "tier", "Nirvana"),
        ("what tier is nirvana?", "tier", "nirvana"),
        ("tier of Zork Systems", "tier", "Zork Systems"),
        ("who manages Blorb & Zimp", "manager", "Blorb"),
        ("revenue of Wumpus Ltd last year", "revenue", "Wumpus Ltd"),
        ("Blorb's benefits", "benefits", "Blorb"),
        ("gap Zimp gold", "gap", "Zimp"),
        ("who manages zork blimp quux", "manager", "zork blimp quux"),
        ("brief me on Zork", "brief", "Zork"),
        ("tier of Ünbekannt", "tier", "Ünbekannt"),
    ],
)
def test_a_name_that_nobody_has_is_told_as_it_was_written(room: Room, message: str, kind: str, named: str) -> None:
    question = room.questions(message)[0]
    assert (question.kind, question.partners, question.named) == (kind, (), named)


def test_an_unknown_name_beside_a_known_one_leaves_that_one_its_answer(room: Room) -> None:
    found = room.questions("tier of Nirvana and tier of Acme")
    assert [(each.named, each.partners) for each in found] == [("Nirvana", ()), ("", ("acme",))]


@pytest.mark.parametrize(
    ("message", "tier"),
    [
        ("gap Acme platinum", "platinum"),
        ("what is missing for Acme for diamond", "diamond"),
        ("what does Acme need to reach Titanium", "titanium"),
    ],
)
def test_a_tier_that_no_program_has_is_named_not_guessed(room: Room, message: str, tier: str) -> None:
    question = room.one(message)
    assert (question.kind, question.tier, question.unknown) == ("gap", None, (("tier", tier),))


@pytest.mark.parametrize(
    "message",
    [
        "sing me a song",
        "weather in Paris",
        "who is the president of France",
        "tell me a joke",
        "write me a poem",
        "how do I cook rice",
        "can you book me a table for dinner",
    ],
)
def test_talk_about_anything_else_is_out_of_scope(room: Room, message: str) -> None:
    assert room.told(message) == [("out_of_scope", {})]


@pytest.mark.parametrize("message", ["", "hi", "hello there!", "help", "thanks", "👋", "what can you do", "HELP"])
def test_greetings_and_calls_for_help_get_help(room: Room, message: str) -> None:
    assert room.told(message) == [("help", {})]


@pytest.mark.parametrize(
    "message",
    [
        "asdf qwer zxcv",
        "!!!",
        "which partners sing",
        "delete Acme",
        "I want Globex to become our partner",
        "what tier is not gold",
        "what tier is Globex in 2024",
        "what tier was Acme last year",
        "what was the tier of Acme last year",
        "what was Acme's tier in March",
        "average revenue of all partners",
        "why is Acme so slow",
        "gold",
        "deal",
    ],
)
def test_what_no_phrase_explains_is_asked_back(room: Room, message: str) -> None:
    assert room.told(message) == [("not_understood", {})]


@pytest.mark.parametrize("kind", ["tier", "gap", "revenue", "manager", "brief", "steps", "people"])
def test_a_question_without_a_partner_guesses_none(room: Room, kind: str) -> None:
    words = {"people": "how many certified people", "manager": "who manages", "steps": "current step"}
    question = room.questions(words.get(kind, kind))[0]
    assert question.partners == ()
