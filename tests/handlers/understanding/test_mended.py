"""Messages that were once read wrong."""

from itertools import combinations
from types import SimpleNamespace
from typing import Any, cast

import pytest

from handlers.portfolio_figures import Books
from handlers.portfolio_words import Wording
from handlers.question import Filter
from tests.handlers.understanding.room import TODAY, Room

ACME, GLOBEX = {"partner": "acme"}, {"partner": "globex"}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        pytest.param(["ACME'S TIER"], [("tier", ACME)], id="possessive in capitals"),
        pytest.param(["tier of 神田"], [("tier", {"partner": "kanda"})], id="legal form before the name"),
        pytest.param(["tier for https://www.acme.example/"], [("tier", ACME)], id="an address that nothing wraps"),
        pytest.param(["tier for http://acme.example"], [("tier", ACME)], id="an address is no unknown name"),
        pytest.param(["please register a new deal for Globex"], [("register", GLOBEX)], id="a deal that is new"),
        pytest.param(["pam.okafor@vendor.example's partners"],
            [("portfolio", {"filter": {"manager": "pam.okafor@vendor.example"}})], id="possessive of an address"),
        pytest.param(["Access to 8x8 data for Acme"], [("benefit", ACME)], id="a program's name in a benefit's"),
        pytest.param(["compare Acme and Globex", "and Initech"],
            [("compare", {"partner": ["acme", "globex", "initech"]})], id="one more to compare"),
        pytest.param(["what if Acme's baseline agreement lapses"], [("whatif", {**ACME, "changes": [
            {"requirement": "baseline", "by": "-1"}]})], id="a word of change is no slip of another word"),
        pytest.param(["what does Acme have left"], [("gap", ACME)], id="what is left to do"),
        pytest.param(["which silver partners are at risk", "which of them lack revenue"], [("portfolio", {"filter": {
            "tier": "silver", "at_risk": True, "lacking": "revenue"}})], id="of them narrows"),
    ],
)  # fmt: skip
def test_a_message_is_read(room: Room, said: list[str], told: list[tuple[str, dict[str, Any]]]) -> None:
    found = room.questions(*said)
    assert [(str(each.kind), each.reading()) for each in found] == told
    assert [each.claimed for each in found] == [None] * len(found)


@pytest.mark.parametrize("message", ["gold partners of sam", "Sam's partners", "partners of Sam in segment"])
def test_a_manager_who_could_be_two_is_not_left_out(room: Room, message: str) -> None:
    assert [kind for kind, _ in room.told(message)] != ["portfolio"]


@pytest.mark.parametrize("message", ["is Globex left", "has Globex left the program"])
def test_who_has_left_is_not_asked_what_is_left(room: Room, message: str) -> None:
    assert [kind for kind, _ in room.told(message)] == ["not_understood"]


@pytest.mark.parametrize("message", ["tier of Acme Zork", "tier of Globex Nirvana"])
def test_an_exact_name_that_goes_on_in_capitals_is_another_name(room: Room, message: str) -> None:
    assert [each.partners for each in room.questions(message)] == [()]


def test_the_id_that_a_button_sends_is_found_though_its_words_mean_something(room: Room) -> None:
    assert room.told("brief next-quarter") == [("brief", {"partner": "next-quarter"})]


PARTS: tuple[dict[str, Any], ...] = (
    *({"ready": True}, {"near": "gold"}, {"lacking": "revenue"}, {"inactive": True}, {"overdue": "qbr"}),
    {"step": "legal"},
)


BEYOND = {frozenset(("ready", "lacking")), frozenset(("near", "lacking")), frozenset(("near", "inactive"))}
"""Pairs whose words are not told apart yet."""


def in_words(room: Room, wanted: Filter) -> str:
    books = SimpleNamespace(programs={each.id: each for each in room.catalog.programs()}, day=TODAY)
    return Wording(wanted, cast(Books, books), own=False).question()


@pytest.mark.parametrize(
    ("one", "two"), [pair for pair in combinations(PARTS, 2) if frozenset(pair[0]) | frozenset(pair[1]) not in BEYOND]
)
def test_a_list_with_two_conditions_is_one_list(room: Room, one: dict[str, Any], two: dict[str, Any]) -> None:
    """ "… are ready to advance and have an overdue QBR" """
    wanted = Filter(**one, **two)
    assert [each.filter for each in room.questions(in_words(room, wanted))] == [wanted]


@pytest.mark.parametrize("base", [{}, {"tier": "silver"}, {"manager": "mei@vendor.example"}])
def test_a_list_of_those_at_risk_is_read_as_we_say_it(room: Room, base: dict[str, Any]) -> None:
    wanted = Filter(**base, at_risk=True)
    assert [each.filter for each in room.questions(in_words(room, wanted))] == [wanted]
