"""How much one claim looks like another, reason by reason; and the rules that hold whatever the claims are."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.deals.matching import BONUSES, CAPS, LADDER, Band, Match, band_of, claim, match, similarity
from store.repositories.match_keys import OPPORTUNITY, REGISTRATION, ClaimRecord

PLAIN = ClaimRecord(REGISTRATION, "DR-1", ("acme",), None, None, None, None, None, None, None, state="submitted")


def compared(mine: dict[str, Any], other: dict[str, Any]) -> Match | None:
    return match(claim(replace(PLAIN, **mine)), claim(replace(PLAIN, id="DR-2", **other)))


def told(mine: dict[str, Any], other: dict[str, Any]) -> tuple[str, str, str]:
    found = compared(mine, other)
    return (found.rung, f"{found.score:.2f}", found.band) if found else ("", "", "")


STORIES: list[tuple[dict[str, Any], dict[str, Any], tuple[str, str, str]]] = [
    (
        {"customer": "Globex", "customer_domain": "globex.com"},
        {"customer": "Initech", "customer_domain": "www.globex.com"},
        ("domain", "0.95", "hold"),
    ),
    (
        {"customer": "Globex Inc.", "country": "US"},
        {"customer": "GLOBEX", "country": "us"},
        ("name", "0.90", "hold"),
    ),
    ({"contact_email": "Ann@gmail.com"}, {"contact_email": "ann@gmail.com"}, ("contact", "0.88", "hold")),
    (
        {"customer": "Globex Systems", "country": "US"},
        {"customer": "Globex Holdings", "country": "US"},
        ("alike", "0.80", "look"),
    ),
    (
        {"customer": "Müller Logistik", "country": "DE"},
        {"customer": "Mueller Logistik", "country": "DE"},
        ("alike", "0.80", "look"),
    ),
    ({"customer": "Globex", "country": "US"}, {"customer": "Globex"}, ("name_unplaced", "0.75", "look")),
    (
        {"customer": "Globex", "contact_email": "ann@mail.globex.com"},
        {"customer": "Project Sun", "customer_domain": "globex.com"},
        ("contact_domain", "0.75", "look"),
    ),
    ({"customer": "Globex", "country": "US"}, {"customer": "Globx", "country": "US"}, ("near", "0.65", "look")),
    ({"customer": "Globex", "parent_company": "Initech"}, {"customer": "Initech Inc."}, ("related", "0.60", "look")),
    (
        {"customer": "Globex", "parent_company": "Initech", "country": "US"},
        {"customer": "Hooli", "parent_company": "Initech AG", "country": "DE"},
        ("related", "0.60", "look"),
    ),
    ({"customer": "Globex Systems"}, {"customer": "Globex", "country": "US"}, ("alike_unplaced", "0.60", "look")),
    (
        {"customer": "Globex", "country": "US"},
        {"customer": "Globex", "country": "DE"},
        ("name_elsewhere", "0.55", "store"),
    ),
]
NOT_AT_ALL: list[tuple[str, str]] = [
    ("Globex", "Initech"),
    ("Delta Airlines", "Delta Dental"),
    ("Global Systems", "Global Services"),
    ("East Bank", "West Bank"),
    ("Bank", "Bank of America"),
    ("IBM", "IBN"),
    ("SAP", "SAP Labs"),
    ("First National Bank", "Second National Bank"),
    ("General Motors", "General Electric"),
    ("Inc.", "..."),
    ("", ""),
    ("AB", "SA"),
    ("🙂", "🙃"),
]


@pytest.mark.parametrize(("mine", "other", "expected"), STORIES)
def test_each_reason_has_its_score_and_band(
    mine: dict[str, Any], other: dict[str, Any], expected: tuple[str, str, str]
) -> None:
    assert told(mine, other) == expected
    assert told(other, mine) == expected


def test_every_rung_has_a_story() -> None:
    assert {expected[0] for *_, expected in STORIES} == {rung.name for rung in LADDER}


@pytest.mark.parametrize(("mine", "other"), NOT_AT_ALL)
def test_companies_that_share_no_more_than_everyday_words_are_not_matched(mine: str, other: str) -> None:
    assert compared({"customer": mine, "country": "US"}, {"customer": other, "country": "US"}) is None


def test_a_misspelled_everyday_word_is_still_alike() -> None:
    assert told(
        {"customer": "Genral Electric", "country": "US"}, {"customer": "General Electric", "country": "US"}
    ) == (*("alike", "0.80", "look"),)


@pytest.mark.parametrize("domain", ["gmail.com", "globex.github.io", "globex.sharepoint.com", "globex.wordpress.com"])
def test_a_shared_host_is_no_reason(domain: str) -> None:
    both = {"customer_domain": domain}
    assert compared({"customer": "Globex", **both}, {"customer": "Initech", **both}) is None


def test_what_agrees_besides_is_added_and_explained() -> None:
    same = {"customer": "Globex", "customer_domain": "globex.com", "currency": "USD", "product": "Engage, Segment"}
    mine = {**same, "earr": Decimal(100_000), "close_on": date(2026, 12, 1)}
    found = compared(mine, {**same, "product": "segment", "earr": Decimal(75_000), "close_on": date(2027, 1, 15)})
    assert found is not None
    assert [(part.label, f"{part.points:.2f}") for part in found.parts] == [
        ("Same web domain", "0.95"),
        ("A product in common", "0.05"),
        ("Values within 25%", "0.02"),
        ("Close dates within 45 days", "0.02"),
        ("No score is above 1.00", "-0.04"),
    ]
    assert found.score == Decimal("1.00")
    assert found.fields == ("customer_domain", "product", "earr", "expected_close_on")
    farther = compared(mine, {**same, "product": "", "earr": Decimal(74_999), "close_on": date(2027, 1, 16)})
    assert farther is not None
    assert farther.score == Decimal("0.95")


def test_amounts_in_two_currencies_are_not_compared() -> None:
    deal = {"customer_domain": "globex.com", "earr": Decimal(100)}
    found = compared({**deal, "currency": "USD"}, {**deal, "currency": "EUR"})
    assert found is not None
    assert found.score == Decimal("0.95")


def test_another_product_is_looked_at_and_never_held() -> None:
    deal = {"customer": "Globex", "customer_domain": "globex.com", "country": "US"}
    found = compared({**deal, "product": "Engage"}, {**deal, "product": "Segment"})
    assert found is not None
    assert (found.score, found.band, found.parts[-1].label) == (Decimal("0.60"), Band.look, "No product in common")


def test_an_existing_customer_may_have_a_new_product_but_not_the_same_again() -> None:
    deal = {"customer": "Globex", "customer_domain": "globex.com"}
    won = {**deal, "kind": OPPORTUNITY, "state": "closed_won"}
    bands = {
        product: found.band
        for product in ("Engage", "Segment", None)
        if (found := compared({**deal, "product": "Engage"}, {**won, "product": product})) and found.customer
    }
    assert bands == {"Engage": Band.hold, "Segment": Band.store, None: Band.look}


def test_products_are_the_same_by_name_or_id() -> None:
    known = {"twilio engage": "engage", "engage": "engage"}
    assert claim(replace(PLAIN, product="Twilio Engage"), known).products == {"engage"}
    assert claim(replace(PLAIN, product="engage; Other|Third"), known).products == {"engage", "other", "third"}


WORDS = st.sampled_from(
    [*"globex globx glóbex initech cedar global systems bank group inc gmbh sa the & and ibm a b s über müller".split()]
)
CUSTOMERS = st.one_of(st.none(), st.text(max_size=12), st.lists(WORDS, max_size=4).map(" ".join))
RECORDS = st.builds(
    ClaimRecord,
    kind=st.sampled_from((REGISTRATION, OPPORTUNITY)),
    id=st.sampled_from(("1", "2")),
    partners=st.just(("acme",)),
    customer=CUSTOMERS,
    customer_domain=st.sampled_from((None, "", "globex.com", "www.globex.com", "initech.de", "gmail.com", "x")),
    country=st.sampled_from((None, "", "US", "us", "DE")),
    product=st.sampled_from((None, "", "Engage", "Engage, Segment", "Flex")),
    earr=st.one_of(st.none(), st.decimals(0, 1000, places=2)),
    currency=st.sampled_from((None, "USD", "EUR")),
    close_on=st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2026, 6, 1))),
    contact_email=st.sampled_from((None, "ann@globex.com", "ANN@globex.com", "bo@gmail.com", "nobody")),
    parent_company=CUSTOMERS,
    state=st.sampled_from((None, "submitted", "proposal", "closed_won")),
)


@given(RECORDS, RECORDS)
def test_the_order_does_not_change_what_is_found(one: ClaimRecord, two: ClaimRecord) -> None:
    there, back = match(claim(one), claim(two)), match(claim(two), claim(one))
    if there is None or back is None:
        assert there is back
        return
    assert (there.score, there.rung, there.parts, there.fields) == (back.score, back.rung, back.parts, back.fields)
    assert (there.other, back.other) == (two, one)


@given(RECORDS, RECORDS)
def test_the_parts_add_up_to_a_score_within_bounds_and_caps(one: ClaimRecord, two: ClaimRecord) -> None:
    mine, other = claim(one), claim(two)
    found = match(mine, other)
    if found is None:
        return
    assert sum(part.points for part in found.parts) == found.score
    assert 0 < found.score <= 1
    assert found.score * 100 == int(found.score * 100), "kept in hundredths"
    assert found.band is band_of(found.score)
    if mine.products and other.products and not mine.products & other.products:
        assert found.score <= Decimal("0.60")
        if mine.won or other.won:
            assert found.band is Band.store
    assert all(found.score <= cap.most for cap in CAPS if cap.holds(mine, other))


@given(RECORDS)
def test_a_claim_is_found_to_be_itself_when_it_says_who_the_customer_is(record: ClaimRecord) -> None:
    mine = claim(record)
    found = match(mine, mine)
    if mine.domain or mine.name or mine.mail:
        assert found is not None


@given(RECORDS, RECORDS)
def test_names_are_alike_in_any_order_between_nothing_and_one(one: ClaimRecord, two: ClaimRecord) -> None:
    mine, other = claim(one), claim(two)
    assert similarity(mine, other) == similarity(other, mine)
    assert 0 <= similarity(mine, other) <= 1
    if mine.name != other.name and (len(mine.name.replace(" ", "")) < 4 or len(other.name.replace(" ", "")) < 4):
        assert similarity(mine, other) == 0


@given(RECORDS, RECORDS, st.integers(0, 400), st.decimals(0, 10**6, places=2))
def test_more_that_agrees_never_lowers_a_score(one: ClaimRecord, two: ClaimRecord, days: int, earr: Decimal) -> None:
    apart = replace(one, earr=None, close_on=None), replace(two, earr=None, close_on=None)
    day = date(2026, 1, 1) + timedelta(days=days)
    agreed = [replace(each, earr=earr, currency="USD", close_on=day) for each in apart]
    before, after = match(*map(claim, apart)), match(*map(claim, agreed))
    assert (before is None) == (after is None)
    if before is not None and after is not None:
        assert before.score <= after.score <= before.score + sum(each.score for each in BONUSES)


def test_bands_begin_where_they_say() -> None:
    edges = {
        "0.84": Band.look,
        "0.85": Band.hold,
        "1": Band.hold,
        "0.60": Band.look,
        "0.59": Band.store,
        "0": Band.store,
    }
    assert {score: band_of(Decimal(score)) for score in edges} == edges


def test_the_ladder_goes_down() -> None:
    scores = [rung.score for rung in LADDER]
    assert scores == sorted(scores, reverse=True)
    assert len({rung.name for rung in LADDER}) == len(LADDER)
