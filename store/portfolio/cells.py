"""One cell: from what a person wrote to a typed value and back. Formats: the portfolio folder's description."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import StrEnum

from store.models.columns import AMOUNT_SCALE, amount_of

Cell = str | date | Decimal | tuple[str, ...] | None

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_WORD = re.compile(r"[a-z][a-z0-9_]*")
_LARGEST = Decimal(10) ** 14
_OLDEST = date(1900, 1, 1)
_BLANKS = "\u115f\u1160\u2800\u3164\uffa0"  # letters and symbols to Unicode, and nothing to the eye

LONGEST_ID = 75
LONGEST_NAME = 200
LONGEST_EMAIL = 254  # RFC 5321, section 4.5.3.1.3, less the angle brackets
LONGEST_TEXT = 2_000


class Kind(StrEnum):
    """How a cell is read."""

    text = "text"
    words = "words"
    day = "day"
    amount = "amount"
    rate = "rate"
    email = "email"
    country = "country"
    currency = "currency"
    word = "word"


class BadCell(ValueError):
    """A cell that cannot be read; the message says what was expected."""


def _day(cell: str) -> date:
    try:
        day = date.fromisoformat(cell) if _DAY.fullmatch(cell) else None
    except ValueError:
        raise BadCell("there is no such day in the calendar") from None
    if day is None:
        raise BadCell("expected a day as YYYY-MM-DD")
    if day < _OLDEST:
        raise BadCell(f"expected a day from {_OLDEST} on")
    return day


def _number(cell: str, what: str, example: str) -> Decimal:
    if cell.startswith("-"):
        raise BadCell(f"expected {what} of zero or more; lower the amount of the deal instead of adding a credit")
    if not _NUMBER.fullmatch(cell):
        raise BadCell(f"expected {what} in digits with a point before decimals, like {example}")
    return Decimal(cell)


def _amount(cell: str) -> Decimal:
    amount = _number(cell, "an amount", "20000.00")
    if amount >= _LARGEST:
        raise BadCell("expected an amount below 100 trillion")
    scaled = amount.scaleb(AMOUNT_SCALE)
    if scaled != scaled.to_integral_value():
        raise BadCell(f"expected an amount with at most {AMOUNT_SCALE} decimals")
    return amount_of(int(scaled))


def _rate(cell: str) -> Decimal:
    rate = _number(cell, "a rate", "1.0840")
    if not rate or len(cell) > 28:
        raise BadCell("expected US dollars for one unit: more than zero, at most 27 digits")
    return rate


def _matching(pattern: re.Pattern[str], expected: str) -> Callable[[str], str]:
    def read(cell: str) -> str:
        if not pattern.fullmatch(cell):
            raise BadCell(f"expected {expected}")
        return cell

    return read


def check_text(cell: str, longest: int) -> None:
    """Refuse what is too long to show, or shows nothing.

    Raises:
        BadCell: the cell has more than `longest` characters, or has only spaces, marks and controls.
    """
    if len(cell) > longest:
        raise BadCell(f"expected at most {longest:,} characters, not {len(cell):,}")
    if not any(unicodedata.category(each)[0] in "LNPS" and each not in _BLANKS for each in cell):
        raise BadCell("expected a character that can be seen")


def _words(cell: str) -> tuple[str, ...]:
    words = tuple(word for word in (part.strip() for part in cell.split("|")) if word)
    for word in words:
        check_text(word, LONGEST_NAME)
    return words


READERS: dict[Kind, Callable[[str], Cell]] = {
    Kind.text: str,
    Kind.words: _words,
    Kind.day: _day,
    Kind.amount: _amount,
    Kind.rate: _rate,
    Kind.email: _matching(_EMAIL, "an e-mail address"),
    Kind.country: _matching(re.compile("[A-Z]{2}"), "an ISO 3166-1 country of two capital letters, like DE"),
    Kind.currency: _matching(re.compile("[A-Z]{3}"), "an ISO 4217 currency of three capital letters, like EUR"),
    Kind.word: _matching(_WORD, "one lower_case word"),
}


def show(value: Cell) -> str:
    """A typed value as it stands in a file; `None` is the empty cell."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "|".join(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value if isinstance(value, str) else value.isoformat()
