"""Asking back instead of guessing: which partner, which tier, or what was meant at all."""

from collections import Counter
from collections.abc import Sequence

from handlers.answer import Answer, Status
from handlers.asked import Asked
from handlers.documents import Button, Buttons, Paragraph, Reply, text
from handlers.question import Kind, Question
from handlers.understanding.words import tokens
from handlers.wording import listed

ASK = "ask"
MOST_CANDIDATES = 5
LONGEST_QUOTE = 60
WHAT_FOR = (
    "I know your partners: their tiers and what is missing, benefits, revenue, certified people, agreements, deal "
    "registrations, pipeline, reviews and launch steps."
)


def which_partner(asked: Asked, question: Question) -> Answer:
    """Several partners fit: ask which, with a button each for the first five."""
    names = _told_apart(asked, question.partners)
    offered = dict(list(names.items())[:MOST_CANDIDATES])
    more = len(names) - len(offered)
    rest = f" and {more} more: write more of the name" if more else ""
    buttons = tuple(Button(name, ASK, _again(asked, question, id)) for id, name in offered.items())
    reply = Reply(f"Which one do you mean: {listed(list(offered.values()), 'or')}{rest}?", (Buttons(buttons),))
    return Answer(Status.ambiguous, question.kind, reply, question.reading(), {"candidates": list(question.partners)})


def no_such_partner(asked: Asked, question: Question) -> Answer:
    """No partner has the name that was written; the nearest ones are offered."""
    missed = tokens(question.named)
    names = _told_apart(asked, asked.view.index.nearest(missed))
    advice = " Check the spelling, or use the partner's domain or id."
    hint = f" Did you mean {listed(list(names.values()), 'or')}?" if names else advice
    buttons = tuple(Button(name, ASK, _plainly(question, id)) for id, name in names.items())
    parts = (Buttons(buttons),) if buttons else ()
    reply = Reply(f"There is no partner “{shortened(question.named)}” in the portfolio.{hint}", parts)
    return Answer(Status.not_found, question.kind, reply, question.reading(), {"suggestions": list(names.values())})


def no_partner_named(asked: Asked, question: Question) -> Answer:
    """The question needs a partner, and neither the message nor its thread names one."""
    tries = [_plainly(question, asked.view.example), "which partners are at risk", "help"]
    reply = Reply(f"Which partner? Write its name too, like “{tries[0]}”.", (_tries(tries),))
    return Answer(Status.not_understood, question.kind, reply, question.reading(), {"suggestions": tries})


def no_such_tier(asked: Asked, question: Question, named: str = "") -> Answer:
    """The tier is not one of the partner's program, or of any; every tier is offered."""
    labels = {tier.id: tier.name for program in asked.task.catalog.programs() for tier in program.tiers}
    named = named or labels.get(question.tier or "", question.tier or "")
    about = question.partners[0] if question.partners else ""
    reach = f" that {asked.view.index.label(about)} could reach" if about else ""
    words = f"gap {about}" if about else "requirements for"
    buttons = tuple(Button(label, ASK, f"{words} {label}") for label in labels.values())
    reply = Reply(
        f"There is no tier “{shortened(named)}”{reach}. The tiers are {listed(list(labels.values()))}.",
        (Buttons(buttons),),
    )
    return Answer(Status.not_found, question.kind, reply, question.reading(), {"suggestions": list(labels.values())})


def no_such_registration(asked: Asked, question: Question, number: str) -> Answer:
    """No deal registration has this number."""
    tries = [f"registrations {asked.view.example}", "approved registrations", "register a deal"]
    sentence = (
        f"There is no deal registration “{shortened(number)}”. Check the number, or ask for a partner's registrations."
    )
    return Answer(
        Status.not_found,
        Kind.registration,
        Reply(sentence, (_tries(tries),)),
        question.reading(),
        {"suggestions": tries},
    )


def not_understood(asked: Asked, question: Question) -> Answer:
    """Says so, and offers three questions that work: about the partner that was named, where one was."""
    name = _named(asked, question)
    tries = [f"what tier is {name}", f"what's missing for {name}", f"brief me on {name}"]
    parts = (Paragraph(text(WHAT_FOR)), _tries([*tries, "help"]))
    reply = Reply("I am not sure what you are asking, and I would rather ask than guess. Try one of these:", parts)
    return Answer(Status.not_understood, Kind.help, reply, {}, {"suggestions": tries})


def out_of_scope(asked: Asked) -> Answer:
    """The question is not about partners: says what this is for."""
    name = asked.view.example
    tries = [f"what tier is {name}", "which partners are at risk", f"next QBR with {name}"]
    parts = (Paragraph(text(WHAT_FOR)), _tries(tries))
    reply = Reply("That is outside what I can help with: I answer questions about partners.", parts)
    return Answer(Status.answered, Kind.out_of_scope, reply, {}, {"suggestions": tries})


def _tries(words: Sequence[str]) -> Buttons:
    return Buttons(tuple(Button(shortened(each), ASK, each) for each in words))


def _named(asked: Asked, question: Question) -> str:
    only = question.partners[0] if len(question.partners) == 1 else None
    return asked.view.index.label(only) if only else asked.view.example


def _told_apart(asked: Asked, partners: Sequence[str]) -> dict[str, str]:
    """Names by id; partners of the same name have their id beside it."""
    names = {partner: asked.view.index.label(partner) for partner in partners}
    often = Counter(names.values())
    return {id: name if often[name] == 1 else f"{name} ({id})" for id, name in names.items()}


def _again(asked: Asked, question: Question, partner: str) -> str:
    """The same message with one partner in place of the words that did not name one."""
    words = " ".join(tokens(asked.text))
    if question.mention and question.mention in words:
        return words.replace(question.mention, partner, 1)
    return _plainly(question, partner)


PLAINLY = {
    Kind.meetings: "next QBR with",
    Kind.people: "how many certified people at",
    Kind.whatif: "what's missing for",
    Kind.compare: "brief",
    Kind.benefit: "benefits",
    Kind.manager: "who manages",
    Kind.brief: "brief me on",
}


def _plainly(question: Question, partner: str) -> str:
    """The kind of question about another partner, in the fewest words."""
    return f"{PLAINLY.get(question.kind, question.kind.value)} {partner}"


def shortened(words: str) -> str:
    """Words of a person, cut where they would drown the answer."""
    return words if len(words) <= LONGEST_QUOTE else f"{words[:LONGEST_QUOTE]}…"
