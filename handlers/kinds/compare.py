"""Two or more partners side by side, program by program."""

from collections import Counter
from collections.abc import Sequence

from handlers.answer import Answer, Json, Status
from handlers.asked import Asked
from handlers.documents import Button, Buttons, Note, Part, Reply, Table, text
from handlers.figures import Figures, figures_of
from handlers.kinds.skill import Skill, Slot
from handlers.numbered import numbered, span
from handlers.question import Kind, Question
from handlers.shortfall import missing_words
from handlers.tiers import Standing
from handlers.wording import cents, day, listed, money
from programs.schema import Program
from store.records import PartnerFile

SIDE_BY_SIDE = 5

Compared = tuple[Standing, Figures]


def answer(asked: Asked, question: Question) -> Sequence[Answer]:
    """One answer: a row for each partner and program, partners in the order asked."""
    files = [_file(asked, partner) for partner in dict.fromkeys(question.partners)]
    programs = _programs(asked, question, files)
    compared = [(standing, figures_of(standing)) for file in files for standing in _standings(asked, file, programs)]
    facts: dict[str, Json] = {
        "partners": [file.partner.id for file in files],
        "rows": [_row(standing, figures) for standing, figures in compared],
    }
    if not compared:
        return (_nowhere(asked, question, files),)
    names = _told_apart(files)
    tables = [_table(program, names, _of(program, compared)) for program in programs if _of(program, compared)]
    parts: tuple[Part, ...] = (*tables, _note(asked, compared), _buttons(files, names))
    reply = Reply(_summary(programs, names, compared, files), parts)
    return (Answer(Status.answered, Kind.compare, reply, question.reading(), facts),)


def _file(asked: Asked, partner: str) -> PartnerFile:
    found = asked.view.file(partner, asked.task.work.partners)
    if found is None:
        raise KeyError(partner)
    return found


def _programs(asked: Asked, question: Question, files: Sequence[PartnerFile]) -> tuple[Program, ...]:
    """The program named, else those that all partners share, else every program that one of them is in."""
    shared, every = _shared(files), {each.program for file in files for each in file.enrollments}
    wanted = every if question.program else shared or every
    return tuple(each for each in asked.programs(question) if each.id in wanted)


def _shared(files: Sequence[PartnerFile]) -> set[str]:
    enrolled = [{each.program for each in file.enrollments} for file in files]
    return set.intersection(*enrolled) if enrolled else set()


def _standings(asked: Asked, file: PartnerFile, programs: Sequence[Program]) -> list[Standing]:
    enrolled = {each.program: each for each in file.enrollments}
    today = asked.task.request.as_of
    return [Standing(file, enrolled[each.id], each, today) for each in programs if each.id in enrolled]


def _of(program: Program, compared: Sequence[Compared]) -> list[Compared]:
    return [each for each in compared if each[0].program.id == program.id]


def _row(standing: Standing, figures: Figures) -> dict[str, Json]:
    return {
        "partner": standing.file.partner.id,
        "program": standing.program.id,
        "recorded_tier": standing.enrollment.tier,
        "since": standing.enrollment.tier_since.isoformat() if standing.enrollment.tier_since else None,
        "met_tier": figures.met,
        "technical": figures.technical,
        "sales": figures.sales,
        "revenue": f"{cents(figures.revenue):f}",
        "next_tier": figures.next_tier,
        "missing": list(figures.missing),
    }


def _told_apart(files: Sequence[PartnerFile]) -> dict[str, str]:
    """Names by id; partners of the same name have their id beside it."""
    names = {file.partner.id: file.partner.name for file in files}
    often = Counter(names.values())
    return {id: name if often[name] == 1 else f"{name} ({id})" for id, name in names.items()}


def _summary(
    programs: Sequence[Program], names: dict[str, str], compared: Sequence[Compared], files: Sequence[PartnerFile]
) -> str:
    shared = _shared(files)
    sentences = []
    for program in programs:
        here = _of(program, compared)
        said = [f"{names[standing.file.partner.id]} {_in_short(standing, figures)}" for standing, figures in here]
        absent = [name for id, name in names.items() if id not in {standing.file.partner.id for standing, _ in here}]
        if absent and len(programs) == 1:
            said.append(f"{listed(absent)} {'is' if len(absent) == 1 else 'are'} not enrolled")
        sentences.append(f"In {program.short_name}: {'; '.join(said)}.")
    apart = "" if shared or len(programs) < 2 else "They share no program. "
    return f"{apart}{' '.join(sentences)}"


def _in_short(standing: Standing, figures: Figures) -> str:
    """`is Bronze with $164,500, 7 technical and 5 sales people`."""
    have = f"{money(figures.revenue)}, {figures.technical} technical and {figures.sales} sales people"
    if not standing.program.tiers:
        return f"has {have}"
    recorded = standing.enrollment.tier
    return f"{'is' if recorded else 'has'} {standing.label(recorded)} with {have}"


