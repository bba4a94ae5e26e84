"""What a message names: partners first, so that "Next Step Advisory" is a name and no question, then the rest."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from handlers.understanding.amounts import find_amounts, find_counts
from handlers.understanding.everyday import FILLER, ORDINARY, TIME, TURNS
from handlers.understanding.items import Item, Link, items_of
from handlers.understanding.lexicon import Lexicon
from handlers.understanding.names import LONGEST_NAME, Named, NameIndex
from handlers.understanding.people import Managers
from handlers.understanding.periods import find_periods
from handlers.understanding.spelling import Spelling
from handlers.understanding.words import LEGAL, Sentence, lex

NUMBERED = re.compile(r"(?<![\w.-])(?:(?P<lead>deal|registration|reg|number|no\.?|#)\s*#?\s*)?"
                      r"(?P<id>[A-Za-z]{1,10}[-_ #–]?\d[\w-]*|(?<=\s)\d{3,9}|#\d{1,9})(?![\w.@])", re.I)  # fmt: skip
SPLIT = re.compile(r"([A-Za-z]+)[-_ #–]*(\d[\w-]*)")
OURS = "DR"
"""What our own registration numbers begin with."""
HYPHENED = re.compile(r"(?<![\w-])\w+(?:[-_]\w+)+(?![\w-])")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
LONGEST_MISSPELLED = 4
MOST_UNKNOWN = 12
"""Misspelled words that are looked up in one message; a question has fewer, and each costs a search."""


@dataclass(frozen=True, slots=True)
class World:
    """What a message can name: the partners, the programs' words, the managers, the registrations, the days.

    `registration` gives the number as it is recorded for one as it was typed, None when there is none; `numbered` is
    what recorded numbers begin with, in capitals.
    """

    names: NameIndex
    lexicon: Lexicon
    managers: Managers
    spelling: Spelling
    vocabulary: frozenset[str]
    registration: Callable[[str], str | None]
    numbered: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Linked:
    """A message cut into items, the words that were put right, and the words that nothing explains."""

    sentence: Sentence
    items: tuple[Item, ...]
    corrections: tuple[tuple[str, str], ...]


class _Linker:
    """One message being linked: words are taken once, by the first finder that wants them."""

    def __init__(self, sentence: Sentence, world: World) -> None:
        self.sentence = sentence
        self.world = world
        self.links: list[Link] = []
        self._taken: set[int] = set()

    def add(self, link: Link) -> None:
        self.links.append(link)
        self._taken.update(range(link.start, link.end))

    def free(self, start: int, end: int) -> bool:
        return self._taken.isdisjoint(range(start, end))

    def add_characters(self, start: int, end: int, slot: str, value: object, how: str) -> None:
        first, last = self.sentence.span(start, end)
        if first < last and self.free(first, last):
            self.add(Link(first, last, {slot: (value,)}, how))

    def characters(self) -> list[tuple[int, int]]:
        """The characters that are taken."""
        words = self.sentence.words
        return sorted((words[link.start].start, words[link.end - 1].end) for link in self.links)

    def sweep(self, longest: int, look: Callable[[tuple[str, ...]], Named | None]) -> None:
        """Take the longest runs of free words that name a partner."""
        words = self.sentence.folded
        for length in range(min(longest, len(words)), 0, -1):
            for start in range(len(words) - length + 1):
                if self.free(start, start + length) and (found := look(words[start : start + length])):
                    if goes_on(self, start, start + length):
                        continue
                    self.add(Link(start, start + length, {"partner": found.partners}, found.how))


def link(message: str, world: World) -> Linked:
    """Find everything that a message names; each word belongs to one thing at most."""
    sentence = _apart(lex(message), world.names)
    linker = _Linker(sentence, world)
    _names_in_full(linker)
    named = bool(linker.links)
    put_right = _misspelled_words(linker, named)
    if put_right:
        linker.sentence = sentence.corrected({place: word for place, (_, word) in put_right.items()})
        linker.sweep(
            LONGEST_NAME, lambda words: None if world.vocabulary.issuperset(words) else world.names.in_full(words)
        )
    _people_and_numbers(linker)
    linker.sweep(LONGEST_NAME, lambda words: world.names.in_part(words) if len(words) > 1 else None)
    _manager_names(linker, written=True)
    _entries(linker, only="program")
    for period in find_periods(linker.sentence.text, world.as_of, taken=linker.characters()):
        linker.add_characters(period.start, period.end, "period", period, "period")
    _entries(linker)
    for amount in find_amounts(linker.sentence.text, taken=linker.characters()):
        first, last = linker.sentence.span(amount.start, amount.end)
        if first < last and linker.free(first, last):
            whole = amount.value == amount.value.to_integral_value() and not amount.is_money
            values: dict[str, tuple[object, ...]] = {"amount": (amount,)}
            linker.add(Link(first, last, values | ({"number": (int(amount.value),)} if whole else {}), "amount"))
    for number in find_counts(linker.sentence.text, taken=linker.characters()):
        linker.add_characters(number.start, number.end, "number", number.value, "number")
    linker.sweep(LONGEST_NAME, world.names.in_part)
    _manager_names(linker)
    _misspelled_names(linker)
    items = items_of(linker.sentence, linker.links, lambda word: known(word, world))
    return Linked(linker.sentence, items, tuple(put_right.values()))


def _apart(sentence: Sentence, names: NameIndex) -> Sentence:
    """Names of scripts without spaces, cut out of the words that they stand in."""
    if sentence.text.isascii():
        return sentence
    for place, word in enumerate(sentence.words):
        found = None if word.folded.isascii() else names.inside(word.folded)
        if found is None or len(word.folded) != len(word.written) or found[1] - found[0] == len(word.folded):
            continue
        start, end, _ = found
        spaced = f"{word.written[:start]} {word.written[start:end]} {word.written[end:]}"
        return _apart(lex(sentence.corrected({place: spaced}).text), names)
    return sentence


def _names_in_full(linker: _Linker) -> None:
    """Names written in full; one made only of words that mean something else yields to the others."""
    words, vocabulary = linker.sentence.folded, linker.world.vocabulary
    for match in HYPHENED.finditer(linker.sentence.text):
        first, last = linker.sentence.span(*match.span())
        if (found := linker.world.names.by_id(match[0].lower())) and linker.free(first, last):
            linker.add(Link(first, last, {"partner": found.partners}, found.how))
    linker.sweep(LONGEST_NAME, linker.world.names.in_full)
    named = [link for link in linker.links if link.how != "id"]
    plain = [link for link in named if vocabulary.issuperset(words[link.start : link.end])]
    if plain and (len(plain) < len(linker.links) or not any(_written_as_name(linker.sentence, each) for each in plain)):
        # Beside a real name, or all in lower case among other words, "gold" or "next step" is no partner.
        weak = [each for each in plain if len(plain) < len(linker.links) or len(words) > each.end - each.start]
        weak = [each for each in weak if each.end - each.start == 1 or not _written_as_name(linker.sentence, each)]
        weak = [each for each in weak if each.end - each.start == 1 or _joined(linker, each)]
        _drop(linker, weak)


def _written_as_name(sentence: Sentence, link: Link) -> bool:
    return all(word.written[:1].isupper() for word in sentence.words[link.start : link.end])


def _joined(linker: _Linker, link: Link) -> bool:
    """Whether several words are a name only when they are written as one."""
    return not linker.world.names.in_words(linker.sentence.folded[link.start : link.end])


def _drop(linker: _Linker, links: list[Link]) -> None:
    for link in links:
        linker.links.remove(link)
        linker._taken.difference_update(range(link.start, link.end))


def goes_on(linker: _Linker, start: int, end: int) -> bool:
    """Whether a capitalized word that nobody knows stands right beside: then it is another, longer name."""
    words = linker.sentence.words
    if "register" in linker.sentence.folded:
        return False  # a customer's name may follow
    after = end < len(words) and not words[end].pause and _strange_name(linker, end)
    before = start > 1 and not words[start].pause and _strange_name(linker, start - 1)
    return after or before


def _strange_name(linker: _Linker, place: int) -> bool:
    word, world = linker.sentence.words[place], linker.world
    unknown = not known(word.folded, world) and not world.names.knows(word.folded)
    capitals = all(each.written[:1].isupper() for each in linker.sentence.words)
    return linker.free(place, place + 1) and word.written[:1].isupper() and unknown and not capitals


def known(word: str, world: World) -> bool:
    """Whether a folded word is one of ours or of the language, and so no misspelled name."""
    return (
        word in world.vocabulary
        or word in FILLER
        or word in TURNS
        or word in TIME
        or word in LEGAL
        or word in ORDINARY
        or word in world.lexicon.words
        or world.managers.knows(word)
        or any(letter.isdigit() for letter in word)
    )


def _misspelled_words(linker: _Linker, named: bool) -> dict[int, tuple[str, str]]:
    """Words of ours that were misspelled, by place: what was written and what was meant.

    A word that is at least as near to a partner's name is left to be one, unless a partner is named already.
    """
    world, words = linker.world, linker.sentence.folded
    found: dict[int, tuple[str, str]] = {}
    unknown = [
        place
        for place, word in enumerate(words)
        if linker.free(place, place + 1)
        and not known(word, world)
        and not world.names.knows(word)
        and not _in_a_name(linker.sentence, place)
    ]
    for place in unknown[:MOST_UNKNOWN]:
        meant = world.spelling.nearest(words[place])
        if meant is None:
            continue
        word, slips = meant
        names = () if named else [pair for pair in world.names.spellings(words[place]) if not known(pair[0], world)]
        if not names or slips < names[0][1] or (slips == names[0][1] and sorted(word) == sorted(words[place])):
            found[place] = (words[place], word)
    return found


def _in_a_name(sentence: Sentence, place: int) -> bool:
    """Whether a capitalized word stands beside another one, amid words without capitals: a name, not a slip."""
    capitals = [word.written[:1].isupper() for word in sentence.words]
    if all(capitals) or not capitals[place] or place == 0:
        return False
    beside = [other for other in (place - 1, place + 1) if 0 < other < len(capitals)]
    return any(capitals[other] and sentence.words[other].folded not in TIME for other in beside)


def _people_and_numbers(linker: _Linker) -> None:
    """Managers by e-mail address, and deal registrations by number."""
    text, world = linker.sentence.text, linker.world
    for match in EMAIL.finditer(text):
        email = world.managers.by_email(match[0])
        linker.add_characters(
            *match.span(), *(("manager", email, "e-mail") if email else ("email", match[0], "e-mail"))
        )
    for match in NUMBERED.finditer(text):
        typed, start = match["id"].lstrip("#"), match.start("id")
        if not linker.free(*linker.sentence.span(start, match.end("id"))):
            continue
        recorded = next(filter(None, map(world.registration, _spellings(typed, world.numbered))), None)
        if recorded is not None and (match["lead"] or not typed.isdigit()):
            linker.add_characters(start, match.end("id"), "registration", recorded, "number")
        elif (shape := SPLIT.fullmatch(typed)) and shape[1].upper() in (world.numbered, OURS):
            first, last = linker.sentence.span(start, match.end("id"))
            linker.add(Link(first, last, {"registration": (), "no_registration": (typed,)}, "unknown number"))


def _spellings(typed: str, numbered: str) -> Iterator[str]:
    """Ways in which a number that was typed may be recorded: with and without its hyphen, in capitals or small."""
    shape = SPLIT.fullmatch(typed)
    ways = (f"{shape[1]}-{shape[2]}", f"{shape[1]}{shape[2]}") if shape else (f"{numbered}-{typed}", f"{OURS}-{typed}")
    yield from dict.fromkeys(form for way in (typed, *ways) for form in (way, way.upper(), way.lower()))


def _entries(linker: _Linker, only: str = "") -> None:
    """The words of the programs and of the trade, the longest first; `only` those that name something of a slot."""
    words, place = linker.sentence.folded, 0
    while place < len(words):
        found = linker.world.lexicon.at(words, place)
        while found and not linker.free(place, place + found[0]):
            length = found[0] - 1
            found = linker.world.lexicon.at(words[: place + length], place) if length else None
        if found and (not only or only in found[1]):
            linker.add(Link(place, place + found[0], dict(found[1]), "word"))
        place += found[0] if found else 1


def _manager_names(linker: _Linker, *, written: bool = False) -> None:
    """Managers by name; `written` takes only what is written like a name: "Dev" is a person, "dev" may be none."""
    words, managers = linker.sentence.folded, linker.world.managers
    shouted = all(word.written.isupper() for word in linker.sentence.words)
    for length in (3, 2, 1):
        for start in range(len(words) - length + 1):
            link = Link(start, start + length, {"manager": ()}, "name")
            if written and (shouted or not _written_as_name(linker.sentence, link)):
                continue
            if linker.free(start, start + length) and (emails := managers.by_name(words[start : start + length])):
                linker.add(Link(start, start + length, {"manager": emails}, "name"))


def _misspelled_names(linker: _Linker) -> None:
    """Partners whose names were misspelled: runs of words of which at least one is known to nobody."""
    world, words = linker.world, linker.sentence.folded
    unknown = [place for place, word in enumerate(words) if linker.free(place, place + 1) and not known(word, world)]
    spellings = {
        words[place]: world.names.spellings(words[place])
        for place in unknown[:MOST_UNKNOWN]
        if not world.names.knows(words[place])
    }
    doubtful = {place for place in unknown if spellings.get(words[place])}
    for length in range(min(LONGEST_MISSPELLED, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            span = range(start, start + length)
            in_the_way = [link for link in linker.links if link.start < start + length and link.end > start]
            if doubtful.isdisjoint(span) or any(link.how != "word" or link.end - link.start > 1 for link in in_the_way):
                continue
            found = world.names.misspelled(words[start : start + length], spellings)
            if found and not goes_on(linker, start, start + length):
                _drop(linker, in_the_way)  # "bronze bel" is Bronze Bell and no tier
                linker.add(Link(start, start + length, {"partner": found.partners}, found.how))
