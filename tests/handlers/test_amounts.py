"""Amounts of money and counts as partner managers type them."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.understanding.amounts import find_amounts, find_counts
from handlers.understanding.periods import find_periods
from tests.handlers.test_periods import MONDAY

AMOUNTS = (
    ("200k", (("200k", "200000", None, True),)),
    ("$1.2M", (("$1.2M", "1200000", "USD", True),)),
    ("1,000,000", (("1,000,000", "1000000", None, True),)),
    ("USD 50,000", (("USD 50,000", "50000", "USD", True),)),
    ("80 K", (("80 K", "80000", None, True),)),
    ("1.5 mil", (("1.5 mil", "1500000", None, True),)),
    ("2 million dollars", (("2 million dollars", "2000000", "USD", True),)),
    ("€40k", (("€40k", "40000", "EUR", True),)),
    ("40.000,50", (("40.000,50", "40000.50", None, True),)),
    ("1.000.000", (("1.000.000", "1000000", None, True),)),
    ("half a million", (("half a million", "500000", None, True),)),
    ("250 grand", (("250 grand", "250000", None, True),)),
    ("100 thousand", (("100 thousand", "100000", None, True),)),
    ("5", (("5", "5", None, False),)),
    ("999", (("999", "999", None, False),)),
    ("1000", (("1000", "1000", None, True),)),
    ("2,5M", (("2,5M", "2500000", None, True),)),
    ("40,00 €", (("40,00 €", "40", "EUR", True),)),
    ("1 000 000", (("1 000 000", "1000000", None, True),)),
    ("50 000", (("50 000", "50000", None, True),)),
    ("$ 300", (("$ 300", "300", "USD", True),)),
    ("US$50k", (("US$50k", "50000", "USD", True),)),
    ("C$10", (("C$10", "10", "CAD", True),)),
    ("50k USD", (("50k USD", "50000", "USD", True),)),
    ("40k€", (("40k€", "40000", "EUR", True),)),
    ("a million", (("a million", "1000000", None, True),)),
    ("a quarter million", (("a quarter million", "250000", None, True),)),
    ("three quarters of a million", (("three quarters of a million", "750000", None, True),)),
    ("one and a half million", (("one and a half million", "1500000", None, True),)),
    ("two and a half mil", (("two and a half mil", "2500000", None, True),)),
    ("twenty thousand dollars", (("twenty thousand dollars", "20000", "USD", True),)),
    ("two hundred thousand", (("two hundred thousand", "200000", None, True),)),
    ("two hundred fifty thousand", (("two hundred fifty thousand", "250000", None, True),)),
    ("two million five hundred thousand", (("two million five hundred thousand", "2500000", None, True),)),
    ("fifty bucks", (("fifty bucks", "50", "USD", True),)),
    (
        "200k-300k",
        (
            ("200k", "200000", None, True),
            ("300k", "300000", None, True),
        ),
    ),
    ("-200k", (("-200k", "-200000", None, True),)),
    ("+200k", (("+200k", "200000", None, True),)),
    ("5 m", (("5", "5", None, False),)),
    ("5m", (("5m", "5000000", None, True),)),
    ("5 M", (("5 M", "5000000", None, True),)),
    ("1.234 million", (("1.234 million", "1234000", None, True),)),
    ("1'000'000", (("1'000'000", "1000000", None, True),)),
    ("$50.5k", (("$50.5k", "50500", "USD", True),)),
    ("$1.25", (("$1.25", "1.25", "USD", True),)),
    ("a hundred k", (("a hundred k", "100000", None, True),)),
    (
        "if Acme adds $200k and 2 people",
        (
            ("$200k", "200000", "USD", True),
            ("2", "2", None, False),
        ),
    ),
    ("200k.", (("200k", "200000", None, True),)),
    ("$200k/yr", (("$200k", "200000", "USD", True),)),
    ("another 200k", (("200k", "200000", None, True),)),
    ("usd50000", (("usd50000", "50000", "USD", True),)),
    ("2 and a half million", (("2 and a half million", "2500000", None, True),)),
    ("0.5m", (("0.5m", "500000", None, True),)),
    ("99 dollars", (("99 dollars", "99", "USD", True),)),
    ("¥5000", (("¥5000", "5000", "JPY", True),)),
    ("half million", (("half million", "500000", None, True),)),
    ("the 5k run", (("5k", "5000", None, True),)),
    ("$1M+", (("$1M", "1000000", "USD", True),)),
)
NO_AMOUNT = (
    "40.000",
    "€40.000",
    "DR-17",
    "8x8",
    "20%",
    "20 %",
    "3rd",
    "24/7",
    "5:30",
    "10DLC",
    "#5",
    "v2",
    "1.2.3",
    "12345678901234567890",
    "555 123 4567",
    "one-time",
    "a k",
    "1,00,000",
    "1,5",
    "5,10",
    "3-5",
)
COUNTS = (
    ("two", (("two", 2),)),
    ("a couple", (("a couple", 2),)),
    ("a couple of people", (("a couple of", 2),)),
    ("three more", (("three more", 3),)),
    ("one", (("one", 1),)),
    ("a dozen", (("a dozen", 12),)),
    ("half a dozen", (("half a dozen", 6),)),
    ("two dozen", (("two dozen", 24),)),
    ("another", (("another", 1),)),
    ("another two", (("another two", 2),)),
    ("an additional", (("an additional", 1),)),
    ("an additional 3", (("an additional 3", 3),)),
    ("additional 3", (("additional 3", 3),)),
    ("5", (("5", 5),)),
    ("5 more", (("5 more", 5),)),
    ("zero", (("zero", 0),)),
    ("0", (("0", 0),)),
    ("twenty five", (("twenty five", 25),)),
    ("twenty-five deals", (("twenty-five", 25),)),
    ("two hundred", (("two hundred", 200),)),
    ("+2", (("+2", 2),)),
    ("-1", (("-1", -1),)),
    ("a single", (("a single", 1),)),
    ("a pair of sales people", (("a pair of", 2),)),
    (
        "one more technical and two more sales",
        (
            ("one more", 1),
            ("two more", 2),
        ),
    ),
    ("two.", (("two", 2),)),
    ("(3)", (("3", 3),)),
    (
        "12, 13 and 14",
        (
            ("12", 12),
            ("13", 13),
            ("14", 14),
        ),
    ),
)
NO_COUNT = (
    "no",
    "which one",
    "one of them",
    "this one",
    "one-time",
    "two-tier",
    "3-5",
    "200k",
    "another 200k",
    "2 million",
    "two million",
    "5%",
    "#3",
    "2nd",
    "8x8",
    "10DLC",
    "24/7",
    "1000",
    "another half million",
    "5 dollars",
    "$5",
    "2.5",
    "a lot",
    "a few",
    "50 000",
    "another $50k",
    "2 and a half",
)
PIECES = st.sampled_from(
    "200k $ € 1.2M 1,000 40.000 5 USD half a million two and dozen another more - / . , ' % one zero 50 000 3rd".split()
)
SENTENCES = st.builds(lambda glue, words: glue.join(words), st.sampled_from([" ", ""]), st.lists(PIECES, max_size=12))


@pytest.mark.parametrize(("text", "found"), AMOUNTS)
def test_amounts(text: str, found: tuple[tuple[str, str, str | None, bool], ...]) -> None:
    amounts = [(text[each.start : each.end], each.value, each.currency, each.is_money) for each in find_amounts(text)]
    assert amounts == [(words, Decimal(value), currency, money) for words, value, currency, money in found]


@pytest.mark.parametrize("text", NO_AMOUNT)
def test_no_amount(text: str) -> None:
    assert find_amounts(text) == ()


@pytest.mark.parametrize(("text", "found"), COUNTS)
def test_counts(text: str, found: tuple[tuple[str, int], ...]) -> None:
    assert [(text[each.start : each.end], each.value) for each in find_counts(text)] == list(found)


@pytest.mark.parametrize("text", NO_COUNT)
def test_no_count(text: str) -> None:
    assert find_counts(text) == ()


def test_one_sentence_with_everything() -> None:
    text = "what if Acme closes $1.5M in Q2 2024, adds two more sales people and one technical in the last 90 days?"
    taken = [(each.start, each.end) for each in find_periods(text, MONDAY)]
    assert [each.value for each in find_amounts(text, taken) if each.is_money] == [1_500_000]
    assert [each.value for each in find_counts(text, taken)] == [2, 1]


@pytest.mark.parametrize(
    ("text", "taken", "values"),
    [
        ("8 deals of Studio 54", ["Studio 54"], [8]),
        ("200k for Acme", ["200"], []),
        ("another Acme", ["Acme"], []),
    ],
)
def test_places_that_are_taken(text: str, taken: list[str], values: list[int]) -> None:
    places = [(text.index(each), text.index(each) + len(each)) for each in taken]
    assert [each.value for each in find_counts(text, places)] == values
    assert [each.value for each in find_amounts(text, places)] == values


@given(st.one_of(st.text(max_size=60), SENTENCES))
@example("½ million, ٣ deals, 1²k, ５０k")
@example("9" * 3000)
def test_any_text_is_read_without_an_error_and_in_order(text: str) -> None:
    amounts = [(each.start, each.end) for each in find_amounts(text)]
    counts = [(each.start, each.end) for each in find_counts(text)]
    for places in (amounts, counts):
        before = 0
        for start, end in places:
            assert before <= start < end <= len(text)
            before = end


@given(SENTENCES, st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60)), max_size=4))
def test_taken_places_are_never_touched(text: str, taken: list[tuple[int, int]]) -> None:
    amounts = [(each.start, each.end) for each in find_amounts(text, taken)]
    counts = [(each.start, each.end) for each in find_counts(text, taken)]
    for first, last in (*amounts, *counts):
        assert all(end <= first or last <= start or start >= end for start, end in taken)


@given(SENTENCES)
def test_no_count_is_money(text: str) -> None:
    money = [(each.start, each.end) for each in find_amounts(text) if each.is_money]
    assert all(each.end <= start or end <= each.start for each in find_counts(text) for start, end in money)


@given(st.integers(0, 10**12))
def test_every_whole_amount_is_found_again_as_it_is_written(value: int) -> None:
    for text in (
        f"${value}",
        f"${value:,}",
        f"USD {value:,}",
        f"{value:,} dollars",
        f"€{value:,}.00",
        f"add {value} usd.",
    ):
        (found,) = find_amounts(text)
        assert found.value == Decimal(value)
        assert found.is_money


@given(st.integers(1, 9999), st.integers(1, 99), st.sampled_from([("k", 3), ("M", 6), (" million", 6), (" grand", 3)]))
def test_every_scaled_amount_is_exact(whole: int, cents: int, scale: tuple[str, int]) -> None:
    (found,) = find_amounts(f"closes {whole}.{cents:02}{scale[0]} this year")
    assert found.value == Decimal(f"{whole}.{cents:02}") * 10 ** scale[1]


@given(st.integers(0, 999))
def test_every_small_number_is_a_count(value: int) -> None:
    assert [each.value for each in find_counts(f"if they certify {value} more people")] == [value]
