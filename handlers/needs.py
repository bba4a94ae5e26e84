"""What a tier asks, in figures and in words."""

from dataclasses import dataclass
from decimal import Decimal

from handlers.answer import Json
from handlers.wording import amount_of, cents
from programs.metrics import AgreementMetric, PeopleMetric, RevenueMetric
from programs.schema import Program, Requirement, Tier
from programs.tiers import needs


@dataclass(frozen=True, slots=True)
class Need:
    """The highest threshold of one requirement up to a tier; `tier` is the one that sets it."""

    requirement: Requirement
    tier: str
    amount: Decimal


def needs_of(program: Program, tier: str) -> tuple[Need, ...]:
    """Everything that a tier and the tiers below it ask, in the order of the program."""
    asked = needs(program, tier)
    return tuple(Need(each, *asked[each.id]) for each in program.requirements if each.id in asked)


def phrase(requirement: Requirement, amount: Decimal) -> str:
    """`10 certified technical people`, `$200,000 of counted revenue`, `the baseline partner agreement`."""
    return amount_of(requirement.label, requirement.unit, amount)


def requirements_of(program: Program, named: str) -> tuple[Requirement, ...]:
    """The requirements that words mean: by id, else by the credential or agreement they count, else revenue."""

    def counts(rule: Requirement) -> bool:
        metric = rule.metric
        if isinstance(metric, PeopleMetric):
            return named in metric.credentials
        if isinstance(metric, AgreementMetric):
            return named == metric.agreement
        return named == "revenue" and isinstance(metric, RevenueMetric)

    same = tuple(each for each in program.requirements if each.id == named)
    return same or tuple(each for each in program.requirements if counts(each))


def wanted(program: Program, word: str | None) -> Requirement | None:
    """The requirement that a question names; the first where several fit."""
    return next(iter(requirements_of(program, word)), None) if word is not None else None


def called(program: Program, word: str) -> str:
    """What a program calls a credential or an agreement; the word itself where it has neither."""
    names = {each.id: each.name for each in program.credentials} | {each.id: each.name for each in program.agreements}
    return names.get(word, word.replace("_", " "))


def need_facts(program: Program, tier: Tier | None) -> dict[str, Json]:
    """What a tier asks; nothing for no tier, and no figures for a tier that has none because it is by designation."""
    found = needs_of(program, tier.id) if tier else ()
    amounts = {each.requirement.id: each.amount for each in found}
    signed = [
        each.requirement.metric.agreement for each in found if isinstance(each.requirement.metric, AgreementMetric)
    ]
    measured = tier is not None and not tier.designation_only
    return {
        "tier": tier.id if tier else None,
        "technical": int(amounts.get("technical", 0)) if measured else None,
        "sales": int(amounts.get("sales", 0)) if measured else None,
        "revenue": f"{cents(amounts.get('revenue', Decimal(0))):f}" if measured else None,
        "agreements": list[Json](sorted(signed)),
    }
