"""A clause of a message with what it seems to ask."""

from dataclasses import dataclass

from handlers.question import Kind
from handlers.understanding.clauses import Run
from handlers.understanding.everyday import FILLER, TIME
from handlers.understanding.filters import REFINING, Filtering
from handlers.understanding.items import Item
from handlers.understanding.scoring import Scored

NEEDS_PARTNER = frozenset(
    {
        *(Kind.tier, Kind.gap, Kind.revenue, Kind.people, Kind.agreements, Kind.meetings, Kind.steps, Kind.whatif),
        *(Kind.manager, Kind.brief),
    }
)
"""Kinds that are about one partner and nothing else."""
CORRECTING = frozenset("no nope not".split())
"""Begins a correction of what was asked before ("no, Globex")."""
BARE = frozenset(
    "same too well but else instead next last only just or csv export exported excel spreadsheet file download".split()
)
"""May stand in a follow-up that only names something else ("same for last year")."""
PASSING = FILLER | TIME | REFINING | BARE


@dataclass(frozen=True, slots=True)
class Draft:
    """`kind` is None where the clause only names things, or is not clear; `weighed` are the kinds, most points first.

    `scored` is why it is this kind.
    """

    run: Run
    kind: Kind | None
    filtering: Filtering
    scored: Scored | None = None
    weighed: tuple[Scored, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        """The items of the clause."""
        return self.run.items

    @property
    def unexplained(self) -> tuple[Item, ...]:
        """Words that nothing explains: in a clause without a kind, all that are neither filler nor a name."""
        if self.scored is not None:
            return tuple(self.items[place] for place in self.scored.unexplained)
        return tuple(
            item
            for place, item in enumerate(self.items)
            if item.link is None
            and item.word not in PASSING
            and place not in self.filtering.places
            and (place or item.word not in CORRECTING)
        )

    @property
    def blank(self) -> bool:
        """Whether it says nothing: greetings and other filler."""
        bare = not any(item.link or item.word in TIME for item in self.items)
        return self.kind is None and not self.unexplained and bare

    @property
    def about_somebody(self) -> bool:
        """Whether it names a partner."""
        return self.run.names("partner")

    def gains_on(self, other: "Draft") -> bool:
        """Whether this reading of the same clause is the better one."""
        return other.scored is None or (self.scored is not None and self.scored.points > other.scored.points)
