"""Which partners some words name: in full before in part before misspelled, never a guess."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from handlers.understanding.words import tokens, without_legal_form
from store.records import PartnerName

LONGEST_NAME = 8
SHORTEST_MISSPELLED = 4
NEAR = 75.0
MOST_SPELLINGS = 4
COMMON = 3
"""A word that more partners have in their names tells none of them apart."""
GENERIC = frozenset(
    """
    systems partners partner digital consulting group solutions technologies technology labs lab services service
    global international studio studios agency advisory advisors media software data cloud communications networks
    network analytics ventures works the and of de la le und y et
    """.split()
)


@dataclass(frozen=True, slots=True)
class Named:
    """The partners that some words fit, how ("name", "short" or "misspelled"), and by how many slips of the pen."""

    partners: tuple[str, ...]
    how: str
    slips: int = 0


class NameIndex:
    """Names, aliases, ids and domains of all partners, ready to be found in a message.

    Args:
        names: every partner of the portfolio.
        reserved: folded words that mean something else (tiers, "next", "deal"): alone they are a name only when they
            are the whole name or alias.
    """

    def __init__(self, names: Iterable[PartnerName], reserved: frozenset[str]) -> None:
        self._reserved = reserved
        self._labels: dict[str, str] = {}
        exact: defaultdict[str, dict[str, None]] = defaultdict(dict)
        partial: defaultdict[str, dict[str, None]] = defaultdict(dict)
        single: Counter[str] = Counter()
        for partner in names:
            self._labels[partner.id] = partner.name
            name = tokens(partner.name)
            for key in _exact_keys(partner, name):
                exact[key][partner.id] = None
            for key in _partial_keys(partner, name):
                partial[key][partner.id] = None
            single.update(set(name))
        for id in self._labels:
            _add_id(id, exact, partial, reserved)
        for id, label in self._labels.items():
            for word in _telling_words(tokens(label)):
                if single[word] <= COMMON and word not in reserved:
                    partial[word][id] = None
        self._exact = {key: tuple(ids) for key, ids in exact.items()}
        self._partial = {key: tuple(ids) for key, ids in partial.items()}
        self._joined = {key.replace(" ", ""): key for key in self._exact if " " in key}
        self._words = frozenset(word for key in (*self._exact, *self._partial) for word in key.split())
        self._by_length: defaultdict[int, list[str]] = defaultdict(list)
        for word in {*self._words, *self._joined}:
            self._by_length[len(word)].append(word)
        scripts = (key for key in self._exact if not key.isascii() and " " not in key)
        self._unspaced = tuple(sorted(scripts, key=len, reverse=True))

    def label(self, partner: str) -> str:
        """The partner's full name."""
        return self._labels.get(partner, partner)

    def knows(self, word: str) -> bool:
        """Whether a folded word stands in some name."""
        return word in self._words

    def by_id(self, written: str) -> Named | None:
        """Whom an id names that was written as it is recorded, hyphens and all."""
        return Named((written,), "id") if written in self._labels else None

    def in_words(self, words: tuple[str, ...]) -> bool:
        """Whether these words, as they stand, are a whole name."""
        return " ".join(words) in self._exact

    def in_full(self, words: tuple[str, ...]) -> Named | None:
        """Whom these folded words name in full, also written as one word or in several."""
        written = " ".join(words)
        found = self._exact.get(written)
        if found is None and len(words) > 1:
            found = self._exact.get("".join(words))
        if found is None and len(words) == 1:
            found = self._exact.get(self._joined.get(written, ""))
        return Named(found, "name") if found else None

    def in_part(self, words: tuple[str, ...]) -> Named | None:
        """Whose name begins with these words, or has them as a telling part; None for words that mean something."""
        if self._reserved.issuperset(words):
            return None
        found = self._partial.get(" ".join(words))
        return Named(found, "short") if found else None

    def inside(self, text: str) -> tuple[int, int, Named] | None:
        """A name of a script without spaces that stands inside longer text: its characters and whom it names."""
        for key in self._unspaced:
            at = text.find(key)
            if at >= 0:
                return at, at + len(key), Named(self._exact[key], "name")
        return None

    def spellings(self, word: str) -> tuple[tuple[str, int], ...]:
        """The words of names that a misspelled word may be, with the slips; nearest first."""
        slips = slips_allowed(word)
        if not slips:
            return ()
        near = [key for size in range(-slips, slips + 1) for key in self._by_length.get(len(word) + size, ())]
        found = process.extract(word, near, scorer=OSA.distance, score_cutoff=slips, limit=None)
        fits = [(key, int(distance)) for key, distance, _ in found if alike(word, key, int(distance))]
        return tuple(sorted(fits, key=lambda pair: (pair[1], pair[0][:1] != word[:1], pair[0])))

    def misspelled(self, words: tuple[str, ...], spellings: dict[str, tuple[tuple[str, int], ...]]) -> Named | None:
        """Whom these words name when each misspelled one is put right; the fewest slips win, ties are ambiguous."""
        if len(words) == 1 and len(words[0]) < SHORTEST_MISSPELLED:
            return None
        options = [spellings.get(word, ())[:MOST_SPELLINGS] or ((word, 0),) for word in words]
        best: dict[str, None] = {}
        least = 99
        for choice in product(*options):
            slips = sum(slip for _, slip in choice)
            put_right = tuple(word for word, _ in choice)
            found = self.in_full(put_right) or (self.in_part(put_right) if slips < 2 or len(words) > 1 else None)
            if found is None or not slips or slips > least:
                continue
            best = {} if slips < least else best
            least = slips
            best |= dict.fromkeys(found.partners)
        return Named(tuple(best), "misspelled", least) if best else None

    def nearest(self, words: tuple[str, ...], limit: int = 3) -> tuple[str, ...]:
        """The partners whose names look most like these words, best first; empty when nothing looks alike."""
        ranked = process.extract(
            " ".join(words[:LONGEST_NAME]), self._labels, scorer=fuzz.WRatio, processor=str.casefold, limit=limit
        )
        return tuple(partner for _, score, partner in ranked if score >= NEAR)


