"""Whether two claims are for the same customer: a ladder of reasons as data, and what each is worth. No database."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final

from rapidfuzz import fuzz

from store.customers import SHORTEST, distinctive, mail_address, mail_domain, normal_name, own_domain
from store.folding import fold
from store.repositories.match_keys import OPPORTUNITY, ClaimRecord
from store.repositories.matches import HOLD, LOOK

TOP: Final = Decimal("1.00")
ALIKE: Final = Decimal("0.92")
NEAR: Final = Decimal("0.85")
"""From which similarity names are very alike, and from which similar."""
VALUE_WITHIN: Final = Decimal("0.25")
CLOSE_WITHIN: Final = timedelta(days=45)
WON: Final = "closed_won"
_LISTED = re.compile(r"[,;|]")


class Band(StrEnum):
    """What a score asks for: `hold` the registration, have the approver `look`, or `store` it and no more."""

    hold = "hold"
    look = "look"
    store = "store"


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim as it is compared: the record, and the normal forms of what is looked at."""

    record: ClaimRecord
    name: str
    words: tuple[str, ...]
    parent: str
    domain: str | None
    mail: str | None
    mail_domain: str | None
    country: str | None
    products: frozenset[str]

    @property
    def won(self) -> bool:
        """Whether it says that the customer is one already."""
        return self.record.kind == OPPORTUNITY and self.record.state == WON


@dataclass(frozen=True, slots=True)
class Part:
    """One line of the explanation; the points of all parts add up to the score."""

    label: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class Match:
    """How much a claim looks like `other`: the highest rung that holds, the score and its parts.

    `fields` are the fields of a registration that agree; `own` says that the other claim is the same partner's.
    """

    other: ClaimRecord
    rung: str
    fields: tuple[str, ...]
    score: Decimal
    parts: tuple[Part, ...]
    own: bool = False

    @property
    def band(self) -> Band:
        """What the score asks for."""
        return band_of(self.score)

    @property
    def customer(self) -> bool:
        """Whether the other is a deal that was won: the customer is one already."""
        return self.other.kind == OPPORTUNITY and self.other.state == WON


Holds = Callable[[Claim, Claim], bool]


@dataclass(frozen=True, slots=True)
class Rung:
    """A reason to take two claims for the same customer, and what it is worth; `fields` are those that agree."""

    name: str
    score: Decimal
    words: str
    fields: tuple[str, ...]
    holds: Holds


@dataclass(frozen=True, slots=True)
class Cap:
    """A reason that lets a score not rise above `most`."""

    name: str
    most: Decimal
    words: str
    holds: Holds


def claim(record: ClaimRecord, products: Mapping[str, str] | None = None) -> Claim:
    """A record with the normal forms of what is compared; `products` gives the id of a product by its folded name."""
    known = products or {}
    name = normal_name(record.customer or "")
    sold = (fold(each) for each in _LISTED.split(record.product or ""))
    return Claim(
        record,
        name,
        distinctive(name),
        normal_name(record.parent_company or ""),
        own_domain(record.customer_domain),
        mail_address(record.contact_email),
        mail_domain(record.contact_email),
        (record.country or "").strip().casefold() or None,
        frozenset(known.get(each, each) for each in sold if each),
    )


def similarity(mine: Claim, other: Claim) -> Decimal:
    """How alike two names are, from 0 to 1, by the words that tell them; whatever the order.

    A name of everyday words alone is like another only as a whole, and two such names are equal or not alike.
    """
    if mine.name == other.name:
        return TOP if mine.name else Decimal(0)
    if not (mine.words or other.words):
        return Decimal(0)
    if mine.words and other.words:
        told = " ".join(mine.words), " ".join(other.words)
        return Decimal(0) if any(map(_short, told)) else _ratio(fuzz.token_set_ratio(*told))
    found = _ratio(fuzz.token_sort_ratio(mine.name, other.name))
    return found if found >= ALIKE else Decimal(0)


def band_of(score: Decimal) -> Band:
    """The band that a score lies in."""
    hundredths = score * 100
    return Band.hold if hundredths >= HOLD else Band.look if hundredths >= LOOK else Band.store


def match(mine: Claim, other: Claim) -> Match | None:
    """Hold one claim against another: None where no rung of the ladder holds. The order does not change the score."""
    rung = next((each for each in LADDER if each.holds(mine, other)), None)
    if rung is None:
        return None
    added = tuple(each for each in BONUSES if each.holds(mine, other))
    parts = [Part(each.words, each.score) for each in (rung, *added)]
    score = sum((each.points for each in parts), Decimal(0))
    for cap in CAPS:
        if score > cap.most and cap.holds(mine, other):
            parts.append(Part(cap.words, cap.most - score))
            score = cap.most
    fields = tuple(dict.fromkeys(field for each in (rung, *added) for field in each.fields))
    return Match(other.record, rung.name, fields, score, tuple(parts))


