"""What a deal registration must be before it is written: pure checks, one sentence for each thing that is wrong."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NoReturn

from handlers.request import Value
from handlers.wording import weekday
from store.customer_words import MAIL_PROVIDERS
from store.customers import registrable, shared_host

AMOUNT = re.compile(
    r"^(?P<minus>-?)(?P<sign>[$€£¥])?\s*(?P<figure>\d[\d,]*(?:\.\d+)?)\s*(?P<scale>k|m|mn|million|thousand)?$"
)
SIGNS = {"$": ("USD", "AUD", "BRL", "CAD", "MXN", "SGD"), "€": ("EUR",), "£": ("GBP",), "¥": ("JPY",)}
"""Which of the currencies on the form each sign may stand for."""
SCALES = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "mn": 1_000_000, "million": 1_000_000}
GROUPED = re.compile(r"^\d{1,3}(,\d{3})*(\.\d+)?$|^\d+(\.\d+)?$")
LARGEST = Decimal("1e12")
FURTHEST_CLOSE = timedelta(days=730)
ROLES = {"sourced": "Sourced", "influenced": "Influenced", "resold": "Resold", "referral": "Referral"}


DEAL_STAGES = {
    "introduction": "Introduction",
    "qualified": "Qualified",
    "proposal": "Proposal",
    "negotiation": "Negotiation",
}
YES_NO = {"yes": "Yes", "no": "No"}
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
FIRST_PAGE = (
    *("partner", "customer", "customer_domain", "country", "products"),
    *("earr", "currency", "expected_close_on", "role", "evidence"),
)
"""The fields without which no registration is complete; only the web domain may be empty."""
SECOND_PAGE = (
    *("deal_stage", "professional_services", "contact_name", "contact_title", "contact_email", "competitor"),
    *("compelling_event", "parent_company", "tender_on", "existing_customer", "notes"),
)
"""What may be left empty."""


class Wrong(ValueError):
    """One field is wrong; the text is the sentence to show beside it."""


@dataclass(frozen=True, slots=True)
class Deal:
    """A checked registration. `earr` is the recurring yearly amount in `currency`; `expected_close_on` is a day.

    `more` has what of the second page was filled in, by field name.
    """

    partner: str
    customer: str
    customer_domain: str | None
    country: str
    products: tuple[str, ...]
    earr: Decimal
    currency: str
    expected_close_on: date
    role: str
    evidence: str
    more: dict[str, Any] = field(default_factory=dict)


def check(
    values: Mapping[str, Value], today: date, currencies: Collection[str], countries: Collection[str]
) -> Deal | dict[str, str]:
    """Check submitted values by field name, against the day `today` and what the form offers.

    Returns:
        The deal when everything is right, else a sentence for every field that is not.
    """
    parsed, errors = checked((*FIRST_PAGE, *SECOND_PAGE), values, today, currencies, countries)
    if errors:
        return errors
    more = {name: parsed[name] for name in SECOND_PAGE if parsed[name] is not None}
    return Deal(**{name: parsed[name] for name in FIRST_PAGE}, more=more)


def checked(
    names: Collection[str],
    values: Mapping[str, Value],
    today: date,
    currencies: Collection[str],
    countries: Collection[str],
) -> tuple[dict[str, Any], dict[str, str]]:
    """The named fields as they are read, and a sentence for each that cannot be right."""
    rules: dict[str, Callable[[Value], Any]] = {
        "partner": chosen("Choose the partner."),
        "customer": customer_name,
        "customer_domain": customer_domain,
        "country": one_of(countries, "Choose the customer's country."),
        "products": several("Choose at least one product."),
        "earr": lambda written: amount(written, values.get("currency", "")),
        "currency": one_of(currencies, "Choose the currency of the amount."),
        "expected_close_on": lambda written: close_day(written, today),
        "role": one_of(ROLES, "Choose the partner's role."),
        "evidence": chosen("Say what happened, with whom and when: a date and a role are enough."),
        "deal_stage": optional(one_of(DEAL_STAGES, "Choose the stage.")),
        "professional_services": optional(lambda written: amount(written, values.get("currency", ""))),
        "contact_email": optional(email),
        "tender_on": optional(some_day),
        "existing_customer": optional(one_of(YES_NO, "Choose yes or no.")),
    }
    parsed: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for name in names:
        try:
            parsed[name] = rules.get(name, words_or_none)(values.get(name, ""))
        except Wrong as wrong:
            errors[name] = str(wrong)
    return parsed, errors


def optional(rule: Callable[[Value], Any]) -> Callable[[Value], Any]:
    """The rule for a field that may be left empty: None then."""
    return lambda value: rule(value) if words_or_none(value) else None


def words_or_none(value: Value) -> str | None:
    """The words, or None where there are none."""
    return _words(value) or None


def email(value: Value) -> str:
    """An e-mail address."""
    written = _words(value)
    return written if EMAIL.fullmatch(written) else _wrong(f"“{written}” is not an e-mail address.")


def some_day(value: Value) -> date:
    """A real day."""
    try:
        return date.fromisoformat(_words(value))
    except ValueError:
        _wrong("Choose a day.")


def chosen(wanted: str) -> Callable[[Value], str]:
    """A field that must hold some words; `wanted` is shown when it is empty."""

    def rule(value: Value) -> str:
        return _words(value) or _wrong(wanted)

    return rule


def one_of(allowed: Collection[str], wanted: str) -> Callable[[Value], str]:
    """A field that must hold one of the offered values."""

    def rule(value: Value) -> str:
        written = _words(value)
        return written if written in allowed else _wrong(wanted)

    return rule


def several(wanted: str) -> Callable[[Value], tuple[str, ...]]:
    """A field with at least one chosen value."""

    def rule(value: Value) -> tuple[str, ...]:
        picked = (value,) if isinstance(value, str) else tuple(value)
        return tuple(filter(None, picked)) or _wrong(wanted)

    return rule


def customer_name(value: Value) -> str:
    """The customer's name: at least two letters or digits."""
    written = " ".join(_words(value).split())
    if sum(letter.isalnum() for letter in written) < 2:
        _wrong("Write the customer's legal name, at least two letters.")
    return written


