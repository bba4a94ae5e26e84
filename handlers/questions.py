"""From a question that was read to its answers: one for every program it could be about."""

from collections.abc import Sequence

from handlers.answer import Answer, Json, Status
from handlers.asked import Asked, reading_of
from handlers.asking_back import (
    no_such_partner,
    no_such_tier,
    not_enrolled,
    not_understood,
    which_partner,
)
from handlers.documents import Button, Buttons, Reply
from handlers.helping import COMMANDS, help_reply
from handlers.tiers import Standing, gap_answer, no_tiers_answer, tier_answer
from handlers.understanding.reading import Kind, Question, read


def answer_text(asked: Asked) -> tuple[Answer, ...]:
    """Everything a message asks, answered in order; never empty."""
    questions = read(asked.text, asked.view.index, asked.terms)
    return tuple(answer for question in questions for answer in _answer(asked, question))


def refused(asked: Asked, sentence: str) -> Answer:
    """That the asker may not see the answer: the kind of question, and not a word of what was understood."""
    kind = read(asked.text, asked.view.index, asked.terms)[0].kind
    return Answer(Status.refused, "help" if kind is Kind.not_understood else kind, Reply(sentence))


def _answer(asked: Asked, question: Question) -> Sequence[Answer]:
    if question.kind is Kind.help:
        return (Answer(Status.answered, "help", help_reply(asked.view.example), {}, {"commands": list(COMMANDS)}),)
    if question.kind is Kind.register:
        return (_register(asked, question),)
    if question.kind is Kind.not_understood:
        return (not_understood(asked, question),)
    if not question.partners:
        return (no_such_partner(asked, question),)
    if len(question.partners) > 1:
        return (which_partner(asked, question),)
    if question.unknown_tier:
        return (no_such_tier(asked, question),)
    return _per_program(asked, question)


def _per_program(asked: Asked, question: Question) -> Sequence[Answer]:
    file = asked.view.file(question.partners[0], asked.task.work.partners)
    if file is None:
        return (no_such_partner(asked, question),)
    enrolled = {enrollment.program: enrollment for enrollment in file.enrollments}
    standings = [
        Standing(file, enrolled[program.id], program, asked.task.request.as_of)
        for program in asked.task.catalog.programs()
        if program.id in enrolled
    ]
    named = [each for each in standings if question.program in (None, each.program.id)]
    tiered = [each for each in named if each.program.tiers]
    answers = [_one_program(asked, question, standing) for standing in tiered or named]
    return answers or (not_enrolled(question, file, [each.program.short_name for each in standings]),)


def _one_program(asked: Asked, question: Question, standing: Standing) -> Answer:
    reading, program = reading_of(question), standing.program
    if not program.tiers:
        return no_tiers_answer(standing, question.kind, reading)
    if question.kind is Kind.tier:
        return tier_answer(standing, reading, question.claimed)
    if question.tier is not None and question.tier not in program.ranks:
        return no_such_tier(asked, question)
    return gap_answer(standing, question.tier, reading)


def _register(asked: Asked, question: Question) -> Answer:
    """The words that open the form; a surface with forms opens it at once instead."""
    if len(question.partners) > 1:
        return which_partner(asked, question)
    partner = question.partners[0] if question.partners else None
    facts: dict[str, Json] = {"partner": partner, "customer": question.customer or None}
    who = f" for {asked.view.index.label(partner)}" if partner else ""
    button = Button("Open the form", "deals.open", f"{partner or ''}|{question.customer}")
    reply = Reply(f"Register a deal{who}: the form asks for ten things.", (Buttons((button,)),))
    return Answer(Status.answered, "register", reply, reading_of(question), facts)
