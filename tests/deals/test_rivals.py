"""What a partner's deal collides with, looked up in a real database."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import insert

from handlers.deals.matching import Band, Match
from handlers.deals.rivals import claimed, kept, product_ids, rivals
from programs.catalog import Catalog
from store.models import OpportunityPartnerRow, OpportunityRow, PartnerRow
from store.records import NewRegistration, Registration
from store.repositories.match_keys import OPPORTUNITY, refresh
from store.work import Work
from tests.deals.conftest import Days
from tests.support.desk import NOW

GLOBEX = NewRegistration(
    partner="acme",
    program="twilio-segment-2024",
    customer="Zorblat Systems Inc.",
    customer_domain="zorblat.com",
    country="US",
    product="Twilio Engage",
    earr=Decimal(50_000),
    currency="USD",
    role="sourced",
    expected_close_on=NOW.date(),
    evidence="Met them",
    submitted_by="U1 Pam",
    submitted_at=NOW,
    submitted_on=NOW.date(),
    answer_due_on=NOW.date(),
)
RIVAL = "rival-house"


@pytest.fixture
def catalog() -> Catalog:
    return Catalog.load()


def file(work: Work, partner: str = RIVAL, **fields: object) -> Registration:
    if work.partners.get(partner) is None:
        work.session.execute(insert(PartnerRow).values(partner=partner, name=partner.title(), aliases=(), search=""))
    return work.registrations.submit(replace(GLOBEX, partner=partner, **fields))  # type: ignore[arg-type]


def deal(work: Work, id: str, stage: str, product: str | None = None, partner: str | None = None) -> None:
    values = {"opportunity": id, "customer": "Zorblat Systems", "country": "US", "stage": stage, "product": product}
    work.session.execute(insert(OpportunityRow).values(values))
    if partner:
        work.session.execute(insert(OpportunityPartnerRow).values(opportunity=id, partner=partner, role="influenced"))
    refresh(work.session, OPPORTUNITY, (id,))


def told(found: tuple[Match, ...]) -> list[tuple[str, str, str, bool]]:
    return [(each.other.id, f"{each.score:.2f}", each.band, each.own) for each in found]


def test_the_strongest_claim_of_another_comes_first_and_ones_own_is_marked(days: Days, catalog: Catalog) -> None:
    with days.desk.store.write() as work:
        named = file(work, customer="ZORBLAT SYSTEMS", customer_domain=None, product=None)
        twin = file(work, customer="Zorblat")
        own = file(work, "acme", earr=None, expected_close_on=None)
        other = file(work, customer="Hooli", customer_domain="hooli.com")
        mine = file(work, "acme", customer_domain="www.zorblat.com")
        found = rivals(work, catalog, claimed(mine), partner="acme")
    assert told(found) == [
        (twin.id, "1.00", "hold", False),
        (own.id, "1.00", "hold", True),
        (named.id, "0.94", "hold", False),
    ]
    assert other.id not in {each.other.id for each in found}


def test_before_submitting_the_same_is_found(days: Days, catalog: Catalog) -> None:
    with days.desk.store.write() as work:
        twin = file(work)
        (found,) = rivals(work, catalog, claimed(GLOBEX), partner="acme")
    assert (found.other.id, found.other.partners, found.other.customer) == (twin.id, (RIVAL,), GLOBEX.customer)


def test_opportunities_open_and_won_are_held_against_and_lost_ones_are_not(days: Days, catalog: Catalog) -> None:
    with days.desk.store.write() as work:
        deal(work, "direct", "proposal")
        deal(work, "upsell", "closed_won", "segment")
        deal(work, "again", "closed_won", "engage")
        deal(work, "lost", "closed_lost", "engage")
        deal(work, "mine", "proposal", "engage", "acme")
        found = rivals(work, catalog, claimed(GLOBEX), partner="acme")
    assert told(found) == [
        ("again", "0.95", "hold", False),
        ("mine", "0.95", "hold", True),
        ("direct", "0.90", "hold", False),
        ("upsell", "0.59", "store", False),
    ]
    assert {each.other.id for each in found if each.customer} == {"again", "upsell"}


def test_the_opportunity_that_a_registration_is_linked_to_is_no_rival(days: Days, catalog: Catalog) -> None:
    with days.desk.store.write() as work:
        mine = file(work, "acme")
        linked = work.opportunities.make(mine, "proposal", NOW.date())
        mine = work.registrations.change(mine.id, mine.version, {"opportunity": linked})
        assert rivals(work, catalog, claimed(mine), partner="acme") == ()
        theirs = file(work)
        assert {each.other.id for each in rivals(work, catalog, claimed(theirs), partner=RIVAL)} == {mine.id, linked}


def test_what_is_kept_leaves_out_ones_own_and_explains_itself_in_hundredths(days: Days, catalog: Catalog) -> None:
    with days.desk.store.write() as work:
        twin, _ = file(work), file(work, "acme")
        mine = file(work, "acme", product="Twilio Segment")
        (only,) = kept(mine.id, rivals(work, catalog, claimed(mine), partner="acme"))
        work.matches.keep(mine.id, [only])
        assert work.matches.of(mine.id) == (only,)
    assert (only.other, only.score, only.holds, only.looks) == (twin.id, 60, False, True)
    parts = json.loads(only.parts)
    assert parts == [
        ["Same web domain", 95],
        ["Values within 25%", 2],
        ["Close dates within 45 days", 2],
        ["No product in common", -39],
    ]


def test_a_name_that_tries_to_pass_as_another_is_found(days: Days, catalog: Catalog) -> None:
    tries = (
        "Zorblаt Systems",
        "ZORBLAT  SYSTEMS, L.L.C.",
        "Zor\u200bblat Systems",
        "Systems Zorblat",
        "Zorblatt Systems",
    )
    with days.desk.store.write() as work:
        first = file(work, customer_domain=None)
        for name in tries:
            asked = claimed(replace(GLOBEX, customer=name, customer_domain=None))
            (found,) = rivals(work, catalog, asked, partner="acme")
            assert (found.other.id, found.band in (Band.hold, Band.look)) == (first.id, True), name


def test_a_claim_without_customer_finds_nothing(days: Days, catalog: Catalog) -> None:
    with days.desk.store.write() as work:
        file(work, customer=None, customer_domain=None)
        asked = claimed(replace(GLOBEX, customer=None, customer_domain=None))
        assert rivals(work, catalog, asked, partner="acme") == ()


def test_products_are_known_by_name_and_by_id(catalog: Catalog) -> None:
    ids = product_ids(catalog)
    assert ids["twilio engage"] == ids["engage"] == "engage"
