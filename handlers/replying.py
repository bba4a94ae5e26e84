"""What the answers of several kinds share: buttons that ask on, notes with their sources, and what is not there."""

from collections.abc import Iterable, Sequence

from handlers.answer import Answer, Status
from handlers.asked import Asked
from handlers.asking_back import ASK
from handlers.documents import Button, Buttons, Note, Reply, text
from handlers.numbered import numbered
from handlers.question import Question
from handlers.wording import cited, listed
from programs.base import Rule
from programs.schema import Program

MOST_NAMED = 8


def ask(label: str, words: str) -> Button:
    """A button that asks `words`, as if they had been typed."""
    return Button(label, ASK, words)


def source_notes(lead: str, rules: Iterable[tuple[str, Rule | Program]]) -> tuple[Note, ...]:
    """The documents that rules stand in, and what had to be read into them; `rules` are pairs of name and rule."""
    named = tuple(rules)
    said = [lead, cited([rule.source for _, rule in named])]
    readings = [f"{name}: {rule.note}" for name, rule in named if rule.note]
    notes = [" ".join(filter(None, said)), f"Our reading: {' '.join(readings)}" if readings else ""]
    return tuple(Note(text(words)) for words in notes if words)


def some(names: Sequence[str]) -> str:
    """The names in words; of many only the first few, and how many more there are."""
    if len(names) <= MOST_NAMED:
        return listed(names)
    shown = names[: MOST_NAMED - 2]
    return f"{', '.join(shown)} and {len(names) - len(shown)} more"


def verdict(question: Question, sentence: str, *, yes: bool) -> str:
    """The sentence as an answer to a yes-or-no question, or as it stands where none was asked."""
    if question.checks:
        return f"{'Yes' if yes else 'No'}: {sentence}"
    return sentence[:1].upper() + sentence[1:]


def in_days(days: int) -> str:
    """`today`, `in 1 day`, `in 60 days`."""
    return "today" if days == 0 else f"in {numbered(days, 'day')}"


def not_there(question: Question, sentence: str, suggestions: Sequence[str], buttons: Iterable[Button] = ()) -> Answer:
    """Something that was named does not exist; the nearest of what does is offered."""
    row = tuple(buttons)
    reply = Reply(sentence, (Buttons(row),) if row else ())
    return Answer(Status.not_found, question.kind, reply, question.reading(), {"suggestions": list(suggestions)})


def no_such_tier(question: Question, programs: Sequence[Program], words: str) -> Answer:
    """None of the programs has the tier that was named; `words` with a tier's name asks the same for one there is."""
    names = list(dict.fromkeys(tier.name for program in programs for tier in program.tiers))
    where = listed([program.short_name for program in programs], "or")
    named = (question.tier or "").replace("_", " ").title()
    there = f" The tiers are {listed(names)}." if names else " It has no tiers."
    buttons = (ask(name, f"{words} {name}") for name in names)
    return not_there(question, f"There is no tier “{named}” in {where}.{there}", names, buttons)


def nameless(asked: Asked, question: Question, fits: Sequence[Program]) -> Sequence[Program]:
    """The programs for a question about no partner: those that fit, unless one was named or none fits."""
    every = asked.programs(question)
    return every if question.program else fits or every
