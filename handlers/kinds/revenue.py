"""The revenue of a partner that counts in a period: which opportunities, which not and why, and what a tier asks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext

from handlers.answer import Answer, Json, Status
from handlers.asked import Asked, not_enrolled
from handlers.documents import Button, Buttons, Fact, Facts, Note, Part, Progress, Reply, Table, text
from handlers.evidence import WORDS
from handlers.facts import every_fact
from handlers.kinds.skill import Skill, Slot
from handlers.numbered import numbered
from handlers.question import Kind, Question
from handlers.replying import ask, source_notes
from handlers.tiers import OPEN_DEAL, Standing, progress
from handlers.wording import cents, day, listed, money
from programs.counting import DIGITS, ZERO, Count, Evidence, Reason, count_deals
from programs.metrics import RevenueMetric
from programs.schema import Requirement
from programs.tiers import RequirementState
from programs.windows import Window, calendar_year, trailing
from store.records import PartnerFile

USUAL = RevenueMetric(kind="revenue", stages=("closed_won",), amounts=("earr",))
USUAL_WORDS = (
    "Counted: the annual recurring revenue of opportunities that were won, and to which the partner was added by the "
    "day they closed; professional services are left out, other currencies converted at the rate of that day."
)
USUAL_DAYS = 365
FAR = {Reason.not_won: "not closed-won", Reason.outside_window: "closed outside this period"}


def answer(asked: Asked, question: Question) -> Sequence[Answer]:
    """One answer, unless programs of the partner count revenue differently."""
    standings = asked.standings(question)
    if not standings and question.program:
        return (not_enrolled(asked, question),)
    file, as_of = asked.file(question), asked.task.request.as_of
    ways: dict[tuple[RevenueMetric, int], list[Standing]] = {}
    for each in standings:
        rule, evaluation = _rule(each), each.program.evaluation
        if rule is not None and isinstance(rule.metric, RevenueMetric) and evaluation is not None:
            ways.setdefault((rule.metric, evaluation.mid_year.trailing_days), []).append(each)
    alone = len(ways) < 2
    return [
        _answer(question, _Counted.of(file, as_of, metric, days, question.period, tuple(ours)), alone)
        for (metric, days), ours in (ways or {(USUAL, USUAL_DAYS): []}).items()
    ]


def _rule(standing: Standing) -> Requirement | None:
    rules = standing.program.requirements
    return next((each for each in rules if isinstance(each.metric, RevenueMetric)), None)


@dataclass(frozen=True, slots=True)
class _Counted:
    """What counts by one rule; `days` is the length of its trailing window, `period` one that was named."""

    file: PartnerFile
    as_of: date
    metric: RevenueMetric
    days: int
    period: Window | None
    standings: tuple[Standing, ...]
    window: Window
    count: Count

    @classmethod
    def of(
        cls,
        file: PartnerFile,
        as_of: date,
        metric: RevenueMetric,
        days: int,
        period: Window | None,
        standings: tuple[Standing, ...],
    ) -> "_Counted":
        """Count in the named period, else in the trailing window."""
        window = period or trailing(as_of, days)
        count = count_deals(metric, every_fact(file), window)
        return cls(file, as_of, metric, days, period, standings, window, count)

    @property
    def counting(self) -> list[Evidence]:
        """The opportunities that count, by id."""
        return [each for each in self.count.evidence if each.counted]

    @property
    def near(self) -> list[Evidence]:
        """Those that were won in the period, or on an unknown day, and still do not count."""
        return [each for each in self.count.evidence if each.reason is not None and each.reason not in FAR]


def _answer(question: Question, found: _Counted, alone: bool) -> Answer:
    name = found.file.partner.name
    programs = listed([each.program.short_name for each in found.standings])
    facts: dict[str, Json] = {
        "period": {"from": found.window.first.isoformat(), "to": found.window.last.isoformat()},
        "amount_usd": f"{cents(found.count.have):f}",
        "opportunities": [each.id for each in found.counting],
    }
    summary = _summary(question, found, "" if alone else f", as {programs} counts it,")
    parts = (*_split(found), *_context(found), *_tables(found), *_notes(found), _next_steps(found))
    about = name if alone else f"{name} in {programs}"
    return Answer(Status.answered, Kind.revenue, Reply(summary, parts), question.reading(), facts, about)


def _summary(question: Question, found: _Counted, how: str) -> str:
    name, counting = found.file.partner.name, found.counting
    amount = f"{money(found.count.have)} of counted revenue" if counting else "no counted revenue"
    source = f" from {numbered(len(counting), 'opportunity', 'opportunities')}" if counting else ""
    if found.period is None:
        when = f"in the {found.days} days that end on {day(found.as_of)}"
        return f"{name} has {amount}{how}{source} {when}{_but(found)}."
    window = f"{day(found.window.first)} to {day(found.window.last)}"
    said = f" ({question.period_words})" if question.period_words else ""
    but = "; the period lies ahead" if found.window.first > found.as_of else _but(found)
    return f"From {window}{said}, {name} has {amount}{how}{source}{but}."


def _but(found: _Counted) -> str:
    """Without revenue the next question is why: how many were won and do not count."""
    if found.counting or not found.near:
        return ""
    count = len(found.near)
    return f"; {numbered(count, 'won opportunity', 'won opportunities')} {'does' if count == 1 else 'do'} not count"


def _split(found: _Counted) -> tuple[Part, ...]:
    """The amount by the partner's part in the opportunities."""
    roles = _roles(found.file)
    by_role: dict[str, Decimal] = {}
    with localcontext(prec=DIGITS):
        for each in found.counting:
            role = roles.get(each.id, "") or "role not recorded"
            by_role[role] = by_role.get(role, ZERO) + (each.amount or ZERO)
    shown = [Fact(role.capitalize(), text(money(amount))) for role, amount in sorted(by_role.items())]
    return (Facts(tuple(shown)),) if shown else ()


