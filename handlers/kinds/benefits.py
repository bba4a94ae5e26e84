"""What a partner, or a tier, gets: included, by invitation, and the agreements that are still to be signed for it."""

from collections.abc import Callable, Sequence

from handlers.answer import Answer, Json, Status
from handlers.asked import Asked, per_program
from handlers.documents import Buttons, Note, Paragraph, Part, Reply, Table, text
from handlers.kinds.skill import Skill, Slot
from handlers.numbered import numbered
from handlers.perks import INVITED, Holder, Perk, invitation_words, named, perks
from handlers.question import Kind, Question
from handlers.replying import ask, nameless, no_such_tier, some
from handlers.tiers import Standing
from handlers.wording import day
from programs.schema import Access, Program, Tier

ACCESS = {"yes": "yes", "no": "no", "by_invitation": "by invitation", INVITED: "invited"}


def answer(asked: Asked, question: Question) -> Sequence[Answer]:
    """The benefits of the partner's recorded tier or of the named one; of nobody and no tier, those of every tier."""

    def has_it(program: Program) -> bool:
        return not question.tier or question.tier in program.ranks

    if question.partners:
        return per_program(
            asked, question, lambda standing: _of_partner(question, standing, holder(asked, standing)), has_it
        )
    fitting = [each for each in asked.programs(question) if has_it(each)]
    programs = nameless(asked, question, fitting)
    if question.tier and not fitting and any(program.tiers for program in programs):
        return (no_such_tier(question, programs, "benefits of"),)
    return [each for program in programs for each in _of_program(question, program)]


def holder(asked: Asked, standing: Standing) -> Holder:
    """The invitations and signatures of a partner that count in a program on the day."""
    partner, program = standing.file.partner.id, standing.program.id
    invited = asked.task.work.invitations.of_partner(partner)
    ours = tuple(each for each in invited if each.program == program)
    return Holder(ours, standing.file.agreements, standing.as_of)


def _of_partner(question: Question, standing: Standing, held: Holder) -> Answer:
    program = standing.program
    if question.tier and program.tiers and question.tier not in program.ranks:
        return no_such_tier(question, (program,), f"benefits of {standing.file.partner.id} at")
    tier = (question.tier or standing.enrollment.tier) if program.tiers else None
    found = perks(program, tier, held)
    parts: tuple[Part, ...] = (*_todo(standing, found), *_table(standing, found), *_sources(program, standing))
    reply = Reply(_partner_summary(question, standing, tier, found), (*parts, *_next_steps(standing, tier)))
    return _answered(question, tier, found, reply, standing.about)


def _of_program(question: Question, program: Program) -> Sequence[Answer]:
    """The named tier, or what a program without tiers gives; else every tier, an answer each that show one table."""
    about = program.short_name
    if not program.tiers or question.tier:
        tier = program.tier(question.tier) if program.tiers and question.tier else None
        found = perks(program, tier.id if tier else None)
        reply = Reply(_program_summary(program, tier, found), (*_plain_table(program, found), *_sources(program)))
        return (_answered(question, tier.id if tier else None, found, reply, about),)
    reply = Reply(_every_tier(program), (_tier_table(program), *_sources(program)))
    return [_answered(question, tier.id, perks(program, tier.id), reply, about) for tier in program.tiers]


def _answered(question: Question, tier: str | None, found: Sequence[Perk], reply: Reply, about: str) -> Answer:
    def ids(fits: Callable[[Perk], bool]) -> list[Json]:
        return list(sorted(perk.benefit.id for perk in found if fits(perk)))

    facts: dict[str, Json] = {
        "tier": tier,
        "included": ids(lambda perk: perk.access is Access.yes),
        "by_invitation": ids(lambda perk: perk.access is Access.by_invitation and not perk.invited),
        "invited": ids(lambda perk: perk.invited),
    }
    return Answer(Status.answered, Kind.benefits, reply, question.reading(), facts, about)


