"""What a manager may type into the registration form, and what is said when it cannot be right."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.deals.checks import SIGNS, Deal, Wrong, amount, check, close_day, customer_domain, customer_name
from handlers.deals.form import CURRENCIES
from handlers.request import Value

TODAY = date(2026, 11, 21)
RIGHT: dict[str, Value] = {
    "partner": "acme",
    "customer": "Globex Corporation",
    "customer_domain": "globex.com",
    "country": "GB",
    "products": ("twilio-segment-2024/segment",),
    "earr": "120,000.50",
    "currency": "USD",
    "expected_close_on": "2027-03-31",
    "role": "sourced",
    "evidence": "Workshop with the CTO on Nov 12",
}


def test_a_complete_registration_is_read() -> None:
    assert check(RIGHT, TODAY, {"USD"}, {"GB"}) == Deal(
        partner="acme",
        customer="Globex Corporation",
        customer_domain="globex.com",
        country="GB",
        products=("twilio-segment-2024/segment",),
        earr=Decimal("120000.50"),
        currency="USD",
        expected_close_on=date(2027, 3, 31),
        role="sourced",
        evidence="Workshop with the CTO on Nov 12",
    )


def test_everything_that_is_wrong_is_said_at_once_beside_its_field() -> None:
    errors = check({}, TODAY, {"USD"}, {"GB"})
    assert isinstance(errors, dict)
    assert set(errors) == set(RIGHT) - {"customer_domain"}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("120000", "120000"),
        ("120,000.50", "120000.50"),
        ("$1,200", "1200"),
        ("120k", "120000"),
        ("1.2M", "1200000"),
        ("2 million", "2000000"),
        (" 99.5 ", "99.5"),
    ],
)
def test_amounts_are_read_as_people_write_them(written: str, read: str) -> None:
    assert amount(written) == Decimal(read)


@pytest.mark.parametrize(
    "written", ["", "abc", "12,00", "1,2345", "-500", "0", "1e9", "120 000", "50-60k", "1.234,56", "99.999", "9" * 20]
)
def test_an_amount_that_could_mean_two_things_is_asked_again(written: str) -> None:
    with pytest.raises(Wrong):
        amount(written)


@pytest.mark.parametrize(
    ("written", "currency"),
    [("€120k", "USD"), ("$1,200", "EUR"), ("£5", "EUR"), ("¥100000", "USD"), ("$ 3m", "GBP"), ("€1", "CHF")],
)
def test_an_amount_in_another_currency_than_the_chosen_one_is_asked_again(written: str, currency: str) -> None:
    assert check(RIGHT | {"earr": written, "currency": currency}, TODAY, CURRENCIES, {"GB"}) == {
        "earr": f"The amount is in {written[0]}, but the currency says {currency}. Make them agree."
    }


@pytest.mark.parametrize(("sign", "currency"), [(sign, each) for sign, fitting in SIGNS.items() for each in fitting])
def test_a_sign_agrees_with_every_currency_it_stands_for(sign: str, currency: str) -> None:
    assert currency in CURRENCIES
    assert isinstance(check(RIGHT | {"earr": f"{sign}120k", "currency": currency}, TODAY, CURRENCIES, {"GB"}), Deal)


def test_yen_have_no_decimals() -> None:
    wrong = check(RIGHT | {"earr": "1200.50", "currency": "JPY"}, TODAY, CURRENCIES, {"GB"})
    assert wrong == {"earr": "JPY has no decimals. Write a whole amount."}
    assert isinstance(check(RIGHT | {"earr": "1.2k", "currency": "JPY"}, TODAY, CURRENCIES, {"GB"}), Deal)


@given(st.decimals(min_value="0.01", max_value="999999999", places=2))
def test_every_amount_that_is_shown_with_separators_is_read_back(figure: Decimal) -> None:
    assert amount(f"{figure:,.2f}") == figure


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("globex.com", "globex.com"),
        ("https://www.shop.Globex.co.uk/about?x=1", "globex.co.uk"),
        ("", None),
        ("globex.github.io", "globex.github.io"),
    ],
)
def test_a_domain_is_cut_to_its_registrable_part(written: str, read: str | None) -> None:
    assert customer_domain(written) == read


@pytest.mark.parametrize("written", ["globex", "gmail.com", "jane@gmail.com", "co.uk", "http://", "1.2.3.4"])
def test_a_domain_that_identifies_nobody_is_refused(written: str) -> None:
    with pytest.raises(Wrong):
        customer_domain(written)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("a b.com", "has a space"),
        ("globex.com initrode.com", "has a space"),
        ("x@globex.com", "is an e-mail address"),
        ("mailto:x@globex.com", "is an e-mail address"),
    ],
)
def test_what_is_no_single_domain_is_refused_in_words(written: str, said: str) -> None:
    with pytest.raises(Wrong, match=said):
        customer_domain(written)


def test_an_at_in_the_path_of_an_address_does_no_harm() -> None:
    assert customer_domain("https://globex.com/@jane") == "globex.com"


@pytest.mark.parametrize("written", ["", "2026-11-21", "2020-01-01", "2026-02-31", "soon", "2029-01-01"])
def test_the_expected_close_lies_ahead_and_within_two_years(written: str) -> None:
    with pytest.raises(Wrong):
        close_day(written, TODAY)


def test_tomorrow_and_two_years_ahead_are_fine() -> None:
    assert close_day("2026-11-22", TODAY) == TODAY + timedelta(days=1)
    assert close_day((TODAY + timedelta(days=730)).isoformat(), TODAY) == TODAY + timedelta(days=730)


def test_a_customer_needs_two_letters() -> None:
    assert customer_name("  3M   Company ") == "3M Company"
    with pytest.raises(Wrong):
        customer_name(" - ")


@settings(suppress_health_check=[HealthCheck.too_slow])  # the first draw reads Unicode's tables
@given(st.dictionaries(st.sampled_from(sorted(RIGHT)), st.one_of(st.text(max_size=30), st.tuples(st.text(max_size=5)))))
def test_any_submission_is_answered_with_errors_or_a_deal(values: dict[str, Value]) -> None:
    assert isinstance(check(values, TODAY, {"USD"}, {"GB"}), Deal | dict)
