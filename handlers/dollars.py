"""Sums in several currencies brought to US dollars, exactly; what has no rate is left out and named."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext

from programs.counting import DIGITS, DOLLAR, Rates
from programs.facts import Rate
from store.records import FxRate
from store.repositories.pipeline import CurrencyTotal


@dataclass(frozen=True, slots=True)
class Dollars:
    """`amount` is the exact sum of what could be brought to dollars, with `rates`; `left_out` has no rate."""

    amount: Decimal
    rates: tuple[Rate, ...]
    left_out: tuple[CurrencyTotal, ...]


def in_dollars(totals: Iterable[CurrencyTotal], rates: Iterable[FxRate], day: date) -> Dollars:
    """Each sum by the latest rate effective on or before `day`; a currency without one is not summed."""
    known = Rates(tuple(Rate(each.currency, each.effective_on, each.usd) for each in rates))
    amount, used, left_out = Decimal(0), [], []
    with localcontext(prec=DIGITS):
        for total in totals:
            rate = known.on(total.currency, day) if total.currency else None
            if total.currency == DOLLAR:
                amount += total.amount
            elif rate is not None:
                amount += total.amount * rate.usd
                used.append(rate)
            elif total.with_amount:
                left_out.append(total)
    return Dollars(amount, tuple(used), tuple(left_out))