def _partner_summary(question: Question, standing: Standing, tier: str | None, found: Sequence[Perk]) -> str:
    name, program = standing.name, standing.program
    if not program.benefits:
        return f"{program.short_name} names no benefits."
    if not program.tiers:
        return f"{program.short_name} has no tiers: {name} gets all of its benefits: {some(named(found))}."
    if tier is None:
        return f"{name} has no tier yet in {program.short_name}, so it has none of the benefits of the tiers."
    asked = question.tier is not None and question.tier != standing.enrollment.tier
    lead = f"At {standing.label(tier)} in {program.short_name}, {name} {'would get' if asked else 'gets'}"
    included = [perk for perk in found if perk.access is Access.yes]
    invited = [perk for perk in found if perk.invited]
    open_ones = [perk for perk in found if perk.access is Access.by_invitation and not perk.invited]
    said = [
        f"{lead} {_count(included, len(found))}",
        f"invited to {some(named(invited))}" if invited else "",
        f"by invitation, {'not invited yet' if asked or not invited else 'and not invited'}: {some(named(open_ones))}"
        if open_ones
        else "",
    ]
    return f"{'; '.join(filter(None, said))}."


def _program_summary(program: Program, tier: Tier | None, found: Sequence[Perk]) -> str:
    if not found:
        return f"{program.short_name} names no benefits."
    if tier is None:
        return f"{program.short_name} has no tiers: every partner gets all of its benefits: {some(named(found))}."
    included = [perk for perk in found if perk.access is Access.yes]
    invited = [perk for perk in found if perk.access is Access.by_invitation]
    more = f"; by invitation: {some(named(invited))}" if invited else ""
    return f"{tier.name} in {program.short_name} gets {_count(included, len(found))}{more}."


def _count(included: Sequence[Perk], total: int) -> str:
    names = f": {some(named(included))}" if included else ""
    return f"{len(included) or 'none'} of {numbered(total, 'benefit')}{names}"


def _every_tier(program: Program) -> str:
    if not program.benefits:
        return f"{program.short_name} names no benefits."
    said = []
    for tier in program.tiers:
        found = perks(program, tier.id)
        invited = sum(perk.access is Access.by_invitation for perk in found)
        more = f" and {invited} by invitation" if invited else ""
        said.append(f"{tier.name} gets {sum(perk.access is Access.yes for perk in found)}{more}")
    return f"Of the {numbered(len(program.benefits), 'benefit')} of {program.short_name}, {', '.join(said)}."


def _todo(standing: Standing, found: Sequence[Perk]) -> tuple[Part, ...]:
    """The agreements that stand between the partner and what its tier gives it."""
    names = {each.id: each.name for each in standing.program.agreements}
    waiting = [
        f"Needed for {perk.benefit.name}: the {names.get(perk.unsigned.agreement, perk.unsigned.agreement)} "
        f"({perk.unsigned.words()})."
        for perk in found
        if perk.may and perk.unsigned is not None
    ]
    return (Paragraph(text(" ".join(waiting))),) if waiting else ()


def _table(standing: Standing, found: Sequence[Perk]) -> tuple[Part, ...]:
    """What the partner has or may be invited to; what its tier does not have is counted below."""
    names = {each.id: each.name for each in standing.program.agreements}

    def row(perk: Perk) -> tuple[str, ...]:
        needs = f"{names.get(perk.paper.agreement, perk.paper.agreement)}: {perk.paper.words()}" if perk.paper else ""
        invitation = invitation_words(perk, standing.as_of) if perk.access is Access.by_invitation else ""
        details = "; ".join(filter(None, (invitation, needs, (perk.benefit.condition or "").rstrip("."))))
        return perk.benefit.name, ACCESS[perk.word], details

    shown = [perk for perk in found if perk.access is not Access.no]
    rest = [perk for perk in found if perk.access is Access.no]
    strays = [perk for perk in rest if perk.invitation is not None]
    table = Table(f"Benefits of {standing.about}", ("Benefit", "Has it", "Details"), tuple(map(row, shown)))
    parts: list[Part] = [table] if shown else []
    if rest:
        parts.append(Note(text(f"Not at this tier: {', '.join(named(rest))}.")))
    if strays:
        parts.append(
            Note(text(f"Invited although the tier does not have it, so it does not count: {some(named(strays))}."))
        )
    return tuple(parts)


