"""Which partners …: the list behind any combination of tier, manager, program, readiness, activity and meetings."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.answer import Answer, Json, Status
from handlers.asked import Asked
from handlers.documents import Reply
from handlers.kinds.skill import Skill, Slot
from handlers.portfolio_figures import Books
from handlers.portfolio_matches import falling, select
from handlers.portfolio_reply import at_the_review, listing, nothing
from handlers.portfolio_words import Wording, is_own
from handlers.question import Filter, Kind, Question


def answer(asked: Asked, question: Question) -> Sequence[Answer]:
    """The partners of whom one enrollment meets the whole filter, and how many they are."""
    wanted = filter_of(question)
    task = asked.task
    books = Books(task.work, task.catalog, task.request.as_of, asked.view.remembered, wanted.manager)
    selection = select(books, wanted)
    wording = Wording(wanted, books, not task.request.public and is_own(wanted, task.request.actor))
    facts: dict[str, Json] = {"partners": selection.partners, "count": len(selection.partners)}
    parts = listing(selection, wording) if selection.listed else nothing(selection, wording)
    review = at_the_review(falling(books, wanted), books) if _only_at_risk(wanted) else ""
    reply = Reply(f"{wording.summary(selection)}{review}", tuple(parts))
    return (Answer(Status.answered, Kind.portfolio, reply, question.reading(), facts),)


def _only_at_risk(wanted: Filter) -> bool:
    """Whether the question is who may fall, so that the other clock matters too."""
    return wanted.at_risk and wanted == Filter(wanted.tier, wanted.manager, wanted.program, at_risk=True)


def filter_of(question: Question) -> Filter:
    """What the list is narrowed to; what a question names beside its filter narrows it too."""
    wanted = question.filter or Filter()
    return replace(
        wanted,
        tier=wanted.tier or (None if wanted.near else question.tier),
        manager=wanted.manager or question.manager,
        program=wanted.program or question.program,
    )


SKILL = Skill(
    kind=Kind.portfolio,
    answer=answer,
    sure=(
        "companies|company|agencies|firms|partners at|in|on|with|who|that|of",
        "book of business",
        "who|which|what in my|our|the patch|book|portfolio|territory|program",
        "my|our patch|book|territory|portfolio|coverage|list",
        "coverage|book list|of",
        "{manager} {tier}|patch|book|coverage|list",
        "{manager}|my|our {tier}",
        "among|across all|my|our|partners",
        "looked|looking after by {manager}|me",
        "who in {program}",
        "who sits|sit|stands|stand|is|are in|at|on {step}",
        "of {manager}",
        "only|just|those|ones {manager}|{program}|{tier}|{step}",
        "in {program} only",
        "which|what|whose|any partners|partner|accounts|companies|ones|resellers|integrators",
        "list|show|give|find|name|get partners|accounts|everyone|everybody|all|those|companies",
        "pull|see|display|export|print|fetch partners|accounts|everyone|everybody|all|those|companies",
        "how many partners|accounts|companies|of",
        "count|number of|the partners",
        "partners who|that|which|with|in|at|on|without|lacking|missing",
        "partners needing|near|close|ready|below|due|under|stuck|currently|still|of",
        "{tier}|{program} partners|partner|accounts|members|ones|companies",
        "my|mine|our|all partners|accounts|portfolio|book|companies",
        "who is|are|has|have|had|can|could|would|will|should|might",
        "who may|needs|need|lacks|lack|misses|missed|owes|qualifies|dropped|falls",
        "who's|whos|whose",
        "anyone|anybody|everyone|everybody|somebody|someone who|that|in|at|with|ready|close",
        "anyone|anybody|everyone|everybody|somebody|someone near|overdue|inactive|lacking|missing|on|due",
        "is|are there any|partners",
        "partners list|overview|portfolio",
        "which|what|who of them|those|these|my|mine|our",
        "partners {manager}|{step}|{tier}|{program}",
        "{manager} partners|accounts|portfolio|book",
        "partners of|by|under|for {manager}",
        "managed|owned|handled|covered by {manager}",
        "what does {manager} manage|own|handle|cover",
        "at risk|inactive|overdue|dormant|quiet|promotable|ready partners|accounts|ones",
        "every|each partner|account",
        "how many {tier}",
        "all {tier}",
        "list|show {tier}",
        "list|show|all at risk|ready|inactive|overdue",
        "portfolio",
        "who {tier}",
        "partners|accounts at risk|ready|inactive|overdue",
        "partner list",
        "only|just mine|my",
        "do i have|manage|own|look",
        "where {meeting} overdue|missed|late",
        "whom|who do|did we",
    ),
    likely=(
        "which|who are|is|have|has|can|could|would|will|lack|need|needs|lacks",
        "partners|accounts|everyone|everybody|anyone|anybody",
        "who",
        "list",
        "which ones",
        "mine",
        "ones",
    ),
    hints=tuple(
        """
        problem
        90 accounts across active activity after ages annual attention book both business chase coming companies
        complete count coverage csv danger dropping enough enrolled entire every everybody falling firms full group
        handle handles higher level lifecycle long looked looks losing manage managed manages measured members mine
        more names next nudge number ones only overview owns patch people phase place portfolio promotion recorded
        records registered responsible review sit sits sitting slipping stage stands status
        step stuck table territory tier tiers time total {number}
        """.split()
    ),
    slots=frozenset({Slot.manager, Slot.program, Slot.step, Slot.tier}),
    examples=(
        "which partners are at risk",
        "which silver partners are ready to advance",
        "my partners that are one away from gold",
        "who has an overdue QBR",
        "partners lacking certified people",
        "how many gold partners are in {program}",
        "which partners are in onboarding",
        "who has been inactive",
        "{manager}'s partners",
    ),
)
