"""A reply as an Adaptive Card that Teams takes, for a chat and for a dialog."""

from collections.abc import Container, Sequence
from typing import Final

from bot.render.adaptive.commands import typed, typed_reply
from bot.render.adaptive.parts import Surface, drafts, prose
from bot.render.adaptive.pieces import Piece
from bot.render.adaptive.spans import SMALL, Mentions
from bot.render.adaptive.tables import table
from bot.render.adaptive.words import Block, block, spelled
from bot.render.arranging import parts_left, seated, within
from bot.render.escape import EMPTY, one_line, shorten
from bot.render.plain import plain
from bot.teams.bounds import CARD_UNITS, SUMMARY, VERSION, units
from handlers.documents import Feedback, Plain, Reply, Table

SCHEMA: Final = "http://adaptivecards.io/schemas/adaptive-card.json"
FALLBACK: Final = 1_000
_REST: Final = 600
"""Room for the sentence about what does not fit, and for the frame around the elements."""


def message(reply: Reply, opening: Container[str]) -> Block:
    """A reply as the card of a message; a button whose route is in `opening` asks for a dialog."""
    return _card(reply, Surface(opening, False, Mentions()))


def receipt(reply: Reply, opening: Container[str]) -> Block:
    """A reply as a dialog that has nothing to fill in: its buttons are plain submits, whatever their route."""
    parts = tuple(part for part in reply.parts if not isinstance(part, Feedback))
    return _card(Reply(reply.summary, parts, reply.audience), Surface(opening, True, Mentions()))


def notice(reply: Reply) -> str:
    """One line for a notification and for the list of chats: what the reply says first."""
    return shorten(typed(reply.summary), SUMMARY)


def frame(body: Sequence[Block], fallback: str, mentions: Sequence[Block] = ()) -> Block:
    """A card around elements. `fallback` is what a client without 1.5 shows, `mentions` the entities."""
    teams: Block = {"width": "full"} | ({"entities": list(mentions)} if mentions else {})
    return {
        "type": "AdaptiveCard",
        "$schema": SCHEMA,
        "version": VERSION,
        "fallbackText": fallback,
        "msteams": teams,
        "body": list(body),
    }


def _card(reply: Reply, surface: Surface) -> Block:
    """The summary and every part, as far as they fit; what does not is named at the end."""
    said = typed_reply(reply)
    first = (Plain(one_line(said.summary) or EMPTY, bold=True),)
    fallback = spelled(within(plain(said).split("\n"), FALLBACK, shorten(said.summary, FALLBACK // 4)))
    planned = [
        *prose(first, "the rest of the first line", {"size": "Medium"}, surface),
        *drafts(said.parts, surface),
    ]
    room = CARD_UNITS - units(frame((), fallback)) - _REST
    kept, left = _fit(_with_tables(planned, room), room)
    body = _ruled(kept)
    if left:
        words = parts_left([piece.name for piece in left if not piece.rule])
        body.append(block(words, SMALL))
    people = dict.fromkeys(mention for piece in kept for mention in piece.mentions)
    return frame(body, fallback, [mention.entity() for mention in people])


def _with_tables(planned: Sequence[Piece | Table], room: int) -> list[Piece]:
    """Tables share the room that the other parts leave, the first one first."""
    room -= sum(item.size for item in planned if isinstance(item, Piece))
    pieces: list[Piece] = []
    for number, item in enumerate(planned):
        if isinstance(item, Table):
            piece = table(item, room, number)
            room -= piece.size
            pieces.append(piece)
        else:
            pieces.append(item)
    return pieces


def _fit(pieces: Sequence[Piece], room: int) -> tuple[list[Piece], list[Piece]]:
    """What is shown, in order, and what is left out."""
    shown = seated([((piece.size,), piece.keep) for piece in pieces], (room,), (CARD_UNITS,))
    kept = [piece for piece, seat in zip(pieces, shown, strict=True) if seat]
    return kept, [piece for piece, seat in zip(pieces, shown, strict=True) if not seat and not piece.rule]


def _ruled(pieces: Sequence[Piece]) -> list[Block]:
    """The elements in order; a line between two topics is drawn above what follows it."""
    body: list[Block] = []
    rule = False
    for piece in pieces:
        for element in piece.blocks:
            body.append(element | {"separator": True, "spacing": "Large"} if rule else element)
            rule = False
        rule = rule or (piece.rule and bool(body))
    return body
