"""Open opportunities and what they are worth."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.dollars import in_dollars
from handlers.kinds.pipeline import answer
from handlers.question import Kind, Question
from programs.windows import Window
from store.records import FxRate
from store.repositories.pipeline import CurrencyTotal
from tests.handlers.kinds.asking import BUILD, LAUNCH, SEGMENT, ask, buttons, shown, table
from tests.support.desk import Desk


def asking(**slots: object) -> Question:
    return Question(Kind.pipeline, **slots)  # type: ignore[arg-type]  # the names are those of Question


def test_a_partners_pipeline_in_dollars_with_overdue_ones_flagged(book: Desk) -> None:
    (found,) = ask(book, answer, asking(partners=("acme",)))
    assert (found.status, found.about) == ("answered", "Acme Communications")
    assert found.facts == {"opportunities": ["OPP-7", "OPP-8", "OPP-9"], "total_usd": "51000.00"}
    assert found.reply.summary == (
        "Acme Communications has 3 open opportunities worth $51,000 a year, as of Jul 15, 2024. "
        "1 is past its close date."
    )
    assert table(found).rows == (
        ("OPP-8", "Soylent", "negotiation", "EUR 10,000", "Jul 1, 2024 (OVERDUE)"),
        ("OPP-7", "Tyrell", "proposal", "$40,000", "Aug 31, 2024"),
        ("OPP-9", "Aperture", "qualified", "unknown", "unknown"),
    )
    assert "1.1 USD per EUR since Jul 1, 2024" in shown(found)
    assert "1 opportunity has no recurring amount." in shown(found)
    assert buttons(found)["Register a deal"].value == "acme"


@pytest.mark.parametrize(
    ("slots", "ids", "total"),
    [
        ({}, "7 8 9 10", "51000.00"),
        ({"manager": "sam@vendor.example"}, "7", "40000.00"),
        ({"program": BUILD}, "7", "40000.00"),
        ({"program": SEGMENT, "manager": "pam@vendor.example"}, "7 8 9", "51000.00"),
        ({"partners": ("acme",), "program": SEGMENT}, "7 8 9", "51000.00"),
        ({"partners": ("acme",), "period": Window(date(2024, 8, 1), date(2024, 8, 31))}, "7", "40000.00"),
        ({"partners": ("kyoto",)}, "10", "0.00"),
        ({"partners": ("lone",)}, "", "0.00"),
    ],
)
def test_everything_that_is_asked_holds_together(book: Desk, slots: dict[str, object], ids: str, total: str) -> None:
    (found,) = ask(book, answer, asking(**slots))
    assert found.facts == {"opportunities": sorted(f"OPP-{id}" for id in ids.split()), "total_usd": total}


def test_what_has_no_rate_on_the_day_is_said_and_not_summed(book: Desk) -> None:
    (found,) = ask(book, answer, asking(partners=("kyoto",)))
    assert found.reply.summary == (
        "Kyoto Voice has 1 open opportunity of unknown worth in US dollars, as of Jul 15, 2024. "
        "1 in JPY is not in the total: no exchange rate."
    )
    assert "JPY 7,000 could not be brought to US dollars" in shown(found)
    book.as_of = date(2024, 7, 16)
    (found,) = ask(book, answer, asking(partners=("kyoto",)))
    assert found.facts["total_usd"] == "70.00"
    (found,) = ask(book, answer, asking(partners=("acme",)))
    assert found.facts["total_usd"] == "60000.00"


def test_the_first_line_names_whose_and_when(book: Desk) -> None:
    def summary(**slots: object) -> str:
        return ask(book, answer, asking(**slots))[0].reply.summary

    august = Window(date(2024, 8, 1), date(2024, 8, 31))
    assert summary(program=SEGMENT, manager="sam@vendor.example").startswith(
        "Partners in Segment 2024 managed by sam@vendor.example have 1 open opportunity worth $40,000 a year"
    )
    assert summary(partners=("acme",), period=august, period_words="next month") == (
        "Acme Communications has 1 open opportunity worth $40,000 a year, "
        "expected to close next month (Aug 1, 2024 to Aug 31, 2024), as of Jul 15, 2024."
    )
    assert summary().startswith("All partners together have 4 open opportunities worth $51,000 a year")
    assert summary(partners=("lone",)) == "Lone Star Consulting has no open opportunities."


def test_everybodys_names_all_partners_of_a_deal(book: Desk) -> None:
    (found,) = ask(book, answer, asking())
    assert ("OPP-7", "Acme Communications and Globex GmbH") in {row[:2] for row in table(found).rows}
    assert "OPP-12" not in shown(found)  # no partner is joined to it


def test_a_partner_that_is_not_in_the_program_asked_about(book: Desk) -> None:
    (found,) = ask(book, answer, asking(partners=("acme",), program=LAUNCH))
    assert found.status == "not_found"
    assert "is enrolled in Segment 2024" in found.reply.summary


DAY = date(2024, 7, 15)
SUMS = st.dictionaries(
    st.sampled_from(["USD", "EUR", "JPY", "GBP"]), st.decimals(0, 10**9, places=4, allow_nan=False), max_size=4
)
RATES = st.dictionaries(
    st.tuples(st.sampled_from(["EUR", "JPY", "GBP"]), st.integers(-3, 3)), st.decimals("0.0001", 9, places=8)
)


@given(SUMS, RATES)
def test_the_latest_rate_on_or_before_the_day_is_taken(
    sums: dict[str, Decimal], rates: dict[tuple[str, int], Decimal]
) -> None:
    totals = [CurrencyTotal(currency, 1, 1, amount) for currency, amount in sums.items()]
    found = in_dollars(totals, [FxRate(of, DAY + timedelta(days), usd) for (of, days), usd in rates.items()], DAY)
    expected, without = Decimal(0), set()
    for currency, amount in sums.items():
        days = [day for of, day in rates if of == currency and day <= 0]
        if currency != "USD" and not days:
            without.add(currency)
            continue
        expected += amount * (Decimal(1) if currency == "USD" else rates[currency, max(days)])
    assert abs(found.amount - expected) < Decimal("1e-9")
    assert {each.currency for each in found.left_out} == without