def customer_domain(value: Value) -> str | None:
    """The registrable part of the customer's own domain ("https://www.shop.globex.co.uk/x" is "globex.co.uk")."""
    written = _words(value).casefold()
    if not written:
        return None
    if len(written.split()) > 1:
        _wrong(f"“{written}” has a space in it. Write one web domain, like globex.com.")
    if "@" in written.partition("/")[0]:
        _wrong(f"“{written}” is an e-mail address. Write the customer's own web domain, like globex.com.")
    found = registrable(written)
    if not found:
        _wrong(f"“{written}” is not a web domain. Write it like globex.com, or leave it empty if they have none.")
    if found not in MAIL_PROVIDERS and shared_host(found):
        _wrong(f"{found} is shared by many companies. Write the customer's own domain, or leave it empty.")
    if found in MAIL_PROVIDERS:
        _wrong(f"{found} is a mail provider, not the customer's own domain. Leave it empty if they have none.")
    return found


def amount(value: Value, currency: Value = "") -> Decimal:
    """A yearly amount above zero (120000, 120,000.50, 120k or 1.2M) that agrees with the chosen currency.

    It may bear the currency's sign, and has no more decimals than the currency: none for JPY.
    """
    written, code = _words(value).casefold(), _words(currency)
    found = AMOUNT.match(written)
    if not found or not GROUPED.match(found["figure"]):
        _wrong(f"“{_words(value)}” is not an amount. Write it like 120000, 120,000.50, 120k or 1.2M.")
    figure = Decimal(found["figure"].replace(",", "")) * SCALES.get(found["scale"] or "", 1)
    if found["minus"] or not 0 < figure <= LARGEST:
        _wrong("The yearly amount must be above zero, and below a thousand billion.")
    if code and found["sign"] and code not in SIGNS[found["sign"]]:
        _wrong(f"The amount is in {found['sign']}, but the currency says {code}. Make them agree.")
    if figure != round(figure, decimals := _decimals(code)):
        _wrong(
            f"Write the amount with at most {decimals} decimals."
            if decimals
            else f"{code} has no decimals. Write a whole amount."
        )
    return figure


def close_day(value: Value, today: date) -> date:
    """The expected close: a real day after `today`, at most two years away."""
    try:
        day = date.fromisoformat(_words(value))
    except ValueError:
        _wrong("Choose the day you expect the deal to close.")
    if day <= today:
        _wrong(f"The expected close must lie after today, {weekday(today)}.")
    if day - today > FURTHEST_CLOSE:
        _wrong("The expected close must lie within the next two years.")
    return day


def _decimals(currency: str) -> int:
    """How many decimals amounts in a currency have; two where it is not known. Imported late, for a quick start."""
    from babel.numbers import get_currency_precision

    return get_currency_precision(currency)


def _words(value: Value) -> str:
    return value.strip() if isinstance(value, str) else ""


def _wrong(sentence: str) -> NoReturn:
    raise Wrong(sentence)
