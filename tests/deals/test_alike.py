"""What is alike and what only looks so: everyday words, short names, disguises, contacts, customers."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.deals.matching import ADDITIONS, LADDER, MAYBE_NEW_PRODUCT, NEW_PRODUCT, Pair, match
from store.customers import match_keys, normal
from store.repositories.match_keys import OPPORTUNITY
from store.repositories.matches import HOLD, LOOK
from tests.deals.test_matching import CLAIMS, Claim, claim

NOT_AT_ALL = [
    ("Globex", "Initech"),
    ("Delta Airlines", "Delta Dental"),
    ("Global Systems", "Global Services"),
    ("East Bank", "West Bank"),
    ("Western Foods", "Eastern Foods"),
    ("Bank", "Bank of America"),
    ("IBM", "IBN"),
    ("SAP", "SAP Labs"),
    ("First National Bank", "Second National Bank"),
    ("General Motors", "General Electric"),
    ("Inc.", "..."),
    ("", ""),
    ("AB", "SA"),
    ("バンク", "ハンク"),
    ("🙂", "🙃"),
]
DISGUISED = [
    "Zorblаt Systems",  # a Cyrillic а
    "ZORBLAT  SYSTEMS, L.L.C.",
    "Zor\u200bblat Systems",
    "Systems Zorblat",
    "Zorblatt Systems",
    "Zorblat Holding A/S",
    "Zorblt Systems",
    "Ｚｏｒｂｌａｔ Systems",
]


@pytest.mark.parametrize(("mine", "other"), NOT_AT_ALL)
def test_sharing_everyday_words_is_not_enough(mine: str, other: str) -> None:
    assert match(claim(mine, country="US"), claim(other, country="US")) is None


@pytest.mark.parametrize("name", DISGUISED)
def test_a_name_that_tries_to_pass_as_another_is_found_and_looked_at(name: str) -> None:
    mine, other = claim("Zorblat Systems Inc.", country="US"), claim(name, country="US")
    assert not match_keys("Zorblat Systems Inc.", None).isdisjoint(match_keys(name, None))
    found = match(mine, other)
    assert found is not None
    assert found.score >= LOOK


@pytest.mark.parametrize(
    ("mine", "other", "score"),
    [
        (claim("Globex", contact_email="ann@mail.globex.com"), claim("Project Sun", domain="globex.com"), 75),
        (claim("Globex", contact_email="ann@gmail.com"), claim("Project Sun", domain="gmail.com"), None),
        (claim("Globex Systems"), claim("Globex Holdings", country="US"), 60),
        (claim("Globex", parent_company="Initech"), claim("Hooli", parent_company="Initech AG"), 60),
        (claim("Genral Electric", country="US"), claim("General Electric", country="US"), 80),
        (claim("Müller Logistik", country="DE"), claim("Mueller Logistik", country="DE"), 80),
        (claim("Globex", domain="https://www.globex.com/"), claim("Sun", domain="globex.com"), 95),
        (claim("Globex", domain="globex.sharepoint.com"), claim("Sun", domain="globex.sharepoint.com"), None),
        (claim("Globex", domain="sun.github.io"), claim("Sun", domain="sun.github.io"), None),
    ],
)
def test_what_else_tells_a_customer(mine: Claim, other: Claim, score: int | None) -> None:
    for one, two in ((mine, other), (other, mine)):
        found = match(one, two)
        assert (found.score if found else None) == score


def test_an_existing_customer_may_buy_something_new_and_not_the_same_again() -> None:
    mine = claim("Globex", domain="globex.com", product="engage")
    scores = {
        product: found.score
        for product in ("engage", "segment", None)
        if (
            found := match(
                mine, claim("Globex", domain="globex.com", product=product, kind=OPPORTUNITY, state="closed_won")
            )
        )
    }
    assert scores == {"engage": 100, "segment": NEW_PRODUCT, None: MAYBE_NEW_PRODUCT}
    assert NEW_PRODUCT < LOOK <= MAYBE_NEW_PRODUCT < HOLD


def test_amounts_without_a_currency_are_not_compared() -> None:
    found = match(claim(domain="initech.com", earr=5), claim(domain="initech.com", earr=5))
    assert found is not None
    assert found.score == 95


@given(CLAIMS, CLAIMS)
def test_names_are_as_alike_one_way_as_the_other(mine: Claim, other: Claim) -> None:
    there, back = Pair(mine, other), Pair(other, mine)
    assert there.alike == back.alike
    assert 0 <= there.alike <= 100
    assert there.related == back.related
    assert there.contact_there == back.contact_there


@given(st.text(max_size=3), st.text(max_size=12))
@example("0¼", "0000")
def test_short_names_are_the_same_or_not_alike(short: str, other: str) -> None:
    if len(normal(short).replace(" ", "")) < 4:
        assert Pair(claim(short), claim(other)).alike in (0.0, 100.0)


@given(CLAIMS, CLAIMS)
def test_what_agrees_besides_never_adds_more_than_it_says(mine: Claim, other: Claim) -> None:
    found = match(mine, other)
    rungs = {label: score for label, score, _ in LADDER}
    if found is not None:
        assert found.score <= rungs[found.parts[0][0]] + sum(score for _, score, _ in ADDITIONS)
