"""Where a partner stands in the launch lifecycle of a program that has one."""

from collections.abc import Mapping, Sequence
from datetime import date

from handlers.answer import Answer, Json, Status
from handlers.asked import Asked, per_program
from handlers.documents import Buttons, Note, Paragraph, Part, Progress, Reply, Table, bold, text
from handlers.kinds.skill import Skill, Slot
from handlers.papers import paper
from handlers.question import Kind, Question
from handlers.replying import ask, not_there, source_notes, verdict
from handlers.tiers import Standing
from handlers.wording import day, listed
from programs.schema import Phase, Program, Step

PHASES = {Phase.pre_launch: "before launch", Phase.ongoing: "ongoing"}


def answer(asked: Asked, question: Question) -> Sequence[Answer]:
    """In each program of the partner that has steps; of nobody the steps themselves."""
    if not question.partners:
        fitting = [each for each in asked.programs(question) if each.steps]
        return [_of_program(question, each) for each in fitting or asked.programs(question)]
    return per_program(
        asked, question, lambda standing: _of_partner(asked, question, standing), lambda each: bool(each.steps)
    )


def _of_partner(asked: Asked, question: Question, standing: Standing) -> Answer:
    program, partner = standing.program, standing.file.partner.id
    if not program.steps:
        return _no_steps(question, program, standing)
    ids = [step.id for step in program.steps]
    if question.step and question.step not in ids:
        return _no_such_step(question, program)
    taken = asked.task.work.steps.of_partner(partner)
    days = {each.step: each.done_on for each in taken if each.program == program.id}
    done = {step for step, on in days.items() if on is not None and on <= standing.as_of and step in ids}
    current = next((step for step in program.steps if step.id not in done), None)
    place = _Place(standing, days, done, current)
    reply = Reply(place.summary(question), place.parts())
    return _answered(question, done, current, reply, standing.about)


def _answered(question: Question, done: set[str], current: Step | None, reply: Reply, about: str) -> Answer:
    facts: dict[str, Json] = {"done": list[Json](sorted(done)), "current": current.id if current else None}
    return Answer(Status.answered, Kind.steps, reply, question.reading(), facts, about)


def _no_steps(question: Question, program: Program, standing: Standing) -> Answer:
    summary = f"{program.short_name} has no launch steps, so {standing.name} is at none."
    buttons: tuple[Part, ...] = ()
    if program.tiers:
        words = f"what's missing for {standing.file.partner.id} in {program.short_name}"
        summary = f"{summary} It moves through tiers instead."
        buttons = (Buttons((ask("What's missing?", words),)),)
    reply = Reply(summary, (Note(text(f"Source: {program.source.cite()}.")), *buttons))
    return _answered(question, set(), None, reply, standing.about)


def _of_program(question: Question, program: Program) -> Answer:
    """The lifecycle as the program describes it."""
    if not program.steps:
        reply = Reply(f"{program.short_name} has no launch steps.", (Note(text(f"Source: {program.source.cite()}.")),))
        return _answered(question, set(), None, reply, program.short_name)
    if question.step and question.step not in {step.id for step in program.steps}:
        return _no_such_step(question, program)
    before = [step.name for step in program.steps if step.phase is Phase.pre_launch]
    after = [step.name for step in program.steps if step.phase is Phase.ongoing]
    said = [f"before launch, in order, {listed(before)}" if before else "", f"ongoing {listed(after)}" if after else ""]
    summary = f"{program.short_name} has {len(program.steps)} steps: {'; '.join(filter(None, said))}."
    rows = tuple((step.name, PHASES[step.phase], step.description, "; ".join(step.checklist)) for step in program.steps)
    table = Table(f"Steps of {program.short_name}", ("Step", "Phase", "What happens", "Checklist"), rows)
    reply = Reply(summary, (table, *source_notes("", [(step.name, step) for step in program.steps])))
    return _answered(question, set(), None, reply, program.short_name)


def _no_such_step(question: Question, program: Program) -> Answer:
    names = [step.name for step in program.steps]
    named = (question.step or "").replace("_", " ")
    return not_there(
        question, f"There is no step “{named}” in {program.short_name}. Its steps are {listed(names)}.", names
    )


