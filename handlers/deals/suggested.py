"""What a message suggests for a registration: the customer, a domain, an amount, and its words as notes. Pure."""

import re
from typing import Final

from handlers.deals.checks import Wrong, amount, customer_domain
from handlers.understanding.names import LONGEST_NAME, NameIndex
from handlers.understanding.words import tokens
from store.customers import own_domain

NOTES: Final = 500
_AMOUNT: Final = re.compile(
    r"(?P<written>[$€£]\s?\d[\d,]*(?:\.\d+)?\s?(?:k|m|mn|million|thousand)?\b|\b\d[\d,]*(?:\.\d+)?\s?(?:k|m|mn|million)\b)",
    re.IGNORECASE,
)
_DOMAIN: Final = re.compile(r"(?:[\w.+-]+@|https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,24})\b", re.IGNORECASE)
_CUSTOMER: Final = re.compile(
    r"\b(?:at|with|for|customer(?: is)?|account)\s+((?:[A-Z][\w&'’-]*)(?:\s+(?:[A-Z][\w&'’-]*|of|and|&))*)"
)


def partner_in(message: str, names: NameIndex) -> str | None:
    """The one partner whose full name or alias stands in a message, the longest name first; None without one."""
    words = tokens(message)
    for size in range(min(LONGEST_NAME, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            named = names.in_full(words[start : start + size])
            if named is not None and len(named.partners) == 1:
                return named.partners[0]
    return None


def suggested(message: str, partner: str, partner_name: str, partner_domain: str | None) -> str:
    """The form's value (`partner|customer|domain|amount|notes`) for a message, as far as it says something.

    The partner's own name and domain are nobody's customer.
    """
    domain = next((each for each in map(_domain, _DOMAIN.findall(message)) if each and each != partner_domain), "")
    words = (found.strip() for found in _CUSTOMER.findall(message))
    customer = next((each for each in words if partner_name.casefold() not in each.casefold()), "")
    figure = next((each for found in _AMOUNT.finditer(message) if (each := _figure(found["written"]))), "")
    return "|".join((partner, customer.replace("|", " "), domain, figure, message.strip()[:NOTES]))


def _domain(written: str) -> str | None:
    try:
        return own_domain(customer_domain(written))
    except Wrong:
        return None


def _figure(written: str) -> str:
    try:
        return f"{amount(written.lstrip('$€£ ')).normalize():f}"
    except Wrong:
        return ""
