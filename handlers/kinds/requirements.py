"""What a tier of a program asks, the tiers below it included."""

from collections.abc import Sequence

from handlers.answer import Answer, Status
from handlers.asked import Asked, per_program
from handlers.documents import Button, Buttons, Part, Reply, Table
from handlers.kinds.skill import Skill, Slot
from handlers.needs import Need, called, need_facts, needs_of, phrase, wanted
from handlers.question import Kind, Question
from handlers.replying import ask, nameless, no_such_tier, source_notes
from handlers.tiers import EVIDENCE, Standing, figures, progress
from handlers.wording import day, listed, quantity
from programs.schema import Program, Tier


def answer(asked: Asked, question: Question) -> Sequence[Answer]:
    """What the named tier asks; of a partner its next tier unless one is named, of nobody every tier."""

    def has_it(program: Program) -> bool:
        return question.tier in program.ranks if question.tier else bool(program.tiers)

    if question.partners:
        return per_program(asked, question, lambda standing: _of_partner(question, standing), has_it)
    fitting = [each for each in asked.programs(question) if has_it(each)]
    programs = nameless(asked, question, fitting)
    if question.tier and not fitting and any(program.tiers for program in programs):
        return (no_such_tier(question, programs, "requirements for"),)
    return [each for program in programs for each in _of_program(question, program)]


def _of_program(question: Question, program: Program) -> Sequence[Answer]:
    """The named tier; else every tier, an answer each that all show the same table."""
    if not program.tiers:
        return (_no_tiers(question, program),)
    if question.tier:
        tier = program.tier(question.tier)
        reply = Reply(_summary(question, program, tier), (*_notes(question, program, tier), _next_steps(program, tier)))
        return (_answered(question, program, tier, reply, program.short_name),)
    reply = Reply(_every_tier(question, program), (_table(program), *_notes(question, program, None)))
    return [_answered(question, program, tier, reply, program.short_name) for tier in program.tiers]


def _of_partner(question: Question, standing: Standing) -> Answer:
    program, recorded = standing.program, standing.enrollment.tier
    if not program.tiers:
        return _no_tiers(question, program, standing)
    if question.tier and question.tier not in program.ranks:
        return no_such_tier(question, (program,), f"requirements of {standing.file.partner.id} for")
    aim = question.tier or program.above(recorded)
    tier = program.tier(aim or program.tiers[-1].id)
    summary = _summary(question, program, tier, standing)
    if aim is None:
        summary = f"{standing.name} is in {tier.name}, the highest tier of {program.short_name}. {summary}"
    only = wanted(program, _word(question))
    states = [each for each in standing.gap(tier.id).requirements if only is None or each.requirement == only.id]
    parts = (*progress(tuple(states)), *_notes(question, program, tier, standing))
    buttons = Buttons((*_evidence(standing, tier), *_next_steps(program, tier, standing).items))
    return _answered(question, program, tier, Reply(summary, (*parts, buttons)), standing.about)


def _answered(question: Question, program: Program, tier: Tier, reply: Reply, about: str) -> Answer:
    return Answer(Status.answered, Kind.requirements, reply, question.reading(), need_facts(program, tier), about)


def _no_tiers(question: Question, program: Program, standing: Standing | None = None) -> Answer:
    """Says that there is nothing to meet, and where its partners stand instead."""
    who = standing.name if standing else "a partner"
    instead = f" What counts for {who} are its {len(program.steps)} launch steps." if program.steps else ""
    steps = ask("Launch steps", f"launch steps of {standing.file.partner.id}") if standing and instead else None
    reply = Reply(
        f"{program.name} has no tiers, so there are no tier requirements.{instead}",
        (*source_notes("", [(program.short_name, program)]), *((Buttons((steps,)),) if steps else ())),
    )
    about = standing.about if standing else program.short_name
    facts = need_facts(program, None)
    return Answer(Status.answered, Kind.requirements, reply, question.reading(), facts, about)


def _word(question: Question) -> str | None:
    """The one requirement that is asked about, as it was named."""
    return question.requirement or question.credential or question.agreement


