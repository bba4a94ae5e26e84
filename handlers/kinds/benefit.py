"""Whether a partner or a tier gets one benefit, from which tier on, and what is still to be done for it."""

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from handlers.answer import Answer, Json, Status
from handlers.asked import Asked, per_program
from handlers.documents import Button, Buttons, Fact, Facts, Part, Reply, text
from handlers.kinds.benefits import holder
from handlers.kinds.skill import Skill, Slot
from handlers.perks import Perk, first_tier, invitation_words
from handlers.question import Kind, Question
from handlers.replying import ask, no_such_tier, not_there, source_notes, verdict
from handlers.tiers import Standing
from handlers.wording import day, listed
from programs.schema import Access, Benefit, Program

MOST_OFFERED = 3


def answer(asked: Asked, question: Question) -> Sequence[Answer]:
    """In every program the question may be about that has such a benefit; none has it: the nearest are offered."""

    def has_it(program: Program) -> bool:
        return _find(program, question) is not None

    if question.partners:
        standings = asked.standings(question)
        if standings and not any(has_it(each.program) for each in standings):
            return (_none(asked, question, [each.program for each in standings]),)
        return per_program(asked, question, lambda standing: _of_partner(asked, question, standing), has_it)
    fitting = [each for each in asked.programs(question) if has_it(each)]
    if not fitting:
        return (_none(asked, question, asked.programs(question)),)
    known = [each for each in fitting if question.tier in (None, *each.ranks) or not each.tiers]
    if not known:
        return (no_such_tier(question, fitting, f"{question.benefit} for"),)
    return [_of_program(question, each) for each in known]


def _find(program: Program, question: Question) -> Benefit | None:
    return next((each for each in program.benefits if each.id == question.benefit), None)


def _benefit(program: Program, question: Question) -> Benefit:
    return program.benefit(question.benefit or "")


def _of_partner(asked: Asked, question: Question, standing: Standing) -> Answer:
    program, benefit = standing.program, _benefit(standing.program, question)
    if question.tier and program.tiers and question.tier not in program.ranks:
        return no_such_tier(question, (program,), f"does {standing.file.partner.id} get {benefit.name} at")
    tier = question.tier or standing.enrollment.tier
    perk = holder(asked, standing).perk(benefit, benefit.at(tier if program.tiers else None))
    parts = (_facts(program, perk, standing), *_notes(benefit, standing), *_next_steps(standing, perk, tier))
    reply = Reply(_partner_summary(question, standing, perk, tier), parts)
    return _answered(question, program, perk, reply, standing.about)


def _of_program(question: Question, program: Program) -> Answer:
    """For the named tier; without one for the lowest tier that has the benefit."""
    benefit = _benefit(program, question)
    tier = question.tier or first_tier(program, benefit)
    perk = Perk(benefit, benefit.at(tier if program.tiers else None))
    parts = (_facts(program, perk), *_notes(benefit))
    reply = Reply(_program_summary(question, program, perk), parts)
    return _answered(question, program, perk, reply, program.short_name)


def _answered(question: Question, program: Program, perk: Perk, reply: Reply, about: str) -> Answer:
    facts: dict[str, Json] = {
        "benefit": perk.benefit.id,
        "access": perk.word,
        "from_tier": first_tier(program, perk.benefit),
    }
    return Answer(Status.answered, Kind.benefit, reply, question.reading(), facts, about)


def _partner_summary(question: Question, standing: Standing, perk: Perk, tier: str | None) -> str:
    name, program, benefit = standing.name, standing.program, perk.benefit.name
    if not program.tiers:
        everybody = f"{program.short_name} has no tiers, and every partner gets it: {benefit}."
        return verdict(question, f"{everybody}{_paper(program, perk)}", yes=True)
    at = f"at {standing.label(tier)} in {program.short_name}"
    if perk.access is Access.yes:
        return verdict(question, f"{at}, {name} gets {benefit}.{_paper(program, perk)}", yes=True)
    words = invitation_words(perk, standing.as_of)
    if perk.invited:
        return verdict(question, f"{words}: {at}, {name} gets {benefit}.{_paper(program, perk)}", yes=True)
    if perk.access is Access.by_invitation:
        so = f"Its {words}" if words.startswith("invitation") else f"It is {words}"
        return f"Only by invitation: {at}, {name} gets {benefit} when invited. {so}."
    has = f"{name} has no tier yet in {program.short_name}, so it does" if tier is None else f"{at}, {name} does"
    recorded = f" It {words}, which counts from a tier on that has the benefit." if perk.invitation is not None else ""
    return verdict(question, f"{has} not get {benefit} ({_starts(program, perk.benefit)}).{recorded}", yes=False)


