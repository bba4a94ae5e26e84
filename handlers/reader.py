"""The reader with everything it knows before a message comes: the kinds of question and the words of the programs."""

from dataclasses import replace

from handlers.asked import Asked
from handlers.kinds.skill import Skill
from handlers.question import Kind, Question
from handlers.understanding.accounts import account_asked
from handlers.understanding.changes import CHANGING
from handlers.understanding.drafts import Drafter
from handlers.understanding.everyday import FILLER, TIME, TURNS
from handlers.understanding.filter_phrases import PHRASES
from handlers.understanding.lexicon import lexicon_of
from handlers.understanding.linking import World
from handlers.understanding.reading import Reading, read
from handlers.understanding.scoring import Scorer
from handlers.understanding.spelling import Spelling
from programs.catalog import Catalog


class Reader:
    """Reads messages; built once, safe for threads."""

    def __init__(self, catalog: Catalog, skills: tuple[Skill, ...]) -> None:
        self._lexicon = lexicon_of(catalog)
        self._vocabulary = _vocabulary(skills) | self._lexicon.words
        self._known = self._vocabulary | CHANGING
        self._spelling = Spelling(self._known | (TIME - {"may"}) | COMMON_SLIPS)
        self._drafter = Drafter(Scorer(skills), self._lexicon)

    @property
    def reserved(self) -> frozenset[str]:
        """Words that mean something, and so are no partner's name on their own."""
        return self._vocabulary | FILLER | TURNS | TIME

    def read(self, asked: Asked, before: tuple[Question, ...] = ()) -> Reading:
        """What a message asks; `before` are the questions of the message before in the same thread."""
        task = asked.task
        world = World(
            names=asked.view.index,
            lexicon=self._lexicon,
            managers=asked.view.managers,
            spelling=self._spelling,
            vocabulary=self._known,
            registration=task.work.registrations.recorded,
            numbered=asked.view.numbered,
            as_of=task.request.as_of,
        )
        reading = read(asked.text, world, self._drafter, task.request.actor.email, before)
        customer = account_asked(asked.text)
        return reading if customer is None else _about_account(reading, customer)


def _about_account(reading: Reading, customer: str) -> Reading:
    """The reading of a message that asks whether a customer is free: whatever else its words could mean."""
    notes = (*reading.notes, f"asks whether {customer} is free to be claimed")
    return replace(reading, questions=(Question(Kind.registrations, customer=customer),), notes=notes)


COMMON_SLIPS = frozenset("partner partners".split())
"""Filler that is often misspelled."""


def _vocabulary(skills: tuple[Skill, ...]) -> frozenset[str]:
    """Every word that some kind's phrases hold; of beginnings, the beginning."""
    said = [phrase for skill in skills for phrase in (*skill.sure, *skill.likely, *skill.hints)]
    said += [phrase for phrases in PHRASES.values() for phrase in phrases]
    options = (option for phrase in said for position in phrase.split() for option in position.split("|"))
    return frozenset(option.rstrip("*") for option in options if not option.startswith("{"))
