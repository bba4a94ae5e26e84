"""Texts with their structure as Teams shows it: bold words, moments in the reader's zone, mentions of people."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from typing import Final

from bot.render.adaptive.words import JOINER, Block, harmless, rich, run, spelled
from bot.render.escape import one_line, shorten
from bot.render.plain import span_words
from handlers.documents import Instant, Person, Plain, Span, Text

SMALL: Final[Block] = {"size": "Small", "isSubtle": True}
_ENTRA_USER = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_LAST_MOMENT: Final = 253_402_300_799


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention in a card: `words` stand in a text, `user` is the Entra object id, `name` is shown.

    Source: learn.microsoft.com, "Format cards in Microsoft Teams", mentions in Adaptive Cards.
    """

    words: str
    user: str
    name: str

    def entity(self) -> Block:
        """The mention as `msteams.entities` lists it."""
        return {"type": "mention", "text": self.words, "mentioned": {"id": self.user, "name": self.name}}


@dataclass(slots=True)
class Mentions:
    """The mentions of one card. Teams finds a mention by its words, so two people of one name get different words."""

    _known: dict[str, Mention] = field(default_factory=dict)

    def of(self, person: Person) -> Mention | None:
        """The mention of a person, or None for somebody whom Teams does not know or whose name is not plain."""
        name = shorten(person.name, 100)
        if not _ENTRA_USER.fullmatch(person.user) or not one_line(person.name) or not harmless(name):
            return None
        if person.user not in self._known:
            same = sum(known.name == name for known in self._known.values())
            self._known[person.user] = Mention(f"<at>{name}{JOINER * same}</at>", person.user, name)
        return self._known[person.user]

    def in_text(self, text: Text) -> tuple[Mention, ...]:
        """Everybody whom a text mentions, once."""
        found = [mention for span in text if isinstance(span, Person) and (mention := self.of(span))]
        return tuple(dict.fromkeys(found))

    def marked(self, text: Text) -> str:
        """Harmless words of one line as Markdown of our own: mentions, and bold words between asterisks."""
        return "".join(self._mark(span) for span in text).strip()

    def _mark(self, span: Span) -> str:
        if isinstance(span, Person) and (mention := self.of(span)):
            return mention.words
        if isinstance(span, Instant):
            return moment(span)
        words = _shown(span)
        inner = words.strip()
        # Asterisks beside a mark of punctuation would stay asterisks.
        if isinstance(span, Plain) and span.bold and inner and inner[0].isalnum() and inner[-1].isalnum():
            start = words.index(inner)
            return f"{words[:start]}**{inner}**{words[start + len(inner) :]}"
        return words


def moment(instant: Instant) -> str:
    """A moment in the words that Teams replaces by each reader's own day and time; its fallback where it cannot.

    Source: adaptivecards.io, "Text features", date and time formatting.
    """
    if not 0 <= instant.epoch <= _LAST_MOMENT:
        return spelled(instant.fallback)
    when = f"{datetime.fromtimestamp(instant.epoch, UTC):%Y-%m-%dT%H:%M:%SZ}"
    return f"{{{{DATE({when}, COMPACT)}}}} {{{{TIME({when})}}}}"


def blocks(text: Text, look: Block, mentions: Mentions) -> list[Block]:
    """A text as blocks, one a line; nothing when it has no words."""
    shown: list[Block] = []
    gap = False
    for line in lines(text):
        if not any(one_line(span_words(span)) for span in line):
            gap = bool(shown)
            continue
        for number, block in enumerate(_line(line, look, mentions)):
            follows = bool(shown) and (number > 0 or not gap)
            shown.append(block | ({"spacing": "None"} if follows else {}))
        gap = False
    return shown


def lines(text: Text) -> Iterator[Text]:
    """A text line by line: rich text has no line feeds that every client keeps."""
    line: list[Span] = []
    for span in text:
        if not isinstance(span, Plain):
            line.append(span)
            continue
        first, *others = span.text.split("\n")
        line.append(Plain(first, span.bold))
        for rest in others:
            yield tuple(line)
            line = [Plain(rest, span.bold)]
    yield tuple(line)


def _line(line: Text, look: Block, mentions: Mentions) -> Iterator[Block]:
    """One line. Mentions are read in text blocks alone: beside words that Markdown would read they follow below."""
    mentioned = mentions.in_text(line)
    if mentioned and all(harmless(_shown(span)) for span in line) and harmless(_joined(line)):
        yield {"type": "TextBlock", "text": mentions.marked(line), "wrap": True, **look}
        return
    yield rich(*_runs(line, look))
    if mentioned:
        words = ", ".join(mention.words for mention in mentioned)
        yield {"type": "TextBlock", "text": words, "wrap": True, **SMALL}


def _shown(span: Span) -> str:
    return "" if isinstance(span, Instant) else spelled(span_words(span))


def _joined(line: Text) -> str:
    return "".join(map(_shown, line))


def _runs(line: Text, look: Block) -> Iterator[Block]:
    """A line as text runs; neighbors of one look are one run."""
    for bold, group in groupby(line, key=lambda span: isinstance(span, Plain) and span.bold):
        if words := "".join(_words(group)):
            yield run(words, look, bold=bold)


def _words(spans: Iterable[Span]) -> Iterator[str]:
    """Spans of one look in words. Two of them may make together what neither is alone, so they are spelled as one."""
    for _, group in groupby(spans, key=lambda span: isinstance(span, Instant)):
        same = list(group)
        if isinstance(same[0], Instant):
            yield from (moment(span) for span in same if isinstance(span, Instant))
        else:
            yield spelled("".join(map(span_words, same)))