def slips_allowed(word: str) -> int:
    """How many slips of the pen are forgiven in a word: none in short ones, two in long ones."""
    if len(word) < SHORTEST_MISSPELLED - 1 or word.isdigit():
        return 0
    return 1 if len(word) < 6 else 2


def alike(word: str, key: str, slips: int) -> bool:
    """Whether two words that are `slips` apart look alike: short ones begin alike or have the same letters."""
    if slips == 0:
        return False
    if len(key) < SHORTEST_MISSPELLED and sorted(word) != sorted(key):
        return False
    if slips == 2 and (min(len(word), len(key)) < 6 or word[:1] != key[:1]):
        return False
    return word[:1] == key[:1] or len(word) >= 6 or sorted(word) == sorted(key)


def _exact_keys(partner: PartnerName, name: tuple[str, ...]) -> Iterator[str]:
    """What names a partner in full: its name and aliases with and without the legal form, and its domain."""
    for words in filter(None, (name, *map(tokens, partner.aliases))):
        yield " ".join(words)
        yield " ".join(without_legal_form(words, strictly=True))
    if partner.domain:
        yield partner.domain.casefold()
        if "-" in partner.domain:
            yield " ".join(tokens(partner.domain))


def _add_id(
    id: str, exact: dict[str, dict[str, None]], partial: dict[str, dict[str, None]], reserved: frozenset[str]
) -> None:
    """An id names its partner, unless its words mean something, or others are called that in short."""
    words = tokens(id.replace("_", " "))
    key = " ".join(words)
    if len(words) > 1 and reserved.issuperset(words):
        return
    shared = set(partial.get(key, ())) - {id} if len(words) == 1 else set()
    (partial if shared else exact)[key][id] = None


def _partial_keys(partner: PartnerName, name: tuple[str, ...]) -> Iterator[str]:
    """What begins a partner's name, and the first label of its domain: others may begin alike."""
    words = without_legal_form(name)
    yield " ".join(words)
    for length in range(1, len(words)):
        if not GENERIC.issuperset(words[:length]):
            yield " ".join(words[:length])
    if partner.domain:
        yield partner.domain.casefold().split(".")[0]


def _telling_words(name: tuple[str, ...]) -> Iterator[str]:
    """Words after the first that may stand for the whole name."""
    for word in without_legal_form(name)[1:]:
        if word not in GENERIC and len(word) >= SHORTEST_MISSPELLED:
            yield word
