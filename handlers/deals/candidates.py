"""Which other claims a registration collides with: registrations of others, open opportunities, customers."""

import json
from dataclasses import replace
from typing import Final

from handlers.deals.matching import Match, match
from handlers.deals.products import product_ids
from handlers.work import Task
from store.customers import match_keys
from store.records import Registration
from store.registration_states import OPEN, RegistrationState
from store.repositories.match_keys import REGISTRATION, Claim
from store.repositories.matches import KeptMatch

CLAIMED: Final = OPEN | {RegistrationState.appealed}
"""States in which a registration is a claim on its customer."""
LIVE: Final = ("prospecting", "qualified", "proposal", "negotiation", "closed_won")
"""Stages of an opportunity that stand against a registration: open ones, and what a customer has bought."""
MOST_KEPT: Final = 20


def collisions(task: Task, registration: Registration) -> tuple[KeptMatch, ...]:
    """The matches to keep, the strongest first. What the partner itself has is no rival."""
    found = look_alikes(task, claim_of(registration))
    kept = [each for each in found if registration.partner not in each.other.partners]
    return tuple(
        KeptMatch(registration.id, each.other.kind, each.other.id, each.score, json.dumps(each.parts))
        for each in kept[:MOST_KEPT]
    )


def look_alikes(task: Task, mine: Claim) -> tuple[Match, ...]:
    """Every claim that is like `mine`, the strongest first, then the earliest."""
    others = task.work.match_keys.candidates(keys_of(mine), CLAIMED, LIVE)
    asked = _with_ids(task, mine)
    found = [
        each for other in others if other.id != mine.id and (each := match(asked, _with_ids(task, other))) is not None
    ]
    return tuple(sorted(found, key=lambda each: (-each.score, each.other.kind != REGISTRATION, each.other.id)))


def _with_ids(task: Task, claim: Claim) -> Claim:
    """The claim with its products by their ids, however they were written."""
    return replace(claim, product=", ".join(product_ids(task.catalog, claim.product)))


def keys_of(claim: Claim) -> frozenset[str]:
    """The keys under which others of the claim's customer are found."""
    return match_keys(claim.customer, claim.domain, claim.contact_email, claim.parent_company)


def claim_of(registration: Registration) -> Claim:
    """A registration as a claim on its customer."""
    return Claim(
        kind=REGISTRATION,
        id=registration.id,
        partners=frozenset({registration.partner}),
        customer=registration.customer,
        domain=registration.customer_domain,
        country=registration.country,
        product=registration.product,
        earr=registration.earr,
        currency=registration.currency,
        close_on=registration.expected_close_on,
        state=registration.state,
        contact_email=registration.contact_email,
        parent_company=registration.parent_company,
        submitted_at=registration.submitted_at,
    )
