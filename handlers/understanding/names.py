"""Which partners a message names: longest first, exact before partial before misspelled, never a guess."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from handlers.understanding.words import tokens, without_legal_form
from store.records import PartnerName

LONGEST_NAME = 8
LONGEST_QUESTION = 30  # in words; what is longer is no question with a misspelled name, and costly to search
SHORTEST_MISSPELLED = 4
NEAR = 75.0

Look = Callable[[tuple[str, ...]], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Mention:
    """Words `start` to `end` (exclusive) of a message name one of `partners`; more than one means it is ambiguous."""

    start: int
    end: int
    partners: tuple[str, ...]


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
        for partner in names:
            self._labels[partner.id] = partner.name
            name = tokens(partner.name)
            for key in _exact_keys(partner, name):
                exact[key][partner.id] = None
            for key in _partial_keys(partner, name):
                partial[key][partner.id] = None
        self._exact = {key: tuple(ids) for key, ids in exact.items()}
        self._partial = {key: tuple(ids) for key, ids in partial.items()}
        self._by_length: defaultdict[int, list[str]] = defaultdict(list)
        for key in self._exact:
            self._by_length[len(key)].append(key)

    def label(self, partner: str) -> str:
        """The partner's full name."""
        return self._labels[partner]

    def find(self, words: tuple[str, ...]) -> tuple[Mention, ...]:
        """The partners named in folded words, in the order they stand; mentions do not overlap."""
        found = self._sweep(words, self._written_at)
        if len(words) <= LONGEST_QUESTION and not any(self._in_full(words, mention) for mention in found):
            found = max(found, self._sweep(words, self._misspelled_at), key=_coverage)
        return tuple(sorted(found, key=lambda mention: mention.start))

    def _in_full(self, words: tuple[str, ...], mention: Mention) -> bool:
        return " ".join(words[mention.start : mention.end]) in self._exact

    def nearest(self, words: tuple[str, ...], limit: int = 3) -> tuple[str, ...]:
        """The partners whose names look most like these words, best first; empty when nothing looks alike."""
        ranked = process.extract(
            " ".join(words[:LONGEST_NAME]), self._labels, scorer=fuzz.WRatio, processor=str.casefold, limit=limit
        )
        return tuple(partner for _, score, partner in ranked if score >= NEAR)

    def _sweep(self, words: tuple[str, ...], look: Look) -> list[Mention]:
        taken: set[int] = set()
        mentions: list[Mention] = []
        for length in range(min(LONGEST_NAME, len(words)), 0, -1):
            for start in range(len(words) - length + 1):
                span = range(start, start + length)
                if taken.isdisjoint(span) and (partners := look(words[start : start + length])):
                    mentions.append(Mention(start, start + length, partners))
                    taken.update(span)
        return mentions

    def _written_at(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """Whom these words name in full, else whose name begins with them."""
        written = " ".join(words)
        if exact := self._exact.get(written):
            return exact
        return () if self._reserved.issuperset(words) else self._partial.get(written, ())

    def _misspelled_at(self, words: tuple[str, ...]) -> tuple[str, ...]:
        written = " ".join(words)
        if len(written) < SHORTEST_MISSPELLED or self._reserved.issuperset(words):
            return ()
        slips = 1 if len(written) < 8 else 2
        near = [key for size in range(-slips, slips + 1) for key in self._by_length.get(len(written) + size, ())]
        best = process.extract(written, near, scorer=OSA.distance, score_cutoff=slips, limit=None)
        closest = min((distance for _, distance, _ in best), default=0)
        hits = (self._exact[key] for key, distance, _ in best if distance == closest)
        return tuple(dict.fromkeys(partner for partners in hits for partner in partners))


def _coverage(mentions: list[Mention]) -> int:
    return sum(mention.end - mention.start for mention in mentions)


def _exact_keys(partner: PartnerName, name: tuple[str, ...]) -> Iterator[str]:
    """What names a partner in full: its name and aliases with and without the legal form, its id and its domain."""
    spelled = partner.id.replace("-", " ").replace("_", " ")
    for words in filter(None, (name, *map(tokens, {*partner.aliases, partner.id, spelled}))):
        yield " ".join(words)
        yield " ".join(without_legal_form(words))
    if partner.domain:
        yield partner.domain.casefold()


def _partial_keys(partner: PartnerName, name: tuple[str, ...]) -> Iterator[str]:
    """What begins a partner's name, and the first label of its domain."""
    words = without_legal_form(name)
    for length in range(1, len(words)):
        yield " ".join(words[:length])
    if partner.domain:
        yield partner.domain.casefold().split(".")[0]
