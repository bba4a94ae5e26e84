"""Which deal registrations there are: a partner's, a manager's partners', everybody's."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from handlers.answer import Answer, Json, Status
from handlers.asked import Asked
from handlers.deals.card import state_words
from handlers.deals.deadlines import Deadlines
from handlers.deals.form import ANSWER_IN_WORKING_DAYS
from handlers.documents import Button, Buttons, Note, Paragraph, Part, Reply, Table, text
from handlers.kinds import account
from handlers.kinds.skill import Skill, Slot
from handlers.numbered import capital, in_period, numbered
from handlers.question import Kind, Question
from handlers.wording import day, listed, money
from store.records import Registration
from store.registration_states import DECIDED, OPEN, WAITING
from store.repositories.books import Book
from store.repositories.registrations import RegistrationFilter

MOST_ROWS = 100
MOST_BUTTONS = 3
GROUPS = {"waiting": WAITING, "open": OPEN, "decided": DECIDED}
"""Words that mean several states at once; a portfolio's own state of that name is among them."""


def answer(asked: Asked, question: Question) -> Sequence[Answer]:
    """One answer: all that fit, those that wait for a decision first, late ones marked."""
    if question.customer:
        return account.answer(asked, question)
    today = asked.task.request.as_of
    deadline = (today, Deadlines(asked.task.desk.country).last_late(today)) if question.late else None
    wanted = replace(filter_of(question), late=deadline)
    facts: dict[str, Json] = {"registrations": list(asked.task.work.registrations.found_ids(wanted))}
    states = asked.task.work.registrations.found_states(wanted)
    reply = _reply(asked, question, wanted, states) if states else _nothing(asked, question)
    about = asked.view.index.label(question.partners[0]) if question.partners else ""
    return (Answer(Status.answered, Kind.registrations, reply, question.reading(), facts, about),)


def filter_of(question: Question) -> RegistrationFilter:
    """What the store is asked for."""
    state, period = question.state, question.period
    partner = question.partners[0] if question.partners else None
    return RegistrationFilter(
        book=Book(partner, question.program if question.manager else None, question.manager),
        states=frozenset() if state is None else frozenset({state}) | GROUPS.get(state, frozenset()),
        program=question.program,
        submitted=None if period is None else (period.first, period.last),
    )


def _reply(asked: Asked, question: Question, wanted: RegistrationFilter, states: dict[str, int]) -> Reply:
    work, today = asked.task.work, asked.task.request.as_of
    deadlines, waits = Deadlines(asked.task.desk.country), any(state in WAITING for state in states)
    late = work.registrations.found_late(wanted, today, deadlines.last_late(today)) if waits else 0
    rows, total = work.registrations.found(wanted, MOST_ROWS), sum(states.values())
    parts: tuple[Part, ...] = (
        _table(asked, question, rows, total, deadlines),
        _note(today, waits),
        Buttons(_buttons(question, rows)),
    )
    lead = _lead(asked, question, total)
    split = f": {_split(states)}" if len(states) > 1 else ""
    overdue = f" {numbered(late, 'answer is', 'answers are')} late." if late and not question.late else ""
    one = f" ({next(iter(states)).replace('_', ' ')})" if len(states) == 1 and question.state not in states else ""
    return Reply(f"{lead}{one}{split}.{overdue}", parts)


def _nothing(asked: Asked, question: Question) -> Reply:
    narrowed = question.late or question.state or question.period or question.program or question.manager
    own = "Whoever looks after the partner registers a deal with the form."
    hint = "Ask without a state, program or period to see all." if narrowed else own
    partner = question.partners[0] if question.partners else ""
    who = asked.view.index.label(partner) if partner else ""
    widen = (Button("All registrations", "ask", f"registrations of {who}" if who else "all registrations"),)
    buttons = (*(widen if narrowed else ()), Button("Register a deal", "deals.open", partner))
    return Reply(f"{_lead(asked, question, 0)}.", (Paragraph(text(hint)), Buttons(buttons)))


def _lead(asked: Asked, question: Question, count: int) -> str:
    """Who has how many, up to the full stop: the program and the period of submitting included."""
    what = numbered(count, _what(question))
    names = {each.id: each.short_name for each in asked.task.catalog.programs()}
    where = f" in {names.get(question.program, question.program)}" if question.program else ""
    when = in_period(question.period, question.period_words)
    submitted = f", submitted{when}" if when else ""
    kept = f" managed by {question.manager}" if question.manager else ""
    if question.partners:
        return f"{asked.view.index.label(question.partners[0])}{kept} has {what}{where}{submitted}"
    if kept:
        return f"Partners{kept} have {what}{where}{submitted}"
    return f"There {'is' if count == 1 else 'are'} {what}{where}{submitted}"


def _what(question: Question) -> str:
    state = (question.state or "").replace("_", " ")
    late = "late" if question.late else ""
    return " ".join(filter(None, (late, state, "deal registration")))


def _split(states: dict[str, int]) -> str:
    """`2 approved and 1 submitted`, the most frequent first."""
    ordered = sorted(states.items(), key=lambda each: (-each[1], each[0]))
    return listed([f"{count:,} {state.replace('_', ' ')}" for state, count in ordered])


