"""`ask --explain`: how a reading came about, for people."""

from handlers.understanding.explain import explain
from tests.handlers.understanding.room import Room


def test_each_clause_says_what_it_names_and_why_it_is_that_kind(room: Room) -> None:
    lines = explain(room.read("teir of Acme, and what's missing for gold"))
    assert lines[0] == "“teir” is read as “tier”"
    assert lines[1] == "clause: tier of acme"
    assert "  “acme” names partner acme (name)" in lines
    assert any(line.startswith("  tier (chosen): ") and " points by " in line for line in lines)
    assert "  “gold” names tier gold (word)" in lines
    assert lines[-2:] == (
        "understood: tier {'partner': 'acme'}",
        "understood: gap {'partner': 'acme', 'tier': 'gold'}",
    )


def test_it_says_what_no_phrase_explains(room: Room) -> None:
    (_, *kinds, _) = explain(room.read("blorb zimp"))
    assert kinds == ["  no kind of question has a phrase here"]
    assert any("not explained: " in line for line in explain(room.read("tier of Acme blorbing")))


def test_it_shows_filters_candidates_and_notes(room: Room) -> None:
    assert "  as a filter: {'tier': 'gold', 'at_risk': True}" in explain(room.read("gold partners at risk"))
    assert "  “nova” names partner nova-1 or nova-2 (short)" in explain(room.read("tier Nova"))
    assert "about the partner of the question before" in explain(
        room.read("who manages them", room.questions("tier Acme"))
    )
    assert explain(room.read("tier of Acme? which blorb zimp"))[-1] == "left out: which blorb zimp"


def test_periods_and_amounts_are_shown_as_they_were_said(room: Room) -> None:
    assert "  “last year” names period last year (period)" in explain(room.read("revenue of Acme last year"))
    assert any("names amount 80000" in line for line in explain(room.read("what if Acme closes 80k")))
