"""The claims that one claim looks like: found in the database by their keys, held against it, the strongest first."""

import json
from collections.abc import Iterable
from typing import Final

from handlers.deals.matching import Match, claim, match, own
from programs.catalog import Catalog
from store.customers import match_keys
from store.folding import fold
from store.records import NewRegistration, Registration
from store.repositories.match_keys import OPPORTUNITY, REGISTRATION, ClaimRecord
from store.repositories.matches import KeptMatch
from store.work import Work

MOST: Final = 200
"""How many registrations, and how many opportunities, are compared at most."""


def rivals(work: Work, catalog: Catalog, asked: ClaimRecord, *, partner: str) -> tuple[Match, ...]:
    """Hold a claim of a partner against the others: open registrations, opportunities that are open or were won.

    A claim in which the partner itself has a part is marked `own`. The claim itself and the opportunity that it is
    linked to are left out. Sorted by score, then by what was submitted first, then by id.
    """
    keys = match_keys(asked.customer, asked.customer_domain, asked.contact_email, asked.parent_company)
    found = [each for each in work.match_keys.candidates(keys, MOST) if each not in _same(asked)]
    products = product_ids(catalog)
    mine = claim(asked, products)
    held = (match(mine, claim(each, products)) for each in work.match_keys.claims(found))
    marked = [own(each) if partner in each.other.partners else each for each in held if each is not None]
    return tuple(sorted(marked, key=_order))


def claimed(registration: Registration | NewRegistration) -> ClaimRecord:
    """A registration as a claim; one that is not submitted yet has no id."""
    return ClaimRecord(
        REGISTRATION,
        registration.id if isinstance(registration, Registration) else "",
        (registration.partner,),
        registration.customer,
        registration.customer_domain,
        registration.country,
        registration.product,
        registration.earr,
        registration.currency,
        registration.expected_close_on,
        registration.contact_email,
        registration.parent_company,
        registration.state,
        registration.submitted_at,
        registration.opportunity,
    )


def kept(registration: str, found: Iterable[Match]) -> tuple[KeptMatch, ...]:
    """Matches with claims of others as they are kept beside a registration; the partner's own are not kept."""
    return tuple(
        KeptMatch(registration, each.other.kind, each.other.id, int(each.score * 100), _parts(each))
        for each in found
        if not each.own
    )


def product_ids(catalog: Catalog) -> dict[str, str]:
    """The id of each product of the programs by its folded name and id: registrations say names, opportunities ids."""
    sold = [product for program in catalog.programs() for product in program.products]
    return {fold(name): each.id for each in sold for name in (each.name, each.id)}


def _same(asked: ClaimRecord) -> set[tuple[str, str]]:
    linked = {(OPPORTUNITY, asked.opportunity)} if asked.opportunity else set()
    return {(asked.kind, asked.id), *linked}


def _parts(found: Match) -> str:
    return json.dumps([[part.label, int(part.points * 100)] for part in found.parts])


def _order(found: Match) -> tuple[object, ...]:
    filed = found.other.submitted_at
    return -found.score, filed is None, filed.isoformat() if filed else "", found.other.id