def _plain_table(program: Program, found: Sequence[Perk]) -> tuple[Part, ...]:
    names = {each.id: each.name for each in program.agreements}

    def row(perk: Perk) -> tuple[str, ...]:
        return (
            perk.benefit.name,
            ACCESS[perk.word],
            names.get(perk.benefit.agreement or "", ""),
            perk.benefit.description,
        )

    rows = tuple(row(perk) for perk in found if perk.access is not Access.no)
    columns = ("Benefit", "Has it", "Needs", "What it is")
    return (Table(f"Benefits of {program.short_name}", columns, rows),) if rows else ()


def _tier_table(program: Program) -> Table:
    columns = ("Benefit", *(tier.name for tier in program.tiers))
    rows = tuple(
        (benefit.name, *(ACCESS[benefit.at(tier.id).value] for tier in program.tiers)) for benefit in program.benefits
    )
    return Table(f"Benefits of {program.short_name} by tier", columns, rows)


def _sources(program: Program, standing: Standing | None = None) -> tuple[Note, ...]:
    """The document; the place of each benefit stands with the benefit."""
    when = f"Invitations and agreements as of {day(standing.as_of)}. " if standing else ""
    documents = dict.fromkeys(benefit.source.document for benefit in program.benefits)
    source = "; ".join(documents) or program.source.document
    return (Note(text(f"{when}Rule: {source}. Ask for one benefit to see its section and our reading of it.")),)


def _next_steps(standing: Standing, tier: str | None) -> tuple[Buttons, ...]:
    program = standing.program
    above = program.above(tier) if program.tiers else None
    if above is None:
        return ()
    partner, name = standing.file.partner.id, program.tier(above).name
    return (
        Buttons(
            (
                ask(f"Benefits of {name}", f"benefits of {partner} at {name} in {program.short_name}"),
                ask("What's missing?", f"what's missing for {partner} for {name} in {program.short_name}"),
            )
        ),
    )


SKILL = Skill(
    kind=Kind.benefits,
    answer=answer,
    sure=(
        "included|open for|to {tier} partners",
        "members|partners of {program} get|gets|receive|have",
        "come|comes on the table {tier}",
        "{tier} partner|partners get|gets|receive|have|has|use",
        "everything {tier}",
        "in it for {partner}|{tier}",
        "{partner} entitled|eligible",
        "what do|does we|the|it|{program} offer|give|grant|provide {tier}|{partner}",
        "{partner} getting|get|gets|receive|receives|have|has|enjoy|enjoys out|from|of {program}|us|it|program",
        "what is|are {partner} getting|receiving|enjoying",
        "everything entitled|included|eligible",
        "{partner} goodies|perks|extras|rewards|entitlements|package",
        "goodies|perks|extras|rewards|entitlements|package|offer of|for|at|to {partner}|{tier}",
        "what do|does|can {tier} get|gets|receive|expect|use|enjoy",
        "what benefits",
        "unlock|unlocks|unlocked at|by|for|with {tier}",
        "{tier} unlock|unlocks|bring|brings|include|includes|give|gives|mean|means",
        "benefit*|perk*|entitlement*|privileges|advantages",
        "what do|does|would|can {tier} partners get|gets|receive|have|use|expect",
        "what does|do|would|will|can {partner}|{tier} get|gets|receive|unlock|include|offer|earn",
        "what is|are included|unlocked in|at|for|with {tier}",
        "what comes|come with {tier}",
        "what is|are {partner} entitled|eligible",
        "entitled|eligible to|for what",
        "by invitation|invite",
        "invitation*|invited",
        "goodies|extras|rewards",
        "what can {partner} use|claim|have",
    ),
    likely=(
        "what does|do|would {tier} give|bring|mean|offer",
        "gets|get|receives|unlocks {tier}",
        "offers|gives {tier}|{program}",
        "entitled|eligible|qualifies",
        "access to what",
    ),
    hints=tuple(
        """
        available enjoy everything expect full goodies included invitation level offer only package tier unlock
        upside use value
        """.split()
    ),
    slots=frozenset({Slot.partner, Slot.program, Slot.tier}),
    examples=(
        "what benefits does {partner} get",
        "benefits of {tier} in {program}",
        "what does {tier} get",
        "which benefits is {partner} invited to",
        "what is {partner} entitled to",
        "what perks come with {tier}",
        "what would {partner} get at {tier}",
        "benefits of {program}",
    ),
)
