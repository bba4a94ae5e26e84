"""One company under many spellings has one normal form, and two companies that share a word have two."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from store.customer_words import COMMON, LEGAL_FORMS, MAIL_PROVIDERS, SHARED_HOSTS
from store.customers import (
    distinctive,
    mail_address,
    mail_domain,
    match_keys,
    normal,
    own_domain,
    registrable,
    shared_host,
)

SAME = [
    ("Globex", "GLOBEX Inc.", "Globex, Inc", "The Globex Corporation", "globex  co., ltd.", "Globex (Pty) Ltd"),
    ("Müller & Söhne GmbH & Co. KG", "Muller and Sohne", "MÜLLER UND SÖHNE".replace("UND", "&")),
    ("Rossi S.p.A.", "Rossi SpA", "ROSSI S. p. A."),
    ("Nordlys A/S", "Nordlys AS", "Nordlys Aps"),
    ("Alfa Sp. z o.o.", "Alfa sp.z o. o.", "ALFA"),
    ("Beta spol. s r.o.", "Beta s.r.o.", "Beta, a. s."),
    ("Cemento S.A. de C.V.", "Cemento, S.A.B. de C.V.", "Cemento S. de R.L. de C.V."),
    ("Société Générale S.A.", "societe generale", "Societe\u00a0Ge\u0301ne\u0301rale"),
    ("ООО Ромашка", "Ромашка", "ромашка ООО"),
    ("グローベックス株式会社", "㈱グローベックス", "グローベックス"),
    ("A B C Company", "ABC", "A.B.C. Inc"),
    ("L’Oréal", "L'Oreal", "LOREAL"),
    ("Strauß AG", "Strauss"),
    ("Ørsted A/S", "Orsted"),
    ("Ｇｌｏｂｅｘ", "Globex", "Glo\u200bbex", "Glоbex"),  # full width, a joint of no width, a Cyrillic о
    ("асме", "acme", "АСМЕ Corp"),  # Cyrillic throughout
]
APART = [
    ("Globex", "Globex Bank"),
    ("Bank of America", "Bank of Amerika"),
    ("Delta Airlines", "Delta Dental"),
    ("バンク", "ハンク"),
    ("IBM", "IBN"),
    ("Co", "Inc"),
    ("3M", "4M"),
]


@pytest.mark.parametrize("names", SAME, ids=lambda names: names[0])
def test_spellings_of_one_company_have_one_normal_form(names: tuple[str, ...]) -> None:
    assert {normal(each) for each in names} == {normal(names[0])}


@pytest.mark.parametrize(("one", "other"), APART)
def test_different_companies_keep_different_normal_forms(one: str, other: str) -> None:
    assert normal(one) != normal(other)


NAMES = st.one_of(
    st.text(max_size=40),
    st.lists(
        st.one_of(
            st.sampled_from([form for forms in LEGAL_FORMS.values() for form in forms]),
            st.sampled_from(
                ["the", "and", "&", ".", "S.A.", "a", "b", "s", "Global", "ooo", "İ", "ﬁ", "ß", "Ω", "株式会社"]
            ),
            st.text(max_size=6),
        ),
        max_size=7,
    ).map(" ".join),
)


@given(NAMES)
@example("SA de CV")
@example("The the and Co and")
@example("A. B. S. A.")
@example("株式会社株式会社")
def test_a_normal_form_is_its_own_normal_form(name: str) -> None:
    once = normal(name)
    assert normal(once) == once


@given(NAMES)
def test_a_name_is_empty_only_without_letters_and_digits(name: str) -> None:
    if any(each.isascii() and each.isalnum() for each in name):
        assert normal(name)
    if not any(each.isalnum() or not each.isascii() or each == "&" for each in name):
        assert normal(name) == ""


@given(NAMES, st.sampled_from(("Inc.", "GmbH", "S.A.", "Ltd", "AB", "株式会社", ", LLC")))
def test_a_legal_form_at_the_end_changes_nothing(name: str, form: str) -> None:
    plain = f"Zorblat {name}x"
    assert normal(f"{plain} {form}") == normal(plain)


@given(NAMES)
def test_neither_case_nor_surrounding_marks_change_anything(name: str) -> None:
    if name.isascii():
        assert normal(name.upper()) == normal(name)
    assert normal(f"  «{name}»,  ") == normal(f" {name} ")


@given(NAMES, st.text(max_size=30), st.text(max_size=30), NAMES)
def test_keys_are_short_printable_and_the_same_for_the_normal_form(name: str, domain: str, mail: str, up: str) -> None:
    keys = match_keys(name, domain, mail, up)
    assert all(3 <= len(key) <= 123 and key[1] == ":" and "\x00" not in key for key in keys)
    assert keys == match_keys(normal(name), domain, mail, normal(up))


def test_a_customer_is_looked_for_by_domain_contact_name_parent_and_telling_words() -> None:
    keys = match_keys("Globex Systems Inc.", "https://www.globex.co.uk/about", "Ann@Mail.Globex.com", "Initech Group")
    assert keys == {
        *("d:globex.co.uk", "d:globex.com", "m:ann@mail.globex.com", "n:globex systems", "n:initech group"),
        *("t:globex", "c:glbx", "f:bglx", "f:bglmstx"),
    }


def test_everyday_words_are_no_keys() -> None:
    assert match_keys("Global Systems Group", None, None, None) == {"n:global systems group", "f:bglmprst"}
    assert distinctive("global systems group") == ()


def test_a_very_long_name_has_a_short_key_of_its_own() -> None:
    one, other = (match_keys("Zorblat " * 400 + end, None, None, None) for end in ("east", "west"))
    assert max(map(len, one | other)) < 130
    assert {key for key in one if key.startswith("n:")} != {key for key in other if key.startswith("n:")}


@pytest.mark.parametrize(
    ("written", "domain"),
    [
        ("globex.com", "globex.com"),
        ("HTTPS://Shop.Globex.co.uk/x?y", "globex.co.uk"),
        ("globex.uk.com", "globex.uk.com"),
        ("globex.github.io", None),
        ("globex.wordpress.com", None),
        ("globex.sharepoint.com", None),
        ("globex.blogspot.com", None),
        ("sites.google.com/globex", None),
        ("gmail.com", None),
        ("co.uk", None),
        ("intranet", None),
        ("10.0.0.1", None),
        (" ", None),
        (None, None),
    ],
)
def test_only_a_domain_of_ones_own_tells_a_company(written: str | None, domain: str | None) -> None:
    assert own_domain(written) == domain


def test_listed_domains_are_registrable_and_say_why() -> None:
    listed = MAIL_PROVIDERS.union(*SHARED_HOSTS.values())
    assert sorted(each for each in listed if registrable(each) != each) == []
    assert sorted(each for each in listed if own_domain(each)) == []
    assert shared_host("sharepoint.com") == "offices of many companies"
    assert shared_host("gmail.com") == "mail for everybody"
    assert shared_host("globex.com") is None


def test_lists_are_in_normal_form_and_say_nothing_twice() -> None:
    assert sorted(word for word in COMMON if not word.replace("ü", "u").isalpha()) == []
    forms = {form for each in LEGAL_FORMS.values() for form in each}
    assert sorted(form for form in forms if normal(f"zorblat {form}") != "zorblat") == []
    assert COMMON.isdisjoint(forms - {"pt"}), "a legal form is dropped before words are weighed"


def test_addresses_that_are_none_tell_nothing() -> None:
    assert mail_address(" Ann@Globex.com ") == "ann@globex.com"
    assert mail_domain("ann@gmail.com") is None
    for written in ("", None, "ann", "ann@globex", "an n@globex.com", "erased-0123456789"):
        assert mail_address(written) is None
