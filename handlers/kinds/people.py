"""How many certified and trained people of a partner count on the day, who they are, and who does not count."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.answer import Answer, Status
from handlers.asked import Asked, not_enrolled
from handlers.documents import Buttons, Paragraph, Part, Progress, Reply, Table, text
from handlers.evidence import WORDS
from handlers.facts import every_fact
from handlers.kinds.skill import Skill, Slot
from handlers.needs import phrase
from handlers.question import Kind, Question
from handlers.replying import ask, some, source_notes
from handlers.tiers import Standing, progress
from handlers.wording import day, listed, quantity
from programs.counting import Count, count_people
from programs.facts import Certification
from programs.metrics import PeopleMetric
from programs.schema import Credential, Program, Requirement
from programs.tiers import RequirementState

TECHNICAL, SALES = "technical", "sales"
SOON = 60


def answer(asked: Asked, question: Question) -> Sequence[Answer]:
    """One answer: people are the partner's, whatever program it is in."""
    standings = asked.standings(question)
    if not standings and question.program:
        return (not_enrolled(asked, question),)
    file, as_of = asked.file(question), asked.task.request.as_of
    held = every_fact(file).people
    ours = [each.program for each in standings]
    only = _named(question, ours)
    groups = [_group(each, ours, asked.task.catalog.programs(), held, as_of) for each in _credentials(ours, only)]
    shown = [each for each in groups if only in (None, each.credential)]
    states = [(each, state) for each in standings for state in _needs(each, shown)]
    summary = _summary(file.partner.name, shown, states, as_of, only is not None)
    parts: tuple[Part, ...] = (*_progress(states), *_ending(shown, as_of), *_table(shown), *_notes(ours, shown, as_of))
    counts = {each.credential: len(each.counted) for each in groups}
    return (
        Answer(
            Status.answered,
            Kind.people,
            Reply(summary, (*parts, *_next_steps(file.partner.id, standings))),
            question.reading(),
            {"technical": counts[TECHNICAL], "sales": counts[SALES]},
            file.partner.name,
        ),
    )


@dataclass(frozen=True, slots=True)
class _Group:
    """Everybody who is recorded with one credential, and what it is called."""

    credential: str
    requirement: Requirement | None
    definition: Credential | None
    held: tuple[Certification, ...]
    count: Count

    @property
    def counted(self) -> list[str]:
        """The addresses of those who count."""
        return [each.id for each in self.count.evidence if each.counted]

    @property
    def label(self) -> str:
        """What such people are called, as a label."""
        if self.requirement is not None:
            return self.requirement.label
        return self.definition.name if self.definition else self.credential.replace("_", " ").capitalize()

    def words(self) -> str:
        """How many there are."""
        if self.requirement is not None:
            return phrase(self.requirement, self.count.have)
        people = "person" if len(self.counted) == 1 else "people"
        return f"{len(self.counted) or 'no'} {people} with the credential “{self.label}”"

    def lasts(self, email: str, as_of: date) -> date | None:
        """The last day that somebody counts, as far as is recorded; None without an end."""
        ends = [
            min(each.expires_on or date.max, each.left_on - timedelta(1) if each.left_on else date.max)
            for each in self.held
            if each.email.lower() == email
            and each.earned_on is not None
            and each.earned_on <= as_of
            and (each.left_on is None or each.left_on > as_of)
        ]
        last = max(ends, default=date.max)
        return None if last == date.max else last


def _named(question: Question, programs: Sequence[Program]) -> str | None:
    """The one credential that is asked about, by itself or by the requirement that counts it."""
    if question.credential or question.requirement is None:
        return question.credential
    counted = [each.metric for program in programs for each in program.requirements if each.id == question.requirement]
    usual = question.requirement if question.requirement in (TECHNICAL, SALES) else None
    return next((each.credentials[0] for each in counted if isinstance(each, PeopleMetric)), usual)


def _credentials(programs: Sequence[Program], named: str | None) -> list[str]:
    """The two that every program counts, those of the partner's programs, and the one that was named."""
    theirs = [each.id for program in programs for each in program.credentials]
    return list(dict.fromkeys((TECHNICAL, SALES, *theirs, *((named,) if named else ()))))


def _group(
    credential: str,
    ours: Sequence[Program],
    every: Sequence[Program],
    held: Sequence[Certification],
    as_of: date,
) -> _Group:
    metric = PeopleMetric(kind="people", credentials=(credential,))
    known = (*ours, *every)
    return _Group(
        credential,
        next((each for program in known for each in program.requirements if each.metric == metric), None),
        next((each for program in known for each in program.credentials if each.id == credential), None),
        tuple(each for each in held if each.credential == credential),
        count_people(metric, held, as_of),
    )


def _needs(standing: Standing, shown: Sequence[_Group]) -> Iterator[RequirementState]:
    """What the next tier asks of the people that are shown."""
    if not standing.program.tiers:
        return
    wanted = {each.credential for each in shown}
    rules = {each.id: each.metric for each in standing.program.requirements}
    for state in standing.gap(None).requirements:
        metric = rules[state.requirement]
        if isinstance(metric, PeopleMetric) and wanted.intersection(metric.credentials):
            yield state


def _summary(
    name: str, shown: Sequence[_Group], states: Sequence[tuple[Standing, RequirementState]], as_of: date, one: bool
) -> str:
    counted = [each for each in shown if each.requirement or each.counted or one]
    lead = f"On {day(as_of)}, {name} has {listed([each.words() for each in counted])}"
    asked = [
        f"{standing.label(state.tier)} in {standing.program.short_name} asks for {quantity(state.need, state.unit)}"
        for standing, state in states
        if one
    ]
    return f"{'; '.join((lead, *asked))}."


