"""What a tier loses with a certificate or an agreement that ends: the rules with and without it. Pure."""

from dataclasses import replace
from datetime import date

from handlers.wording import lowered
from programs.counting import count
from programs.facts import PartnerFacts
from programs.metrics import AgreementMetric, PeopleMetric
from programs.schema import Program
from programs.tiers import needs
from programs.windows import Window


def without_credential(program: Program, facts: PartnerFacts, email: str, credential: str, last: date) -> str:
    """`without it Silver is one person short`; empty where the recorded tier stands without it, or falls with it.

    `last` is the day through which it is valid.
    """
    left = tuple(each for each in facts.people if (each.email.lower(), each.credential) != (email.lower(), credential))
    return _loses(program, facts, replace(facts, people=left), last)


def without_agreement(program: Program, facts: PartnerFacts, agreement: str, last: date) -> str:
    """`without it Silver lacks the baseline partner agreement`; empty as for a credential."""
    left = tuple(each for each in facts.agreements if each.agreement != agreement)
    return _loses(program, facts, replace(facts, agreements=left), last)


def _loses(program: Program, facts: PartnerFacts, left: PartnerFacts, last: date) -> str:
    """What the recorded tier lacks with what is `left`, and has with all of it."""
    tier = facts.recorded_tier
    if tier is None or not program.tiers or program.tier(tier).designation_only:
        return ""
    asked = needs(program, tier)
    for each in program.requirements:
        if each.id not in asked or not isinstance(each.metric, PeopleMetric | AgreementMetric):
            continue
        need, window = asked[each.id][1], Window(last, last)
        after = count(each.metric, left, window, last).have
        if after < need <= count(each.metric, facts, window, last).have:
            name, short = program.tier(tier).name, need - after
            if isinstance(each.metric, AgreementMetric):
                return f"without it {name} lacks the {lowered(each.label)}"
            people = "one person" if short == 1 else f"{short:f} people"
            return f"without it {name} is {people} short of {need:f} {lowered(each.label)}"
    return ""
