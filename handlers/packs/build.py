"""Making a pack: which blocks it has for whom, and what its one sentence says."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, cast

from handlers.numbered import numbered
from handlers.outside.own_work import OwnWork
from handlers.packs import business_sections as business
from handlers.packs import own_sections as own
from handlers.packs import review_sections as review
from handlers.packs.ahead import gap_of
from handlers.packs.asked import CALLED, PackAsked
from handlers.packs.claims import claims
from handlers.packs.deals import summed
from handlers.packs.facts import PackFacts, gather
from handlers.packs.figures import figures_of, marks_of
from handlers.packs.points import points
from handlers.packs.sheet import Chart, Section, Sheet
from handlers.packs.words import sum_words
from handlers.shortfall import missing_words
from handlers.wording import day, listed, meeting, weekday
from handlers.work import Task
from store.work import Work

Block = Callable[[PackFacts], Section]
STAFF: Final[Mapping[str, tuple[Block, ...]]] = {
    "pipeline_review": (
        *(review.promised, review.moves, review.top_deals, review.registrations, review.missing_credit),
        *(review.tier_line, review.referrals, review.next_promises),
    ),
    "qbr": (
        *(business.tier, business.revenue, business.pipeline, business.registered, business.people, business.funds),
        *(business.benefits, review.promised, review.next_promises),
    ),
    "executive": (
        *(business.year, business.tier_result, business.to_agree, business.escalations, business.benefits_unused),
        *(business.decisions,),
    ),
}
"""The blocks of each kind, in the order of the meeting. A block that has nothing to say is left out."""
PARTNER: Final[Mapping[str, tuple[Block, ...]]] = {
    "pipeline_review": (own.promised, own.registrations, own.tier, own.people, own.next_promises),
    "qbr": (*(own.tier, own.revenue, own.registrations, own.people, own.benefits, own.promised, own.next_promises),),
    "executive": (own.revenue, own.tier, own.registrations, own.benefits, own.promised, own.to_bring),
}
"""The same for the partner's own people."""
CHARTS: Final[Mapping[str, Callable[[PackFacts], Chart | None]]] = {
    "pipeline_review": review.stage_chart,
    "qbr": business.revenue_chart,
    "executive": business.revenue_chart,
}
STAFF_VIEW: Final = "our own people"


def staff_pack(task: Task, asked: PackAsked) -> Sheet:
    """The pack for our own people, as of the request's day.

    Raises:
        NotFound: the partner, or its place in the program, is not there (any more).
    """
    facts = gather(task, asked)
    sheet = _sheet(facts, STAFF[asked.kind], CHARTS[asked.kind](facts), STAFF_VIEW)
    return replace(sheet, summary=state(facts), points=points(facts), figures=figures_of(facts), marks=marks_of(facts))


def partner_pack(task: Task, asked: PackAsked) -> Sheet:
    """The pack for the partner's own people: from a store that has nothing but what they may see.

    Raises:
        NotFound: the partner, or its place in the program, is not there (any more).
    """
    theirs = cast(Work, OwnWork(task.work, asked.partner))
    facts = gather(replace(task, work=theirs), asked, own=True)
    chart = business.revenue_chart(facts) if asked.kind != "pipeline_review" else own.state_chart(facts)
    return _sheet(facts, PARTNER[asked.kind], chart, facts.file.partner.name)


def _sheet(facts: PackFacts, blocks: tuple[Block, ...], chart: Chart | None, audience: str) -> Sheet:
    asked, name = facts.asked, facts.file.partner.name
    when = f", {weekday(asked.scheduled_on)}" if asked.scheduled_on else ""
    sections = tuple(section for block in blocks if not (section := block(facts)).empty)
    complete = business.completeness(facts) if audience == STAFF_VIEW else ""
    sources = (
        f"Figures as of {day(facts.day)}, from the portfolio and what was recorded here."
        f"{f' Data: {complete}.' if complete else ''}",
        f"Rules: {facts.program.source.cite()}.",
    )
    return Sheet(
        kind=asked.kind,
        partner=asked.partner,
        program=asked.program,
        scheduled_on=asked.scheduled_on,
        as_of=facts.day,
        name=name,
        title=f"{CALLED[asked.kind][:1].upper()}{CALLED[asked.kind][1:]}: {name} in {facts.program.short_name}{when}",
        audience=audience,
        summary=f"What we have on {name} for the {meeting(asked.kind)}{when}.",
        sections=sections,
        chart=chart,
        sources=sources,
    )


def state(facts: PackFacts) -> str:
    """Where the partner stands, in one sentence that fits how long it has been a partner."""
    standing, found, parts = facts.standing, gap_of(facts), list[str]()
    if found is not None:
        parts.append(review.tier_words(facts))
        if found.target_tier is not None and not found.designation_only and found.missing:
            missing = listed([missing_words(each) for each in found.missing])
            parts.append(f"missing {missing} for {standing.label(found.target_tier)}")
    if reason := business.ramping(facts):
        parts.append(f"ramping: {reason}")
    parts.append(f"open pipeline {sum_words(summed(facts, facts.open))}" if facts.open else "nothing open")
    if late := claims(facts).late:
        parts.append(f"{numbered(len(late), 'registration answer is', 'registration answers are')} late")
    return f"{facts.file.partner.name}: {'; '.join(parts)}."
