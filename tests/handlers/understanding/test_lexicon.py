"""A program's words come from its definition alone: a fifth one is understood as soon as its YAML is there."""

import pytest

from handlers.kinds.table import SKILLS
from handlers.reader import Reader
from handlers.understanding.lexicon import lexicon_of
from programs.catalog import Catalog
from programs.loading import parse_definition
from tests.handlers.understanding.room import Names, Room, partner, shipped
from tests.programs.test_own_program import ORBIT

WORDS = {
    "short_name: Orbit 2025": "short_name: Orbit 2025\naliases: [Space league]",
    "{id: moon, name: Moon,": "{id: moon, name: Moon, aliases: [lunar],",
    "    label: Pilots and navigators": "    label: Pilots and navigators\n    aliases: [crew]\n    gained_by: [flies]",
}


@pytest.fixture(scope="module")
def orbit() -> Room:
    text = ORBIT
    for plain, called in WORDS.items():
        assert plain in text
        text = text.replace(plain, called)
    catalog = Catalog([*shipped()[0].programs(), parse_definition(text, "orbit.yml")])
    names = Names((partner("acme", "Acme Communications", "Acme"), partner("moonlight", "Moonlight Media")))
    return Room(names, catalog, Reader(catalog, SKILLS))


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("tier of Acme in Orbit", ("tier", {"partner": "acme", "program": "orbit-2025"})),
        ("tier of Acme in the space league", ("tier", {"partner": "acme", "program": "orbit-2025"})),
        ("what is Acme missing for planet", ("gap", {"partner": "acme", "tier": "planet"})),
        ("what is Acme missing for lunar", ("gap", {"partner": "acme", "tier": "moon"})),
        ("gap Acme plenet", ("gap", {"partner": "acme", "tier": "planet"})),
        ("which planet partners are at risk", ("portfolio", {"filter": {"tier": "planet", "at_risk": True}})),
        ("which partners are one requirement short of star", ("portfolio", {"filter": {"near": "star"}})),
        ("partners lacking turnover", ("portfolio", {"filter": {"lacking": "turnover"}})),
        (
            "what if Acme flies 2 more",
            ("whatif", {"partner": "acme", "changes": [{"requirement": "crew", "by": "2"}]}),
        ),
        ("has Acme signed the charter", ("agreements", {"partner": "acme"})),
        ("tier of Moonlight", ("tier", {"partner": "moonlight"})),
    ],
)
def test_a_fifth_program_is_understood_by_its_own_words(
    orbit: Room, message: str, told: tuple[str, dict[str, object]]
) -> None:
    assert orbit.told(message) == [told]


@pytest.mark.parametrize("message", ["gap Acme planet", "which planet partners are at risk", "partners near star"])
def test_without_its_definition_its_words_mean_nothing(room: Room, message: str) -> None:
    readings = [reading for _, reading in room.told(message)]
    assert all("tier" not in reading and "filter" not in reading for reading in readings)


def test_words_stand_in_singular_and_plural_and_the_longest_wins() -> None:
    lexicon = lexicon_of(shipped()[0])
    for words in (("pipeline", "reviews", "of"), ("pipeline", "review")):
        length, values = lexicon.at(words, 0) or (0, {})
        assert (length, values["meeting"]) == (2, ("pipeline_review",))
    assert lexicon.at(("nothing", "qbr"), 0) is None
    found = lexicon.at(("the", "global", "strategic", "tier"), 1)
    assert found is not None
    assert (found[0], found[1]["tier"]) == (2, ("global_strategic",))


def test_a_word_of_several_programs_names_all_of_them() -> None:
    _, values = lexicon_of(shipped()[0]).at(("twilio",), 0) or (0, {})
    assert {"twilio-segment-2024", "twilio-build-2022", "twilio-solution-partners"} == set(values["program"])


def test_what_the_programs_share_is_read_from_them() -> None:
    lexicon = lexicon_of(shipped()[0])
    assert lexicon.money == "revenue"
    assert lexicon.quiet_days == frozenset({90})
    assert (lexicon.below["gold"], lexicon.below.get("registered")) == ("silver", None)
    empty = lexicon_of(Catalog([]))
    assert (empty.money, empty.quiet_days, dict(empty.below)) == (None, frozenset({90}), {})


def test_tiers_of_other_vendors_are_known_as_nobodys() -> None:
    found = lexicon_of(shipped()[0]).at(("platinum",), 0)
    assert found == (1, {"no_tier": ("platinum",), "tier": ()})
