"""Where partners stand from counted figures alone, for lists of many: no records, no evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from programs.counting import DIGITS
from programs.schema import Program, Requirement
from programs.tiers import highest_met, needs


@dataclass(frozen=True, slots=True)
class Position:
    """What one recorded tier and one set of figures come to.

    `next` is the tier above the recorded one, `missing` its requirements that are not met (of the tiers below it too);
    both are empty where there is nothing above, `missing` also for a tier by designation.
    """

    recorded: str | None
    met: str | None
    next: str | None
    missing: tuple[str, ...]
    ready: bool
    at_risk: bool


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What is missing of one requirement: `short` is more than zero, in the requirement's unit."""

    requirement: Requirement
    short: Decimal


class Positions:
    """The thresholds of one program with tiers, laid out to be held against the figures of many partners.

    Figures are one a requirement, in the order of `program.requirements`.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self._asked = {tier.id: self._asks(tier.id) for tier in program.tiers}
        self._same: dict[Position, Position] = {}

    def of(self, recorded: str | None, have: Sequence[Decimal]) -> Position:
        """Where a partner stands. Equal positions are one object, so that keeping many takes little room.

        A partner in a tier by designation is never at risk: no figures lead there.

        Raises:
            UnknownTier: the recorded tier is not one of the program's.
        """
        program = self.program
        met, above = highest_met(program, have), program.above(recorded)
        difference = program.rank(met) - program.rank(recorded)
        missing = () if above is None else tuple(
            program.requirements[place].id for place, need in self._asked[above] if have[place] < need
        )  # fmt: skip
        held = recorded is not None and program.tier(recorded).designation_only
        found = Position(recorded, met, above, missing, difference > 0, difference < 0 and not held)
        return self._same.setdefault(found, found)

    def short(self, tier: str, have: Sequence[Decimal]) -> tuple[Shortfall, ...]:
        """What is missing for `tier`, the tiers below it included; nothing for a tier by designation.

        Raises:
            UnknownTier: the program has no such tier.
        """
        self.program.rank(tier)
        with localcontext(prec=DIGITS):
            return tuple(
                Shortfall(self.program.requirements[place], need - have[place])
                for place, need in self._asked[tier]
                if have[place] < need
            )

    def _asks(self, tier: str) -> tuple[tuple[int, Decimal], ...]:
        """What a tier asks: the place of each requirement and its threshold."""
        if self.program.tier(tier).designation_only:
            return ()
        places = {rule.id: place for place, rule in enumerate(self.program.requirements)}
        return tuple(sorted((places[rule], need) for rule, (_, need) in needs(self.program, tier).items()))
