"""What is still to be won: open opportunities and what they are worth in US dollars."""

from collections.abc import Sequence
from datetime import date

from handlers.answer import Answer, Json, Status
from handlers.asked import Asked, not_enrolled
from handlers.documents import Button, Buttons, Note, Paragraph, Part, Reply, Table, text
from handlers.dollars import Dollars, in_dollars
from handlers.kinds.skill import Skill, Slot
from handlers.numbered import capital, in_period, numbered
from handlers.question import Kind, Question
from handlers.wording import cents, day, listed, money
from store.repositories.books import Book
from store.repositories.pipeline import CurrencyTotal, OpenOpportunity, PipelineFilter

MOST_ROWS = 100


def answer(asked: Asked, question: Question) -> Sequence[Answer]:
    """One answer: the open opportunities that fit, the earliest to close first, and their worth."""
    if question.partners and question.program and not asked.standings(question):
        return (not_enrolled(asked, question),)
    wanted = filter_of(question)
    totals = asked.task.work.pipeline.totals(wanted)
    worth = worth_of(asked, totals)
    facts: dict[str, Json] = {
        "opportunities": list(asked.task.work.pipeline.found_ids(wanted)),
        "total_usd": f"{cents(worth.amount):f}",
    }
    reply = _reply(asked, question, wanted, totals, worth) if totals else _nothing(asked, question)
    about = asked.view.index.label(question.partners[0]) if question.partners else ""
    return (Answer(Status.answered, Kind.pipeline, reply, question.reading(), facts, about),)


def filter_of(question: Question) -> PipelineFilter:
    """What the store is asked for: one partner's, or those of a program's or a manager's partners."""
    partner = question.partners[0] if question.partners else None
    book = Book(partner, question.program, question.manager)
    period = question.period
    return PipelineFilter(book, None if period is None else (period.first, period.last))


def worth_of(asked: Asked, totals: Sequence[CurrencyTotal]) -> Dollars:
    """The sums in US dollars, by the rates of the as-of day."""
    abroad = any(each.currency not in (None, "USD") for each in totals)
    return in_dollars(totals, asked.task.work.partners.rates() if abroad else (), asked.task.request.as_of)


def _reply(
    asked: Asked, question: Question, wanted: PipelineFilter, totals: Sequence[CurrencyTotal], worth: Dollars
) -> Reply:
    pipeline, today = asked.task.work.pipeline, asked.task.request.as_of
    rows, count = pipeline.found(wanted, MOST_ROWS), sum(each.opportunities for each in totals)
    late = pipeline.overdue(wanted, today)
    valued = any(each.with_amount for each in totals)
    value = _value(totals, worth)
    lead = f"{_lead(asked, question, count)} {value}{_closing(question)}, as of {day(today)}."
    overdue = f" {numbered(late, 'is', 'are')} past {'its' if late == 1 else 'their'} close date." if late else ""
    parts: tuple[Part, ...] = (
        *_caveats(totals, worth, today, valued),
        _table(asked, question, rows, count),
        _note(asked, question, worth),
        _buttons(question),
    )
    return Reply(f"{lead}{overdue}{_left_out(worth)}", parts)


def _value(totals: Sequence[CurrencyTotal], worth: Dollars) -> str:
    valued, left_out = (sum(each.with_amount for each in every) for every in (totals, worth.left_out))
    if not valued:
        return "without a recurring amount"
    return f"worth {money(worth.amount)} a year" if valued > left_out else "of unknown worth in US dollars"


def _nothing(asked: Asked, question: Question) -> Reply:
    hint = (
        "Ask without a period to see every open opportunity."
        if question.period
        else "An opportunity is here once a partner is joined to it in the portfolio; a new deal is registered."
    )
    summary = f"{_lead(asked, question, 0)}{_closing(question)}."
    return Reply(summary, (Paragraph(text(hint)), _buttons(question)))


def _lead(asked: Asked, question: Question, count: int) -> str:
    what = numbered(count, "open opportunity", "open opportunities")
    if question.partners:
        return f"{asked.view.index.label(question.partners[0])} has {what}"
    names = {each.id: each.short_name for each in asked.task.catalog.programs()}
    where = f" in {names.get(question.program, question.program)}" if question.program else ""
    kept = f" managed by {question.manager}" if question.manager else ""
    return f"{f'Partners{where}{kept}' if where or kept else 'All partners together'} have {what}"


def _closing(question: Question) -> str:
    when = in_period(question.period, question.period_words)
    return f", expected to close{when}" if when else ""


def _left_out(worth: Dollars) -> str:
    """Short, for the first line: which amounts are not in the total."""
    if not worth.left_out:
        return ""
    count = sum(each.with_amount for each in worth.left_out)
    currencies = listed([each.currency or "an unknown currency" for each in worth.left_out])
    return f" {count:,} in {currencies} {'is' if count == 1 else 'are'} not in the total: no exchange rate."


