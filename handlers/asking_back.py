"""Asking back instead of guessing: which partner, which tier, or what was meant at all."""

from collections.abc import Callable

from rapidfuzz import fuzz, process

from handlers.answer import Answer, Status
from handlers.asked import Asked, reading_of
from handlers.documents import Button, Buttons, Paragraph, Reply, text
from handlers.understanding.reading import Kind, Question
from handlers.understanding.words import tokens
from handlers.wording import listed
from store.records import PartnerFile

ASK = "ask"
MOST_CANDIDATES = 5
COMMAND_WORDS = ("tier", "gap", "register", "help")


def which_partner(asked: Asked, question: Question) -> Answer:
    """Several partners fit: ask which, with a button each for the first five."""
    names = [asked.view.index.label(partner) for partner in question.partners]
    buttons = tuple(Button(name, ASK, _again(question, name)) for name in names[:MOST_CANDIDATES])
    more = f" and {len(names) - MOST_CANDIDATES} more: write more of the name" if len(names) > MOST_CANDIDATES else ""
    reply = Reply(f"Which one do you mean: {listed(names[:MOST_CANDIDATES], 'or')}{more}?", (Buttons(buttons),))
    return Answer(Status.ambiguous, question.kind, reply, reading_of(question), {"candidates": list(question.partners)})


def no_such_partner(asked: Asked, question: Question) -> Answer:
    """No partner has the name that was written; the nearest ones are offered."""
    if not question.named:
        return not_understood(asked, question)
    near = asked.view.index.nearest(tokens(question.named))
    names = [asked.view.index.label(partner) for partner in near]
    hint = (
        f" Did you mean {listed(names, 'or')}?" if names else " Check the spelling, or use the partner's domain or id."
    )
    buttons = tuple(Button(name, ASK, _again(question, name)) for name in names)
    parts = (Buttons(buttons),) if buttons else ()
    reply = Reply(f"There is no partner “{question.named}” in the portfolio.{hint}", parts)
    return Answer(Status.not_found, question.kind, reply, reading_of(question), {"suggestions": list(names)})


def no_such_tier(asked: Asked, question: Question) -> Answer:
    """The tier is not one of the partner's program, or of any; every tier is offered."""
    labels = {tier.id: tier.name for program in asked.task.catalog.programs() for tier in program.tiers}
    named = question.unknown_tier or labels.get(question.tier or "", question.tier or "")
    partner = asked.view.index.label(question.partners[0])
    buttons = tuple(Button(label, ASK, f"gap {partner} {label}") for label in labels.values())
    reply = Reply(
        f"There is no tier “{named}” that {partner} could reach. The tiers are {listed(list(labels.values()))}.",
        (Buttons(buttons),),
    )
    return Answer(Status.not_found, question.kind, reply, reading_of(question), {"suggestions": list(labels.values())})


def not_enrolled(question: Question, file: PartnerFile, programs: list[str]) -> Answer:
    """The partner exists, but not in the program asked about; `programs` are those it is in."""
    where = f"It is enrolled in {listed(programs)}." if programs else "not enrolled in any program yet."
    asked = "that program" if question.program else "a program"
    reply = Reply(
        f"{file.partner.name} is not enrolled in {asked}. {where}" if programs else f"{file.partner.name}: {where}"
    )
    return Answer(Status.not_found, question.kind, reply, reading_of(question), {"suggestions": list(programs)})


def not_understood(asked: Asked, question: Question) -> Answer:
    """Says so, and offers three questions that work: about the partner that was named, where one was."""
    name = asked.view.index.label(question.partners[0]) if len(question.partners) == 1 else asked.view.example
    tries = [f"what tier is {name}", f"what's missing for {name}", "help"]
    hint = _nearest_command(asked.text)
    parts = (
        Paragraph(text("I can tell a partner's tier, say what is missing for the next one, and register deals.")),
        Buttons(tuple(Button(words, ASK, words) for words in tries)),
    )
    reply = Reply(f"I am not sure what you are asking.{hint} Try one of these:", parts)
    return Answer(Status.not_understood, "help", reply, {}, {"suggestions": list(tries)})


def _again(question: Question, name: str) -> str:
    """The same question with the partner spelled out."""
    verb: dict[Kind, Callable[[], str]] = {
        Kind.gap: lambda: f"gap {name} {(question.tier or question.unknown_tier).replace('_', ' ')}".strip(),
        Kind.register: lambda: f"register {name} {question.customer}".strip(),
    }
    return verb.get(question.kind, lambda: f"tier {name}")()


def _nearest_command(message: str) -> str:
    """` Did you mean “tier …”?` when the first word is a misspelled command."""
    words = tokens(message)
    found = process.extractOne(words[0], COMMAND_WORDS, scorer=fuzz.ratio, score_cutoff=60) if words else None
    return f" Did you mean “{' '.join((found[0], *words[1:]))}”?" if found else ""
