"""Which tier a partner meets, what is missing for another, and what a review decides. Pure: facts in, decisions out.

The arithmetic is generic; which metrics, thresholds and windows apply is data in the program's definition.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, localcontext

from programs.counting import DIGITS, ZERO, Evidence, count
from programs.errors import NoTiers
from programs.facts import PartnerFacts
from programs.schema import Evaluation, Program, Requirement, Source
from programs.windows import Window, calendar_year, trailing


@dataclass(frozen=True, slots=True)
class RequirementState:
    """One requirement at one tier's threshold.

    `have`, `need` and `short` are in `unit` (USD, people, …); `short` is never below zero. `tier` is the tier whose
    threshold `need` is.
    """

    requirement: str
    label: str
    unit: str
    tier: str
    have: Decimal
    need: Decimal
    short: Decimal
    met: bool
    source: Source
    note: str | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """What a partner has of one requirement."""

    requirement: Requirement
    have: Decimal
    evidence: tuple[Evidence, ...]

    def against(self, tier: str, need: Decimal) -> RequirementState:
        """This requirement beside the threshold `need` of `tier`."""
        rule, met = self.requirement, self.have >= need
        with localcontext(prec=DIGITS):
            short = max(need - self.have, ZERO)
        return RequirementState(
            rule.id, rule.label, rule.unit, tier, self.have, need, short, met, rule.source, rule.note, self.evidence
        )


@dataclass(frozen=True, slots=True)
class Measurement:
    """What a partner has of everything the program measures, and the highest tier that it meets.

    `met_tier` is None when not even the lowest tier is met. Deals lie in `window`; people and agreements are as of
    `day`.
    """

    program: Program
    window: Window
    day: date
    met_tier: str | None
    measured: tuple[Measured, ...]

    @property
    def requirements(self) -> tuple[RequirementState, ...]:
        """Every threshold of every tier, tiers in order."""
        return tuple(
            each.against(tier.id, need)
            for tier in self.program.tiers
            for each in self.measured
            if (need := each.requirement.thresholds.get(tier.id)) is not None
        )

    def of(self, requirement: str) -> Measured:
        """What the partner has of one requirement; KeyError when the program does not have it."""
        for each in self.measured:
            if each.requirement.id == requirement:
                return each
        raise KeyError(requirement)

    def toward(self, tier: str) -> tuple[RequirementState, ...]:
        """Each requirement of `tier` and of the tiers below it once, at its highest threshold.

        Empty for a tier by designation only. Raises UnknownTier.
        """
        if self.program.tier(tier).designation_only:
            return ()
        asked = needs(self.program, tier)
        return tuple(
            each.against(*asked[each.requirement.id]) for each in self.measured if each.requirement.id in asked
        )


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing for a tier. `target_tier` is None when there is nothing above the recorded tier (then `met`)."""

    recorded_tier: str | None
    target_tier: str | None
    met: bool
    missing: tuple[RequirementState, ...]
    requirements: tuple[RequirementState, ...]
    designation_only: bool
    window: Window
    day: date
    measurement: Measurement


@dataclass(frozen=True, slots=True)
class TierDecision:
    """What a review decides, and by which rule.

    `resulting_tier` is None when the rule lets the tier go and not even the lowest is met. `next_tier` is the one above
    the resulting tier. `provisional` says that the tier rests on, or just fell with, a provisional certification.
    """

    recorded_tier: str | None
    measured_tier: str | None
    resulting_tier: str | None
    next_tier: str | None
    window: Window
    day: date
    measurement: Measurement
    rule: Source
    provisional: bool = False


def needs(program: Program, tier: str) -> dict[str, tuple[str, Decimal]]:
    """What `tier` asks, the tiers below it included: requirement id to (tier that sets it, highest threshold)."""
    asked: dict[str, tuple[str, Decimal]] = {}
    for each in program.tiers[: program.rank(tier) + 1]:
        for requirement in program.requirements:
            need = requirement.thresholds.get(each.id)
            if need is not None and (requirement.id not in asked or need >= asked[requirement.id][1]):
                asked[requirement.id] = (each.id, need)
    return asked


def measure(program: Program, facts: PartnerFacts, window: Window, day: date) -> Measurement:
    """Count everything the program measures: deals in `window`, people and agreements as of `day`.

    Raises:
        NoTiers: the program has no tiers.
    """
    _evaluation(program)
    counts = ((rule, count(rule.metric, facts, window, day)) for rule in program.requirements)
    measured = tuple(Measured(rule, counted.have, counted.evidence) for rule, counted in counts)
    return Measurement(program, window, day, _met_tier(program, measured), measured)


