"""From characters to words: mark-up comes off, the same word written differently is the same, breaks are kept."""

import pytest

from handlers.understanding.words import fold, lex, tokens, unwrap, without_legal_form
from tests.handlers.understanding.room import Room


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        ("<mailto:a@b.example>", "a@b.example"),
        ("<https://x.example|x.example>", "x.example"),
        ("<https://x.example>", "x.example"),
        ("<@U123> tier", "@U123 tier"),
        ("<@U123|pam> tier", "pam tier"),
        ("a &amp; b &lt;c&gt;", "a & b <c>"),
        ("*Acme* _Acme_ ~Acme~ `Acme`", "Acme Acme Acme Acme"),
        ("***Acme***", "Acme"),
        ("2*3 snake_case", "2*3 snake_case"),
        ("bronze -> silver", "bronze to silver"),
        ("bronze→silver", "bronze to silver"),
        ("bronze ==> silver ⇒ gold", "bronze to silver to gold"),
    ],
)
def test_the_mark_up_of_a_surface_comes_off(typed: str, seen: str) -> None:
    assert unwrap(typed) == seen


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        *(("ACME", "acme"), ("Ünïcode", "unicode"), ("Straße", "strasse"), ("İzmir", "izmir"), ("Ａｃｍｅ", "acme")),
        *(("東京", "東京"), ("ガラス", "カラス"), ("ЗАРЯ", "заря"), ("ﬁne", "fine"), ("Ñandú", "nandu")),
    ],
)
def test_case_accents_and_widths_fold_away(word: str, folded: str) -> None:
    assert fold(word) == folded
    assert fold(fold(word)) == folded


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("Acme's tier", "acme tier"),
        ("Acme’s tier", "acme tier"),
        ("the partners' tiers", "the partners tiers"),
        ("what's they're I'll", "what they i"),
        ("don't can't", "don't can't"),
        ("O'Brien & Sons", "o'brien and sons"),
        ("AT&T", "at&t"),
        ("acme.example, sam@acme.example", "acme.example sam@acme.example"),
        ("Silver-Fern", "silver fern"),
        ("東京システムのtier", "東京システムの tier"),
        ("tier東京", "tier 東京"),
        ("Q2/Q3 +3", "q2 q3 +3"),
        ("…—!?", ""),
        ("", ""),
    ],
)
def test_a_message_is_cut_into_words(message: str, words: str) -> None:
    assert " ".join(tokens(message)) == words


@pytest.mark.parametrize(
    ("message", "pauses"),
    [
        ("a b", ["", ""]),
        ("a, b: c - d", ["", ",", ",", ","]),
        ("a. b? c! d; e\nf", ["", ".", ".", ".", ".", "."]),
        ("a。b？c", ["", ".", "."]),
        ("Acme Inc. and Globex vs. Initech", ["", "", "", "", "", ""]),
        ("e.g. Acme", ["", ""]),
        ("Acme Inc.! And", ["", "", "."]),
        ("well-known a.b 1.5", ["", "", "", ""]),
    ],
)
def test_breaks_stand_before_the_word_that_follows(message: str, pauses: list[str]) -> None:
    assert [word.pause for word in lex(message).words] == pauses


def test_words_know_where_they_stand_in_the_text() -> None:
    sentence = lex("*Tier* of  Silver Fern's?")
    assert [sentence.text[word.start : word.end] for word in sentence.words] == ["Tier", "of", "Silver", "Fern"]
    assert sentence.written(2, 4) == "Silver Fern"
    assert sentence.written(2, 2) == ""
    assert sentence.span(*(sentence.words[2].start, sentence.words[3].end)) == (2, 4)
    assert sentence.span(999, 1000) == (0, 0)


def test_words_that_are_put_right_move_the_others_along() -> None:
    sentence = lex("teir of Acme, pls").corrected({0: "tier-level", 3: "P"})
    assert sentence.text == "tier-level of Acme, P"
    assert [sentence.text[word.start : word.end] for word in sentence.words] == ["tier-level", "of", "Acme", "P"]
    assert [word.pause for word in sentence.words] == ["", "", "", ","]


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("acme holdings inc", "acme"),
        ("acme gmbh co kg", "acme"),
        ("acme s.a. ltd", "acme"),
        ("group", "group"),
        ("holdings inc", "holdings"),
        ("東京システム株式会社", "東京システム"),
        ("株式会社", "株式会社"),
        ("acme", "acme"),
        ("", ""),
    ],
)
def test_a_legal_form_is_no_part_of_a_name(name: str, bare: str) -> None:
    assert " ".join(without_legal_form(name.split())) == bare


@pytest.mark.parametrize(
    "message",
    [
        "*Acme* tier",
        "_Acme_ tier?",
        "~tier~ of `Acme`",
        "<@U123> tier Acme",
        "tier Acme's",
        "tier of Acme Inc.",
        "tier: <https://acme.example|acme.example>",
        "tier&nbsp;Acme",
        "“Acme” – tier",
        "tier\tAcme",
    ],
)
def test_a_question_reads_the_same_however_it_is_set(room: Room, message: str) -> None:
    assert room.told(message) == [("tier", {"partner": "acme"})]