def _summary(question: Question, program: Program, tier: Tier, standing: Standing | None = None) -> str:
    where = f"{tier.name} in {program.short_name}"
    if standing and not question.tier and tier.id == program.above(standing.enrollment.tier):
        where = f"{tier.name}, the next tier of {standing.name} in {program.short_name},"
    if tier.designation_only:
        return f"{where} is by designation only: no thresholds are published for it."
    word = _word(question)
    if word:
        return _one(program, tier, word, where, standing)
    asked = listed([phrase(each.requirement, each.amount) for each in needs_of(program, tier.id)])
    return f"{where} asks for {asked or 'nothing that is measured'}."


def _one(program: Program, tier: Tier, word: str, where: str, standing: Standing | None) -> str:
    """What a tier asks of the one requirement that was named, beside what the partner has."""
    requirement = wanted(program, word)
    if requirement is None:
        return f"No tier of {program.short_name} asks for this: {called(program, word)}."
    need = next((each for each in needs_of(program, tier.id) if each.requirement is requirement), None)
    if need is None:
        return f"{where} asks for no {requirement.label.lower()}."
    asks = f"{where} asks for {phrase(requirement, need.amount)}"
    if standing is None:
        return f"{asks}."
    states = {state.requirement: state for state in standing.gap(tier.id).requirements}
    figure = figures(states[requirement.id])
    has = f"for {standing.name} it is {figure}" if requirement.unit == "agreement" else f"{standing.name} has {figure}"
    return f"{asks}; {has}."


def _every_tier(question: Question, program: Program) -> str:
    """All tiers in one line: of one requirement where one was named, else of each tier what it adds."""
    word = _word(question)
    only = wanted(program, word)
    if word and only is None:
        return f"No tier of {program.short_name} asks for this: {called(program, word)}."
    said = [_adds(program, tier, only.id if only else None) for tier in program.tiers]
    return f"In {program.short_name}, {'; '.join(filter(None, said))}."


def _adds(program: Program, tier: Tier, only: str | None) -> str:
    if tier.designation_only:
        return f"{tier.name} is by designation only"
    new = [each for each in needs_of(program, tier.id) if each.tier == tier.id and only in (None, each.requirement.id)]
    first = tier is program.tiers[0]
    shown = [phrase(each.requirement, each.amount) for each in new if first or not _same_below(program, tier, each)]
    return f"{tier.name} asks for {listed(shown)}" if shown else ""


def _same_below(program: Program, tier: Tier, need: Need) -> bool:
    """Whether a lower tier already asks as much."""
    below = program.tiers[: program.rank(tier.id)]
    return any(need.requirement.thresholds.get(each.id) == need.amount for each in below)


def _table(program: Program) -> Table:
    def cell(tier: Tier, requirement_id: str) -> str:
        if tier.designation_only:
            return "by designation"
        found = [each for each in needs_of(program, tier.id) if each.requirement.id == requirement_id]
        if not found:
            return "–"
        need = found[0]
        return "required" if need.requirement.unit == "agreement" else quantity(need.amount, need.requirement.unit)

    columns = ("Requirement", *(tier.name for tier in program.tiers))
    rows = tuple((each.label, *(cell(tier, each.id) for tier in program.tiers)) for each in program.requirements)
    return Table(f"What the tiers of {program.short_name} ask", columns, rows)


def _notes(
    question: Question, program: Program, tier: Tier | None, standing: Standing | None = None
) -> tuple[Part, ...]:
    """When it is measured, by which rule, and what was read into the document; of all tiers when `tier` is None."""
    if program.evaluation is None:
        return ()
    named = [(each.name, each) for each in ((tier,) if tier else program.tiers) if each.designation_only]
    if tier is not None and tier.designation_only:
        return source_notes("", named)
    only, days = wanted(program, _word(question)), program.evaluation.mid_year.trailing_days
    on = f", here {day(standing.as_of)}" if standing else ""
    when = (
        f"People and agreements count on the day of the review{on}; revenue counts over the {days} days that end on "
        "it, at the annual review over the calendar year before. The tiers below are included."
    )
    rules = [(each.label, each) for each in program.requirements if only in (None, each)]
    return source_notes(when, [*rules, *named])


