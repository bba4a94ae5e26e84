"""Which tier a partner would meet after certain changes, and what would still be missing."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from handlers.answer import Answer, Json, Status
from handlers.asked import Asked, per_program
from handlers.clocks import annual_outlook
from handlers.documents import Button, Buttons, Note, Reply, text
from handlers.facts import partner_facts
from handlers.kinds.skill import Skill, Slot
from handlers.needs import requirements_of
from handlers.question import Change, Kind, Question
from handlers.shortfall import missing_facts, missing_words
from handlers.tiers import EVIDENCE, Standing, progress, rule_note
from handlers.wording import DOLLARS, counted, listed, lowered, money
from programs.metrics import AgreementMetric
from programs.schema import Program, Requirement
from programs.tiers import Gap, Measurement, RequirementState, changed

ONE = Decimal(1)


def answer(asked: Asked, question: Question) -> Sequence[Answer]:
    """One answer for each program with tiers (that has the tier named, where one is)."""
    if not question.changes:
        return (_what_changes(asked, question),)

    def fits(program: Program) -> bool:
        return bool(program.tiers) and (question.tier is None or question.tier in program.ranks)

    return per_program(asked, question, lambda standing: _answer(asked, question, standing), fits)


def _answer(asked: Asked, question: Question, standing: Standing) -> Answer:
    program = standing.program
    if not program.tiers:
        return _no_tiers(question, standing)
    if question.tier is not None and question.tier not in program.ranks:
        return _no_such_tier(question, standing)
    names = {each.id: each.name for every in asked.task.catalog.programs() for each in every.agreements}
    found = standing.gap(question.tier)
    by, unmeasured = additions(program, found.measurement, question.changes)
    ignored = [names.get(each, each.replace("_", " ")) for each in unmeasured]
    then = changed(found.measurement, by)
    target = found.target_tier
    states = then.toward(target) if target else ()
    missing = tuple(state for state in states if not state.met)
    facts: dict[str, Json] = {
        "recorded_tier": found.recorded_tier,
        "met_tier_now": found.measurement.met_tier,
        "met_tier_then": then.met_tier,
        "missing": [missing_facts(state) for state in missing],
    }
    reply = _reply(standing, found, then, by, ignored, states)
    return Answer(Status.answered, Kind.whatif, reply, question.reading(), facts, standing.about)


def additions(
    program: Program, measurement: Measurement, changes: Sequence[Change]
) -> tuple[dict[str, Decimal], tuple[str, ...]]:
    """What the changes add to each requirement, and the ids of those that the program does not measure.

    An agreement is signed or not: together the changes never bring it above 1.
    """
    by: dict[str, Decimal] = {}
    unmeasured: list[str] = []
    for change in changes:
        rules = requirements_of(program, change.requirement)
        if not rules:
            unmeasured.append(change.requirement)
        for rule in rules:
            by[rule.id] = by.get(rule.id, Decimal(0)) + change.by
    for rule in program.requirements:
        if rule.id in by and isinstance(rule.metric, AgreementMetric):
            by[rule.id] = min(by[rule.id], ONE - measurement.of(rule.id).have)
    return by, tuple(dict.fromkeys(unmeasured))


def _reply(
    standing: Standing,
    found: Gap,
    then: Measurement,
    by: Mapping[str, Decimal],
    ignored: Sequence[str],
    states: tuple[RequirementState, ...],
) -> Reply:
    facts = partner_facts(standing.file, standing.enrollment)
    outlook = annual_outlook(standing.program, facts, standing.as_of, by)
    sentences = [
        _lead(standing, found, then, by, ignored),
        _missing(standing, found, states),
        _kept(standing, then),
        outlook.sentence() if outlook else "",
    ]
    notes = (rule_note(standing, found), *((outlook.note(standing.as_of),) if outlook else ()))
    imagined = Note(text("The bars show the figures after the changes; nothing is recorded."))
    parts = (*progress(states), imagined, *notes, _buttons(standing, found))
    return Reply(" ".join(filter(None, sentences)), parts)


def _lead(standing: Standing, found: Gap, then: Measurement, by: Mapping[str, Decimal], ignored: Sequence[str]) -> str:
    """`With 2 more certified people and $80,000 Acme would meet Silver (now Bronze) in Segment 2024.`"""
    name, program = standing.name, standing.program
    now, after = found.measurement.met_tier, then.met_tier
    said = [_added(rule, by[rule.id]) for rule in program.requirements if by.get(rule.id)]
    unchanged = [f"The {lowered(rule.label)} is in force already." for rule in _signed_already(found.measurement, by)]
    if ignored:
        unchanged.append(f"{program.short_name} does not measure {listed(ignored, 'or')}, so that changes nothing.")
    if not said:
        return " ".join([*unchanged, f"{name} meets {_tier(standing, now)} in {program.short_name}, as before."])
    still = "would still meet" if now == after else "would meet"
    before = "" if now == after else f" (now {_tier(standing, now)})"
    lead = f"With {listed(said)}, {name} {still} {_tier(standing, after)}{before} in {program.short_name}."
    return " ".join([lead, *unchanged])


def _signed_already(measurement: Measurement, by: Mapping[str, Decimal]) -> list[Requirement]:
    signed = (each.requirement for each in measurement.measured if each.have)
    return [each for each in signed if isinstance(each.metric, AgreementMetric) and by.get(each.id) == 0]


def _tier(standing: Standing, tier: str | None) -> str:
    return standing.label(tier) if tier else "no tier"


def _added(rule: Requirement, by: Decimal) -> str:
    """`2 more certified technical people`, `$80,000 less counted revenue`, `the baseline agreement signed`."""
    if isinstance(rule.metric, AgreementMetric):
        how = "signed" if by > 0 else "no longer in force"
        return f"the {lowered(rule.label)} {how}"
    if rule.unit == DOLLARS:
        return f"{money(abs(by))} {'more' if by > 0 else 'less'} {lowered(rule.label)}"
    return f"{abs(by):f} {'more' if by > 0 else 'fewer'} {counted(abs(by), rule.label, rule.unit)}"


def _missing(standing: Standing, found: Gap, states: tuple[RequirementState, ...]) -> str:
    """What would be missing for the tier asked for, or the one above the recorded one."""
    target = found.target_tier
    if target is None:
        return f"Nothing is above {standing.label(found.recorded_tier)}."
    if found.designation_only:
        return f"{standing.label(target)} is by designation only: no change leads there by itself."
    missing = [missing_words(state) for state in states if not state.met]
    if not missing:
        return ""
    return f"For {standing.label(target)} it would still be missing {listed(missing)}."


def _kept(standing: Standing, then: Measurement) -> str:
    """Said where the tier met would not be the recorded one: partners only advance until the annual review."""
    recorded, program = standing.enrollment.tier, standing.program
    if recorded is not None and program.tier(recorded).designation_only:
        return f"It holds {standing.label(recorded)} by designation."
    if program.rank(then.met_tier) > program.rank(recorded):
        return f"Recorded is {standing.label(recorded)}: it could advance." if recorded else "It could advance."
    if program.rank(then.met_tier) < program.rank(recorded):
        return f"It keeps {standing.label(recorded)}, its recorded tier, until the annual review."
    return ""


def _buttons(standing: Standing, found: Gap) -> Buttons:
    key = standing.key("gap", found.target_tier)
    return Buttons(
        (
            Button("Evidence today", EVIDENCE, key),
            Button("What's missing today?", "ask", f"what's missing for {standing.name}"),
            Button("Register a deal", "deals.open", standing.file.partner.id),
        )
    )


def _no_tiers(question: Question, standing: Standing) -> Answer:
    program = standing.program
    facts: dict[str, Json] = {"recorded_tier": None, "met_tier_now": None, "met_tier_then": None, "missing": []}
    summary = f"{program.name} has no tiers, so nothing that {standing.name} adds leads to one."
    reply = Reply(summary, (Note(text(f"Source: {program.source.cite()}.")),))
    return Answer(Status.answered, Kind.whatif, reply, question.reading(), facts, standing.about)


def _no_such_tier(question: Question, standing: Standing) -> Answer:
    names = [tier.name for tier in standing.program.tiers]
    named = (question.tier or "").replace("_", " ")
    summary = f"{standing.program.short_name} has no tier “{named}”. Its tiers are {listed(names)}."
    return Answer(Status.not_found, Kind.whatif, Reply(summary), question.reading(), {"suggestions": names})


def _what_changes(asked: Asked, question: Question) -> Answer:
    """The question names no change that could be counted."""
    name = asked.view.index.label(question.partners[0])
    tries = [f"what if {name} certifies two more people", f"what if {name} closes another $50,000"]
    summary = f"What would change for {name}? Say how many people, how many dollars, or which agreement."
    reply = Reply(summary, (Buttons(tuple(Button(words, "ask", words) for words in tries)),))
    return Answer(Status.not_understood, Kind.whatif, reply, question.reading(), {"suggestions": tries})


SKILL = Skill(
    kind=Kind.whatif,
    answer=answer,
    sure=(
        "{partner} lose|loses|gain|gains|add|adds|certify|certifies {number}|{amount}",
        "{partner} train|trains|close|closes|sign|signs|win|wins {number}|{amount}",
        "{number}|{amount} extra|more|additional|fewer|less",
        "minus|plus {number}|{amount}",
        "{partner} minus|plus",
        "if {partner} sign|signs|signed",
        "in case",
        "with|after|given|on {number}|{amount}",
        "uplift|boost|increase|extra|additional of|{amount}",
        "{partner} with {number}|{amount}",
        "after losing|gaining|adding|closing|certifying|training|signing|hiring|winning",
        "provided|given that",
        "took|take away",
        "plus {number}|{amount}",
        "once|when {partner} certif*|clos*|sign*|train*|add*|los*|get*|win*|bring*",
        "{number}|{amount} enough|sufficient",
        "would|could|will that|it|this be|get|make|take|do",
        "put pen paper",
        "whatif",
        "if",
        "would",
        "suppose|supposing|supposed",
        "assuming|assume",
        "with {number}|{amount} more",
        "after {number}|{amount}",
        "what if",
        "what happens if|when",
        "what would happen|change",
        "suppose",
        "supposing",
        "assume|assuming",
        "imagine",
        "say {partner} certif*|clos*|sign*|train*|add*|los*|win*",
        "if {partner} certif*|clos*|sign*|train*|add*|los*|get*|win*|bring*|had",
        "if they|it certif*|clos*|sign*|train*|add*|los*|get*|win*|bring*|had",
        "if we close|sign|add|lose|win|certify|train|get",
        "would {partner} be|reach|make|get|hit|meet|become|qualify|fall|drop|lose|advance if|with|after",
        "would be enough",
        "be enough",
        "where would {partner} be",
        "which|what tier would {partner}",
        "tier with|after {number} more",
        "{number} more people|certifications|certs|certified would",
        "simulate",
        "hypothetically",
    ),
    likely=(
        "if",
        "would",
        "{number} more",
        "{amount} more",
        "another {amount}",
        "another {number}",
        "with {number} more|additional|extra",
        "after signing|closing|certifying|losing",
    ),
    hints=tuple(
        """
        ppl dollars deal deals imagine
        stay stays remain remains keep keeps anything something change affects
        additional affect after another away book booked books bring case certification certifications certified
        certifies certify certs change changes climb climbs close closed closes closing deal deals drop drops end
        ends engineers enough extra fall falls fewer fully gaining grow grows hire hired his hold hypothetically
        impact influence land leave leaves left less level lose loses losing lost matter meet meets might more new
        next paper pen people person place put qualify quit quits reach recorded reps revenue rise rises rising sell
        sellers sells sign signed signing signs standing status suddenly take tier tomorrow took total
        train trained trains uplift win wins worth
        """.split()
    ),
    slots=frozenset(
        {
            Slot.agreement,
            Slot.amount,
            Slot.credential,
            Slot.number,
            Slot.partner,
            Slot.program,
            Slot.requirement,
            Slot.tier,
        }
    ),
    examples=(
        "what if {partner} certifies two more people and closes $80,000",
        "what tier would {partner} be in with 3 more technical people",
        "if {partner} signs the baseline agreement, which tier do they meet",
        "would {partner} reach gold if they close another $500k",
        "suppose {partner} loses two certified people",
        "what happens if {partner} closes 200k more",
    ),
)