def own(found: Match) -> Match:
    """The match as one with a claim of the same partner."""
    return replace(found, own=True)


def _short(name: str) -> bool:
    return sum(map(str.isalnum, name)) < SHORTEST


def _ratio(hundredths: float) -> Decimal:
    return (Decimal(str(hundredths)) / 100).quantize(Decimal("0.0001"))


def _same_name(mine: Claim, other: Claim) -> bool:
    return bool(mine.name) and mine.name == other.name


def _same_country(mine: Claim, other: Claim) -> bool:
    return mine.country is not None and mine.country == other.country


def _country_unknown(mine: Claim, other: Claim) -> bool:
    return mine.country is None or other.country is None


def _at_the_others_domain(mine: Claim, other: Claim) -> bool:
    return any(a.mail_domain is not None and a.mail_domain == b.domain for a, b in ((mine, other), (other, mine)))


def _related(mine: Claim, other: Claim) -> bool:
    return any(a.parent and a.parent in (b.name, b.parent) for a, b in ((mine, other), (other, mine)))


def _close_values(mine: Claim, other: Claim) -> bool:
    one, two = mine.record.earr, other.record.earr
    if one is None or two is None or not mine.record.currency or mine.record.currency != other.record.currency:
        return False
    return abs(one - two) <= VALUE_WITHIN * max(one, two)


def _close_days(mine: Claim, other: Claim) -> bool:
    one, two = mine.record.close_on, other.record.close_on
    return one is not None and two is not None and abs(one - two) <= CLOSE_WITHIN


def _other_product(mine: Claim, other: Claim) -> bool:
    return bool(mine.products and other.products) and not mine.products & other.products


def _customer(mine: Claim, other: Claim) -> bool:
    return mine.won or other.won


LADDER: Final = (
    Rung(
        "domain",
        Decimal("0.95"),
        "Same web domain",
        ("customer_domain",),
        lambda mine, other: mine.domain is not None and mine.domain == other.domain,
    ),
    Rung(
        "name",
        Decimal("0.90"),
        "Same name, same country",
        ("customer", "country"),
        lambda mine, other: _same_name(mine, other) and _same_country(mine, other),
    ),
    Rung(
        "contact",
        Decimal("0.88"),
        "Same contact address",
        ("contact_email",),
        lambda mine, other: mine.mail is not None and mine.mail == other.mail,
    ),
    Rung(
        "alike",
        Decimal("0.80"),
        "Very similar name, same country",
        ("customer", "country"),
        lambda mine, other: _same_country(mine, other) and similarity(mine, other) >= ALIKE,
    ),
    Rung(
        "name_unplaced",
        Decimal("0.75"),
        "Same name, country not known",
        ("customer",),
        lambda mine, other: _same_name(mine, other) and _country_unknown(mine, other),
    ),
    Rung(
        "contact_domain",
        Decimal("0.75"),
        "The contact's address is at the other's web domain",
        ("contact_email", "customer_domain"),
        _at_the_others_domain,
    ),
    Rung(
        "near",
        Decimal("0.65"),
        "Similar name, same country",
        ("customer", "country"),
        lambda mine, other: _same_country(mine, other) and similarity(mine, other) >= NEAR,
    ),
    Rung("related", Decimal("0.60"), "Parent and subsidiary", ("parent_company",), _related),
    Rung(
        "alike_unplaced",
        Decimal("0.60"),
        "Very similar name, country not known",
        ("customer",),
        lambda mine, other: _country_unknown(mine, other) and similarity(mine, other) >= ALIKE,
    ),
    Rung("name_elsewhere", Decimal("0.55"), "Same name, another country", ("customer",), _same_name),
)
"""From the strongest reason to the weakest: the first that holds counts, and no other."""
BONUSES: Final = (
    Rung(
        "product",
        Decimal("0.05"),
        "A product in common",
        ("product",),
        lambda mine, other: bool(mine.products & other.products),
    ),
    Rung("value", Decimal("0.02"), "Values within 25%", ("earr",), _close_values),
    Rung("close", Decimal("0.02"), "Close dates within 45 days", ("expected_close_on",), _close_days),
)
"""What is added to a rung, each for itself."""
CAPS: Final = (
    Cap("top", TOP, "No score is above 1.00", lambda mine, other: True),
    Cap(
        "customer",
        Decimal("0.80"),
        "An existing customer; whether the product is new is not known",
        lambda mine, other: _customer(mine, other) and not (mine.products and other.products),
    ),
    Cap("other_product", Decimal("0.60"), "No product in common", _other_product),
    Cap(
        "new_product",
        Decimal("0.59"),
        "An existing customer and a new product: allowed",
        lambda mine, other: _customer(mine, other) and _other_product(mine, other),
    ),
)
"""What a score does not rise above, whatever the rung."""
