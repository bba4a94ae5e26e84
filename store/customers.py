"""Customers told apart by name and web domain: normal forms, and the keys under which a customer is looked for."""

import hashlib
import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final

from store.customer_words import (
    BEFORE,
    COMMON,
    GLUED,
    LEGAL_FORMS,
    LOOKALIKES,
    MAIL_PROVIDERS,
    SHARED_HOSTS,
    SOLD_LIKE_COUNTRIES,
    UNMARKED,
)

if TYPE_CHECKING:
    from tldextract import TLDExtract

SHORTEST: Final = 4
"""Names and words with fewer letters are equal or they are not; nothing is similar to them."""
STRONG: Final = ("d:", "m:", "n:")
"""Keys that are evidence by themselves; all others only say where to look."""
_LONGEST_KEY = 120
_MOST_WORDS = 12
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = re.compile("['’‘`´ʼ＇״׳\"]")
_INITIALS = re.compile(r"(?<![^\W_])(?:[^\W\d_][./]){1,5}(?:[^\W\d_](?![^\W_]))?")
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_KANA_VOICING = 8
_FOREIGN = re.compile("[\u0370-\u03ff\u0400-\u052f]")
_LATIN = re.compile("[a-z]")
_CONSONANTS = re.compile("[b-df-hj-np-tv-xz]")
_DOUBLED = re.compile(r"(.)\1+")
_UMLAUTS = re.compile("([aou])e")


def normal(name: str) -> str:
    """The normal form of a company's name: `The Müller & Söhne GmbH & Co. KG` is `muller and sohne`.

    Accents go first, then case, `&` becomes `and`, punctuation and legal forms of any country go. Never empty where the
    name has a letter or digit, and its own normal form.
    """
    words = _joined(_WORD.findall(_spelled(_folded(name))))
    while (fewer := _without_forms(words)) != words:
        words = fewer
    return " ".join(words)


def distinctive(name: str) -> tuple[str, ...]:
    """The words of a normal name that not every other company has too, in its order; none for `global systems`."""
    return tuple(word for word in name.split() if word not in COMMON)


def registrable(written: str) -> str:
    """The registrable domain of an address or host (`https://www.shop.globex.co.uk/x`: `globex.co.uk`); else ''."""
    return _extractor()(written).top_domain_under_public_suffix


def own_domain(written: str | None) -> str | None:
    """The registrable domain, if it can tell a company: None for mail providers, shared hosts and what is no domain."""
    if not written or not written.strip():
        return None
    parts = _extractor()(written.strip().casefold())
    found = parts.top_domain_under_public_suffix
    let_out = parts.is_private and parts.suffix not in SOLD_LIKE_COUNTRIES
    return None if not found or let_out or shared_host(found) else found


def shared_host(domain: str) -> str | None:
    """Why a registrable domain tells nothing about who is behind it; None where it does."""
    if domain in MAIL_PROVIDERS:
        return "mail for everybody"
    return next((reason for reason, domains in SHARED_HOSTS.items() if domain in domains), None)


def mail_address(written: str | None) -> str | None:
    """An e-mail address in lower case; None for what is none."""
    address = (written or "").strip().casefold()
    return address if _ADDRESS.fullmatch(address) and address.isprintable() else None


def mail_domain(written: str | None) -> str | None:
    """The domain of an e-mail address, if it can tell a company."""
    address = mail_address(written)
    return own_domain(address.rpartition("@")[2]) if address else None


def mail_key(address: str) -> str:
    """The key under which a contact's e-mail address is looked for."""
    return _key("m", address)


def match_keys(
    customer: str | None, domain: str | None, contact_email: str | None = None, parent_company: str | None = None
) -> frozenset[str]:
    """The keys under which a customer is looked for; two that have none in common are not compared.

    `d:` a web domain, the contact's too; `m:` the contact's address; `n:` a whole name, the parent's too; `t:` one
    telling word; `c:` the consonants of the telling words, as they follow each other; `f:` those and the consonants of
    the whole name in whatever order.
    """
    name, parent = normal(customer or ""), normal(parent_company or "")
    keys = {_key("n", each) for each in (name, parent) if each}
    keys |= {_key("d", each) for each in (own_domain(domain), mail_domain(contact_email)) if each}
    if address := mail_address(contact_email):
        keys.add(mail_key(address))
    telling = [word for word in distinctive(name) if len(word) >= SHORTEST][:_MOST_WORDS]
    keys |= {_key("t", _UMLAUTS.sub(r"\1", word)) for word in telling}
    if row := _consonants(telling):
        keys.add(_key("c", row))
    keys |= {_key("f", bones) for each in (telling, name.split()) if (bones := _bones(each))}
    return frozenset(keys)


