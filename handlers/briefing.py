"""Everything that matters about one partner in one program, gathered once: the facts of each kind of question."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from handlers.answer import Json
from handlers.asked import Asked
from handlers.clocks import AnnualOutlook, annual_outlook
from handlers.deals.deadlines import Deadlines
from handlers.facts import partner_facts
from handlers.figures import Figures, figures_of
from handlers.kinds import pipeline, registrations
from handlers.meetings import MeetingState, meeting_states
from handlers.papers import Paper, paper_facts, papers
from handlers.question import Kind, Question
from handlers.tiers import Standing, gap_answer, no_tiers_answer, tier_answer
from handlers.wording import cents
from programs.schema import Step
from store.registration_states import WAITING


@dataclass(frozen=True, slots=True)
class Registered:
    """A partner's deal registrations: how many there are, wait for a decision, and wait beyond the day it was due."""

    numbers: tuple[str, ...]
    waiting: int
    late: int


@dataclass(frozen=True, slots=True)
class Opened:
    """A partner's open opportunities, their worth in US dollars and how many are past their close date.

    `complete` says that every amount is in the worth.
    """

    ids: tuple[str, ...]
    worth: Decimal
    complete: bool
    overdue: int


@dataclass(frozen=True, slots=True)
class Briefing:
    """What a brief tells. `done` are lifecycle steps, `current` the first that is not done."""

    standing: Standing
    figures: Figures
    outlook: AnnualOutlook | None
    registered: Registered
    opened: Opened
    papers: tuple[Paper, ...]
    meetings: tuple[MeetingState, ...]
    done: tuple[str, ...]
    current: Step | None

    def facts(self) -> dict[str, Json]:
        """The facts of each kind of question, under its name."""
        figures, window = self.figures, self.figures.window
        facts: dict[Kind, Json] = {
            **_tier_facts(self.standing),
            Kind.revenue: {
                "period": {"from": window.first.isoformat(), "to": window.last.isoformat()},
                "amount_usd": f"{cents(figures.revenue):f}",
                "opportunities": list(figures.opportunities),
            },
            Kind.people: {"technical": figures.technical, "sales": figures.sales},
            Kind.registrations: {"registrations": list(self.registered.numbers)},
            Kind.pipeline: {"opportunities": list(self.opened.ids), "total_usd": f"{cents(self.opened.worth):f}"},
            Kind.agreements: paper_facts(self.papers, self.standing.program),
            Kind.meetings: [each.facts() for each in self.meetings],
            Kind.steps: {"done": list(self.done), "current": self.current.id if self.current else None},
            Kind.manager: {"manager": self.standing.enrollment.manager},
        }
        return {kind.value: each for kind, each in facts.items()}


def briefing(asked: Asked, question: Question, standing: Standing) -> Briefing:
    """Gathered as if each kind of question had been asked about the partner."""
    file, program, today = standing.file, standing.program, standing.as_of
    work = asked.task.work
    taken = [each for each in work.steps.of_partner(file.partner.id) if each.program == program.id]
    done = {each.step for each in taken if each.done_on is not None and each.done_on <= today}
    return Briefing(
        standing=standing,
        figures=figures_of(standing),
        outlook=annual_outlook(program, partner_facts(file, standing.enrollment), today),
        registered=_registered(asked, question),
        opened=_opened(asked, question),
        papers=papers(file.agreements, program, today),
        meetings=meeting_states(
            program,
            work.meetings.of_partner(file.partner.id),
            today,
            tier=standing.enrollment.tier,
            exceptions=work.cadences.of_partner(file.partner.id),
        ),
        done=tuple(sorted(done & {step.id for step in program.steps})),
        current=next((step for step in program.steps if step.id not in done), None),
    )


def _tier_facts(standing: Standing) -> Mapping[Kind, Json]:
    if not standing.program.tiers:
        return {kind: dict(no_tiers_answer(standing, kind, {}).facts) for kind in (Kind.tier, Kind.gap)}
    return {
        Kind.tier: dict(tier_answer(standing, {}).facts),
        Kind.gap: dict(gap_answer(standing, None, {}).facts),
    }


def _registered(asked: Asked, question: Question) -> Registered:
    wanted = registrations.filter_of(Question(Kind.registrations, question.partners, program=question.program))
    known, today = asked.task.work.registrations, asked.task.request.as_of
    waiting = sum(count for state, count in known.found_states(wanted).items() if state in WAITING)
    last = Deadlines(asked.task.desk.country).last_late(today) if waiting else today
    return Registered(known.found_ids(wanted), waiting, known.found_late(wanted, today, last) if waiting else 0)


def _opened(asked: Asked, question: Question) -> Opened:
    wanted = pipeline.filter_of(Question(Kind.pipeline, question.partners))
    known, today = asked.task.work.pipeline, asked.task.request.as_of
    worth = pipeline.worth_of(asked, known.totals(wanted))
    return Opened(known.found_ids(wanted), worth.amount, not worth.left_out, known.overdue(wanted, today))
