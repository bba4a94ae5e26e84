"""Everything that matters about a partner on one page: a page for each program it is in."""

from collections.abc import Iterator, Sequence

from handlers.answer import Answer, Status
from handlers.asked import Asked, per_program
from handlers.briefing import Briefing, briefing
from handlers.documents import Button, Buttons, Fact, Facts, Note, Paragraph, Part, Reply, bold, text
from handlers.kinds.skill import Skill, Slot
from handlers.numbered import capital, numbered
from handlers.papers import PaperState, by_state
from handlers.question import Kind, Question
from handlers.shortfall import missing_words
from handlers.tiers import EVIDENCE, Standing, progress, rule_note
from handlers.wording import day, listed, meeting, money, weekday


def answer(asked: Asked, question: Question) -> Sequence[Answer]:
    """One page a program; a partner in none is said so."""
    return per_program(asked, question, lambda standing: _page(asked, question, standing))


def _page(asked: Asked, question: Question, standing: Standing) -> Answer:
    brief = briefing(asked, question, standing)
    urgent = tuple(_urgent(brief))
    attention = (Paragraph(text(bold("Needs attention: "), f"{'; '.join(urgent)}.")),) if urgent else ()
    gap = brief.figures.gap
    parts: tuple[Part, ...] = (
        *attention,
        *(progress(gap.requirements) if gap else ()),
        Facts(tuple(_facts(asked, brief))),
        rule_note(standing, gap) if gap else _plain_note(brief),
        Buttons(tuple(_buttons(brief))),
    )
    reply = Reply(_summary(brief), parts)
    return Answer(Status.answered, Kind.brief, reply, question.reading(), brief.facts(), standing.about)


def _summary(brief: Briefing) -> str:
    """Where it stands and what is next, in one line."""
    standing, gap = brief.standing, brief.figures.gap
    if gap is None:
        return f"{standing.about}: {_lifecycle(brief) or 'the program has no tiers'}; {_coming(brief)}."
    recorded, target = standing.enrollment.tier, gap.target_tier
    lead = f"{standing.name} {'is' if recorded else 'has'} {standing.label(recorded)} in {standing.program.short_name}"
    return f"{lead}; {_next(brief, target)}; {_coming(brief)}."


def _next(brief: Briefing, target: str | None) -> str:
    standing, gap = brief.standing, brief.figures.gap
    if gap is None or target is None:
        return "no tier is above"
    if gap.designation_only:
        return f"{standing.label(target)}, the next tier, is by designation only"
    if gap.met:
        return f"it meets everything for {standing.label(brief.figures.met)} and can advance"
    return f"for {standing.label(target)} it is missing {listed([missing_words(state) for state in gap.missing])}"


def _coming(brief: Briefing) -> str:
    ahead = [(each.next_on, each.kind) for each in brief.meetings if each.next_on is not None]
    if not ahead:
        return "no meeting is scheduled"
    on, kind = min(ahead)
    return f"next {meeting(kind)} {weekday(on)}"


def _lifecycle(brief: Briefing) -> str:
    steps = brief.standing.program.steps
    if not steps:
        return ""
    if brief.current is None:
        return f"all {len(steps)} launch steps are done"
    return f"at {brief.current.name}, step {steps.index(brief.current) + 1} of {len(steps)}"


def _urgent(brief: Briefing) -> Iterator[str]:
    """What somebody should do something about, the most pressing first."""
    if brief.registered.late:
        yield f"{numbered(brief.registered.late, 'registration answer is', 'registration answers are')} late"
    for each in brief.meetings:
        if each.missed:
            yield f"the {meeting(each.kind)} of {day(each.missed[-1])} is not recorded as held"
    if wanting := [meeting(each.kind) for each in brief.meetings if each.wanting]:
        yield f"no {listed(wanting, 'or')} is scheduled, although the program asks for them regularly"
    if brief.outlook is not None and not brief.outlook.rises:
        sentence = brief.outlook.sentence()
        yield f"{sentence[:1].lower()}{sentence[1:-1]}"
    if expired := _papers_in(brief, PaperState.expired):
        yield f"expired: {listed(expired)}"
    if brief.opened.overdue:
        past = "opportunity is past its close date", "opportunities are past their close dates"
        yield numbered(brief.opened.overdue, *past)
    if not brief.standing.enrollment.manager:
        yield "nobody is recorded as its manager"


def _facts(asked: Asked, brief: Briefing) -> Iterator[Fact]:
    standing, figures = brief.standing, brief.figures
    if figures.gap is not None:
        since = f" since {day(standing.enrollment.tier_since)}" if standing.enrollment.tier_since else ""
        recorded = standing.enrollment.tier
        yield Fact("Tier", text(bold(standing.label(recorded)), f"{since if recorded else ''}{_met(brief)}"))
        if brief.outlook is not None and brief.outlook.rises:
            yield Fact("Annual review", text(brief.outlook.sentence()))
    if standing.program.steps:
        yield Fact("Launch", text(f"{_lifecycle(brief)}; {numbered(len(brief.done), 'step')} done"))
    won = numbered(len(figures.opportunities), "opportunity", "opportunities")
    yield Fact("Counted revenue, a year", text(f"{money(figures.revenue)} from {won}"))
    yield Fact("People", text(f"{figures.technical} technical, {figures.sales} sales"))
    yield Fact("Pipeline", text(_pipeline(brief)))
    yield Fact("Registrations", text(_registrations(brief)))
    yield Fact("Agreements", text(_papers(brief)))
    if brief.meetings:
        yield Fact("Meetings", text("; ".join(_meetings(brief))))
    yield Fact("Manager", text(standing.enrollment.manager or "nobody yet"))


