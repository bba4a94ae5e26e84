"""Where a partner's registrations stand, and what became of those that were approved. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Final

from handlers.deals.guards import protected_until
from handlers.packs.deals import year_to
from handlers.packs.facts import PackFacts
from programs.counting import DIGITS
from programs.windows import Window
from store.records import Registration
from store.registration_states import WAITING, RegistrationState
from store.repositories.deal_reports import APPROVED_ONCE

EXPIRING_DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class Claims:
    """Registrations by what is to be done about them; late ones are among those that wait.

    `expiring` are approved ones whose protection ends within 30 days, the earliest first.
    """

    waiting: tuple[Registration, ...]
    late: tuple[Registration, ...]
    expiring: tuple[Registration, ...]
    in_conflict: tuple[Registration, ...]
    asked: tuple[Registration, ...]
    appealed: tuple[Registration, ...]


@dataclass(frozen=True, slots=True)
class Yield:
    """Of the registrations approved in the past 365 days: how many were won or expired, and what they are worth.

    Worth is in US dollars; what has no rate on the day of the decision is in neither sum.
    """

    approved: int
    won: int
    expired: int
    approved_usd: Decimal
    won_usd: Decimal

    @property
    def by_count(self) -> Fraction | None:
        """The share that was won; None when none was approved."""
        return Fraction(self.won, self.approved) if self.approved else None

    @property
    def by_value(self) -> Fraction | None:
        """The share of the value that was won; None without any value."""
        return Fraction(self.won_usd) / Fraction(self.approved_usd) if self.approved_usd else None

    @property
    def expired_share(self) -> Fraction | None:
        """The share whose protection ran out; None when none was approved."""
        return Fraction(self.expired, self.approved) if self.approved else None


def claims(facts: PackFacts) -> Claims:
    """Sorted by what is to be done about them."""
    last = facts.day + timedelta(days=EXPIRING_DAYS)
    approved = (each for each in facts.registrations if each.state == RegistrationState.approved)
    ends = sorted((until, each.id, each) for each in approved if (until := protected_until(each)))
    return Claims(
        waiting=tuple(each for each in facts.registrations if each.state in WAITING),
        late=tuple(each for each in facts.registrations if facts.late(each)),
        expiring=tuple(each for until, _, each in ends if facts.day <= until <= last),
        in_conflict=_in_state(facts, RegistrationState.conflict_hold),
        asked=_in_state(facts, RegistrationState.info_requested),
        appealed=_in_state(facts, RegistrationState.appealed),
    )


def yielded(facts: PackFacts) -> Yield:
    """What became of the registrations approved in the past 365 days."""
    window = year_to(facts)
    approved = [
        each for each in facts.registrations if each.state in APPROVED_ONCE and _within(each.decided_on, window)
    ]
    won = [each for each in approved if each.state == RegistrationState.won]
    return Yield(
        len(approved),
        len(won),
        sum(each.state == RegistrationState.expired for each in approved),
        _worth(facts, approved),
        _worth(facts, won),
    )


def filed(facts: PackFacts, window: Window) -> tuple[Registration, ...]:
    """Those that were submitted in a window."""
    return tuple(each for each in facts.registrations if _within(each.submitted_on, window))


def won_in(facts: PackFacts, window: Window) -> tuple[Registration, ...]:
    """Those that were won, and closed in a window as far as that day is known, else were decided in it."""
    return tuple(
        each
        for each in facts.registrations
        if each.state == RegistrationState.won and _within(each.closed_on or each.decided_on, window)
    )


def _in_state(facts: PackFacts, state: RegistrationState) -> tuple[Registration, ...]:
    return tuple(each for each in facts.registrations if each.state == state)


def _within(on: date | None, window: Window) -> bool:
    return on is not None and on in window


def _worth(facts: PackFacts, registrations: list[Registration]) -> Decimal:
    with localcontext(prec=DIGITS):
        found = (facts.usd(each.earr, each.currency, each.decided_on) for each in registrations)
        return sum((each for each in found if each is not None), Decimal(0))
