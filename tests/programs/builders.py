"""Facts in a few words. What a test does not care about is as good as it can be."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from programs.facts import Certification, Opportunity, PartnerFacts, Provisional, Rate, Signature

DAY = date(2024, 7, 15)
LONG_AGO = date(2020, 1, 1)
SIGNED = Signature("baseline", LONG_AGO, None)


def deal(
    id: str = "OPP-1",
    earr: str | None = "1000",
    *,
    services: str | None = None,
    currency: str | None = "USD",
    stage: str = "closed_won",
    close_on: date | None = date(2024, 3, 1),
    role: str = "influenced",
    added_on: date | None = date(2024, 2, 1),
) -> Opportunity:
    worth = None if earr is None else Decimal(earr)
    extra = None if services is None else Decimal(services)
    return Opportunity(id, f"Customer of {id}", stage, worth, extra, currency, close_on, role, added_on)


def person(
    email: str = "ana@acme.example",
    credential: str = "technical",
    *,
    earned_on: date | None = date(2023, 1, 1),
    expires_on: date | None = None,
    left_on: date | None = None,
) -> Certification:
    return Certification(email, email.split("@")[0].title(), credential, earned_on, expires_on, left_on)


def people(technical: int, sales: int) -> tuple[Certification, ...]:
    return (
        *(person(f"tech{number}@acme.example", "technical") for number in range(technical)),
        *(person(f"sell{number}@acme.example", "sales") for number in range(sales)),
    )


def facts(
    tier: str | None = "registered",
    *,
    deals: Sequence[Opportunity] = (),
    staff: Sequence[Certification] = (),
    agreements: Sequence[Signature] = (SIGNED,),
    rates: Sequence[Rate] = (),
    provisional: Provisional | None = None,
) -> PartnerFacts:
    return PartnerFacts("acme", tier, tuple(deals), tuple(staff), tuple(agreements), tuple(rates), provisional)


def standing(technical: int, sales: int, revenue: str, tier: str | None = "registered") -> PartnerFacts:
    """A partner with an agreement, so many people and one won deal of so many dollars."""
    return facts(tier, deals=[deal(earr=revenue)], staff=people(technical, sales))
