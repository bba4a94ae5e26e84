"""Which word was meant by one that nobody knows: a word of ours, or a word of some partner's name."""

from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

Near = tuple[tuple[str, int], ...]


class Spelling:
    """The words that questions are asked with, ready to be recognized when misspelled."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_length: defaultdict[int, list[str]] = defaultdict(list)
        for word in sorted(set(words)):
            if word.isalpha() and len(word) >= 4:
                self._by_length[len(word)].append(word)

    def nearest(self, word: str) -> tuple[str, int] | None:
        """The word that was most likely meant and the slips of the pen in it; None when nothing is near, or two are."""
        slips = _allowed(word)
        if not slips:
            return None
        near = [key for size in range(-slips, slips + 1) for key in self._by_length.get(len(word) + size, ())]
        found = process.extract(word, near, scorer=OSA.distance, score_cutoff=slips, limit=None)
        fits = sorted((int(distance), _looks(word, key), key) for key, distance, _ in found if _fits(word, key))
        if not fits:
            return None
        (distance, look, best), others = fits[0], fits[1:]
        if others and others[0][:2] == (distance, look) and not _same_stem(best, others[0][2]):
            return None
        return best, distance


def _allowed(word: str) -> int:
    if len(word) < 4 or not word.isalpha():
        return 0
    return 1 if len(word) < 8 else 2


def _fits(word: str, key: str) -> bool:
    """Short words must have the same letters, or begin and end alike; longer ones begin alike."""
    if sorted(word) == sorted(key):
        return True
    if len(word) <= 4 or len(key) <= 4:
        return word[0] == key[0] and word[-1] == key[-1] and len(word) > 3
    return word[0] == key[0]


def _looks(word: str, key: str) -> int:
    """How unlike two words look that are equally far apart: swapped letters are the likeliest slip."""
    if sorted(word) == sorted(key):
        return 0
    return 1 if word[0] == key[0] and word[-1] == key[-1] else 2


def _same_stem(one: str, other: str) -> bool:
    return one[:-1] == other[:-1] or one.startswith(other) or other.startswith(one)
