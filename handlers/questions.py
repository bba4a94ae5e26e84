"""From a message to its answers: read, checked for what is missing or unknown, and answered kind by kind."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handlers import asking_back
from handlers.answer import Answer, Status
from handlers.asked import Asked
from handlers.asking_back import shortened
from handlers.documents import Buttons, Note, Reply, text
from handlers.kinds.table import skill
from handlers.question import Kind, Question
from handlers.reader import Reader
from handlers.understanding.draft import NEEDS_PARTNER
from handlers.understanding.reading import Reading
from handlers.understanding.slots import UNKNOWN_MANAGER


@dataclass(frozen=True, slots=True)
class Turn:
    """What a message asked and what it got: `questions` are what the next message of the thread builds on."""

    answers: tuple[Answer, ...]
    questions: tuple[Question, ...]
    reading: Reading


def answer_text(asked: Asked, reader: Reader, before: tuple[Question, ...] = ()) -> Turn:
    """Everything a message asks, answered in order; never empty."""
    reading = reader.read(asked, before)
    answers = tuple(answer for question in reading.questions for answer in answer_question(asked, question))
    if reading.left_out:
        note = Note(text(f"I left out “{shortened(reading.left_out)}”: I did not understand it as a question."))
        answers = (*answers[:-1], replace(answers[-1], reply=_with(answers[-1].reply, note)))
    understood = tuple(each for each in reading.questions if each.kind not in UNCLEAR and _complete(each))
    return Turn(answers, understood or before, reading)


def _with(reply: Reply, note: Note) -> Reply:
    """The reply with a note before its buttons."""
    buttons = tuple(part for part in reply.parts if isinstance(part, Buttons))
    return replace(reply, parts=(*(part for part in reply.parts if not isinstance(part, Buttons)), note, *buttons))


def _complete(question: Question) -> bool:
    """Whether the next message may build on a question: one that needs a partner and has none leads nowhere."""
    return bool(question.partners) or question.kind not in NEEDS_PARTNER


UNCLEAR = frozenset({Kind.not_understood, Kind.help, Kind.out_of_scope})
"""Kinds that leave a thread where it was."""


def refused(asked: Asked, reader: Reader, sentence: str) -> Answer:
    """That the asker may not see the answer: the kind of question, and not a word of what was understood."""
    kind = reader.read(asked).questions[0].kind
    return Answer(Status.refused, Kind.help if kind is Kind.not_understood else kind, Reply(sentence))


def answer_question(asked: Asked, question: Question) -> Sequence[Answer]:
    """The answers to one question, or what it lacks or names that nobody has."""
    if question.kind is Kind.not_understood:
        return (asking_back.not_understood(asked, question),)
    if question.ambiguous:
        return (asking_back.which_partner(asked, question),)
    if problem := _unknown(asked, question):
        return (problem,)
    if question.programs and question.program is None and len(question.partners) == 1:
        question = _settle_program(asked, question)
    if question.kind is Kind.benefit:
        question = _settle_benefit(asked, question)
    return skill(question.kind).answer(asked, question)


def _unknown(asked: Asked, question: Question) -> Answer | None:
    """What a question names that nobody has, or needs and does not name."""
    if question.named:
        return asking_back.no_such_partner(asked, question)
    if question.partners and any(asked.view.file(id, asked.task.work.partners) is None for id in question.partners):
        return asking_back.no_such_partner(asked, replace(question, named=question.mention))
    if question.kind in NEEDS_PARTNER and not question.partners:
        return asking_back.no_partner_named(asked, question)
    if question.kind is Kind.compare and len(question.partners) < 2:
        return asking_back.no_partner_named(asked, question)
    if question.manager == UNKNOWN_MANAGER:
        return asking_back.whose(asked, question)
    for slot, words in question.unknown:
        if slot == "tier":
            return asking_back.no_such_tier(asked, question, words)
        return asking_back.no_such_registration(asked, question, words)
    return None


def _settle_program(asked: Asked, question: Question) -> Question:
    """The one program of the named publisher that the partner is in; several stay open."""
    fits = [each.program.id for each in asked.standings(question) if each.program.id in question.programs]
    return replace(question, program=fits[0]) if len(fits) == 1 else question


def _settle_benefit(asked: Asked, question: Question) -> Question:
    """Which benefit the words mean in the programs that the question can be about; the first where none has it."""
    if question.partners:
        programs = [standing.program for standing in asked.standings(question)]
    else:
        programs = [each for each in asked.programs(question) if question.tier is None or each.tiers]
    ids = {benefit.id for program in programs for benefit in program.benefits}
    meant = next((id for id in question.benefits if id in ids), next(iter(question.benefits), None))
    return replace(question, benefit=meant)
