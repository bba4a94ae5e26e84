"""Column types that keep portfolio values exact on every database.

Amounts are whole ten-thousandths of the currency's unit in a 64-bit integer: one scale holds every ISO 4217 exponent
(0 to 4) without loss, sums are exact, and a reader needs no table of exponents. Rates have more digits, so they are
exact decimal text. SQLite's own `NUMERIC` would round both to binary floats.
"""

from datetime import date
from decimal import Decimal

from sqlalchemy import BigInteger, Date, Dialect, Text
from sqlalchemy.types import TypeDecorator

AMOUNT_SCALE = 4
_CENTS = Decimal("0.01")


class Amount(TypeDecorator[Decimal]):
    """An exact amount with at most four decimals; read back with at least two (`20000.00`)."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        scaled = value.scaleb(AMOUNT_SCALE)
        if scaled != scaled.to_integral_value():
            raise ValueError(f"an amount has at most {AMOUNT_SCALE} decimals; got {value}")
        return int(scaled)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else amount_of(value)


def amount_of(ten_thousandths: int) -> Decimal:
    """The amount with two decimals, or as many as it needs."""
    exact = Decimal(ten_thousandths).scaleb(-AMOUNT_SCALE)
    cents = exact.quantize(_CENTS)
    return cents if cents == exact else exact.normalize()


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal of any precision as plain text without an exponent."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        return None if value is None else f"{value:f}"

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


class Words(TypeDecorator[tuple[str, ...]]):
    """A list of words in one cell, separated by `|` as in the portfolio folder; empty is the empty list."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str:
        return "|".join(value or ())

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:
        return tuple(value.split("|")) if value else ()


class KeyText(TypeDecorator[str]):
    """A word that is part of a primary key and may be unknown: a key holds no NULL, so None is stored as ''."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str:
        return value or ""

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return value or None


class KeyDay(TypeDecorator[date]):
    """A day that is part of a primary key and may be unknown: None is stored as the first day of year 1."""

    impl = Date
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> date:
        return value or date.min

    def process_result_value(self, value: date | None, dialect: Dialect) -> date | None:
        return None if value == date.min else value