def _met(brief: Briefing) -> str:
    """Said where the tier met is not the recorded one."""
    standing, met, recorded = brief.standing, brief.figures.met, brief.standing.enrollment.tier
    if recorded is not None and standing.program.tier(recorded).designation_only:
        return ", by designation"
    return f"; meets {standing.label(met) if met else 'no tier'}" if met != recorded else ""


def _pipeline(brief: Briefing) -> str:
    opened = brief.opened
    if not opened.ids:
        return "no open opportunities"
    worth = f"{money(opened.worth)} a year{'' if opened.complete else ', without amounts that have no rate'}"
    return f"{len(opened.ids):,} open, {worth}"


def _registrations(brief: Briefing) -> str:
    registered = brief.registered
    waiting = f", {registered.waiting} waiting for a decision" if registered.waiting else ""
    late = f", {registered.late} of them late" if registered.late else ""
    return f"{len(registered.numbers):,}{waiting}{late}" if registered.numbers else "none"


def _papers(brief: Briefing) -> str:
    said = [f"in force: {listed(_papers_in(brief, PaperState.in_force)) or 'none'}"]
    if expired := _papers_in(brief, PaperState.expired):
        said.append(f"expired: {listed(expired)}")
    if missing := _papers_in(brief, PaperState.missing):
        said.append(f"not signed: {listed(missing)}")
    return "; ".join(said)


def _papers_in(brief: Briefing, state: PaperState) -> list[str]:
    program = brief.standing.program
    names = {each.id: each.name for each in program.agreements}
    ids = by_state(brief.papers, program)[state]
    return [names.get(each) or capital(each.replace("_", " ")) for each in ids]


def _meetings(brief: Briefing) -> Iterator[str]:
    for each in brief.meetings:
        coming = weekday(each.next_on) if each.next_on else "none scheduled"
        held = f", last {day(each.last_held_on)}" if each.last_held_on else ", never held"
        yield f"{meeting(each.kind)} {coming}{held}"


def _plain_note(brief: Briefing) -> Note:
    window, today = brief.figures.window, day(brief.standing.as_of)
    counted = f"Revenue counted {day(window.first)} to {day(window.last)}; everything else as of {today}."
    return Note(text(f"{counted} Source: {brief.standing.program.source.cite()}."))


def _buttons(brief: Briefing) -> Iterator[Button]:
    standing, gap = brief.standing, brief.figures.gap
    if gap is not None:
        yield Button("Evidence", EVIDENCE, standing.key("gap", gap.target_tier))
    if brief.registered.numbers:
        yield Button("Registrations", "ask", f"registrations of {standing.file.partner.id}")
    if brief.opened.ids:
        yield Button("Pipeline", "ask", f"pipeline of {standing.file.partner.id}")
    yield Button("Register a deal", "deals.open", standing.file.partner.id)


SKILL = Skill(
    kind=Kind.brief,
    answer=answer,
    sure=(
        "what should|must|do i|we know",
        "should|must|need i|we know",
        "story with|on|of|behind {partner}",
        "360|full|complete view|picture|story",
        "know|knows nothing|little about|{partner}",
        "meeting {partner} and|know",
        "what is|are story|situation|deal|state with|on|at",
        "state of play",
        "everything know|have|on {partner}",
        "{partner} in a nutshell|brief",
        "the low down",
        "where are|do|does|is things|we|it stand|with {partner}",
        "situation with|at|of|on {partner}",
        "lay of land",
        "brief|briefing",
        "tell me|us about|everything|all|more",
        "everything|all about|on|we|there",
        "everything {partner}",
        "overview|summary|summarize|recap|snapshot",
        "profile|dossier|rundown|factsheet|synopsis|digest|onepager",
        "sum up {partner}",
        "run down|through",
        "one|1 pager|page",
        "fact sheet",
        "cheat sheet",
        "status report",
        "health check|score",
        "how is|are|was {partner} doing|going|looking|performing|getting|faring|coming",
        "how is|are things|it|everything going|looking|with {partner}",
        "what do|should|must i|we need|know about|on",
        "what is|are going|new|up|happening with|at {partner}",
        "catch me up",
        "fill me in",
        "bring|get me up to speed",
        "prep|prepare|ready me|us for",
        "prep|preparation for call|meeting",
        "where do we stand|are with",
        "look up {partner}",
        "full|whole|big|complete picture|story|view|lowdown|file",
        "lowdown|scoop|skinny|gist|download|highlights|vitals|basics|essentials on|of|about|for {partner}",
        "{partner} brief|overview|summary|profile|recap|snapshot|picture",
        "{partner} in a nutshell",
        "{partner} at a glance",
        "what have we got on {partner}",
        "what do we have|know about|on {partner}",
    ),
    likely=(
        "update on {partner}",
        "info|information|details about|on|for {partner}",
        "show|give me {partner}",
    ),
    hints=tuple(
        """
        360 before calls complete down few full general half heading her him hour hours knows later lines lunch meet
        min minute minutes nothing nutshell overall page pager play qbr review short sit situation soon speak state
        status step story talk talking things tomorrow view visit words {amount} {meeting} {number}
        """.split()
    ),
    slots=frozenset({Slot.partner, Slot.program}),
    examples=(
        "brief me on {partner}",
        "tell me about {partner}",
        "how is {partner} doing",
        "give me an overview of {partner}",
        "what should I know about {partner} before the call",
        "{partner} summary",
    ),
)
