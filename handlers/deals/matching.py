"""How alike two records of a customer are: a ladder of scores whose parts can be read, and never a verdict. Pure.

`docs/CONFLICTS.md` is drawn from the tables here. The first rung that fits gives the score; small additions and caps
follow. From 0.85 on a registration is held, from 0.60 on somebody has to look, below it is stored only.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Final

from rapidfuzz.fuzz import token_set_ratio, token_sort_ratio

from store.customers import SHORTEST, distinctive, mail_address, mail_domain, normal, own_domain
from store.repositories.match_keys import OPPORTUNITY, Claim
from store.repositories.pipeline import CLOSED

MOST: Final = 100
NO_SHARED_PRODUCT: Final = 60
NEW_PRODUCT: Final = 50
"""Where the other record is a customer's purchase and no product is shared: selling something new is allowed."""
MAYBE_NEW_PRODUCT: Final = 80
"""Where the other record is a customer's purchase and one of the two names no product: somebody has to look."""
VERY_ALIKE, ALIKE = 92.0, 85.0


class Pair:
    """Two records, with what the rungs look at worked out once."""

    def __init__(self, mine: Claim, other: Claim) -> None:
        self.mine = mine
        self.other = other

    @cached_property
    def names(self) -> tuple[str, str]:
        """Both names in normal form."""
        return normal(self.mine.customer or ""), normal(self.other.customer or "")

    @cached_property
    def alike(self) -> float:
        """How alike the names are, 0 to 100, by the words that tell a company, in any order.

        Under four letters they are the same or not alike. A name of everyday words alone is like another only as a
        whole, and then very much so.
        """
        mine, other = self.names
        if mine == other:
            return 100.0 if mine else 0.0
        told = distinctive(mine), distinctive(other)
        whole = float(token_sort_ratio(mine, other))
        words = " ".join(told[0]), " ".join(told[1])
        shortest = min(sum(map(len, each)) for each in told)
        by_words = float(token_set_ratio(*words)) if shortest >= SHORTEST else 0.0
        return max(by_words, whole if whole >= VERY_ALIKE else 0.0)

    @property
    def same_name(self) -> bool:
        """Whether both have the same name in normal form."""
        return bool(self.names[0]) and self.names[0] == self.names[1]

    @property
    def same_country(self) -> bool:
        """Whether both are known to be in one country."""
        return self.mine.country is not None and self.mine.country == self.other.country

    @property
    def country_unknown(self) -> bool:
        """Whether one of them has no country."""
        return self.mine.country is None or self.other.country is None

    @property
    def same_domain(self) -> bool:
        """Whether both have the same web domain of their own."""
        return (mine := own_domain(self.mine.domain)) is not None and mine == own_domain(self.other.domain)

    @property
    def same_contact(self) -> bool:
        """Whether the same person is the contact."""
        mine = mail_address(self.mine.contact_email)
        return mine is not None and mine == mail_address(self.other.contact_email)

    @property
    def contact_there(self) -> bool:
        """Whether the contact of one has an address at the other's web domain."""
        sides = (self.mine, self.other), (self.other, self.mine)
        return any((at := mail_domain(a.contact_email)) is not None and at == own_domain(b.domain) for a, b in sides)

    @property
    def related(self) -> bool:
        """Whether one is the other's parent company, or both have the same one."""
        mine, other = self.names
        parents = normal(self.mine.parent_company or ""), normal(self.other.parent_company or "")
        return bool((parents[0] and parents[0] in (other, parents[1])) or (parents[1] and parents[1] == mine))

    @property
    def products(self) -> bool | None:
        """Whether a product is shared; None where one of the records has none."""
        mine, other = (_products(each.product) for each in (self.mine, self.other))
        return None if not mine or not other else not mine.isdisjoint(other)

    @property
    def like_value(self) -> bool:
        """Whether the amounts, in one currency, differ by a quarter at most."""
        mine, other = self.mine, self.other
        if mine.earr is None or other.earr is None or not mine.currency or mine.currency != other.currency:
            return False
        return abs(mine.earr - other.earr) * 4 <= max(mine.earr, other.earr)

    @property
    def like_close(self) -> bool:
        """Whether the expected close days are 45 days apart at most."""
        mine, other = self.mine.close_on, self.other.close_on
        return mine is not None and other is not None and abs(mine - other) <= timedelta(days=45)


LADDER: Final[tuple[tuple[str, int, Callable[[Pair], bool]], ...]] = (
    ("Same web domain", 95, lambda pair: pair.same_domain),
    ("Same name and country", 90, lambda pair: pair.same_name and pair.same_country),
    ("Same contact", 88, lambda pair: pair.same_contact),
    ("Very similar name, same country", 80, lambda pair: pair.alike >= VERY_ALIKE and pair.same_country),
    ("Same name, country unknown", 75, lambda pair: pair.same_name and pair.country_unknown),
    ("Contact at the other's web domain", 75, lambda pair: pair.contact_there),
    ("Similar name, same country", 65, lambda pair: pair.alike >= ALIKE and pair.same_country),
    ("Parent company", 60, lambda pair: pair.related),
    ("Very similar name, country unknown", 60, lambda pair: pair.alike >= VERY_ALIKE and pair.country_unknown),
    ("Same name, another country", 60, lambda pair: pair.same_name),
)
"""The rungs from the surest down: what it is called, its score in hundredths, and when it fits."""
ADDITIONS: Final[tuple[tuple[str, int, Callable[[Pair], bool]], ...]] = (
    ("Shared product", 5, lambda pair: pair.products is True),
    ("Similar amount", 2, lambda pair: pair.like_value),
    ("Close days near", 2, lambda pair: pair.like_close),
)
"""What a match gains besides."""


@dataclass(frozen=True, slots=True)
class Match:
    """How alike another record is: `score` in hundredths is what the parts (label, hundredths) add up to."""

    other: Claim
    score: int
    parts: tuple[tuple[str, int], ...]


def match(mine: Claim, other: Claim) -> Match | None:
    """How alike `other` is to `mine`; None when no rung fits."""
    pair = Pair(mine, other)
    rung = next(((label, score) for label, score, fits in LADDER if fits(pair)), None)
    if rung is None:
        return None
    parts = [rung, *((label, score) for label, score, fits in ADDITIONS if fits(pair))]
    cap, why = _cap(pair)
    over = sum(score for _, score in parts) - cap
    if over > 0:
        parts.append((why, -over))
    return Match(other, sum(score for _, score in parts), tuple(parts))


def _cap(pair: Pair) -> tuple[int, str]:
    bought = any(each.kind == OPPORTUNITY and each.state in CLOSED for each in (pair.mine, pair.other))
    if pair.products is None and bought:
        return MAYBE_NEW_PRODUCT, "A customer; perhaps a new product"
    if pair.products is not False:
        return MOST, "At most 1.00"
    return (NEW_PRODUCT, "New product for a customer") if bought else (NO_SHARED_PRODUCT, "No shared product")


def _products(listed: str | None) -> frozenset[str]:
    return frozenset(each.strip().casefold() for each in (listed or "").split(",") if each.strip())
