"""Which agreements of a partner are in force, missing or expired, and which end soon."""

from collections.abc import Iterable, Sequence
from datetime import date

from handlers.answer import Answer, Status
from handlers.asked import Asked, not_enrolled
from handlers.documents import Buttons, Note, Paragraph, Part, Reply, Table, text
from handlers.kinds.skill import Skill, Slot
from handlers.papers import Paper, PaperState, paper, paper_facts, papers
from handlers.question import Kind, Question
from handlers.replying import ask, in_days, source_notes
from handlers.tiers import Standing
from handlers.wording import day, listed
from programs.schema import Agreement, Program
from store.records import PartnerFile

SOON = 60
LABELS = {PaperState.in_force: "in force", PaperState.expired: "expired", PaperState.missing: "missing"}


def answer(asked: Asked, question: Question) -> Sequence[Answer]:
    """One answer a program, as each asks for agreements of its own; a partner in none has those that it signed."""
    standings = asked.standings(question)
    if not standings and question.program:
        return (not_enrolled(asked, question),)
    file, as_of = asked.file(question), asked.task.request.as_of
    if not standings:
        return (_answer(asked, question, file, None, as_of),)
    named = [each for each in standings if question.agreement in _ids(each.program)]
    fitting = named or (standings[:1] if question.agreement else standings)
    return [_answer(asked, question, file, each, as_of) for each in fitting]


def _ids(program: Program) -> list[str]:
    return [each.id for each in program.agreements]


def _answer(asked: Asked, question: Question, file: PartnerFile, standing: Standing | None, as_of: date) -> Answer:
    program = standing.program if standing else None
    known = _definitions(asked, program)
    wanted = _ids(program) if program else []
    found = papers(file.agreements, program, as_of)
    of_program = [each for each in found if each.agreement in wanted]
    summary = _summary(question, file, standing, found, known, as_of)
    parts: list[Part] = [*_ending(found, known, as_of), *_table(found, known)]
    if program and program.agreements:
        rules = [(each.name, each) for each in program.agreements]
        parts += source_notes(f"As of {day(as_of)}; the day an agreement expires is its last valid one.", rules)
    parts += [*_affiliate(file, program), *_next_steps(file, of_program, standing)]
    about = standing.about if standing else file.partner.name
    return Answer(
        Status.answered,
        Kind.agreements,
        Reply(summary, tuple(parts)),
        question.reading(),
        paper_facts(found, program),
        about,
    )


def _definitions(asked: Asked, program: Program | None) -> dict[str, Agreement]:
    """Every agreement by id; as the program of the answer describes it, where several have one of the same id."""
    every = asked.task.catalog.programs()
    return {each.id: each for one in (*every, *((program,) if program else ())) for each in one.agreements}


def _name(known: dict[str, Agreement], agreement: str) -> str:
    return known[agreement].name if agreement in known else agreement


def _summary(
    question: Question,
    file: PartnerFile,
    standing: Standing | None,
    papers: Sequence[Paper],
    known: dict[str, Agreement],
    as_of: date,
) -> str:
    if question.agreement:
        found = paper(file.agreements, question.agreement, as_of)
        extra = "" if standing is None or question.agreement in _ids(standing.program) else _not_asked(standing.program)
        return f"{_verdict(file, found, _name(known, question.agreement))}{extra}"
    in_force, expired, missing = (_names(papers, state, known) for state in PaperState)
    if not papers:
        reason = f"{standing.program.short_name} asks for none" if standing else "it is in no program yet"
        return f"{file.partner.name} has signed no agreements; {reason}."
    lead = f"On {day(as_of)}, {file.partner.name} has {listed(in_force) or 'no agreement'} in force"
    gone = f"expired: {listed(expired)}" if expired else ""
    program = standing.program.short_name if standing else ""
    lacks = f"missing for {program}: {listed(missing)}" if missing and program else ""
    rest = f"nothing is missing for {program}" if program and not (gone or lacks) else ""
    return f"{'; '.join(filter(None, (lead, gone, lacks, rest)))}."


def _not_asked(program: Program) -> str:
    return f" {program.short_name} does not ask for it."


def _names(papers: Iterable[Paper], state: PaperState, known: dict[str, Agreement]) -> list[str]:
    return [_name(known, each.agreement) for each in papers if each.state is state]


