"""What each kind of question declares beside its answer: the phrases it is asked with, and examples of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from handlers.answer import Answer
from handlers.asked import Asked
from handlers.question import Kind, Question


class Slot(StrEnum):
    """Something that a message names and that an answer needs."""

    partner = "partner"
    program = "program"
    tier = "tier"
    benefit = "benefit"
    credential = "credential"
    requirement = "requirement"
    agreement = "agreement"
    registration = "registration"
    meeting = "meeting"
    step = "step"
    manager = "manager"
    state = "state"
    period = "period"
    amount = "amount"
    number = "number"


@dataclass(frozen=True, slots=True)
class Skill:
    """A kind of question that can be answered.

    Phrases are words in the order they are said, a few others may stand between them: `who manages`. A position may
    list alternatives with `|`, a word may end in `*`, and `{partner}`, `{tier}`, … stand for something of that slot.
    `sure` phrases say the kind on their own, `likely` ones with something that fits beside them, and `hints` only
    explain words that may stand in such a question. `slots` are what the answer can use; naming anything else speaks
    against this kind. `examples` are whole questions, with a slot's name in braces in place of a partner
    ("what tier is {partner}"): each must be read as this kind, which a test tries, and they are what people are
    offered when a message is not understood.
    """

    kind: Kind
    answer: Callable[[Asked, Question], Sequence[Answer]]
    sure: tuple[str, ...] = ()
    likely: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    slots: frozenset[Slot] = frozenset()
    examples: tuple[str, ...] = ()