def _paper(program: Program, perk: Perk) -> str:
    """The agreement that is still to be signed before the benefit can be used."""
    unsigned = perk.unsigned
    return f" Needed first: the {_agreement(program, unsigned.agreement)} ({unsigned.words()})." if unsigned else ""


def _agreement(program: Program, agreement: str) -> str:
    return next((each.name for each in program.agreements if each.id == agreement), agreement)


def _program_summary(question: Question, program: Program, perk: Perk) -> str:
    benefit = perk.benefit
    if not program.tiers:
        return verdict(
            question, f"{program.short_name} has no tiers, and every partner gets it: {benefit.name}.", yes=True
        )
    if question.tier is None:
        return f"{benefit.name} in {program.short_name}: {_starts(program, benefit)}."
    tier = program.tier(question.tier).name
    said = {
        Access.yes: verdict(question, f"{tier} in {program.short_name} gets {benefit.name}.", yes=True),
        Access.by_invitation: f"Only by invitation: {tier} in {program.short_name} gets {benefit.name} when invited.",
        Access.no: verdict(
            question,
            f"{tier} in {program.short_name} does not get {benefit.name} ({_starts(program, benefit)}).",
            yes=False,
        ),
    }
    return said[perk.access]


def _starts(program: Program, benefit: Benefit) -> str:
    """`from Silver on by invitation, from Gold on included`; a benefit that higher tiers lose lists its tiers."""
    access = _by_access(program, benefit)
    invited, included = access[Access.by_invitation], access[Access.yes]
    if not invited and not included:
        return "no tier has it"
    grades = [(Access.no, Access.by_invitation, Access.yes).index(benefit.at(tier.id)) for tier in program.tiers]
    rising = grades == sorted(grades)

    def where(names: list[str]) -> str:
        return f"from {names[0]} on" if rising else f"at {listed(names)}"

    said = [f"{where(invited)} by invitation" if invited else "", f"{where(included)} included" if included else ""]
    return ", ".join(filter(None, said))


def _facts(program: Program, perk: Perk, standing: Standing | None = None) -> Facts:
    benefit, funds = perk.benefit, [each for each in program.funds if each.benefit == perk.benefit.id]
    access = _by_access(program, benefit)
    needs = _agreement(program, benefit.agreement) if benefit.agreement else ""
    if needs and perk.paper is not None:
        needs = f"{needs}: {perk.paper.words()}"
    invitation = invitation_words(perk, standing.as_of) if standing and perk.access is Access.by_invitation else ""
    shown = (
        ("What it is", benefit.description),
        ("Included at", listed(access[Access.yes])),
        ("By invitation at", listed(access[Access.by_invitation])),
        ("Invitation", invitation),
        ("Needs", needs),
        ("Condition", benefit.condition or ""),
        ("How to ask", " ".join(each.request for each in funds)),
    )
    return Facts(tuple(Fact(label, text(words)) for label, words in shown if words))


def _by_access(program: Program, benefit: Benefit) -> dict[Access, list[str]]:
    """The names of the tiers by the access they have; no names in a program without tiers."""
    return {access: [tier.name for tier in program.tiers if benefit.at(tier.id) is access] for access in Access}


def _notes(benefit: Benefit, standing: Standing | None = None) -> tuple[Part, ...]:
    when = f"Invitations and agreements as of {day(standing.as_of)}." if standing else ""
    return source_notes(when, [(benefit.name, benefit)])


def _next_steps(standing: Standing, perk: Perk, tier: str | None) -> tuple[Part, ...]:
    program, partner = standing.program, standing.file.partner.id
    buttons: list[Button] = []
    first = first_tier(program, perk.benefit)
    if perk.access is Access.no and first and program.rank(first) > program.rank(tier):
        name = program.tier(first).name
        words = f"what's missing for {partner} for {name} in {program.short_name}"
        buttons.append(ask(f"What's missing for {name}?", words))
    buttons.append(ask("All benefits", f"benefits of {partner} in {program.short_name}"))
    return (Buttons(tuple(buttons)),)


