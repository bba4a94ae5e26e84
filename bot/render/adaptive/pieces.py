"""A few elements of a card that are shown or left out together."""

from dataclasses import dataclass, field

from bot.render.adaptive.spans import Mention
from bot.render.adaptive.words import Block
from bot.teams.bounds import units


@dataclass(frozen=True, slots=True)
class Piece:
    """Elements that belong together, with the code units that they and their mentions take.

    `name` says in words what is missing when they are left out; `keep` puts them before everything else when room is
    short; a `rule` is the line between two topics, drawn above what follows it.
    """

    blocks: list[Block]
    name: str
    keep: bool = False
    mentions: tuple[Mention, ...] = ()
    rule: bool = False
    size: int = field(init=False)

    def __post_init__(self) -> None:
        size = sum(units(block) + 1 for block in self.blocks)
        size += sum(units(mention.entity()) + 1 for mention in self.mentions)
        # A line above takes a few words in the element below it.
        object.__setattr__(self, "size", 50 if self.rule else size)
