"""A message cut into items: single words, and the words that together name something."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from handlers.understanding.words import Sentence


@dataclass(frozen=True, slots=True)
class Link:
    """Words `start` to `end` (excluded) name something: for each slot the values that fit, and how it was found."""

    start: int
    end: int
    values: Mapping[str, tuple[Any, ...]]
    how: str


@dataclass(frozen=True, slots=True)
class Item:
    """One word, or several that name something together; `word` is empty where there are several."""

    start: int
    end: int
    words: tuple[str, ...]
    pause: str = ""
    link: Link | None = None
    slots: frozenset[str] = field(default=frozenset())
    strange: bool = False
    """Whether it is a word that nobody knows."""

    @property
    def word(self) -> str:
        """The folded word where it is one."""
        return self.words[0] if len(self.words) == 1 else ""

    @property
    def head(self) -> str:
        """The last word, which says what several together are ("deal registrations" are registrations)."""
        return self.words[-1]

    def values(self, slot: str) -> tuple[Any, ...]:
        """What the words name, as something of this slot."""
        return self.link.values.get(slot, ()) if self.link else ()


def items_of(sentence: Sentence, links: list[Link], known: Callable[[str], bool]) -> tuple[Item, ...]:
    """The items of a sentence in order; links do not overlap. A word that is not `known` is strange."""
    starts = {link.start: link for link in links}
    items: list[Item] = []
    place = 0
    while place < len(sentence.words):
        link = starts.get(place)
        end = link.end if link else place + 1
        pause = sentence.words[place].pause
        slots = frozenset(link.values) if link else frozenset[str]()
        strange = link is None and not known(sentence.folded[place])
        items.append(Item(place, end, sentence.folded[place:end], pause, link, slots, strange))
        place = end
    return tuple(items)
