"""Answers for a partner's own people: a few kinds of question, about their own partner, from what is theirs alone."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from handlers.answer import Answer, Status, combine
from handlers.asked import Asked
from handlers.documents import Note, Reply, text
from handlers.outside.scrub import scrubbed
from handlers.question import Kind, Question
from handlers.questions import answer_question
from handlers.reader import Reader

ALLOWED: Final = frozenset(
    {
        *(Kind.tier, Kind.gap, Kind.requirements, Kind.benefits, Kind.benefit),
        *(Kind.registrations, Kind.registration, Kind.meetings, Kind.register),
    }
)
"""The kinds of question that a partner's people are answered."""
OF_THE_PROGRAM: Final = frozenset({Kind.requirements, Kind.benefits, Kind.benefit})
"""Those that may be about a tier instead of the partner."""


ACCOUNT: Final = (
    "Whether {customer} is free is not said before a deal is registered. Register yours: the deal desk answers within "
    "two working days, and the first complete registration counts."
)
"""The one answer about an account, whoever has it: nothing is looked up, so the time it takes tells nothing either."""


def answer_outside(asked: Asked, reader: Reader) -> Reply:
    """The answer for the people of the one partner that `asked` holds: its store and its view know no other.

    Whatever else is asked, whoever else is named, existing or not: the same sentence, which says what can be asked.
    """
    names = asked.view.names
    if len(names) != 1:
        return Reply("I cannot look this up just now. Ask your partner manager.")
    own = names[0].id
    answers: list[Answer] = []
    for question in reader.read(asked).questions:
        answers += _answers(asked, question, own)
    told = [each for each in answers if each.status is Status.answered]
    if not told or len(told) != len(answers):
        return Reply(what_can_be_asked(names[0].name))
    return scrubbed(combine(tuple(told)))


def what_can_be_asked(name: str) -> str:
    """The one sentence for everything that is not answered here."""
    return (
        f"Here I can tell you about {name}: its tier, what is missing for the next one, what a tier asks, benefits, "
        "deal registrations and meetings. For anything else ask your partner manager."
    )


def previewed(reply: Reply, name: str) -> Reply:
    """The reply as staff see it: marked, and nothing was posted."""
    note = Note(text(f"Preview: what people of {name} would be told in a channel bound to it. Nothing was posted."))
    return replace(reply, parts=(*reply.parts, note))


def _answers(asked: Asked, question: Question, own: str) -> Sequence[Answer]:
    refused = Answer(Status.refused, question.kind, Reply(""))
    if question.kind is Kind.registrations and question.customer:
        reply = Reply(ACCOUNT.format(customer=question.customer))
        return (Answer(Status.answered, Kind.registrations, reply, question.reading(), {}),)
    if question.kind not in ALLOWED or not _about_own(question, own):
        return (refused,)
    if not question.partners and not (question.kind in OF_THE_PROGRAM and question.tier):
        question = replace(question, partners=(own,), everybody=False)
    return answer_question(asked, question)


def _about_own(question: Question, own: str) -> bool:
    """Whether a question is about the one partner, or names none; a word that may be somebody's name is too much.

    What staff would ask about everybody ("our gap") is about the one partner here.
    """
    elsewhere = question.named or question.ambiguous or question.manager or question.filter
    unknown = question.unknown and question.kind is not Kind.registration
    return not elsewhere and not unknown and set(question.partners) <= {own}
