"""A pack as a message: as many of its blocks as fit on a page, and a button to the next."""

from collections.abc import Sequence
from typing import Final

from handlers.documents import Button, Buttons, Fact, Facts, Heading, Note, Paragraph, Part, Reply, Table, bold, text
from handlers.packs.asked import PackAsked
from handlers.packs.freezing import since_words
from handlers.packs.sheet import Section, Sheet

OPEN: Final = "packs.open"
PARTNER: Final = "packs.partner"
PDF: Final = "packs.pdf"
PPTX: Final = "packs.pptx"
PDF_PARTNER: Final = "packs.pdf_partner"
ROOM: Final = 5_000
"""Characters of a page: a message holds twice as many, and tables and markup need their share."""
MOST_SECTIONS: Final = 9


def pages(sheet: Sheet) -> tuple[tuple[Section, ...], ...]:
    """The blocks by page; a block is never split."""
    found: list[list[Section]] = [[]]
    used = 0
    for section in sheet.sections:
        size = _size(section)
        if found[-1] and (used + size > ROOM or len(found[-1]) == MOST_SECTIONS):
            found.append([])
            used = 0
        found[-1].append(section)
        used += size
    return tuple(map(tuple, found))


def staff_reply(sheet: Sheet, asked: PackAsked, page: int = 1) -> Reply:
    """One page (from 1) of a pack for our own people, with its files and the partner's view."""
    every = pages(sheet)
    shown = every[min(page, len(every)) - 1]
    head = _head(sheet) if page <= 1 else ()
    buttons = [
        Button("PDF", PDF, asked.value),
        Button("Slides", PPTX, asked.value),
        Button("As the partner sees it", PARTNER, asked.value),
    ]
    if page < len(every):
        buttons.insert(0, Button(f"Page {page + 1} of {len(every)}", OPEN, f"{asked.value}|{page + 1}"))
    return _reply(sheet, head, shown, buttons, (page, len(every)))


def partner_reply(sheet: Sheet, asked: PackAsked, page: int = 1) -> Reply:
    """The same of the pack for the partner's own people."""
    every = pages(sheet)
    buttons = [Button("PDF for the partner", PDF_PARTNER, asked.value)]
    if page < len(every):
        buttons.insert(0, Button(f"Page {page + 1} of {len(every)}", PARTNER, f"{asked.value}|{page + 1}"))
    return _reply(sheet, (), every[min(page, len(every)) - 1], buttons, (page, len(every)))


def _reply(
    sheet: Sheet, head: tuple[Part, ...], shown: Sequence[Section], buttons: Sequence[Button], at: tuple[int, int]
) -> Reply:
    parts = [*head, *(part for section in shown for part in _parts(section))]
    of = f" Page {at[0]} of {at[1]}." if at[1] > 1 else ""
    notes = Note(text(f"For {sheet.audience}. {' '.join(sheet.sources)}{of}"))
    return Reply(sheet.title, (*parts, notes, Buttons(tuple(buttons))))


def _head(sheet: Sheet) -> tuple[Part, ...]:
    """Where the partner stands, whether the figures are frozen, and what to talk about first."""
    found: list[Part] = [Paragraph(text(sheet.summary))]
    if sheet.frozen:
        found.append(Paragraph(text(bold(sheet.frozen), f" {since_words(sheet)}")))
    if sheet.points:
        spoken = " ".join(f"{number}. {each}" for number, each in enumerate(sheet.points, 1))
        found.append(Paragraph(text(bold("Talk about: "), spoken)))
    return tuple(found)


def _parts(section: Section) -> list[Part]:
    """A heading, the lines and the table; a block with a table alone has its title as the caption."""
    found: list[Part] = []
    if section.lines:
        found += [
            Heading(section.title),
            Facts(tuple(Fact(each.label, text(each.words)) for each in section.lines)),
        ]
    if section.grid is not None:
        found.append(Table(section.title, section.grid.columns, section.grid.rows))
    if section.note:
        found.append(Note(text(section.note)))
    return found


def _size(section: Section) -> int:
    lines = sum(len(each.label) + len(each.words) + 4 for each in section.lines)
    cells = sum(len(cell) + 3 for row in section.grid.rows for cell in row) if section.grid else 0
    return len(section.title) + lines + cells + len(section.note)
