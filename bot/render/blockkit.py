"""Typed documents as Block Kit payloads that keep Slack's limits. Pure: the same document, the same payload."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Final

from bot.render.arranging import parts_left, seated, within
from bot.render.escape import EMPTY, escape, one_line, shorten
from bot.render.forms import options, state, values, view
from bot.render.parts import Piece, drafts, prose, table
from bot.render.plain import plain
from bot.render.spans import Block, literal
from bot.slack.bounds import BLOCKS_TEXT, MESSAGE_BLOCKS, MESSAGE_TEXT, VIEW_BLOCKS, VIEW_TITLE
from handlers.documents import Feedback, Plain, Reply, Table

__all__ = ["home", "message", "options", "receipt", "state", "values", "view"]


@dataclass(frozen=True, slots=True)
class _Surface:
    """How much a surface holds, and whether it shows Slack's own tables and asks whether an answer is right."""

    blocks: int
    text: int
    tables: bool
    feedback: bool = False


_MESSAGE: Final = _Surface(MESSAGE_BLOCKS, BLOCKS_TEXT, tables=True, feedback=True)
_HOME: Final = _Surface(VIEW_BLOCKS, 3 * BLOCKS_TEXT, tables=True)
_MODAL: Final = _Surface(VIEW_BLOCKS, 3 * BLOCKS_TEXT, tables=False)
_REST: Final = 500


def message(reply: Reply) -> Block:
    """A reply as a message: `text` (the plain words, escaped, for notifications and screen readers) and `blocks`."""
    return {"text": fallback(reply), "blocks": _arrange(reply, _MESSAGE)}


def receipt(reply: Reply, title: str = "Tierline") -> Block:
    """A reply as a modal that has nothing to submit."""
    return {
        "type": "modal",
        "title": literal(title, VIEW_TITLE),
        "close": literal("Done", VIEW_TITLE),
        "blocks": _arrange(reply, _MODAL),
    }


def home(reply: Reply) -> Block:
    """A reply as the App Home tab."""
    return {"type": "home", "blocks": _arrange(reply, _HOME)}


def fallback(reply: Reply) -> str:
    """The reply in plain words, escaped, in at most 3,900 characters; lines that find no room are counted."""
    lines = escape(plain(reply)).split("\n")
    # A character grows to five at most when escaped.
    return within(lines, MESSAGE_TEXT - 60, escape(shorten(reply.summary, MESSAGE_TEXT // 6)))


def _arrange(reply: Reply, surface: _Surface) -> list[Block]:
    """The summary and every part, as far as they fit; what does not is named at the end."""
    summary = prose((Plain(one_line(reply.summary) or EMPTY, bold=True),), "the rest of the first line")
    parts = [part for part in reply.parts if surface.feedback or not isinstance(part, Feedback)]
    planned = [*summary, *drafts(parts, count(1))]
    fixed = sum(item.size for item in planned if isinstance(item, Piece))
    pieces = _with_tables(planned, surface, surface.text - _REST - fixed)
    kept, left = _fit(pieces, surface)
    blocks = [block for piece in kept for block in piece.blocks]
    if left:
        words = parts_left([piece.name for piece in left])
        blocks.append({"type": "context", "elements": [literal(words, _REST)]})
    return blocks


def _with_tables(planned: Sequence[Piece | Table], surface: _Surface, room: int) -> list[Piece]:
    """Tables share the room that the other parts leave, the first one first; only one can be Slack's own."""
    native = surface.tables
    pieces: list[Piece] = []
    for item in planned:
        if isinstance(item, Table):
            piece = table(item, room, native=native)
            native = native and not any(block["type"] == "table" for block in piece.blocks)
            room -= piece.size
            pieces.append(piece)
        else:
            pieces.append(item)
    return pieces


def _fit(pieces: Sequence[Piece], surface: _Surface) -> tuple[list[Piece], list[Piece]]:
    """What is shown, in order, and what is left out."""
    costs = [((len(piece.blocks), piece.size), piece.keep) for piece in pieces]
    shown = seated(costs, (surface.blocks - 1, surface.text - _REST), (surface.blocks, surface.text))
    kept = [piece for piece, seat in zip(pieces, shown, strict=True) if seat]
    return kept, [piece for piece, seat in zip(pieces, shown, strict=True) if not seat]
