"""What else a message names: programs' words, numbers, managers, days; each word belongs to one thing at most."""

from typing import Any

import pytest

from handlers.understanding.words import lex
from tests.handlers.understanding.room import BUILD, LAUNCH, SEGMENT, Names, Room


@pytest.mark.parametrize(
    ("message", "slot", "values"),
    [
        ("tier of Acme in segment", "program", (SEGMENT,)),
        ("tier of Acme in Twilio Segment 2024", "program", (SEGMENT,)),
        ("tier of Acme in the 2022 program", "program", (BUILD,)),
        ("tier of Acme in build '22", "program", (BUILD,)),
        ("steps of Acme in 8x8", "program", (LAUNCH,)),
        ("gap Acme sliver", "tier", ("silver",)),
        ("gap Acme global strategic", "tier", ("global_strategic",)),
        ("does Acme get MDF", "benefit", ("mdf",)),
        ("certified engineers at Acme", "credential", ("technical",)),
        ("has Acme signed the mdf terms", "agreement", ("mdf_terms",)),
        ("next QBR with Acme", "meeting", ("qbr",)),
        ("rejected registrations of Acme", "state", ("declined",)),
        ("is Acme through legal", "step", ("legal",)),
        ("what if Acme closes 3 more", "number", (3,)),
        ("what if Acme certifies two more", "number", (2,)),
    ],
)
def test_the_words_of_the_programs_and_of_the_trade_are_found(
    room: Room, message: str, slot: str, values: tuple[object, ...]
) -> None:
    assert room.linked(message)[slot] == values


@pytest.mark.parametrize(
    ("message", "number"),
    [
        ("status of DR-1001", "DR-1001"),
        ("status of dr-1001?", "DR-1001"),
        ("status of DR1001", "DR-1001"),
        ("status of dr 1001", "DR-1001"),
        ("status of DR_1001", "DR-1001"),
        ("what about deal 1001", "DR-1001"),
        ("registration #1001", "DR-1001"),
        ("deal no. 1002", "DR-1002"),
        ("reg-77", "REG-77"),
    ],
)
def test_a_registration_is_named_by_its_number(room: Room, message: str, number: str) -> None:
    assert room.told(message) == [("registration", {"registration": number})]


def test_a_number_of_ours_that_nobody_has_is_named_back(room: Room) -> None:
    question = room.one("status of DR-9999")
    assert (question.registration, question.unknown) == (None, (("registration", "DR-9999"),))


@pytest.mark.parametrize(
    "message", ["revenue of Acme in 1001 days", "Acme 1001", "x1001", "DR-1001x", "mail-DR-1001@x.example"]
)
def test_other_numbers_are_no_registrations(room: Room, message: str) -> None:
    assert room.linked(message).get("registration", ()) == ()


@pytest.mark.parametrize(
    ("message", "manager"),
    [
        ("partners of Mei", "mei@vendor.example"),
        ("mei's partners", "mei@vendor.example"),
        ("which partners does pam manage", "pam.okafor@vendor.example"),
        ("partners of Okafor", "pam.okafor@vendor.example"),
        ("partners of Sam Reyes", "sam.reyes@vendor.example"),
        ("partners of SAM.REYES@vendor.example", "sam.reyes@vendor.example"),
        ("my partners", "pam.okafor@vendor.example"),
        ("which partners do I manage", "pam.okafor@vendor.example"),
    ],
)
def test_managers_go_by_their_address_or_name(room: Room, message: str, manager: str) -> None:
    assert room.told(message) == [("portfolio", {"filter": {"manager": manager}})]


def test_an_address_that_no_manager_has_is_not_taken_for_one(room: Room) -> None:
    assert room.one("partners of nobody@vendor.example").kind == "not_understood"


def test_words_that_mean_something_are_no_first_names() -> None:
    room = Room(Names(emails=("may.gold@vendor.example", "deal@vendor.example")))
    assert "manager" not in room.linked("revenue of Acme in May, gold deal")


def test_each_word_belongs_to_one_thing(room: Room) -> None:
    for message in (
        "what tier is Silver Fern Digital in Q2 2024",
        "gap Gold Coast gold",
        "Next Step Advisory next step",
    ):
        items = room.read(message).linked.items
        places = [place for item in items for place in range(item.start, item.end)]
        assert places == list(range(len(lex(message).words)))


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("gap Gold Coast gold", [("gap", {"partner": "gold-coast", "tier": "gold"})]),
        ("next step of Next Step Advisory", [("steps", {"partner": "nsa"})]),
        ("is Bronze Bell bronze", [("tier", {"partner": "bronze-bell"})]),
        ("deal registrations of New Deal", [("registrations", {"partner": "newdeal"})]),
        ("hey, tier Hey Digital", [("tier", {"partner": "hey"})]),
    ],
)
def test_a_name_made_of_words_of_ours_stays_a_name_beside_them(
    room: Room, message: str, told: list[tuple[str, dict[str, Any]]]
) -> None:
    assert room.told(message) == told


def test_words_that_were_put_right_are_told(room: Room) -> None:
    assert room.read("teir of Acme, benifits too").linked.corrections == (("teir", "tier"), ("benifits", "benefits"))
    assert room.read("tier of Acme").linked.corrections == ()


def test_a_period_is_read_against_the_day(room: Room) -> None:
    later = Room(as_of=room.as_of.replace(year=2025))
    asked = "revenue of Acme last year"
    assert room.told(asked)[0][1]["period"] == {"from": "2023-01-01", "to": "2023-12-31"}
    assert later.told(asked)[0][1]["period"] == {"from": "2024-01-01", "to": "2024-12-31"}