def _progress(states: Sequence[tuple[Standing, RequirementState]]) -> tuple[Progress, ...]:
    """How far the people of each kind are on the way to the next tier."""
    bars = progress(tuple(state for _, state in states))
    return tuple(
        Progress(
            f"{bar.label}, for {standing.label(state.tier)} in {standing.program.short_name}",
            bar.share,
            bar.met,
            bar.words,
        )
        for bar, (standing, state) in zip(bars, states, strict=True)
    )


def _ending(shown: Sequence[_Group], as_of: date) -> tuple[Part, ...]:
    """Who stops counting within the next weeks."""
    ending = [
        (last, f"{item.what} ({group.label.lower()}, last day {day(last)})")
        for group in shown
        for item in group.count.evidence
        if item.counted and (last := group.lasts(item.id, as_of)) is not None and (last - as_of).days <= SOON
    ]
    words = [each for _, each in sorted(ending)]
    return (Paragraph(text(f"Counting no more within {SOON} days: {some(words)}.")),) if words else ()


def _table(shown: Sequence[_Group]) -> tuple[Part, ...]:
    rows = tuple(row for group in shown for row in _rows(group))
    if not rows:
        words = "Nobody is recorded. People come with the portfolio: people.csv has a line a person and credential."
        return (Paragraph(text(words)),)
    return (Table("Who was looked at", ("Credential", "Person", "Earned", "Expires", "Counts"), rows),)


def _rows(group: _Group) -> Iterator[tuple[str, ...]]:
    """Those that count first; of each person the certificate that serves best."""
    for item in sorted(group.count.evidence, key=lambda item: (not item.counted, item.id)):
        ends = [each.expires_on for each in group.held if each.email.lower() == item.id and each.earned_on == item.on]
        end = max((each or date.max for each in ends), default=date.max)
        counts = "yes" if item.reason is None else f"no: {WORDS[item.reason]}"
        earned, expires = (day(value) if value else "" for value in (item.on, None if end == date.max else end))
        yield group.label, f"{item.what} ({item.id})", earned, expires, counts


def _notes(programs: Sequence[Program], shown: Sequence[_Group], as_of: date) -> tuple[Part, ...]:
    lead = (
        f"As of {day(as_of)}: each person counts once, from the day the credential was earned through its last valid "
        "day, unless gone by then."
    )
    wanted = {each.credential for each in shown}
    rules = [
        (f"{each.label} in {program.short_name}", each)
        for program in programs
        for each in program.requirements
        if isinstance(each.metric, PeopleMetric) and wanted.intersection(each.metric.credentials)
    ]
    definitions = [
        (each.definition.name, each.definition) for each in shown if each.definition and not each.requirement
    ]
    return source_notes(lead, [*rules, *definitions])


def _next_steps(partner: str, standings: Sequence[Standing]) -> tuple[Part, ...]:
    if not any(each.program.tiers for each in standings):
        return ()
    return (Buttons((ask("What's missing?", f"what's missing for {partner}"),)),)


SKILL = Skill(
    kind=Kind.people,
    answer=answer,
    sure=(
        "bench|headcount|workforce|roster|talent of|at|in|for {partner}",
        "{partner} bench|headcount|roster|workforce|team|crew",
        "deep is {partner}",
        "how many|much {credential} {partner}",
        "how many {partner} certified|trained|people|engineers|sellers|certs",
        "certified|trained|accredited heads|engineers|sellers|individuals",
        "certified|trained|accredited consultants|folks|colleagues|employees|headcount",
        "{partner} got|get|have|has|having|count|counts {credential}",
        "{partner} {credential}",
        "accreditation*|accredited",
        "qualified staff|people|engineers|sellers|experts",
        "who passed|holds|hold|earned|has",
        "{partner} people|staff|engineers|sellers|persons",
        "skills|qualifications of|at {partner}",
        "how many {credential} has|have|does",
        "{credential} at {partner}",
        "anyone {credential}",
        "{credential} {partner}",
        "certified|trained|accredited|qualified people|person|persons|staff|employee*|engineer*|seller*|folks",
        "how many certified|trained|accredited|certifications|certificates|certs|credentials",
        "how many people|persons|staff|engineer* has|have|does|did|are|at|with",
        "how many seller*|developer*|consultant*|heads has|have|does|did|are|at|with",
        "how many {credential}",
        "who is|are|has|have certified|trained|accredited|certification*|certificate*|{credential}",
        "who has|have earned|passed|taken|completed",
        "certification*|certificate*|certs|credential*|accreditation*",
        "number|count|headcount of certified|trained|{credential}|people",
        "{credential} people|person|persons|staff|count|headcount|certification*|certs",
        "trained|certified at|in|by|from|on {partner}",
        "training status|count|completed",
        "has|have {partner} certified|trained",
        "who counts|count {credential}",
        "team size|certified",
    ),
    likely=(
        "certified",
        "trained",
        "people",
        "headcount",
        "{credential}",
        "who passed|earned",
        "courses",
        "expire* cert*",
    ),
    hints=tuple(
        """
        or
        accredited active badge badges bench both colleagues complete completed count counted counting counts course
        course* deep done each earned exam exams experts expire* expired head heads hold holds individuals left
        names number paper passed people person platform qualified staff total valid 
        """.split()
    ),
    slots=frozenset({Slot.credential, Slot.partner, Slot.program, Slot.requirement}),
    examples=(
        "how many certified people does {partner} have",
        "who is certified at {partner}",
        "how many {credential} people does {partner} have",
        "certifications of {partner}",
        "how many trained sellers has {partner}",
        "who at {partner} has the {credential} certification",
        "headcount of certified people at {partner}",
    ),
)
