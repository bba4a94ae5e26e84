"""The last look at a document before people outside the vendor read it: only parts known to be harmless."""

from dataclasses import replace
from typing import Final

from handlers.documents import (
    Buttons,
    Day,
    Divider,
    Fact,
    Facts,
    Heading,
    Instant,
    Note,
    Paragraph,
    Part,
    Plain,
    Progress,
    Reply,
    Span,
    Table,
    Text,
)

PRESSED: Final = frozenset({"deals.open"})
"""Buttons that a partner's people may press under an answer."""
KEPT_FROM_PARTNERS: Final = frozenset({"Manager", "Opportunity"})
"""Facts that an answer has for staff alone; the store that it was made from has them blank already."""


def scrubbed(reply: Reply) -> Reply:
    """The reply without people of the vendor, and without any button or part that is not listed here."""
    parts = tuple(part for each in reply.parts if (part := _part(each)) is not None)
    return replace(reply, parts=parts)


def _part(part: Part) -> Part | None:
    match part:
        case Heading() | Progress() | Table() | Divider():
            return part
        case Paragraph(text=words):
            return Paragraph(_text(words))
        case Note(text=words):
            return Note(_text(words))
        case Buttons(items=items):
            pressed = tuple(each for each in items if each.route in PRESSED)
            return Buttons(pressed) if pressed else None
        case Facts(items=items):
            shown = (each for each in items if each.label not in KEPT_FROM_PARTNERS)
            return Facts(tuple(Fact(each.label, _text(each.value)) for each in shown))
        case _:
            return None


def _text(words: Text) -> Text:
    return tuple(_span(each) for each in words)


def _span(span: Span) -> Span:
    return span if isinstance(span, Plain | Day | Instant) else Plain("the vendor")
