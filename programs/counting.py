"""What counts toward a requirement, what does not, and why: pure functions from facts to a count with its evidence."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from enum import StrEnum
from typing import NamedTuple

from programs.facts import Certification, Opportunity, PartnerFacts, Rate, Signature
from programs.metrics import AgreementMetric, Deals, Metric, OpportunitiesMetric, PeopleMetric, RevenueMetric
from programs.windows import Window

ZERO = Decimal(0)
ONE = Decimal(1)
DOLLAR = "USD"
DIGITS = 200  # enough that sums and conversions of any recorded amounts stay exact


class Reason(StrEnum):
    """Why something does not count. Listed from nearest to counting to farthest from it."""

    no_rate = "no_rate"
    no_currency = "no_currency"
    services_only = "services_only"
    no_amount = "no_amount"
    added_after_close = "added_after_close"
    not_joined_date = "not_joined_date"
    other_role = "other_role"
    outside_window = "outside_window"
    no_close_date = "no_close_date"
    not_won = "not_won"
    expired = "expired"
    left = "left"
    not_yet_earned = "not_yet_earned"
    not_earned = "not_earned"
    not_yet_signed = "not_yet_signed"
    not_signed = "not_signed"


NEARNESS = {reason: place for place, reason in enumerate(Reason)}


class Evidence(NamedTuple):
    """One opportunity, person or agreement that was looked at.

    `id` is the opportunity's id, the person's e-mail in lower case, or the agreement's id; `what` the customer, the
    person's name, or the agreement's id. `amount` is what it adds (US dollars, people, deals, agreements), None when it
    does not count. `on` is the day it closed, was earned or was signed. `reason` is None when it counts. `rate` is the
    exchange rate that was used.
    """

    id: str
    what: str
    counted: bool
    amount: Decimal | None
    on: date | None
    reason: Reason | None
    rate: Rate | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """`have` is exactly the sum of the amounts of the counted evidence. Evidence is in the order of its ids."""

    have: Decimal
    evidence: tuple[Evidence, ...]


def count(metric: Metric, facts: PartnerFacts, window: Window, day: date) -> Count:
    """Measure one metric: deals in `window`, people and agreements as of `day`."""
    if isinstance(metric, RevenueMetric | OpportunitiesMetric):
        return count_deals(metric, facts, window)
    if isinstance(metric, PeopleMetric):
        return count_people(metric, facts.people, day)
    return count_agreement(metric, facts.agreements, day)


def count_deals(metric: RevenueMetric | OpportunitiesMetric, facts: PartnerFacts, window: Window) -> Count:
    """Each opportunity counts once, however often the partner is joined to it."""
    rates = Rates(facts.rates)
    amounts = metric.amounts if isinstance(metric, RevenueMetric) else None
    with localcontext(prec=DIGITS):
        return _best_of_each(_deal(deal, metric, amounts, rates, window) for deal in facts.opportunities)


def count_people(metric: PeopleMetric, people: Iterable[Certification], day: date) -> Count:
    """Each person, known by e-mail whatever its case, counts once, by the certificate that serves best."""
    return _best_of_each(_person(person, day) for person in people if person.credential in metric.credentials)


def count_agreement(metric: AgreementMetric, signatures: Iterable[Signature], day: date) -> Count:
    """1 when any signature of the agreement is in force on `day`."""
    found = [_signature(each, day) for each in signatures if each.agreement == metric.agreement]
    missing = Evidence(metric.agreement, metric.agreement, False, None, None, Reason.not_signed)
    return _best_of_each(found or [missing])


class Rates:
    """US dollars for one unit of a currency, by day; a currency has at most one rate a day.

    Grouped on first use, because most portfolios count in dollars alone.
    """

    def __init__(self, rates: tuple[Rate, ...]) -> None:
        self._rates = rates
        self._grouped: dict[str, list[Rate]] | None = None

    def on(self, currency: str, day: date) -> Rate | None:
        """The latest rate of `currency` effective on or before `day`; None when there is none."""
        if self._grouped is None:
            self._grouped = {}
            for rate in self._rates:
                self._grouped.setdefault(rate.currency, []).append(rate)
        latest: Rate | None = None
        for rate in self._grouped.get(currency, ()):
            if rate.effective_on <= day and (latest is None or rate.effective_on > latest.effective_on):
                latest = rate
        return latest


def _deal(deal: Opportunity, metric: Deals, amounts: tuple[str, ...] | None, rates: Rates, window: Window) -> Evidence:
    closed = deal.close_on
    reason = _why_not(deal, metric, window)
    if reason is not None or closed is None:
        return Evidence(deal.id, deal.customer, False, None, closed, reason)
    if amounts is None:
        return Evidence(deal.id, deal.customer, True, ONE, closed, None)
    return _worth(deal, closed, amounts, rates)


def _why_not(deal: Opportunity, metric: Deals, window: Window) -> Reason | None:
    """The first condition that the opportunity fails, whatever it is worth."""
    closed = deal.close_on
    if deal.stage not in metric.stages:
        return Reason.not_won
    if closed is None:
        return Reason.no_close_date
    if not window.first <= closed <= window.last:
        return Reason.outside_window
    if metric.roles is not None and deal.role not in metric.roles:
        return Reason.other_role
    if metric.added_by_close and deal.added_on is None:
        return Reason.not_joined_date
    if metric.added_by_close and deal.added_on is not None and deal.added_on > closed:
        return Reason.added_after_close
    return None


def _worth(deal: Opportunity, closed: date, amounts: tuple[str, ...], rates: Rates) -> Evidence:
    """The dollars of an opportunity that meets every other condition."""
    total, services = ZERO, deal.professional_services
    if "earr" in amounts and deal.earr is not None:
        total += deal.earr
    if "professional_services" in amounts and services is not None:
        total += services
    if not total:
        only_services = services and "professional_services" not in amounts
        reason = Reason.services_only if only_services else Reason.no_amount
        return Evidence(deal.id, deal.customer, False, None, closed, reason)
    if deal.currency == DOLLAR:
        return Evidence(deal.id, deal.customer, True, total, closed, None)
    rate = rates.on(deal.currency, closed) if deal.currency else None
    if rate is None:
        reason = Reason.no_rate if deal.currency else Reason.no_currency
        return Evidence(deal.id, deal.customer, False, None, closed, reason)
    return Evidence(deal.id, deal.customer, True, total * rate.usd, closed, None, rate)


def _person(person: Certification, day: date) -> Evidence:
    earned, reason = person.earned_on, None
    if earned is None:
        reason = Reason.not_earned
    elif earned > day:
        reason = Reason.not_yet_earned
    elif person.left_on is not None and person.left_on <= day:
        reason = Reason.left
    elif person.expires_on is not None and person.expires_on < day:
        reason = Reason.expired
    counted = reason is None
    return Evidence(person.email.lower(), person.name, counted, ONE if counted else None, earned, reason)


def _signature(signature: Signature, day: date) -> Evidence:
    signed, reason = signature.signed_on, None
    if signed is None:
        reason = Reason.not_signed
    elif signed > day:
        reason = Reason.not_yet_signed
    elif signature.expires_on is not None and signature.expires_on < day:
        reason = Reason.expired
    counted = reason is None
    return Evidence(signature.agreement, signature.agreement, counted, ONE if counted else None, signed, reason)


def _best_of_each(found: Iterable[Evidence]) -> Count:
    """Keep one piece of evidence an id, the one that serves the partner best, whatever the order they came in."""
    best: dict[str, Evidence] = {}
    for item in found:
        other = best.get(item.id)
        if other is None or _serves(item) > _serves(other):
            best[item.id] = item
    kept = tuple(best[key] for key in sorted(best))
    return Count(sum((item.amount for item in kept if item.amount is not None), ZERO), kept)


def _serves(item: Evidence) -> tuple[bool, Decimal, int, date, str]:
    nearness = 0 if item.reason is None else -NEARNESS[item.reason]
    return item.counted, item.amount or ZERO, nearness, item.on or date.min, item.what
