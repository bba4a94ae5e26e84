"""When the next pipeline review, QBR or executive meeting is, and when the last one was held."""

from collections.abc import Iterator, Sequence
from datetime import date

from handlers.answer import Answer, Json, Status
from handlers.asked import Asked, not_enrolled
from handlers.documents import Button, Buttons, Confirm, Fact, Facts, Note, Part, Reply, bold, text
from handlers.kinds.skill import Skill, Slot
from handlers.meetings import MeetingState, meeting_states
from handlers.numbered import capital, numbered
from handlers.question import Kind, Question
from handlers.reviews.named import review_key
from handlers.reviews.reminder import HELD, PLAN
from handlers.reviews.rhythm import WORDS
from handlers.wording import day, listed, meeting, weekday
from programs.schema import Program
from programs.together import Review

MOST_BUTTONS = 2


def answer(asked: Asked, question: Question) -> Sequence[Answer]:
    """One answer for each program that has such meetings or in which they are recorded; else that there is none."""
    file = asked.file(question)
    meetings = asked.task.work.meetings.of_partner(file.partner.id)
    places = {each.program for each in file.enrollments} | {each.program for each in meetings}
    programs = [each for each in asked.programs(question) if each.id in places]
    if not programs:
        return (not_enrolled(asked, question),)
    today = asked.task.request.as_of
    exceptions = asked.task.work.cadences.of_partner(file.partner.id)
    tiers = {each.program: each.tier for each in file.enrollments}
    found = [
        (
            program,
            meeting_states(
                program, meetings, today, question.meeting, tier=tiers.get(program.id), exceptions=exceptions
            ),
        )
        for program in programs
    ]
    answers = [_answer(asked, question, program, states) for program, states in found if states]
    return answers or (_none(asked, question, programs),)


def _answer(asked: Asked, question: Question, program: Program, states: Sequence[MeetingState]) -> Answer:
    """The named kind of meeting; where none was named, the one that comes next, or was held last, leads the others."""
    partner, name = question.partners[0], asked.view.index.label(question.partners[0])
    today = asked.task.request.as_of
    leading = _leading(states, question.last)
    others = [each for each in states if each is not leading]
    parts = (
        Facts(tuple(fact for state in (leading, *others) for fact in _facts(state, today, whole=state is leading))),
        _note(program, leading.review, today),
        _buttons(partner, name, program, leading, today),
    )
    about = f"{name} in {program.short_name}"
    reply = Reply(_summary(leading, about, today, question.last), parts)
    facts = leading.facts() if question.meeting else _of_any_kind(states)
    return Answer(Status.answered, Kind.meetings, reply, question.reading(), facts, about)


def _leading(states: Sequence[MeetingState], last: bool) -> MeetingState:
    if last:
        return max(states, key=lambda state: state.last_held_on or date.min)
    return min(states, key=lambda state: state.next_on or date.max)


def _of_any_kind(states: Sequence[MeetingState]) -> dict[str, Json]:
    """When the next meeting of any kind is, and when the last one of any kind was held."""
    ahead = [state.next_on for state in states if state.next_on]
    held = [state.last_held_on for state in states if state.last_held_on]
    return {
        "meeting": None,
        "next_on": min(ahead).isoformat() if ahead else None,
        "last_held_on": max(held).isoformat() if held else None,
    }


def _summary(state: MeetingState, about: str, today: date, last: bool) -> str:
    """The next and the last one, the one asked for leading; then what was missed or should be scheduled."""
    kind = meeting(state.kind)
    held = f"was held on {weekday(state.last_held_on)}" if state.last_held_on else ""
    if last:
        lead = f"The last {kind} with {about} {held}" if held else f"No {kind} with {about} has been held yet"
        rest = f"the next is {_on(state.next_on, today)}" if state.next_on else "none is scheduled"
    else:
        lead = (
            f"The next {kind} with {about} is {_on(state.next_on, today)}"
            if state.next_on
            else f"No {kind} with {about} is scheduled from {day(today)} on"
        )
        rest = f"the last {held}" if held else "none has been held yet"
    return f"{lead}; {rest}.{_missed(state)}{_wanting(state)}"


def _on(on: date, today: date) -> str:
    days = (on - today).days
    near = {0: "today, ", 1: "tomorrow, "}.get(days, "on ")
    return f"{near}{weekday(on)}"


def _missed(state: MeetingState) -> str:
    if not state.missed:
        return ""
    if len(state.missed) == 1:
        return f" The one scheduled for {day(state.missed[0])} is overdue: it is not recorded as held."
    return (
        f" {len(state.missed)} are overdue, not recorded as held: the latest was scheduled for {day(state.missed[-1])}."
    )


def _wanting(state: MeetingState) -> str:
    """Said where such a meeting is to be held regularly and none is to come."""
    if not state.wanting or state.rhythm is None:
        return ""
    if state.review is not None and state.review.every == state.rhythm.every:
        return f" The program asks for one {WORDS[state.rhythm.every]}."
    return f" One is to be held {WORDS[state.rhythm.every]}, {state.rhythm.why}."