def mid_year(program: Program, facts: PartnerFacts, day: date) -> TierDecision:
    """The review on any day, over the trailing window that ends on it.

    Partners only advance: the result is the higher of the recorded tier and the tier met. A tier held on a provisional
    certification is protected through its last day only, then the tier met holds.

    Raises:
        NoTiers: the program has no tiers.
        UnknownTier: the recorded tier is not one of the program's.
    """
    rule = _evaluation(program).mid_year
    measurement = measure(program, facts, trailing(day, rule.trailing_days), day)
    held, provisional = _held(program, facts, day)
    return _decision(
        program, facts, measurement, _higher(program, held, measurement.met_tier), rule.source, provisional
    )


def annual(program: Program, facts: PartnerFacts, year: int) -> TierDecision:
    """The review that opens program year `year`: deals of the calendar year before, the rest as of January 1.

    Tiers may go up or down; a tier by designation is kept.

    Raises:
        NoTiers: the program has no tiers.
        UnknownTier: the recorded tier is not one of the program's.
    """
    rule = _evaluation(program).annual
    measurement = measure(program, facts, calendar_year(year - 1), date(year, 1, 1))
    recorded = facts.recorded_tier
    designated = recorded is not None and program.tier(recorded).designation_only
    return _decision(program, facts, measurement, recorded if designated else measurement.met_tier, rule.source)


def gap(program: Program, facts: PartnerFacts, day: date, target: str | None = None) -> Gap:
    """What is missing for `target`, or for the tier above the recorded one, read as a mid-year review on `day`.

    Raises:
        NoTiers: the program has no tiers.
        UnknownTier: `target` or the recorded tier is not one of the program's.
    """
    window = trailing(day, _evaluation(program).mid_year.trailing_days)
    aim = program.above(facts.recorded_tier) if target is None else program.tier(target).id
    measurement = measure(program, facts, window, day)
    designation_only = aim is not None and program.tier(aim).designation_only
    asked = measurement.toward(aim) if aim is not None else ()
    missing = tuple(state for state in asked if not state.met)
    return Gap(
        recorded_tier=facts.recorded_tier,
        target_tier=aim,
        met=not missing and not designation_only,
        missing=missing,
        requirements=asked,
        designation_only=designation_only,
        window=window,
        day=day,
        measurement=measurement,
    )


def highest_met(program: Program, have: Sequence[Decimal]) -> str | None:
    """The highest tier all of whose requirements, and those of every tier below, are met.

    `have` is one figure a requirement, in the program's order.
    """
    met: str | None = None
    for tier, asked in program.rungs:
        for place, need in asked:
            if have[place] < need:
                return met
        met = tier
    return met


def changed(measurement: Measurement, by: Mapping[str, Decimal]) -> Measurement:
    """The measurement as it would be after adding `by` to requirements (signed; nothing goes below zero).

    The evidence stays that of the records.

    Raises:
        KeyError: the program does not have one of the requirements.
    """
    for requirement in by:
        measurement.of(requirement)
    with localcontext(prec=DIGITS):
        measured = tuple(
            replace(each, have=max(each.have + by.get(each.requirement.id, ZERO), ZERO))
            for each in measurement.measured
        )
    return replace(measurement, measured=measured, met_tier=_met_tier(measurement.program, measured))


def _evaluation(program: Program) -> Evaluation:
    if not program.tiers or program.evaluation is None:
        raise NoTiers(program.id)
    return program.evaluation


def _met_tier(program: Program, measured: tuple[Measured, ...]) -> str | None:
    return highest_met(program, tuple(each.have for each in measured))


def _held(program: Program, facts: PartnerFacts, day: date) -> tuple[str | None, bool]:
    """The tier that is safe from the figures on `day`, and whether a provisional certification decides it."""
    recorded, grant = facts.recorded_tier, facts.provisional
    known = program.evaluation is not None and program.evaluation.provisional_certification is not None
    if grant is None or not known or program.rank(grant.tier) < program.rank(recorded):
        return recorded, False
    if day <= grant.until:
        return grant.tier, True
    return (None, True) if grant.tier == recorded else (recorded, False)


def _higher(program: Program, one: str | None, other: str | None) -> str | None:
    return one if program.rank(one) >= program.rank(other) else other


def _decision(
    program: Program,
    facts: PartnerFacts,
    measurement: Measurement,
    result: str | None,
    rule: Source,
    provisional: bool = False,
) -> TierDecision:
    return TierDecision(
        recorded_tier=facts.recorded_tier,
        measured_tier=measurement.met_tier,
        resulting_tier=result,
        next_tier=program.above(result),
        window=measurement.window,
        day=measurement.day,
        measurement=measurement,
        rule=rule,
        provisional=provisional,
    )
