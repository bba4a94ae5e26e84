"""Asking back instead of guessing: which partner, which tier, or what was meant at all."""

from collections import Counter
from collections.abc import Sequence

from rapidfuzz import fuzz, process

from handlers.answer import Answer, Status
from handlers.asked import Asked, reading_of
from handlers.documents import Button, Buttons, Paragraph, Reply, text
from handlers.understanding.reading import Question
from handlers.understanding.words import tokens
from handlers.wording import listed
from store.records import PartnerFile

ASK = "ask"
MOST_CANDIDATES = 5
LONGEST_QUOTE = 60
COMMAND_WORDS = ("tier", "gap", "register", "help")


def which_partner(asked: Asked, question: Question) -> Answer:
    """Several partners fit: ask which, with a button each for the first five."""
    names = _told_apart(asked, question.partners)
    offered = dict(list(names.items())[:MOST_CANDIDATES])
    more = len(names) - len(offered)
    rest = f" and {more} more: write more of the name" if more else ""
    buttons = tuple(Button(name, ASK, _again(asked, question.mention, id)) for id, name in offered.items())
    reply = Reply(f"Which one do you mean: {listed(list(offered.values()), 'or')}{rest}?", (Buttons(buttons),))
    return Answer(Status.ambiguous, question.kind, reply, reading_of(question), {"candidates": list(question.partners)})


def no_such_partner(asked: Asked, question: Question) -> Answer:
    """No partner has the name that was written; the nearest ones are offered."""
    if not question.named:
        return _no_partner_named(asked, question)
    missed = tokens(question.named)
    names = _told_apart(asked, asked.view.index.nearest(missed))
    advice = " Check the spelling, or use the partner's domain or id."
    hint = f" Did you mean {listed(list(names.values()), 'or')}?" if names else advice
    buttons = tuple(Button(name, ASK, _again(asked, " ".join(missed), id)) for id, name in names.items())
    parts = (Buttons(buttons),) if buttons else ()
    reply = Reply(f"There is no partner “{_short(question.named)}” in the portfolio.{hint}", parts)
    return Answer(Status.not_found, question.kind, reply, reading_of(question), {"suggestions": list(names.values())})


def _no_partner_named(asked: Asked, question: Question) -> Answer:
    tries = [f"{question.kind} {asked.view.example}", "help"]
    buttons = Buttons(tuple(Button(words, ASK, words) for words in tries))
    reply = Reply(f"Which partner? Write its name too, like “{tries[0]}”.", (buttons,))
    return Answer(Status.not_understood, question.kind, reply, {}, {"suggestions": [*tries, "register a deal"]})


def _told_apart(asked: Asked, partners: Sequence[str]) -> dict[str, str]:
    """Names by id; partners of the same name have their id beside it."""
    names = {partner: asked.view.index.label(partner) for partner in partners}
    often = Counter(names.values())
    return {id: name if often[name] == 1 else f"{name} ({id})" for id, name in names.items()}


def _again(asked: Asked, mention: str, partner: str) -> str:
    """The same message with one partner in place of the words that did not name one."""
    return " ".join(tokens(asked.text)).replace(mention, partner, 1)


def no_such_tier(asked: Asked, question: Question) -> Answer:
    """The tier is not one of the partner's program, or of any; every tier is offered."""
    labels = {tier.id: tier.name for program in asked.task.catalog.programs() for tier in program.tiers}
    named = question.unknown_tier or labels.get(question.tier or "", question.tier or "")
    partner = asked.view.index.label(question.partners[0])
    buttons = tuple(Button(label, ASK, f"gap {question.partners[0]} {label}") for label in labels.values())
    reply = Reply(
        f"There is no tier “{named}” that {partner} could reach. The tiers are {listed(list(labels.values()))}.",
        (Buttons(buttons),),
    )
    return Answer(Status.not_found, question.kind, reply, reading_of(question), {"suggestions": list(labels.values())})


def not_enrolled(question: Question, file: PartnerFile, programs: list[str]) -> Answer:
    """The partner exists, but not in the program asked about; `programs` are those it is in."""
    where = f" It is enrolled in {listed(programs)}." if programs else ""
    asked = "that program" if programs else "any program yet"
    reply = Reply(f"{file.partner.name} is not enrolled in {asked}.{where}")
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


def _nearest_command(message: str) -> str:
    """` Did you mean “tier …”?` when the first word is a misspelled command."""
    words = tokens(message)
    if not words or words[0] in COMMAND_WORDS:
        return ""
    found = process.extractOne(words[0], COMMAND_WORDS, scorer=fuzz.ratio, score_cutoff=60)
    return f" Did you mean “{_short(' '.join((found[0], *words[1:])))}”?" if found else ""


def _short(words: str) -> str:
    """Words of a person, cut where they would drown the answer."""
    return words if len(words) <= LONGEST_QUOTE else f"{words[:LONGEST_QUOTE]}…"