def _facts(state: MeetingState, today: date, *, whole: bool) -> Iterator[Fact]:
    """The days of one kind of meeting; the `whole` also says who takes part and how often."""
    named = capital(meeting(state.kind))
    yield Fact(f"{named}, next", text(bold(weekday(state.next_on)) if state.next_on else "none scheduled"))
    yield Fact(f"{named}, last held", text(weekday(state.last_held_on) if state.last_held_on else "never"))
    if state.missed:
        waits = f"{numbered((today - state.missed[-1]).days, 'day')} since the latest"
        yield Fact(f"{named}, overdue", text(f"{listed([day(on) for on in state.missed])}; {waits}"))
    if whole and state.review is not None:
        often = state.rhythm.words() if state.rhythm else "the guide does not say how often"
        yield Fact("Who takes part", text(listed(state.review.who)))
        yield Fact("How often", text(often))


def _note(program: Program, review: Review | None, today: date) -> Note:
    if review is None:
        return Note(text(f"As of {day(today)}. {program.name} says nothing about this kind of meeting."))
    reading = f" {review.note}" if review.note else ""
    return Note(text(f"As of {day(today)}. Rule: {review.source.cite()}.{reading}"))


def _buttons(partner: str, name: str, program: Program, state: MeetingState, today: date) -> Buttons:
    """Record as held what was missed or is today, the latest first; prepare with a brief."""
    due = [*state.missed, *([today] if state.next_on == today else [])]
    held = tuple(
        Button(
            f"Mark {on:%b} {on.day} as held",
            HELD,
            review_key(partner, program.id, state.kind, on),
            confirm=_confirm(name, state.kind, on),
        )
        for on in reversed(due[-MOST_BUTTONS:])
    )
    plan = (Button("Schedule one", PLAN, f"{partner}|{program.id}|{state.kind}"),) if state.next_on is None else ()
    return Buttons((*held, *plan, Button("Brief me", "ask", f"brief {name}")))


def _confirm(name: str, kind: str, on: date) -> Confirm:
    words = f"The {meeting(kind)} with {name} will be recorded as held on its day, {weekday(on)}."
    return Confirm("Record as held?", words, "It was held")


def _none(asked: Asked, question: Question, programs: Sequence[Program]) -> Answer:
    """No program of the partner has such meetings and none is recorded; says what there is."""
    name = asked.view.index.label(question.partners[0])
    kind = meeting(question.meeting) if question.meeting else "regular meeting"
    where = listed([each.short_name for each in programs], "or")
    facts: dict[str, Json] = {"meeting": question.meeting, "next_on": None, "last_held_on": None}
    summary = f"No {kind} with {name} is recorded, and the guide of {where} names none."
    others = listed(sorted({meeting(each.kind.value) for program in programs for each in program.reviews}))
    parts: tuple[Part, ...] = (
        Note(text(f"As of {day(asked.task.request.as_of)}. {_there_are(others)}Add meetings to meetings.csv.")),
    )
    if others:
        parts = (*parts, Buttons((Button("Other meetings", "ask", f"meetings with {name}"),)))
    return Answer(Status.answered, Kind.meetings, Reply(summary, parts), question.reading(), facts, name)


def _there_are(others: str) -> str:
    return f"The guide names: {others}. " if others else ""


SKILL = Skill(
    kind=Kind.meetings,
    answer=answer,
    sure=(
        "meet|see|sit {meeting} of|from|with|at {partner}",
        "when|what date|day is|are|was|were|did|do|does {meeting}",
        "{meeting} today|tomorrow|when|date|held|scheduled|planned",
        "{meeting} booked|set|slip|slipped|happen|happened|take|{period}",
        "most recent|latest|last {meeting}",
        "{partner} have|has|had|having {meeting}",
        "next|last|upcoming|coming {meeting}",
        "{meeting} with|of|for|at {partner}",
        "meet|meeting|meetings|see|sit with|down {partner} next|last|when",
        "when do|did|are|will we meet|meeting|see|sit|speak {partner}",
        "have|did we have|had|hold|held {meeting}",
        "do we have {meeting}",
        "{meeting}",
        "next|last|upcoming|previous|latest|recent {meeting}",
        "next|last|upcoming|previous|latest|recent meeting|meetings|call|review|sync",
        "when do|did|is|was|will meet|met|meeting",
        "when are|were|will meeting|seeing|reviewing",
        "meetings with|of|for {partner}",
        "{partner} meetings|meeting",
        "{meeting} scheduled|planned|held|due|overdue|booked|happen",
        "when|date|day {meeting}",
        "scheduled|planned|booked with {partner}",
        "met with {partner}",
        "meet with {partner}",
        "meet {partner} next|last",
        "calendar",
        "who attends|joins|comes|takes {meeting}",
        "how often {meeting}",
    ),
    likely=(
        "meeting|meetings",
        "review|reviews",
        "meet|met",
        "business review",
        "scheduled|schedule",
        "qbr|qbrs",
        "pipeline review|call",
        "executive|exec meeting",
    ),
    hints=tuple(
        """
        ago booked calendar coming date diary down due ever following held last latest long meet missed most next
        overdue past place planned previous recent schedule scheduled set since sit slip slipped take time took
        upcoming {period}
        """.split()
    ),
    slots=frozenset({Slot.meeting, Slot.partner, Slot.program}),
    examples=(
        "when is the next pipeline review with {partner}",
        "when did we last meet {partner}",
        "next QBR with {partner}",
        "when was {partner}'s last QBR",
        "meetings with {partner}",
        "is an executive meeting with {partner} scheduled",
    ),
)
