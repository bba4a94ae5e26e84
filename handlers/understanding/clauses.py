"""A message cut into the clauses that may each ask something of their own."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.understanding.items import Item

JOINING = frozenset("and n also plus then & furthermore additionally secondly".split())
PAIRING = frozenset("between both".split())
"""The next "and" joins two things and no two questions."""
OPENERS = frozenset(
    """
    what whats which who whose whos whom how when where is are does do did can could will would has have had show
    list give tell find get check was were any should compare register brief
    """.split()
)


@dataclass(frozen=True, slots=True)
class Run:
    """Items that stand together; `joint` is what stands before them: "", ",", "." or "and"."""

    items: tuple[Item, ...]
    joint: str

    @property
    def opens(self) -> bool:
        """Whether it begins like a question or a wish of its own."""
        return bool(self.items) and self.items[0].word in OPENERS

    def names(self, slot: str) -> bool:
        """Whether it names something of this slot."""
        return any(slot in item.slots for item in self.items)


def runs_of(items: Sequence[Item]) -> list[Run]:
    """Runs of items between breaks and joining words; joining words are left out, runs are never empty."""
    runs: list[Run] = []
    begun: list[Item] = []
    joint = ""
    pair = False
    for place, item in enumerate(items):
        pair = pair or item.word in PAIRING
        joins = item.word in JOINING and item.link is None and not _adds(items, place)
        if joins and pair and item.word == "and":
            pair = False
            begun.append(item)
            continue
        if (joins or item.pause) and begun:
            runs.append(Run(tuple(begun), joint))
            begun, joint = [], ""
        if joins:
            joint = "and" if joint != "." and item.pause != "." else "."
            continue
        joint = joint or item.pause if not begun else joint
        begun.append(item)
    return [*runs, Run(tuple(begun), joint)] if begun else runs


def _adds(items: Sequence[Item], place: int) -> bool:
    """Whether a "plus" adds a figure and joins nothing."""
    following = items[place + 1].slots if place + 1 < len(items) else frozenset[str]()
    return items[place].word == "plus" and not following.isdisjoint({"number", "amount"})
