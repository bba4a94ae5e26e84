"""The second clock: what the annual review on the next January 1 would decide with today's records. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from handlers.documents import Note, text
from handlers.wording import day as day_words
from programs.facts import PartnerFacts
from programs.schema import Program
from programs.tiers import TierDecision, annual, changed


@dataclass(frozen=True, slots=True)
class AnnualOutlook:
    """The annual review on `on` would leave a partner in `resulting` (None: no tier) instead of `recorded`."""

    program: Program
    on: date
    recorded: str | None
    resulting: str | None
    decision: TierDecision

    @property
    def rises(self) -> bool:
        """Whether the tier would go up rather than down."""
        return self.program.rank(self.resulting) > self.program.rank(self.recorded)

    def sentence(self, who: str = "it") -> str:
        """`Measured today for the annual review, it would fall to Bronze on January 1, 2025.`"""
        on = f"{self.on:%B} {self.on.day}, {self.on.year}"
        if self.resulting is None:
            return f"Measured today for the annual review, {who} would be in no tier on {on}."
        way = "rise" if self.rises else "fall"
        tier = self.program.tier(self.resulting).name
        return f"Measured today for the annual review, {who} would {way} to {tier} on {on}."

    def note(self, day: date) -> Note:
        """The window of the annual review, as far as it has run on `day`, and the rule."""
        first, known, on = map(day_words, (self.decision.window.first, day, self.on))
        return Note(
            text(
                f"Annual review on {on}: revenue closed {first} to {known}; people and agreements recorded by then, "
                f"as of {on}. Rule: {self.decision.rule.cite()}."
            )
        )


def annual_outlook(
    program: Program, facts: PartnerFacts, day: date, by: Mapping[str, Decimal] | None = None
) -> AnnualOutlook | None:
    """What the coming annual review would change if nothing were recorded after `day` but the additions `by`.

    None where it would leave the recorded tier as it is, and in a program without tiers.

    Raises:
        KeyError: the program does not have a requirement of `by`.
        UnknownTier: the recorded tier is not one of the program's.
    """
    if not program.tiers or program.evaluation is None or day.year >= date.max.year:
        return None
    decision = annual(program, known_by(facts, day), day.year + 1)
    recorded = decision.recorded_tier
    if recorded is not None and program.tier(recorded).designation_only:
        return None
    resulting = changed(decision.measurement, by or {}).met_tier
    if resulting == recorded:
        return None
    return AnnualOutlook(program, decision.day, recorded, resulting, decision)


def known_by(facts: PartnerFacts, day: date) -> PartnerFacts:
    """The facts without what closed, was earned or was signed after `day`."""
    return replace(
        facts,
        opportunities=tuple(each for each in facts.opportunities if each.close_on is None or each.close_on <= day),
        people=tuple(each for each in facts.people if each.earned_on is None or each.earned_on <= day),
        agreements=tuple(each for each in facts.agreements if each.signed_on is None or each.signed_on <= day),
    )
