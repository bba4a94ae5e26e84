"""Each part of a reply as elements of a card, in pieces that are shown or left out as a whole."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.render.adaptive import actions
from bot.render.adaptive.pieces import Piece
from bot.render.adaptive.spans import SMALL, Mentions, blocks
from bot.render.adaptive.words import Block, block, harmless, rich, run, spelled
from bot.render.arranging import PROSE, pieces, runs
from bot.render.escape import EMPTY, one_line, shorten
from bot.render.plain import bar, filled, flatten
from handlers.documents import (
    Buttons,
    Divider,
    Fact,
    Facts,
    Feedback,
    Heading,
    Note,
    Paragraph,
    Part,
    Person,
    Plain,
    Progress,
    Table,
    Text,
)

_FACTS: Final = 10
_HEADING: Final[Block] = {"size": "Medium", "weight": "Bolder", "style": "heading", "spacing": "Large"}


@dataclass(frozen=True, slots=True)
class Surface:
    """Where a card is shown: in a chat or in a `dialog`, which routes are `opening` one, and whom it mentions."""

    opening: Container[str]
    dialog: bool
    mentions: Mentions


def drafts(parts: Sequence[Part], surface: Surface) -> Iterator[Piece | Table]:
    """The parts as pieces, in order; a table stays a table because its room depends on all the others."""
    for part in parts:
        match part:
            case Table():
                yield part
            case Heading(words):
                yield from _heading(words)
            case Paragraph(text):
                yield from prose(text, "a paragraph", {}, surface)
            case Facts(items):
                yield from _facts(items, surface)
            case Progress():
                yield _progress(part)
            case Note(text):
                yield from prose(text, "a note", SMALL, surface, keep=True)
            case Divider():
                yield Piece([], "a divider", rule=True)
            case Buttons(items):
                for shown in actions.sets(items, surface.opening, dialog=surface.dialog):
                    yield Piece([shown], f"{len(shown['actions'])} buttons", keep=True)
            case Feedback():
                yield Piece([actions.feedback(part, surface.opening)], "whether this is right", keep=True)


def prose(text: Text, name: str, look: Block, surface: Surface, *, keep: bool = False) -> Iterator[Piece]:
    """A text, in several pieces when it is long; nothing when it has no words. A long one is not kept before others."""
    some = list(pieces(text, PROSE))
    for part in some:
        if shown := blocks(part, look, surface.mentions):
            yield Piece(shown, name, keep and len(some) == 1, surface.mentions.in_text(part))


def _heading(words: str) -> Iterator[Piece]:
    line = one_line(words)
    for number, part in enumerate(runs(line, PROSE)):
        yield Piece([block(str(part), _HEADING | ({"spacing": "None"} if number else {}))], shorten(words, 40))


def _facts(items: Sequence[Fact], surface: Surface) -> Iterator[Piece]:
    """Facts as a set, or side by side where a set would read Markdown or lose a line.

    A set keeps one line a fact and reads Markdown in it, so only harmless words of one line stand there.
    """
    simple = all(_simple(item) for item in items)
    for some in runs(items, _FACTS):
        names = ", ".join(shorten(item.label, 40) for item in some)
        shown = [_set(some, surface)] if simple else _rows(some, surface)
        people = tuple(dict.fromkeys(each for item in some for each in surface.mentions.in_text(item.value)))
        yield from _whole_or_single(Piece(shown, names, mentions=people), some, surface)


def _whole_or_single(piece: Piece, some: Sequence[Fact], surface: Surface) -> Iterator[Piece]:
    """Facts with very long values stand alone, so that one of them does not push the others out."""
    if piece.size <= 2 * PROSE or all(len(flatten(item.value)) <= PROSE for item in some):
        yield piece
        return
    for item in some:
        label = Plain(f"{one_line(item.label) or EMPTY}\n", bold=True)
        yield from prose((label, *item.value), shorten(item.label, 40), {}, surface)


def _simple(item: Fact) -> bool:
    """Whether a fact may stand in a set: nothing that Markdown reads, no line feeds, nothing bold to lose."""
    plain = all(harmless(spelled(span.text)) for span in item.value if isinstance(span, Plain))
    people = all(harmless(spelled(span.name or span.user)) for span in item.value if isinstance(span, Person))
    return plain and people and harmless(spelled(item.label)) and harmless(spelled(flatten(item.value)))


def _set(items: Sequence[Fact], surface: Surface) -> Block:
    """Titles and values of one line each."""
    told = [(spelled(one_line(item.label)), surface.mentions.marked(item.value)) for item in items]
    return {"type": "FactSet", "facts": [{"title": name or EMPTY, "value": value or EMPTY} for name, value in told]}


def _rows(items: Sequence[Fact], surface: Surface) -> list[Block]:
    """The same facts side by side in two columns each, where everything is literal and lines are kept."""
    shown: list[Block] = []
    for item in items:
        label = rich(run(spelled(one_line(item.label) or EMPTY), {}, bold=True))
        value = blocks(item.value, {}, surface.mentions) or [rich(run(EMPTY, {}))]
        columns = [
            {"type": "Column", "width": 1, "items": [label]},
            {"type": "Column", "width": 2, "items": value},
        ]
        shown.append({"type": "ColumnSet", "columns": columns} | ({"spacing": "Small"} if shown else {}))
    return shown


def _progress(item: Progress) -> Piece:
    """A mark, the name and the exact words, and below a bar: Teams' own, or ten cells where a client has none.

    `ProgressBar` is no element of 1.5. A client that does not know it shows the `fallback` in its place, as every
    client since 1.2 does (adaptivecards.io, schema, `fallback`).
    """
    mark = "✓" if item.met else "○"
    words = shorten(item.words, PROSE // 10)
    line = rich(run(f"{mark} {spelled(shorten(item.label, 150))}", {}, bold=True), run(f"  {spelled(words)}", {}))
    cells = rich(run(bar(item.share, met=item.met), {"color": "Good" if item.met else "Accent"}))
    drawn: Block = {
        "type": "ProgressBar",
        "value": filled(item.share, 100, met=item.met),
        "max": 100,
        "color": "Good" if item.met else "Accent",
        "spacing": "Small",
        "fallback": cells | {"spacing": "None"},
    }
    return Piece([line, drawn], shorten(item.label, 40))