def _caveats(totals: Sequence[CurrencyTotal], worth: Dollars, today: date, valued: bool) -> tuple[Part, ...]:
    """What is not in the total, in full: amounts without a rate, and opportunities without an amount."""
    said = [
        f"{money(each.amount, each.currency or 'of an unknown currency')} could not be brought to US dollars: "
        f"no rate is effective on or before {day(today)}. Add one to fx_rates.csv."
        for each in worth.left_out
    ]
    bare = sum(each.opportunities - each.with_amount for each in totals)
    if bare and valued:
        said.append(f"{capital(numbered(bare, 'opportunity has', 'opportunities have'))} no recurring amount.")
    return (Paragraph(text(" ".join(said))),) if said else ()


def _table(asked: Asked, question: Question, rows: Sequence[OpenOpportunity], count: int) -> Table:
    several, today = not question.partners, asked.task.request.as_of
    names = asked.task.work.pipeline.partners([each.id for each in rows]) if several else {}
    shown = f"the first {len(rows)} of {count:,}, " if count > len(rows) else ""
    return Table(
        capital(f"{shown}the earliest to close first"),
        ("Opportunity", *(("Partner",) if several else ()), "Customer", "Stage", "Recurring, a year", "Expected close"),
        tuple(
            (
                each.id,
                *((listed(names.get(each.id, ())),) if several else ()),
                each.customer or "unknown",
                (each.stage or "unknown").replace("_", " "),
                money(each.earr, each.currency or "in an unknown currency") if each.earr is not None else "unknown",
                _close(each, today),
            )
            for each in rows
        ),
    )


def _close(opportunity: OpenOpportunity, today: date) -> str:
    if opportunity.close_on is None:
        return "unknown"
    late = " (OVERDUE)" if opportunity.close_on < today else ""
    return f"{day(opportunity.close_on)}{late}"


def _note(asked: Asked, question: Question, worth: Dollars) -> Note:
    today = day(asked.task.request.as_of)
    words = f"Open: neither won nor lost, as of {today}. Estimated recurring revenue in US dollars, without services"
    if worth.rates:
        used = [f"{each.usd:f} USD per {each.currency} since {day(each.effective_on)}" for each in worth.rates]
        words += f"; rates: {listed(used)}"
    if question.program:
        words += ". Opportunities belong to no program: all of the partner's are counted"
    return Note(text(f"{words}."))


def _buttons(question: Question) -> Buttons:
    partner = question.partners[0] if question.partners else ""
    return Buttons((Button("Register a deal", "deals.open", partner),))


SKILL = Skill(
    kind=Kind.pipeline,
    answer=answer,
    sure=(
        "cooking|brewing at|with|for",
        "deals|opportunities|opps|pipeline closing|close|expected|due",
        "{partner} closing|close {period}",
        "in flight|play|progress|motion|works",
        "opportunities|opps|deals working|worked|unclosed|open|active|live",
        "opportunities|opps|deals running|pending|haven't|havent|not|still",
        "unclosed|open|active|live|running|pending|ongoing|current opportunities|opps|deals|business|pipeline",
        "funnel|pipe|pipeline",
        "{partner} working on",
        "what is|are {partner} working|chasing|pursuing",
        "value|worth|total|size|sum of open|unclosed|pipeline|active",
        "open opportunities|deals|opps",
        "potential|prospective business|deals|revenue",
        "in the pipe|works|funnel|oven|hopper",
        "pipeline",
        "pipe of|for {partner}",
        "open opportunities|opportunity|opps|opp|deals|business",
        "opportunities|opps|deals open|ongoing|outstanding|unclosed",
        "active opportunities|opps|deals",
        "forecast",
        "funnel",
        "deals|opportunities|opps in flight|play|progress",
        "deals in the works",
        "what is|what's {partner} working on",
        "expected|due|going|supposed|set to close",
        "deals|opportunities|opps closing",
        "closing this|next month|quarter|week|year",
        "past|overdue close date|dates",
        "slipped deals|opportunities|opps",
        "late-stage deals|opportunities|opps",
        "worth of open",
    ),
    likely=(
        "opportunities|opps",
        "deals of|for|with|by {partner}",
        "{partner} deals",
        "closing {period}",
        "close {period}",
        "in negotiation|proposal",
    ),
    hints=tuple(
        """
        active big close closed closing coming every everybody expected flight forecast haven't havent large live
        looks not open overall potential size stage stages sum total unclosed value working worth {period}
        """.split()
    ),
    slots=frozenset({Slot.manager, Slot.partner, Slot.period, Slot.program}),
    examples=(
        "what's in {partner}'s pipeline",
        "open opportunities of {partner}",
        "how big is {partner}'s pipeline",
        "which {partner} deals are expected to close this quarter",
        "show me the whole pipeline",
        "what deals does {partner} have open",
    ),
)