def _none(asked: Asked, question: Question, programs: Sequence[Program]) -> Answer:
    """None of the programs has the benefit: says where it is one, and the nearest of theirs."""
    every = asked.task.catalog.programs()
    elsewhere = {each.short_name: found.name for each in every if (found := _find(each, question)) is not None}
    unknown = " ".join(words for slot, words in question.unknown if slot == "benefit")
    name = next(iter(elsewhere.values()), unknown or (question.benefit or "").replace("_", " ") or "that name")
    theirs = list(dict.fromkeys(benefit.name for each in programs for benefit in each.benefits))
    near = [found for found, _, _ in process.extract(name, theirs, scorer=fuzz.token_set_ratio, limit=MOST_OFFERED)]
    also = f" It is one of {listed(list(elsewhere))}." if elsewhere else ""
    offer = f" The nearest: {listed(near, 'or')}." if near else ""
    where = listed([each.short_name for each in programs], "or")
    who = f"does {question.partners[0]} get" if question.partners else "who gets"
    sentence = f"There is no benefit “{name}” in {where}.{also}{offer}"
    return not_there(question, sentence, near, (ask(each, f"{who} {each}") for each in near))


SKILL = Skill(
    kind=Kind.benefit,
    answer=answer,
    sure=(
        "{partner} take part|resell",
        "pay|pays|paid {benefit} to {partner}",
        "get|gets|have {benefit} with|from {partner}",
        "{benefit} for|with {partner}",
        "{partner} attend|join|visit|go|come {benefit}",
        "{benefit} payable|paid|open|offered to|for {partner}",
        "{partner} want|wants|like|love|need|needs|asking|ask|asks|asked for|to|the|a|about|come|use {benefit}",
        "{benefit} covered|allowed|included|available|free|open",
        "{partner} allowed|permitted|cleared {benefit}",
        "at|from|for|in which|what tier|level {benefit}",
        "{benefit} which|what|at|from tier|level",
        "{partner} listed|featured|named in|on {benefit}",
        "{benefit} yes|no|ok|possible",
        "{partner} still|already|now|yet have|has|get|gets|use {benefit}",
        "is|are {benefit} available|included|part|open|offered|something|an",
        "{tier} include|includes|get|gets|come|comes|unlock|unlocks {benefit}",
        "how early|soon|high {benefit}",
        "lowest|first tier|level {benefit}",
        "who is|are allowed|eligible|entitled {benefit}",
        "any {benefit} for {partner}|{tier}",
        "does|do|can|may|could|will|would {partner}|{tier} get|have|use|access {benefit}",
        "does|do|can|may|could|will|would {partner}|{tier} claim|request|receive|join {benefit}",
        "can|may|could|should {partner} apply|ask|sign {benefit}",
        "is|are {partner}|{tier} eligible|entitled|qualified|allowed|invited for|to {benefit}",
        "who|when|which|what gets|get|has|have {benefit}",
        "which|what tier|level get|gets|has|have|unlocks|includes|needed|required {benefit}",
        "from|at|with which|what tier {benefit}",
        "{partner}|{tier} eligible|entitled|qualif*|allowed {benefit}",
        "{benefit} included|available|eligib*|access for|at|in|with|to {tier}|{partner}",
        "when does|do {benefit} start|begin|kick",
        "what is {benefit}",
        "{partner} invited {benefit}",
        "how does|do|can {partner} get|access|request {benefit}",
        "{benefit} eligibility|access|status",
    ),
    likely=(
        "{benefit} {partner}",
        "{benefit} {tier}",
        "{partner} {benefit}",
        "{tier} {benefit}",
        "{benefit}",
        "get|gets|have|has {benefit}",
        "invited {benefit}",
    ),
    hints=tuple(
        """
        access allowed apply available benefit budget chance come covered earliest eligible entitled first free
        fund* included invitation invite* keep level listed lowest may money month needs offer* part perk request
        seat shot spot start starts tier use visit
        """.split()
    ),
    slots=frozenset({Slot.benefit, Slot.partner, Slot.program, Slot.tier}),
    examples=(
        "does {partner} get {benefit}",
        "can {partner} use {benefit}",
        "is {partner} eligible for {benefit}",
        "is {partner} invited to {benefit}",
        "does {tier} include {benefit}",
        "which tier gets {benefit}",
        "{benefit} for {partner}",
        "when does {benefit} start",
    ),
)
