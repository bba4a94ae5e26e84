"""Which partner a name names: in full before in part before misspelled, never a guess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understanding.names import NameIndex, alike, slips_allowed
from store.records import PartnerName
from tests.handlers.understanding.room import PARTNERS, Names, Room, partner


def tier_of(room: Room, message: str) -> tuple[str, ...]:
    """The partners that could be meant in a question for the tier."""
    question = room.one(message)
    assert question.kind == "tier", question
    return question.partners


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Acme", "acme"),
        ("Acme Industries", "acme-ind"),
        ("acme industries, inc", "acme-ind"),
        ("acme-ind", "acme-ind"),
        ("globex.example", "globex"),
        ("Globex Corp", "globex"),
        ("GLOBEX GMBH", "globex"),
        ("cafe numerique", "cafe"),
        ("Café Numérique S.A.R.L.", "cafe"),
        ("Smith", "smith"),
        ("Smith, Jones & Daughters", "smith"),
        ("Silver Fern", "sfd"),
        ("Lone Star", "lone"),
        ("next step advisory", "nsa"),
        ("New Deal", "newdeal"),
        ("gold coast", "gold-coast"),
        ("Hey Digital", "hey"),
        ("Q2 Analytics", "q2-analytics"),
        ("東京システム", "tokyo"),
        ("東京システム株式会社", "tokyo"),
        ("株式会社神田", "kanda"),
        ("заря системы", "zarya"),
        ("Заря", "zarya"),
    ],
)
def test_a_name_is_recognized_in_full_in_part_and_with_another_legal_form(room: Room, written: str, meant: str) -> None:
    assert tier_of(room, f"what tier is {written}?") == (meant,)
    assert tier_of(room, f"tier {written}") == (meant,)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Globx", "globex"),
        ("gloebx", "globex"),
        ("Acmee", "acme"),
        ("Acmee Comunications", "acme"),
        ("initec", "initech"),
        ("silver fren digitl", "sfd"),
        ("pixelpek", "pixelpeak"),
        ("bronze bel", "bronze-bell"),
        ("cafe numrique", "cafe"),
    ],
)
def test_a_misspelled_name_is_put_right(room: Room, written: str, meant: str) -> None:
    assert tier_of(room, f"tier {written}") == (meant,)


def test_a_name_may_be_written_as_one_word_or_in_several(room: Room) -> None:
    assert tier_of(room, "tier of pixel peak") == ("pixelpeak",)
    assert tier_of(room, "tier of silverferndigital") == ("sfd",)
    assert tier_of(room, "tier of bronzebellmedia") == ("bronze-bell",)


def test_a_name_stands_in_words_of_a_script_without_spaces(room: Room) -> None:
    assert tier_of(room, "東京システムのtier") == ("tokyo",)


@pytest.mark.parametrize(
    ("message", "candidates"),
    [
        ("tier Nova", ("nova-1", "nova-2")),
        ("what tier is NOVA?", ("nova-1", "nova-2")),
        ("tier of Nova Systems", ("nova-1",)),
        ("tier of Acme", ("acme",)),
    ],
)
def test_a_short_form_of_several_lists_them_and_an_exact_name_or_alias_wins(
    room: Room, message: str, candidates: tuple[str, ...]
) -> None:
    question = room.one(message)
    assert (question.partners, question.ambiguous) == (candidates, len(candidates) > 1)


def test_two_partners_of_the_same_name_are_both_candidates() -> None:
    room = Room(Names((partner("one", "Summit Labs"), partner("two", "Summit Labs"))))
    assert room.one("tier of Summit Labs").partners == ("one", "two")


def test_a_slip_that_is_as_near_to_two_names_lists_both() -> None:
    room = Room(Names((partner("vertex", "Vertex"), partner("vortex", "Vortex"))))
    assert set(room.one("tier of Virtex").partners) == {"vertex", "vortex"}
    assert room.one("tier of Vertex").partners == ("vertex",)


@pytest.mark.parametrize("written", ["Nirvana", "acm", "Zork Holdings", "Glob", "xyz"])
def test_what_looks_like_no_name_is_no_partner(room: Room, written: str) -> None:
    question = room.one(f"what tier is {written}")
    assert (question.partners, question.named) == ((), written)


@pytest.mark.parametrize("message", ["tier of Globx Nirvana", "tier of Nirvana Globx"])
def test_a_slip_beside_an_unknown_name_in_capitals_belongs_to_that_name(room: Room, message: str) -> None:
    question = room.one(message)
    assert (question.partners, question.named) == ((), message.removeprefix("tier of "))
    assert room.one("tier of globx please").partners == ("globex",)


@pytest.mark.parametrize(
    ("message", "reading"),
    [
        ("revenue of Acme next quarter", {"partner": "acme", "period": {"from": "2024-10-01", "to": "2024-12-31"}}),
        ("revenue of Acme in Q2", {"partner": "acme", "period": {"from": "2024-04-01", "to": "2024-06-30"}}),
        ("revenue of Q2 Analytics in Q2", {"partner": "q2-analytics"}),
        ("revenue of Stark next quarter", {"partner": "next-quarter"}),
    ],
)
def test_an_id_made_of_words_that_mean_something_is_no_name(
    room: Room, message: str, reading: dict[str, object]
) -> None:
    ((kind, found),) = room.told(message)
    assert kind == "revenue"
    assert reading.items() <= found.items()
    assert "period" in found


def test_a_name_that_is_a_word_of_ours_is_a_name_where_it_is_written_as_one() -> None:
    room = Room(Names((partner("gold", "Gold"), *PARTNERS)))
    assert room.one("what tier is Gold").partners == ("gold",)
    assert room.told("gap Acme gold") == [("gap", {"partner": "acme", "tier": "gold"})]
    assert room.told("which gold partners are at risk") == [
        ("portfolio", {"filter": {"tier": "gold", "at_risk": True}})
    ]


def test_a_common_word_of_many_names_tells_none_of_them_apart() -> None:
    room = Room(
        Names(tuple(partner(f"p{n}", f"{first} Horizon") for n, first in enumerate("Ash Birch Cedar Elm".split())))
    )
    assert room.one("tier of Horizon").partners == ()
    few = Room(Names((partner("ash", "Ash Horizon"), partner("elm", "Elm Meadow"))))
    assert few.one("tier of Horizon").partners == ("ash",)


def test_nearest_names_help_with_a_name_that_nobody_has(room: Room) -> None:
    index = room.view.index
    assert index.nearest(("acme", "comunication"))[0] == "acme"
    assert index.nearest(("zzzz",)) == ()
    assert (index.label("acme"), index.label("gone")) == ("Acme Communications", "gone")


@pytest.mark.parametrize(
    ("word", "slips"), [("ab", 0), ("abc", 1), ("abcde", 1), ("abcdef", 2), ("12345", 0), ("q2", 0)]
)
def test_longer_words_forgive_more_slips(word: str, slips: int) -> None:
    assert slips_allowed(word) == slips


@pytest.mark.parametrize(
    ("word", "key", "slips", "like"),
    [
        ("acme", "acme", 0, False),
        ("acne", "acme", 1, True),
        ("bcme", "acme", 1, False),
        ("cmae", "acme", 1, True),
        ("lobexx", "globex", 2, False),
        ("gobxe", "globex", 2, False),
        ("abd", "abc", 1, False),
        ("acb", "abc", 1, True),
    ],
)
def test_words_look_alike_when_they_begin_alike_or_have_the_same_letters(
    word: str, key: str, slips: int, like: bool
) -> None:
    assert alike(word, key, slips) is like


WORDS = st.text("abcdefg", min_size=3, max_size=8).map(str.capitalize)


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=6, unique=True), st.data())
def test_every_partner_is_found_by_its_full_name_and_id_in_any_portfolio(
    pairs: list[tuple[str, str]], data: st.DataObject
) -> None:
    names = tuple(PartnerName(f"p-{n}", " ".join(pair), (), None, True) for n, pair in enumerate(pairs))
    index = NameIndex(names, frozenset())
    wanted = data.draw(st.sampled_from(names))
    found = index.in_full(tuple(wanted.name.casefold().split()))
    assert found is not None
    assert wanted.id in found.partners
    assert index.in_full(("p", wanted.id[2:])) is not None


@given(st.lists(st.text("abc ", max_size=6), max_size=5), st.lists(st.text("abcd", max_size=6), max_size=4))
def test_looking_a_name_up_never_fails(names: list[str], words: list[str]) -> None:
    index = NameIndex((PartnerName(f"p{n}", name, (), None, True) for n, name in enumerate(names)), frozenset({"abc"}))
    folded = tuple(words)
    spellings = {word: index.spellings(word) for word in folded}
    found = [index.in_full(folded), index.in_part(folded), index.misspelled(folded, spellings)]
    known = {f"p{n}" for n in range(len(names))}
    assert all(each is None or (each.partners and known.issuperset(each.partners)) for each in found)


def test_a_name_of_one_short_word_is_never_guessed() -> None:
    room = Room(Names((partner("abc", "ABC"), partner("io", "IO"))))
    assert [room.one(f"tier of {word}").partners for word in ("ABC", "ABD", "ACB", "oi", "io")] == [
        ("abc",),
        (),
        (),
        (),
        ("io",),
    ]