def _evidence(standing: Standing, tier: Tier) -> tuple[Button, ...]:
    return () if tier.designation_only else (Button("Evidence", EVIDENCE, standing.key("gap", tier.id)),)


def _next_steps(program: Program, tier: Tier, standing: Standing | None = None) -> Buttons:
    gives = ask(f"Benefits of {tier.name}", f"benefits of {tier.name} in {program.short_name}")
    if standing is None or tier.designation_only:
        return Buttons((gives,))
    gap = ask(
        "What's missing?", f"what's missing for {standing.file.partner.id} for {tier.name} in {program.short_name}"
    )
    return Buttons((gap, gives))


SKILL = Skill(
    kind=Kind.requirements,
    answer=answer,
    sure=(
        "list|show {tier}|{program} requirement*|criteria|threshold*",
        "{tier} tier ask|asks|need|needs|require|requires|demand|demands",
        "rules|conditions|hurdles|bar|entry|qualification of|for|to|in {tier}",
        "qualifications|minimums|checklist|preconditions|ask|asks of|for|to|in {tier}",
        "{tier} rules|conditions|hurdles|checklist|qualification|qualifications|minimums|ask",
        "{program} demand|demands|expect|expects|ask|asks of|from|for {tier}",
        "demand|demands|demanded|expect|expected|expects of|from {tier}",
        "what counts toward|towards|for {tier}",
        "to enter|become|be|reach|make|attain|achieve|get|earn|hit {tier}",
        "fulfil|fulfill|satisfy|meet for {tier}",
        "what must|should|does one|you|a|someone|partner|partners|company show|have|do|sell|prove|bring {tier}",
        "how much|many must|does|do|should|to one|you|a|someone|partner|partners {tier}",
        "how high is bar",
        "conditions|rules of|in {program}",
        "to be|become {tier}",
        "qualify as|for {tier}",
        "reqs|req",
        "what does {program} ask|require|want|need",
        "what does it take",
        "take|takes|needed|required to be|become|reach|get|make {tier}",
        "do i|we|they|you need for {tier}",
        "needed|required|necessary for|to {tier}",
        "{requirement} needed|required for {tier}",
        "what makes {tier}",
        "how do you|i|we|they|partners get to {tier}",
        "requirement*|criteria|threshold*|prerequisite*",
        "what does {tier} require|need|take|ask|demand|involve",
        "what is|are required|needed|necessary for|to {tier}",
        "what do|does you|we|they|partner*|someone|anyone|one need|needs for|to {tier}",
        "what it takes for|to {tier}",
        "how do|does|can you|we|they|partner*|someone|anyone become|get|reach|qualify {tier}",
        "how to become|get|reach|qualify|make {tier}",
        "how many|much people|certified|certifications for|does {tier} need|require|ask|take",
        "how many|much technical|sales|revenue for|does {tier} need|require|ask|take",
        "{tier} requirement*|criteria|threshold*|bar|rules",
        "qualify|qualifies|qualification* for|as {tier}",
    ),
    likely=(
        "requires|required|require|asks|needs {tier}",
        "how many|much {credential} {tier}",
        "how many|much {requirement} {tier}",
        "how many|much {credential} each|every tier*",
        "bar|entry for {tier}",
        "minimum {requirement} {tier}",
        "rules|conditions for {tier}",
    ),
    hints=tuple(
        """
        agreement* applicant asks bar become certified checklist condition conditions counts criteria demanded
        diamond each enough enter entry every expected figures fulfil full headcount high least level levels making
        minimum minimums must new next numbers overview people prospect prospective prove qualification
        qualifications required revenue rules sales sell sign signed status table take takes threshold* tier tiers
        toward towards trained
        """.split()
    ),
    slots=frozenset({Slot.agreement, Slot.credential, Slot.partner, Slot.program, Slot.requirement, Slot.tier}),
    examples=(
        "what does {tier} require",
        "requirements for {tier} in {program}",
        "what are the requirements of {program}",
        "how many certified people does {tier} need",
        "how much revenue does {tier} take",
        "what are the {tier} requirements",
        "how do partners become {tier}",
        "thresholds of every tier",
        "criteria for {tier}",
    ),
)