def _table(asked: Asked, question: Question, rows: Sequence[Registration], total: int, deadlines: Deadlines) -> Table:
    several = not question.partners
    names = asked.task.work.partners.names_of({each.partner for each in rows}) if several else {}
    columns = ("Number", *(("Partner",) if several else ()), "Customer", "Amount", "State", "Submitted", "Answer")
    shown = f"the first {len(rows)} of {total:,}, " if total > len(rows) else ""
    return Table(
        capital(f"{shown}those that wait for a decision first"),
        columns,
        tuple(
            (
                each.id,
                *((names.get(each.partner, each.partner),) if several else ()),
                each.customer or "unknown",
                money(each.earr, each.currency or "USD") if each.earr is not None else "unknown",
                state_words(each),
                day(each.submitted_on),
                _answered(each, deadlines, asked.task.request.as_of),
            )
            for each in rows
        ),
    )


def _answered(registration: Registration, deadlines: Deadlines, today: date) -> str:
    """When it was decided, or when an answer is or was due; empty where neither is known."""
    if registration.decided_on is not None:
        return f"decided {day(registration.decided_on)}"
    due = deadlines.due(registration) if registration.state in WAITING else None
    if due is None:
        return ""
    return f"late, was due {day(due)}" if due < today else f"due {day(due)}"


def _note(today: date, waits: bool) -> Note:
    promise = f" An answer is due within {ANSWER_IN_WORKING_DAYS} working days after submitting." if waits else ""
    return Note(text(f"As of {day(today)}. Amounts are recurring revenue a year, as registered.{promise}"))


def _buttons(question: Question, rows: Sequence[Registration]) -> tuple[Button, ...]:
    opened = tuple(Button(f"Open {each.id}", "ask", f"registration {each.id}") for each in rows[:MOST_BUTTONS])
    return (*opened, Button("Register a deal", "deals.open", question.partners[0] if question.partners else ""))


SKILL = Skill(
    kind=Kind.registrations,
    answer=answer,
    sure=(
        "what|which did|has|have|does {partner} register|registered|submit|file",
        "registration|registrations|deals|regs of {manager}",
        "{manager} registration|registrations|deals|regs",
        "every|each|all registration|reg|deal",
        "my|mine|our|all deals|registrations|regs",
        "{manager} deals|registrations|regs",
        "which|what of deals|registrations|regs",
        "deals|registrations {state}",
        "{partner} put|puts|filed|file|sent in|for|deal|deals|anything|so|with|us",
        "{partner} handed|submitted|logged|lodged|registered|claimed in|for|deal|deals|anything|so|with|us",
        "everything|anything|what registered|filed|submitted|claimed|lodged by|for|from",
        "registered|filed|submitted|claimed|lodged deals|by {partner}",
        "claims of|by|from|for {partner}",
        "deal|deals claimed|lodged|filed",
        "registrations|regs came|come|coming|ended|end|won|lost|from",
        "deal regs",
        "any {state}",
        "how many registrations|regs|deal|deals",
        "{partner} registrations|registration|regs|dealregs|claims",
        "waiting|pending|open registrations|deals|regs|claims",
        "registrations|deals|regs|claims waiting|pending|open|outstanding",
        "registration list",
        "{partner} any|approved|declined|pending registration|registrations|deal|deals|reg|regs",
        "approve|decline|approved anything|something|deals|deal|any from|for|of|by {partner}",
        "declined|reject|rejected anything|something|deals|deal|any from|for|of|by {partner}",
        "any {state} from|for|of|by {partner}",
        "{state} deals|registrations|registration|regs|reg",
        "{state} anything from|for|of|by|at",
        "registrations",
        "deal registrations",
        "deal reg|regs",
        "registered deals",
        "deals registered",
        "deals {partner} registered",
        "deals has|have|did {partner} register*",
        "registrations of|for|by|from {partner}",
        "{partner} registrations",
        "{state} registrations|deals|regs",
        "registrations {state}",
        "waiting|pending|open|outstanding registrations|regs|approvals",
        "registrations are|still waiting|pending|open|outstanding|late|overdue",
        "registrations waiting|pending|submitted|approved|declined",
        "deals waiting|pending for|an approval|decision",
        "waiting|waits for|on the deal desk",
        "what waits|is waiting for approval|decision",
        "late|overdue registrations|answers",
        "approval queue",
        "deal desk queue|backlog",
        "how many registrations|deals registered|submitted",
        "list|show registrations|regs",
    ),
    likely=(
        "{partner} registered",
        "deals {state}",
        "{state} deals",
        "deals submitted {period}",
        "submitted|registered {period}",
        "need|needs a decision|approval",
        "regs",
    ),
    hints=tuple(
        """
        approved awaiting came claimed come deal decided decision desk ended every everybody everything filed late
        latest mine new open overdue pending put recent status stuck submitted total turned waiting {period}
        """.split()
    ),
    slots=frozenset({Slot.manager, Slot.partner, Slot.period, Slot.program, Slot.state}),
    examples=(
        "registrations of {partner}",
        "which deals has {partner} registered",
        "list {partner}'s deal registrations",
        "which registrations are waiting for a decision",
        "approved registrations of {partner} this year",
        "how many deals did {partner} register last quarter",
        "all declined registrations",
        "show me the deal regs in review",
        "is Initech free",
    ),
)