class _Place:
    """Where one partner stands: `days` has every recorded step with the day it was done, `done` those done by now."""

    def __init__(
        self, standing: Standing, days: Mapping[str, date | None], done: set[str], current: Step | None
    ) -> None:
        self.standing, self.days, self.done, self.current = standing, days, done, current
        self.steps = standing.program.steps

    def summary(self, question: Question) -> str:
        """Where the partner is; of a step that was named first whether it is done, and when."""
        asked = question.step
        if asked is None:
            return self._where()
        step = next(each for each in self.steps if each.id == asked)
        name, on = self.standing.name, self.days.get(asked)
        if asked in self.done:
            finished = f"{name} finished {step.name} in {self.standing.program.short_name} on {day(on)}."
            return verdict(question, finished, yes=True)
        ahead = f"; it is recorded for {day(on)}" if on else ""
        if not question.checks and self.current is not None and self.current.id == asked:
            return self._where()
        return verdict(question, f"{name} has not finished {step.name}{ahead}. {self._where()}", yes=False)

    def _where(self) -> str:
        name, program = self.standing.name, self.standing.program.short_name
        if self.current is None:
            return f"{name} has done all {len(self.steps)} steps of {program}."
        place = self.steps.index(self.current) + 1
        launched = all(step.id in self.done for step in self.steps if step.phase is Phase.pre_launch)
        lead = f"{name} has launched in {program} and" if launched and self._launches() else f"In {program}, {name}"
        return f"{lead} is at {self.current.name}, step {place} of {len(self.steps)}; {self._count()}."

    def _launches(self) -> bool:
        return any(step.phase is Phase.pre_launch for step in self.steps)

    def _count(self) -> str:
        count = len(self.done)
        return f"{count or 'none'} {'is' if count < 2 else 'are'} done"

    def parts(self) -> tuple[Part, ...]:
        """How far it is, what the current step takes, every step with its day, the rule."""
        total, count = len(self.steps), len(self.done)
        bar = Progress("Steps done", count / total, count == total, f"{count} of {total}")
        return (bar, *self._now(), *self._out_of_order(), self._table(), *self._notes())

    def _now(self) -> tuple[Part, ...]:
        if self.current is None:
            return ()
        words, needed = [self.current.description], self.current.agreement
        if needed:
            names = {each.id: each.name for each in self.standing.program.agreements}
            found = paper(self.standing.file.agreements, needed, self.standing.as_of)
            words.append(f"{names.get(needed, needed)}: {found.words()}.")
        listed_up = ["\n• " + each for each in self.current.checklist]
        checklist = f"\nChecklist:{''.join(listed_up)}" if listed_up else ""
        return (Paragraph(text(bold(self.current.name), f": {' '.join(words)}{checklist}")),)

    def _out_of_order(self) -> tuple[Part, ...]:
        """Steps before launch come in order: a later one that is done while an earlier one is not is worth a look."""
        ordered = [step for step in self.steps if step.phase is Phase.pre_launch]
        late = [
            step.name
            for place, step in enumerate(ordered)
            if step.id in self.done and not self._complete(ordered[:place])
        ]
        if not late:
            return ()
        return (Note(text(f"Done before a step that should come first: {listed(late)}.")),)

    def _complete(self, steps: Sequence[Step]) -> bool:
        return all(step.id in self.done for step in steps)

    def _table(self) -> Table:
        rows = tuple((step.name, PHASES[step.phase], self._state(step)) for step in self.steps)
        return Table(f"Steps of {self.standing.about}", ("Step", "Phase", "Done"), rows)

    def _state(self, step: Step) -> str:
        on = self.days.get(step.id)
        if step.id in self.done:
            return day(on)
        if on is not None:
            return f"recorded for {day(on)}"
        if step is self.current:
            return "now"
        return "begun" if step.id in self.days else "not yet"

    def _notes(self) -> tuple[Part, ...]:
        lead = f"As of {day(self.standing.as_of)}. Steps before launch are taken in order, ongoing ones side by side."
        cited = self.current or self.steps[-1]
        return source_notes(lead, [(cited.name, cited)])


SKILL = Skill(
    kind=Kind.steps,
    answer=answer,
    sure=(
        "lifecycle|journey status|state|progress",
        "{partner} cleared|passed|completed|done|signed|finished|through {step}",
        "cleared|passed {step}",
        "{partner} launched|live|launch|onboarded|onboarding",
        "has|is|isn't|hasn't {partner} launched|live|onboarded",
        "{partner} lifecycle|journey|step|steps|stage|progress",
        "lifecycle|journey|onboarding|launch of|for|at {partner}",
        "how far|along {partner} launch|onboarding|lifecycle|journey|process|steps",
        "{partner} finished|done|completed|complete|through|past|reached|begun|started {step}",
        "{step} finished|done|completed|complete|signed|ticked|over|behind",
        "step|stage|phase {partner}",
        "{partner} step|stage|phase",
        "step|steps|stage|stages|milestone*",
        "lifecycle|life cycle|journey|roadmap to launch",
        "where|how far is|are|has|in {partner} launch|onboarding|lifecycle|process|rollout",
        "has|have|did|is|are {partner} done|finished|completed|complete|finish|through|past|gone {step}",
        "is {step} done|finished|complete|completed|over",
        "{step} done|finished|complete|completed|checklist|status|progress",
        "launch|onboarding|integration status|progress|checklist|state|readiness",
        "when did|will|does {partner} launch|finish|complete",
        "has|have|did|is {partner} launch|launched|live",
        "how far along|is|are|has",
        "next step|milestone",
        "what is next launch",
        "ready to launch",
        "is|are {partner} at|in|on {step}",
    ),
    likely=(
        "{step} {partner}",
        "{partner} {step}",
        "{step}",
        "launch*",
        "onboard*",
        "checklist",
        "go live",
        "where stand",
    ),
    hints=tuple(
        """
        along begun behind checked checklist completed done finish finished integration journey launch left
        live next not open past phase process progress reached rollout sit sits stands start started status stuck
        ticked {period}
        """.split()
    ),
    slots=frozenset({Slot.partner, Slot.program, Slot.step}),
    examples=(
        "which launch step is {partner} on",
        "where does {partner} stand in the launch",
        "is {step} done for {partner}",
        "has {partner} finished {step}",
        "how far along is {partner}",
        "launch checklist of {partner}",
        "steps of {partner}",
        "has {partner} launched",
    ),
)