def _verdict(file: PartnerFile, found: Paper, name: str) -> str:
    partner = file.partner.name
    if found.state is PaperState.in_force:
        until = f" until {day(found.expires_on)}" if found.expires_on else ""
        return f"Yes: {partner} signed the {name} on {day(found.signed_on)}; in force{until}."
    if found.state is PaperState.expired:
        return f"No: {partner} signed the {name} on {day(found.signed_on)}; expired on {day(found.expires_on)}."
    if found.signed_on:
        return f"No: {partner} has not signed the {name} yet; the recorded day is {day(found.signed_on)}."
    return f"No: {partner} has not signed the {name}."


def _ending(papers: Sequence[Paper], known: dict[str, Agreement], as_of: date) -> tuple[Part, ...]:
    """What is in force and ends within the next weeks."""
    ending = sorted(
        (each.expires_on, _name(known, each.agreement))
        for each in papers
        if each.in_force and each.expires_on and (each.expires_on - as_of).days <= SOON
    )
    said = [f"{name} {in_days((last - as_of).days)} ({day(last)})" for last, name in ending]
    return (Paragraph(text(f"Expiring soon: {listed(said)}.")),) if said else ()


def _table(papers: Sequence[Paper], known: dict[str, Agreement]) -> tuple[Part, ...]:
    def row(each: Paper) -> tuple[str, ...]:
        opens = "; ".join(known[each.agreement].unlocks) if each.agreement in known else ""
        signed, expires = (day(value) if value else "" for value in (each.signed_on, each.expires_on))
        return _name(known, each.agreement), LABELS[each.state], signed, expires, opens

    rows = tuple(map(row, papers))
    return (Table("Agreements", ("Agreement", "State", "Signed", "Expires", "Opens"), rows),) if rows else ()


def _affiliate(file: PartnerFile, program: Program | None) -> tuple[Part, ...]:
    """An affiliate may have to sign for itself."""
    names = [each.name for each in program.agreements if each.affiliates_sign_separately] if program else []
    if not names or not file.partner.parent:
        return ()
    words = f"{file.partner.name} belongs to another partner; each affiliate signs for itself: {listed(names)}."
    return (Note(text(words)),)


def _next_steps(file: PartnerFile, papers: Sequence[Paper], standing: Standing | None) -> tuple[Part, ...]:
    if standing is None or not standing.program.benefits or all(each.in_force for each in papers):
        return ()
    words = f"benefits of {file.partner.id} in {standing.program.short_name}"
    return (Buttons((ask("What they open", words),)),)


SKILL = Skill(
    kind=Kind.agreements,
    answer=answer,
    sure=(
        "paper|papers|documents|docs|legals|signatures|signature with|from|of|for|do|missing",
        "{agreement} hold|holds|valid|good|stand|stands|active|running|live",
        "missing|outstanding|open signatures|signature|agreements|contracts|papers|paperwork",
        "{partner} signatures|signature|papers|documents|legal|legals",
        "what|which paper|papers|documents|contracts|signatures",
        "{partner} signed|inked|executed|countersigned|sign {agreement}",
        "under contract|agreement",
        "expiring|expired|lapsed|lapsing agreements|contracts|papers",
        "has|have|did {partner} {agreement}",
        "is|are {partner} {agreement} signed|valid|in|still|active|current|good|ok",
        "{partner} agreement|contract signed|valid|in|up",
        "agreements|paperwork|contracts",
        "agreement*|contract*|paperwork|papers|addendum|addenda|addendums",
        "has|have|did {partner} sign|signed {agreement}",
        "is|are {agreement} signed|valid|expired|expiring|active|current|missing|outstanding",
        "{partner} signed",
        "what has|have|did {partner} sign|signed",
        "{agreement} {partner}",
        "{partner} {agreement}",
        "when does|do|did {agreement} expire|end|lapse|run",
        "is {agreement} in force|place|effect",
        "under|on contract",
        "legal documents|docs|terms",
        "signed|unsigned|countersigned documents|docs|terms",
    ),
    likely=(
        "signed|sign|signature*",
        "{agreement}",
        "expire*|expiring|lapse*|renew*",
        "terms missing|signed",
        "in force",
    ),
    hints=tuple(
        """
        agreement back contract countersigned cover covers date document* ever executed expire* expired file force
        hold holds ink inked last legal live long missing not outstanding paper papers pen place renew* run runs
        sign signatures signed soon status valid 
        """.split()
    ),
    slots=frozenset({Slot.agreement, Slot.partner, Slot.program}),
    examples=(
        "which agreements has {partner} signed",
        "has {partner} signed {agreement}",
        "is {agreement} of {partner} still in force",
        "what paperwork is missing for {partner}",
        "agreements of {partner}",
        "when does {agreement} of {partner} expire",
        "did {partner} sign {agreement}",
    ),
)
