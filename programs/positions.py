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


@dataclass(frozen=True, slots=True)
class _Recorded:
    """What a recorded tier comes to: its rank, the tier above, and what that one asks, by place and id."""

    rank: int
    above: str | None
    designated: bool
    asked: tuple[tuple[int, Decimal, str], ...]


class Positions:
    """The thresholds of one program with tiers, laid out to be held against the figures of many partners.

    Figures are one a requirement, in the order of `program.requirements`.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self._asked = {tier.id: self._asks(tier.id) for tier in program.tiers}
        self._recorded: dict[str | None, _Recorded] = {}
        self._same: dict[tuple[str | None, str | None, tuple[str, ...]], Position] = {}

    def of(self, recorded: str | None, have: Sequence[Decimal]) -> Position:
        """Where a partner stands. Equal positions are one object, so that keeping many takes little room.

        A partner in a tier by designation is never at risk: no figures lead there.

        Raises:
            UnknownTier: the recorded tier is not one of the program's.
        """
        known = self._recorded.get(recorded) or self._recorded.setdefault(recorded, self._look_up(recorded))
        met = highest_met(self.program, have)
        missing = tuple([rule for place, need, rule in known.asked if have[place] < need])
        key = recorded, met, missing
        found = self._same.get(key)
        if found is None:
            rank = self.program.rank(met)
            at_risk = rank < known.rank and not known.designated
            found = self._same[key] = Position(recorded, met, known.above, missing, rank > known.rank, at_risk)
        return found

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

    def _look_up(self, recorded: str | None) -> "_Recorded":
        program = self.program
        rank, above = program.rank(recorded), program.above(recorded)
        asked = () if above is None else self._asked[above]
        return _Recorded(
            rank=rank,
            above=above,
            designated=recorded is not None and program.tier(recorded).designation_only,
            asked=tuple((place, need, program.requirements[place].id) for place, need in asked),
        )

    def _asks(self, tier: str) -> tuple[tuple[int, Decimal], ...]:
        """What a tier asks: the place of each requirement and its threshold."""
        if self.program.tier(tier).designation_only:
            return ()
        places = {rule.id: place for place, rule in enumerate(self.program.requirements)}
        return tuple(sorted((places[rule], need) for rule, (_, need) in needs(self.program, tier).items()))