def _roles(file: PartnerFile) -> Mapping[str, str]:
    return {each.id: each.role or "" for each in file.opportunities}


def _context(found: _Counted) -> tuple[Part, ...]:
    """What the next tier asks: a bar for the window that its review looks at, else the figure alone."""
    asked = [(each, state) for each in found.standings for state in _needs(each)]
    if found.period in (None, trailing(found.as_of, found.days)):
        bars = progress(tuple(state for _, state in asked))
        return tuple(
            Progress(f"{standing.label(state.tier)} in {standing.program.short_name}", bar.share, bar.met, bar.words)
            for bar, (standing, state) in zip(bars, asked, strict=True)
        )
    facts = [
        Fact(
            f"{standing.label(state.tier)} in {standing.program.short_name} asks for",
            text(f"{money(state.need)} in {found.days} days, or in the calendar year before an annual review"),
        )
        for standing, state in asked
    ]
    return (Facts(tuple(facts)),) if facts else ()


def _needs(standing: Standing) -> Iterator[RequirementState]:
    rule = _rule(standing)
    for state in standing.gap(None).requirements:
        if rule is not None and state.requirement == rule.id:
            yield state


def _tables(found: _Counted) -> tuple[Part, ...]:
    roles = _roles(found.file)
    counted = tuple(
        (each.id, each.what, day(each.on), roles.get(each.id, ""), _dollars(each)) for each in found.counting
    )
    near = tuple(
        (each.id, each.what, day(each.on), WORDS[each.reason]) for each in found.near if each.reason is not None
    )
    columns = ("Opportunity", "Customer", "Closed")
    parts: list[Part] = []
    if counted:
        parts.append(Table("What counted", (*columns, "Role", "Amount"), counted))
    if near:
        parts.append(Table("What did not count", (*columns, "Why"), near))
    return tuple(parts)


def _dollars(item: Evidence) -> str:
    """What an opportunity adds, with the rate where it was not in dollars."""
    rate = item.rate
    at = f" at {rate.usd:f} USD per {rate.currency}, the rate of {day(rate.effective_on)}" if rate else ""
    return f"{money(item.amount or ZERO)}{at}"


def _notes(found: _Counted) -> tuple[Part, ...]:
    window = f"{day(found.window.first)} to {day(found.window.last)}, both days included, as of {day(found.as_of)}."
    lead = f"{window} {USUAL_WORDS}" if found.metric == USUAL else window
    rules = [(each.program.short_name, rule) for each in found.standings if (rule := _rule(each)) is not None]
    return (*_rest(found), *source_notes(lead, rules), *_annual(found))


