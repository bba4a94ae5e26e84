"""What makes two records of a customer comparable: a normal form of names, and keys under which a customer is found.

Pure. The word lists are written down here to be read and argued with; `docs/CONFLICTS.md` shows them.
"""

import re
import unicodedata
from typing import Final

LEGAL_FORMS: Final = {
    "United States, Canada": "inc incorporated corp corporation co company llc llp lp pllc pc",
    "United Kingdom, Ireland": "ltd limited plc llp cic dac",
    "Germany, Austria, Switzerland": "gmbh ag kg kgaa ohg ug se eg ev gbr mbh",
    "France, Belgium": "sa sas sasu sarl eurl snc sprl srl",
    "Italy": "spa srl srls snc",
    "Spain, Latin America": "sl slu sa sau ltda eirl sapi",
    "Netherlands": "bv nv vof",
    "Nordic countries": "ab as asa oy oyj aps hf ehf",
    "Central and eastern Europe": "kft zrt sro doo ood ad uab oü",
    "Asia, Pacific": "pty pte pvt private bhd sdn tbk kk gk kabushiki kaisha 株式会社 有限会社 有限公司",
}
"""Words for a company's legal form by country, without dots, as they stand at the end of a name."""
_FORMS: Final = frozenset(" ".join(LEGAL_FORMS.values()).replace("ü", "u").split())
_JOINED: Final = ("sp z oo", "sa de cv", "s de rl", "and co", "zoo")
"""Legal forms of several words."""
BEFORE: Final = frozenset("the pt ooo zao 株式会社".split())
"""Words that stand before a name and are not part of it."""
COMMON: Final = frozenset(
    """
    and bank center communications consulting digital energy engineering finance financial for foods global group
    health holding holdings industries insurance international labs logistics management media national networks of
    online partners power products retail services software solutions systems tech technologies technology telecom
    telecommunications trade trading university ventures worldwide
    """.split()
)
"""Words that many names share: they lead nobody to a customer."""
MAIL_PROVIDERS: Final = frozenset(
    """
    aol.com gmail.com gmx.de gmx.net googlemail.com hotmail.com icloud.com live.com mail.com mail.ru outlook.com
    proton.me protonmail.com qq.com web.de yahoo.com yandex.ru
    """.split()
)
SHARED_HOSTS: Final = frozenset(
    """
    azurewebsites.net blogspot.com facebook.com github.com github.io google.com herokuapp.com linkedin.com medium.com
    myshopify.com netlify.app notion.site sharepoint.com squarespace.com vercel.app weebly.com wixsite.com wordpress.com
    """.split()
)
"""Hosts that many companies share: having one in common says nothing."""
SHORTEST: Final = 4
"""Letters from which a name, or a word of it, may be found by something alike."""
BEGINNING: Final = 5
"""Letters at the beginning of a name by which a misspelled one is found."""
_LETTERS: Final = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"})


def normal(name: str) -> str:
    """A company's name as it is compared: accents folded first, then lower case, no punctuation, no legal form.

    `Müller & Söhne GmbH & Co. KG` is `muller and sohne`. A normal form is its own normal form.
    """
    words = _folded(name).replace("&", " and ").replace("+", " and ")
    words = re.sub(r"[.'’`]", "", words)
    return " ".join(_stripped(re.findall(r"[^\W_]+", words)))


def words_of(name: str) -> frozenset[str]:
    """The words of a name that few other names have."""
    return frozenset(word for word in normal(name).split() if len(word) >= SHORTEST and word not in COMMON)


def own_domain(domain: str | None) -> str | None:
    """A web domain that is one company's own; None for those that many share."""
    known = (domain or "").casefold().strip()
    return known if known and known not in MAIL_PROVIDERS and known not in SHARED_HOSTS else None


def match_keys(
    customer: str | None, domain: str | None, contact_email: str | None = None, parent_company: str | None = None
) -> frozenset[str]:
    """Under which keys a record of a customer is found by another one of the same customer, or of one alike."""
    names = [normal(each) for each in (customer, parent_company) if each]
    keys = {f"n:{name}" for name in names if name} | {f"t:{word}" for word in words_of(customer or "")}
    keys |= {f"p:{compact[:BEGINNING]}" for name in names if len(compact := name.replace(" ", "")) >= BEGINNING}
    if own := own_domain(domain):
        keys.add(f"d:{own}")
    if contact_email:
        keys.add(f"m:{contact_email.casefold()}")
    return frozenset(keys)


def _folded(name: str) -> str:
    """Lower case without accents; again, because lowering a letter may bring an accent back."""
    for _ in range(2):
        spread = unicodedata.normalize("NFKD", name).casefold().translate(_LETTERS)
        name = "".join(letter for letter in spread if not unicodedata.combining(letter))
    return name


def _stripped(words: list[str]) -> list[str]:
    """Without what stands for the legal form, unless nothing would be left."""
    while len(words) > 1:
        joined = next((form.split() for form in _JOINED if _ends(words, form.split())), None)
        if joined is not None:
            words = words[: -len(joined)]
        elif words[-1] in _FORMS or words[-1] == "and":
            words = words[:-1]
        elif words[0] in BEFORE:
            words = words[1:]
        else:
            break
    return words


def _ends(words: list[str], form: list[str]) -> bool:
    return len(words) > len(form) and words[-len(form) :] == form
