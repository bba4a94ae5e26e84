"""Wanting to register a deal: the form opens, filled in as far as it was said."""

from collections.abc import Sequence

from handlers.answer import Answer, Json, Status
from handlers.asked import Asked
from handlers.documents import Button, Buttons, Reply
from handlers.kinds.skill import Skill, Slot
from handlers.question import Kind, Question


def answer(asked: Asked, question: Question) -> Sequence[Answer]:
    """The words that open the form; a surface with forms opens it at once instead."""
    partner = question.partners[0] if question.partners else None
    facts: dict[str, Json] = {"partner": partner, "customer": question.customer or None}
    who = f" for {asked.view.index.label(partner)}" if partner else ""
    button = Button("Open the form", "deals.open", f"{partner or ''}|{question.customer}")
    at = f" at {question.customer}" if question.customer else ""
    reply = Reply(f"Register a deal{who}{at}: open the form, and what you said is filled in.", (Buttons((button,)),))
    return (Answer(Status.answered, Kind.register, reply, question.reading(), facts),)


SKILL = Skill(
    kind=Kind.register,
    answer=answer,
    sure=(
        "deal|opportunity|lead|opp to|i put|register|enter|log|file|submit",
        "get|have deal|opportunity|lead|it|this registered|logged|filed|entered",
        "put|putting in a|deal|new|registration|reg",
        "register|log|file|enter it|that|this|them",
        "found|brought|has|have|got new customer|lead|deal|opportunity register|log|file",
        "fresh|brand new deal|lead|opportunity",
        "claim deal|customer|account|opportunity",
        "deal registered for|with|at",
        "open|start|begin registration|deal|reg",
        "register deal|deals|opportunity|opp|account|customer|lead|it|this|one|new",
        "register {partner}",
        "register a|an|the",
        "registering deal|opportunity|new",
        "new deal|registration|opp|opportunity",
        "log|file|submit|enter|create|add|start|open|record|book deal|opportunity|opp|registration|reg|dealreg",
        "log|file|submit|enter|create|add|start new deal|registration|opportunity",
        "open|show registration|deal form",
        "registration form",
        "want|wants|need|needs|like|wanna|ready|help to register",
        "let register",
        "put in deal|registration|reg",
        "deal reg form",
    ),
    likely=("register",),
    hints=tuple(
        """
        begin behalf brought called claim customer d deal end form found fresh i've lead name named new opportunity
        prospect put reg registration start system wins
        """.split()
    ),
    slots=frozenset({Slot.amount, Slot.partner, Slot.program}),
    examples=(
        "register a deal for {partner}",
        "register a deal",
    ),
)
