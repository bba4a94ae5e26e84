"""Opportunities for stories about deals."""

from decimal import Decimal

from store.models import OpportunityRow
from store.repositories.match_keys import OPPORTUNITY, rekey
from store.work import Work


def opportunity(work: Work, id: str, customer: str, stage: str, earr: str = "50000", **other: object) -> None:
    """One of nobody's, as an import writes it."""
    row = OpportunityRow(opportunity=id, customer=customer, stage=stage, earr=Decimal(earr), currency="USD", **other)
    work.session.add(row)
    work.session.flush()
    rekey(work.session, OPPORTUNITY, [id])