def _folded(words: str) -> str:
    """Without accents, case and letters that merely look different; repeated until nothing changes any more."""
    if words.isascii():
        return words.casefold()
    while (folded := _folded_once(words)) != words:
        words = folded
    return words


def _folded_once(words: str) -> str:
    apart = unicodedata.normalize("NFKD", words)
    bare = "".join(mark for mark in apart if unicodedata.combining(mark) in (0, _KANA_VOICING))
    seen = "".join(mark for mark in bare if unicodedata.category(mark) != "Cf")
    return unicodedata.normalize("NFC", seen.casefold().translate(UNMARKED))


def _spelled(words: str) -> str:
    """`&` as a word, `S.p.A.` and `A/S` as one word, nothing where an apostrophe was."""
    words = _APOSTROPHES.sub("", words).replace("&", " and ")
    return _INITIALS.sub(lambda found: re.sub("[./]", "", found[0]) + " ", words)


def _joined(words: list[str]) -> tuple[str, ...]:
    """Single letters in a row are one word (`s r o`), and a word of two alphabets is read as it looks."""
    joined: list[str] = []
    letters = ""
    for word in (*map(_one_alphabet, words), ""):
        if len(word) == 1 and word.isalpha():
            letters += word
            continue
        joined += [letters] if letters else []
        joined += [word] if word else []
        letters = ""
    return tuple(joined)


def _one_alphabet(word: str) -> str:
    if not _FOREIGN.search(word):
        return word
    seen = word.translate(LOOKALIKES)
    return seen if _LATIN.search(word) or not _FOREIGN.search(seen) else word


_FORMS: Final = frozenset(tuple(map(_one_alphabet, form.split())) for forms in LEGAL_FORMS.values() for form in forms)
_LONGEST_FORM: Final = max(map(len, _FORMS))
_BEFORE: Final = frozenset(map(_one_alphabet, BEFORE))


def _without_forms(words: tuple[str, ...]) -> tuple[str, ...]:
    """Without one legal form at either end, or with none the same; something is always left."""
    for length in range(min(_LONGEST_FORM, len(words) - 1), 0, -1):
        if words[-length:] in _FORMS:
            return words[:-length]
    if len(words) > 1 and words[-1] == "and":
        return words[:-1]
    if len(words) > 1 and words[0] in _BEFORE:
        return words[1:]
    return _unglued(words)


def _unglued(words: tuple[str, ...]) -> tuple[str, ...]:
    if not words:
        return words
    for form in GLUED:
        if words[-1].endswith(form) and words[-1] != form:
            return (*words[:-1], words[-1].removesuffix(form))
        if words[0].startswith(form) and words[0] != form:
            return (words[0].removeprefix(form), *words[1:])
    return words


def _consonants(words: list[str]) -> str:
    """The consonants of words in their order, doubled ones once; nothing for fewer than three."""
    letters = "".join(_CONSONANTS.findall("".join(words)))
    row = _DOUBLED.sub(r"\1", letters)
    return row if len(row) >= 3 else ""


def _bones(words: list[str]) -> str:
    """The different consonants of words, sorted; nothing for fewer than three, which too many would share."""
    letters = sorted({*_CONSONANTS.findall("".join(words))})
    return "".join(letters) if len(letters) >= 3 else ""


def _key(kind: str, words: str) -> str:
    """Keys are of limited length: of long ones the end is a hash."""
    if len(words) > _LONGEST_KEY:
        words = f"{words[: _LONGEST_KEY // 2]}#{hashlib.sha256(words.encode('utf-8', 'replace')).hexdigest()[:24]}"
    return f"{kind}:{words}"


@cache
def _extractor() -> "TLDExtract":
    """The public suffix list as shipped with the library: nothing is fetched. Imported late, for a quick start."""
    from tldextract import TLDExtract

    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