def _rest(found: _Counted) -> tuple[Part, ...]:
    """How many others there are that have nothing to do with the period."""
    reasons = [each.reason for each in found.count.evidence]
    said = [f"{reasons.count(reason)} {words}" for reason, words in FAR.items() if reason in reasons]
    return (Note(text(f"Also recorded, and not counted: {listed(said)}.")),) if said else ()


def _annual(found: _Counted) -> tuple[Part, ...]:
    """A calendar year is what an annual review looks at."""
    year = found.window.first.year
    if not found.standings or found.window != calendar_year(year):
        return ()
    return (Note(text(f"This is the window of the annual review for program year {year + 1}.")),)


def _next_steps(found: _Counted) -> Buttons:
    partner = found.file.partner.id
    missing = (ask("What's missing?", f"what's missing for {partner}"),) if found.standings else ()
    deal = Button("Register a deal", OPEN_DEAL, partner)
    return Buttons((*missing, ask("Open pipeline", f"pipeline of {partner}"), deal))


SKILL = Skill(
    kind=Kind.revenue,
    answer=answer,
    sure=(
        "{partner} did|do|made|closed|sold|booked|brought {amount}",
        "how much|what did|does|do|has|have|is {partner} turn|turned|do|done",
        "how much|what did|does|do|has|have|is {partner} generate|generated|contribute|contributed|deliver",
        "how much|what did|does|do|has|have|is {partner} delivered|earn|earned|at|worth|come|came|hit|add|added",
        "takings|sales|proceeds|earnings of|from|by|for|at|in {partner}|{period}",
        "income|production|contribution|topline of|from|by|for|at|in {partner}|{period}",
        "{partner} takings|sales|proceeds|earnings|income|production",
        "{partner} contribution|topline|numbers|number|figure|figures",
        "{partner} number|figure|numbers|figures {period}",
        "number|figure|numbers|figures {partner} {period}",
        "did|has|have {partner} close|closed|sell|sold|win|won|book|booked|bring|brought|land|landed",
        "{partner} close|closed|sell|sold|won|win|booked|brought|landed {period}",
        "what {partner} worth|bring|brought|contribute|contributed {period}",
        "turn|turned over",
        "run rate",
        "money from|with|through {partner}",
        "{partner} {period} sales|total|number|numbers",
        "how much business|money|volume",
        "rev",
        "revenue|turnover|earr|arr|bookings|booked|billings",
        "how much revenue|money|business|earr|arr",
        "how much has|have|did|does|do {partner} close|closed|sell|sold|bring|brought",
        "how much has|have|did|does|do {partner} make|made|book|booked|won|win",
        "how much did|has|have we make|made|close|closed|sell with|through|from|via {partner}",
        "how much did|has|have we sold|earn|earned|win|won with|through|from|via {partner}",
        "closed won|business|deals",
        "won|closed|sold {period}",
        "what did|has|have {partner} sell|sold|close|closed|win|won|book|bring|brought",
        "sales figures|numbers|volume|result*|total",
        "influenced|resold|sourced revenue|business|amount|deals",
        "deals|opportunities won|closed|counted",
        "won|closed|counted deals|opportunities",
        "how much counts|counted|count",
        "revenue {period}",
        "{period} revenue",
    ),
    likely=(
        "rev|revs",
        "sold|sell",
        "closed",
        "won",
        "money",
        "business",
        "sales {period}",
        "how much {period}",
        "income",
        "volume",
    ),
    hints=tuple(
        """
        amount annual anything board bring brought business came clock close closed combined come contribute
        contributed contribution count counted counting counts deals deck dollar* done earned eligible figure
        figure* figures generate generate* hit made new number numbers opportunities overall period qualifying rate
        recurring run same slide standing stands stood takings tally time total toward turn turned usd vp win wins
        won worth
        """.split()
    ),
    slots=frozenset({Slot.partner, Slot.period, Slot.program, Slot.amount}),
    examples=(
        "how much revenue does {partner} have",
        "revenue of {partner} {period}",
        "how much did {partner} close {period}",
        "counted revenue of {partner}",
        "what has {partner} sold {period}",
        "how much did we make with {partner} {period}",
        "which deals of {partner} counted {period}",
    ),
)