def _table(program: Program, names: dict[str, str], compared: Sequence[Compared]) -> Table:
    """A column for each partner; of many partners a row each."""
    heads = [names[standing.file.partner.id] for standing, _ in compared]
    lines = [_lines(standing, figures) for standing, figures in compared]
    labels = tuple(lines[0])
    if len(compared) <= SIDE_BY_SIDE:
        rows = tuple((label, *(each[label] for each in lines)) for label in labels)
        return Table(program.short_name, ("Figure", *heads), rows)
    rows = tuple((head, *each.values()) for head, each in zip(heads, lines, strict=True))
    return Table(program.short_name, ("Partner", *labels), rows)


def _lines(standing: Standing, figures: Figures) -> dict[str, str]:
    people = {
        "Technical people": f"{figures.technical}",
        "Sales people": f"{figures.sales}",
        "Counted revenue": money(figures.revenue),
    }
    manager = {"Manager": standing.enrollment.manager or "nobody yet"}
    if figures.gap is None:
        return people | manager
    return (
        {"Recorded tier": standing.label(standing.enrollment.tier), "Tier met": standing.label(figures.met)}
        | people
        | {
            "Next tier": standing.label(figures.next_tier) if figures.next_tier else "none above",
            "Missing for it": _missing(figures),
        }
        | manager
    )


def _missing(figures: Figures) -> str:
    if figures.gap is None or figures.gap.target_tier is None:
        return "nothing"
    if figures.gap.designation_only:
        return "by designation only"
    return listed([missing_words(state) for state in figures.gap.missing]) or "nothing"


def _note(asked: Asked, compared: Sequence[Compared]) -> Note:
    window, today = compared[0][1].window, asked.task.request.as_of
    sources = dict.fromkeys(standing.program.source.document for standing, _ in compared)
    return Note(
        text(
            f"Revenue counted {span(window)}, in US dollars a year; people as of {day(today)}. "
            f"Rules: {'; '.join(sources)}."
        )
    )


def _buttons(files: Sequence[PartnerFile], names: dict[str, str]) -> Buttons:
    shown = [file.partner.id for file in files[:SIDE_BY_SIDE]]
    return Buttons(tuple(Button(f"Brief: {names[id]}", "ask", f"brief {id}") for id in shown))


def _nowhere(asked: Asked, question: Question, files: Sequence[PartnerFile]) -> Answer:
    """None of the partners is in the program asked about, or in any."""
    named = {each.id: each.short_name for each in asked.task.catalog.programs()}
    wanted = named.get(question.program or "", "any program yet")
    names = listed([file.partner.name for file in files], "or")
    where = sorted({named.get(each.program, each.program) for file in files for each in file.enrollments})
    hint = f" They are enrolled in {listed(where)}." if where else ""
    count = numbered(len(files), "partner")
    reply = Reply(f"Nothing to compare: of {count}, neither {names} is enrolled in {wanted}.{hint}")
    return Answer(Status.not_found, Kind.compare, reply, question.reading(), {"suggestions": where})


SKILL = Skill(
    kind=Kind.compare,
    answer=answer,
    sure=(
        "comparation|compariso*|comapr*",
        "diff|delta between|of",
        "diff {partner} {partner}",
        "pit|match {partner} against|with {partner}",
        "distinguishes|differs|separates|distinguish|differentiates {partner} {partner}",
        "next to each|other",
        "line up {partner} {partner}",
        "choose|decide|pick between",
        "{partner} {partner} next|side|compared|comparison|difference|differences|contrast",
        "contrast|differences|difference|similarities",
        "how do|does {partner} {partner} compare|differ|stack",
        "{partner} vs|versus|against|or|v {partner}",
        "which is|of better|stronger|ahead {partner} {partner}",
        "who is better|stronger|ahead|further {partner} {partner}",
        "{partner} compared|relative|next to {partner}",
        "relative to",
        "benchmark",
        "head to head",
        "compare",
        "comparison",
        "{partner} vs|versus|against {partner}",
        "{partner} or {partner} better|closer|bigger|ahead|stronger",
        "{partner} side by side",
        "side by side",
        "difference|differences between {partner}",
        "how do|does {partner} and|to compare",
        "how does {partner} stack|measure|line up",
        "stack up",
        "{partner} compared to|with {partner}",
        "who|which is|of bigger|better|closer|ahead|stronger|larger {partner}",
        "contrast",
    ),
    likely=(
        "{partner} and {partner}",
        "between {partner} and {partner}",
        "both {partner}",
    ),
    hints=tuple(
        """
        against better bigger both choose closer difference distinguishes each event figures head larger line more
        most next numbers other overall pit place put relative respective stack strengths stronger table three two
        versus {period}
        """.split()
    ),
    slots=frozenset({Slot.partner, Slot.program}),
    examples=(
        "compare {partner} and {partner}",
        "{partner} vs {partner}",
        "how does {partner} stack up against {partner}",
        "show {partner} and {partner} side by side",
    ),
)
