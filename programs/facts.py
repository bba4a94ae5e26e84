"""The plain facts that rules are applied to: what is recorded about one partner in one program.

Money is an exact `Decimal` with an ISO 4217 currency, days are dates; "not known" is None and never counts.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Opportunity:
    """A sales opportunity as one partner is joined to it: `role` and `added_on` are the partner's."""

    id: str
    customer: str
    stage: str
    earr: Decimal | None
    professional_services: Decimal | None
    currency: str | None
    close_on: date | None
    role: str
    added_on: date | None


@dataclass(frozen=True, slots=True)
class Certification:
    """One credential of one person. `expires_on` is the last valid day, `left_on` the first day away."""

    email: str
    name: str
    credential: str
    earned_on: date | None
    expires_on: date | None
    left_on: date | None


@dataclass(frozen=True, slots=True)
class Signature:
    """An agreement signed by the partner. `expires_on` is the last valid day."""

    agreement: str
    signed_on: date | None
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class Rate:
    """US dollars for one unit of `currency` from `effective_on` on."""

    currency: str
    effective_on: date
    usd: Decimal


@dataclass(frozen=True, slots=True)
class Provisional:
    """An advance granted on a provisional certification, valid through `until` (inclusive)."""

    tier: str
    until: date


@dataclass(frozen=True, slots=True)
class PartnerFacts:
    """Everything the rules of one program need to know about one partner."""

    partner: str
    recorded_tier: str | None
    opportunities: tuple[Opportunity, ...] = ()
    people: tuple[Certification, ...] = ()
    agreements: tuple[Signature, ...] = ()
    rates: tuple[Rate, ...] = ()
    provisional: Provisional | None = None
