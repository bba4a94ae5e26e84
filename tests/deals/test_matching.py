"""Two records of one customer: found under common keys, scored by parts that add up, never a verdict."""

import string
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.deals.matching import ADDITIONS, LADDER, NEW_PRODUCT, NO_SHARED_PRODUCT, match
from store.customer_words import MAIL_PROVIDERS
from store.customers import match_keys, normal, own_domain
from store.repositories.match_keys import OPPORTUNITY, REGISTRATION, Claim
from store.repositories.matches import HOLD, LOOK

WORDS = "Müller & Söhne GmbH Co. KG S.A.R.L. Łódź Ørsted The Inc, B.V. sp. z o.o. 株式会社 日本 PT Bank İŞ ß ﬁ".split()
NAMES = st.one_of(
    st.text(max_size=40),
    st.lists(
        st.sampled_from(WORDS),
        max_size=6,
    ).map(" ".join),
)
CLAIMS = st.builds(
    Claim,
    kind=st.sampled_from((REGISTRATION, OPPORTUNITY)),
    id=st.just("X"),
    partners=st.just(frozenset({"acme"})),
    customer=st.none() | NAMES | st.sampled_from(("Initech", "Initech GmbH", "Initech Global", "HP")),
    domain=st.sampled_from((None, "initech.com", "gmail.com", "github.io", "globex.com")),
    country=st.sampled_from((None, "US", "DE")),
    product=st.sampled_from((None, "Segment", "Engage", "Segment, Engage")),
    earr=st.none() | st.decimals(1, 1000, places=2),
    currency=st.sampled_from((None, "USD", "EUR")),
    close_on=st.none() | st.dates(date(2024, 1, 1), date(2024, 12, 31)),
    state=st.sampled_from(("approved", "closed_won", "proposal")),
    contact_email=st.sampled_from((None, "jane@initech.com", "JANE@initech.com")),
    parent_company=st.sampled_from((None, "Initech", "Globex")),
)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Müller & Söhne GmbH & Co. KG", "muller and sohne"),
        ("Société Générale S.A.", "societe generale"),
        ("ÅF Pöyry AB", "af poyry"),
        ("Żabka Polska sp. z o.o.", "zabka polska"),
        ("The Walt Disney Company", "walt disney"),
        ("株式会社日立製作所", "日立製作所"),
        ("AT&T Inc.", "at and t"),
        ("Limited", "limited"),
        ("Grupo Bimbo, S.A. de C.V.", "grupo bimbo"),
    ],
)
def test_names_are_compared_without_accents_case_and_legal_form(written: str, read: str) -> None:
    assert normal(written) == read


@given(NAMES)
def test_a_normal_form_is_its_own_normal_form(name: str) -> None:
    assert normal(normal(name)) == normal(name)


@given(
    st.text(string.ascii_lowercase, min_size=4, max_size=12), st.sampled_from(("GmbH", "Inc.", "S.r.l.", "B.V.", "LTD"))
)
def test_a_legal_form_changes_nothing(name: str, form: str) -> None:
    assert normal(f"{name} {form}") == normal(f"{name}, {form}") == normal(name)


def test_shared_hosts_and_mail_providers_are_nobodys_own_domain() -> None:
    assert own_domain("Initech.com") == "initech.com"
    assert {own_domain(each) for each in (*MAIL_PROVIDERS, "github.io", "", None)} == {None}
    assert not any(key.startswith("d:") for key in match_keys("Initech", "gmail.com"))


def claim(customer: str = "Initech", **other: object) -> Claim:
    usual: dict[str, object] = {
        **dict.fromkeys(("domain", "country", "product", "earr", "currency", "close_on")),
        "kind": REGISTRATION,
        "id": "DR-1",
        "partners": frozenset({"acme"}),
        "state": "approved",
    }
    return Claim(customer=customer, **{**usual, **other})  # type: ignore[arg-type]  # the fields of the dataclass


@pytest.mark.parametrize(
    ("mine", "other", "score"),
    [
        (claim(domain="initech.com"), claim("Something else", domain="initech.com"), 95),
        (claim(country="DE"), claim("INITECH GmbH", country="DE"), 90),
        (claim(contact_email="Jane@x.com"), claim("Other", contact_email="jane@x.com"), 88),
        (claim("Initech Global Systems", country="DE"), claim("Initech", country="DE"), 80),
        (claim(), claim("Initech Ltd"), 75),
        (claim("Initech Software", country="DE"), claim("Initec Softwares", country="DE"), 80),
        (claim("Weyland Yutani", country="DE"), claim("Weyland Yamani", country="DE"), 65),
        (claim(parent_company="Umbrella"), claim("Umbrella Corp"), 60),
        (claim(country="DE"), claim(country="US"), 60),
        (claim("HP"), claim("HPE", country="US"), None),
        (claim("HP", country="US"), claim("HP Inc.", country="US"), 90),
        (claim(domain="gmail.com"), claim("Globex", domain="gmail.com"), None),
    ],
)
def test_the_ladder(mine: Claim, other: Claim, score: int | None) -> None:
    found = match(mine, other)
    assert (found.score if found else None) == score


def test_products_amounts_and_days_add_and_another_product_caps() -> None:
    mine = claim(domain="initech.com", product="Segment", earr=Decimal(100), currency="USD", close_on=date(2024, 5, 1))
    near = claim(
        domain="initech.com", product="Segment, Engage", earr=Decimal(80), currency="USD", close_on=date(2024, 6, 1)
    )
    found = match(mine, near)
    assert found is not None
    assert found.score == 100  # 0.95 + 0.05 + 0.02 + 0.02, and no more than 1
    assert [label for label, _ in found.parts] == [
        *("Same web domain", "Shared product", "Similar amount", "Close days near", "At most 1.00"),
    ]
    elsewhere = match(mine, claim(domain="initech.com", product="Flex"))
    assert elsewhere is not None
    assert elsewhere.score == NO_SHARED_PRODUCT < HOLD
    customer = match(mine, claim(domain="initech.com", product="Flex", kind=OPPORTUNITY, state="closed_won"))
    assert customer is not None
    assert customer.score == NEW_PRODUCT < LOOK


@given(CLAIMS, CLAIMS)
def test_parts_add_up_within_bounds_whichever_way_it_is_looked_at(mine: Claim, other: Claim) -> None:
    found, back = match(mine, other), match(other, mine)
    assert (found is None) is (back is None)
    if found is None or back is None:
        return
    assert sum(points for _, points in found.parts) == found.score
    assert 0 < found.score <= 100
    assert found.parts[0] == back.parts[0]
    assert found.parts[0] in [(label, score) for label, score, _ in LADDER]
    if mine.kind == other.kind:
        assert found.score == back.score


@given(CLAIMS, CLAIMS)
def test_what_holds_is_always_found_under_a_common_key(mine: Claim, other: Claim) -> None:
    found = match(mine, other)
    if found is not None and found.parts[0][1] in (95, 90, 88, 75):
        keys = (
            match_keys(each.customer, each.domain, each.contact_email, each.parent_company) for each in (mine, other)
        )
        assert not next(keys).isdisjoint(next(keys))


def test_the_written_ladder_falls() -> None:
    scores = [score for _, score, _ in LADDER]
    assert scores == sorted(scores, reverse=True)
    assert sum(score for _, score, _ in ADDITIONS) < 10
