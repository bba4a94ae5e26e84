"""Phrases that kinds of question declare, and finding them in a message.

A phrase is a row of words. A word may end in `*`, a position may list alternatives with `|`, and `{partner}` stands for
something of that slot. Up to three other words may stand between two positions.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from handlers.understanding.items import Item

WIDEST_GAP = 3
PRONOUNS = frozenset("they them it their its they're theyre it's".split())
"""Stand for the partner that was named before."""


@dataclass(frozen=True, slots=True)
class Position:
    """What may stand at one place of a phrase: exact words, beginnings of words, slots."""

    words: frozenset[str]
    beginnings: tuple[str, ...]
    slots: frozenset[str]

    def fits(self, item: Item) -> bool:
        """Whether an item of a message may stand here."""
        if not self.slots.isdisjoint(item.slots) or (item.head in PRONOUNS and "partner" in self.slots):
            return True
        if "period" in item.slots:
            return False  # "last year" is no "year" that a hint may explain
        word = item.head
        return word in self.words or bool(self.beginnings and word.startswith(self.beginnings))


@dataclass(frozen=True, slots=True)
class Phrase:
    """A compiled phrase; `said` is how it was declared."""

    said: str
    positions: tuple[Position, ...]

    def find(self, items: Sequence[Item]) -> tuple[int, ...]:
        """The places of the items that make up the first occurrence; empty when it does not occur.

        A phrase of one word is found wherever it stands.
        """
        if len(self.positions) == 1:
            return tuple(place for place, item in enumerate(items) if self.positions[0].fits(item))
        return self._from(items, 0, 0, len(items))

    def possible(self, heads: frozenset[str], slots: frozenset[str]) -> bool:
        """Whether every position has something that fits among the words and slots of a message, in whatever order."""
        return all(
            not position.words.isdisjoint(heads)
            or not position.slots.isdisjoint(slots)
            or bool(position.beginnings and any(head.startswith(position.beginnings) for head in heads))
            for position in self.positions
        )

    def _from(self, items: Sequence[Item], place: int, start: int, end: int) -> tuple[int, ...]:
        for at in range(start, min(end, len(items))):
            if self.positions[place].fits(items[at]):
                if place + 1 == len(self.positions):
                    return (at,)
                rest = self._from(items, place + 1, at + 1, at + 2 + WIDEST_GAP)
                if rest:
                    return (at, *rest)
        return ()


def compiled(said: str) -> Phrase:
    """Read a declared phrase.

    Raises:
        ValueError: it is empty.
    """
    positions = tuple(map(_position, said.split()))
    if not positions:
        raise ValueError("a phrase needs at least one word")
    return Phrase(said, positions)


def _position(said: str) -> Position:
    options = said.split("|")
    return Position(
        words=frozenset(each for each in options if not each.endswith("*") and not each.startswith("{")),
        beginnings=tuple(each[:-1] for each in options if each.endswith("*")),
        slots=frozenset(each.strip("{}") for each in options if each.startswith("{")),
    )


class PhraseBook:
    """Many phrases with a label each, found fast: only those are tried that can begin with an item of the message."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        """`phrases` are (label, phrase as declared)."""
        self._by_word: defaultdict[str, list[tuple[str, Phrase]]] = defaultdict(list)
        self._by_slot: defaultdict[str, list[tuple[str, Phrase]]] = defaultdict(list)
        self._by_beginning: defaultdict[str, list[tuple[str, Phrase]]] = defaultdict(list)
        for label, said in phrases:
            phrase = compiled(said)
            first = phrase.positions[0]
            for word in first.words:
                self._by_word[word].append((label, phrase))
            for slot in first.slots:
                self._by_slot[slot].append((label, phrase))
            for beginning in first.beginnings:
                self._by_beginning[beginning[:3]].append((label, phrase))

    def find(self, items: Sequence[Item]) -> list[tuple[str, Phrase, tuple[int, ...]]]:
        """Every phrase that occurs: its label, itself, and the places of its items."""
        held = _held(items)
        tried: dict[int, tuple[str, Phrase]] = {}
        for item in items:
            for label, phrase in self._begun_by(item):
                tried[id(phrase)] = (label, phrase)
        return [
            (label, phrase, places)
            for label, phrase in tried.values()
            if phrase.possible(*held) and (places := phrase.find(items))
        ]

    def _begun_by(self, item: Item) -> Iterable[tuple[str, Phrase]]:
        yield from self._by_word.get(item.head, ())
        yield from self._by_beginning.get(item.head[:3], ())
        for slot in item.slots:
            yield from self._by_slot.get(slot, ())
        if item.head in PRONOUNS:
            yield from self._by_slot.get("partner", ())


def _held(items: Sequence[Item]) -> tuple[frozenset[str], frozenset[str]]:
    """The last words and the slots of all items; a pronoun stands for a partner."""
    heads = frozenset(item.head for item in items if "period" not in item.slots)
    slots = frozenset(slot for item in items for slot in item.slots)
    return heads, slots | {"partner"} if not heads.isdisjoint(PRONOUNS) else slots
