"""Names that nobody has: words that are neither ours nor of the language, where a partner's name would stand."""

from dataclasses import replace

from handlers.understanding.clauses import Run
from handlers.understanding.everyday import FILLER, ORDINARY, TIME, TURNS
from handlers.understanding.items import Item, Link
from handlers.understanding.names import GENERIC
from handlers.understanding.words import LEGAL, Sentence

BEFORE_NAME = frozenset(
    """
    of for from by with at is are was has have does do did about to on can could will would if than against between
    versus vs and tier gap benefits benefit brief revenue pipeline registrations agreements people manager steps
    """.split()
)
SHORT = 5
COMMON = FILLER | ORDINARY | TIME | TURNS


def with_unknown_name(run: Run, sentence: Sentence) -> Run | None:
    """The clause with the first run of words that look like an unknown name as one item; None when there is none."""
    items = run.items
    for start, item in enumerate(items):
        if not _strange(item) or not _named_here(items, start, sentence):
            continue
        end = start + 1
        while end < len(items) and (_strange(items[end]) or _continues(items[end], sentence)):
            end += 1
        words = tuple(word for each in items[start:end] for word in each.words)
        link = Link(item.start, items[end - 1].end, {"partner": ()}, "unknown")
        name = Item(item.start, items[end - 1].end, words, item.pause, link, frozenset({"partner"}))
        return replace(run, items=(*items[:start], name, *items[end:]))
    return None


def _strange(item: Item) -> bool:
    return item.link is None and item.strange and item.word not in COMMON


def _named_here(items: tuple[Item, ...], place: int, sentence: Sentence) -> bool:
    """Whether a name would stand here: it is written like one, or follows a word that names follow.

    At the beginning every word has a capital letter: there it takes another sign.
    """
    if place:
        before = items[place - 1].word
        last = all(item.strange for item in items[place:])
        return _capital(items[place], sentence) or before in BEFORE_NAME or (last and place > 1)
    after = items[1] if len(items) > 1 else None
    apart = after is None or bool(after.pause) or _capital(after, sentence) or len(items) <= SHORT
    return _capital(items[0], sentence) and apart


def _continues(item: Item, sentence: Sentence) -> bool:
    return item.link is None and (item.word in LEGAL or item.word in GENERIC) and _capital(item, sentence)


def _capital(item: Item, sentence: Sentence) -> bool:
    return sentence.words[item.start].written[:1].isupper()
