"""Tables in a card: 25 rows in sight, the next ones behind a button, and what finds no room counted in words."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from bot.render.adaptive.pieces import Piece
from bot.render.adaptive.spans import SMALL
from bot.render.adaptive.words import Block, block, rich, run, spelled
from bot.render.arranging import CELL, extent, is_figures, rows_left, runs
from bot.render.escape import one_line, shorten
from bot.teams.bounds import units
from handlers.documents import Table

PAGE: Final = 25
"""Rows in sight at first; a card of more fills a screen of its own."""
_WORDS: Final = 900
"""Room for the caption, its extent, and what is said of the rest."""
_NARROW, _WIDE, _PADDING = 5, 40, 4
_WORD, _LINE = 14, 84
"""Letters of a word that a column keeps whole, and of a line across a card on a desktop."""


def table(item: Table, room: int, number: int) -> Piece:
    """A table in at most about `room` code units; `number` tells the tables of one card apart."""
    caption = shorten(item.caption, 300)
    total = len(item.rows)
    pages = _pages(item, room - _WORDS - len(caption))
    shown = sum(map(len, pages))
    blocks: list[Block] = [_caption(caption, extent(shown, total))]
    if pages:
        blocks += [_drawn(item, pages[0]), *_behind(item, pages, number)]
    if shown < total:
        blocks.append(block(rows_left(total - shown), {**SMALL, "spacing": "Small"}))
    return Piece(blocks, f"{shorten(item.caption, 40)} ({total} rows)")


def _caption(words: str, rows: str) -> Block:
    shown = [run(spelled(words), {}, bold=True)]
    if rows:
        shown.append(run(rows, SMALL))
    return rich(*shown) | {"spacing": "Medium"}


def _pages(item: Table, room: int) -> list[list[Block]]:
    """Rows in pages, as many as the room takes."""
    if not item.columns:
        return []
    head = units(_drawn(item, []))
    pages: list[list[Block]] = []
    for some in runs(item.rows, PAGE):
        room -= head + (300 if pages else 0)
        page: list[Block] = []
        for row in some:
            drawn = _row(row)
            room -= units(drawn) + 1
            if room < 0:
                break
            page.append(drawn)
        if page:
            pages.append(page)
        if room < 0:
            break
    return pages


def _behind(item: Table, pages: Sequence[list[Block]], number: int) -> list[Block]:
    """The further pages, each behind a button that shows and hides it."""
    last = len(pages[0])
    shown: list[Block] = []
    for index, page in enumerate(pages[1:], start=2):
        first, last = last + 1, last + len(page)
        id, title = f"table{number}page{index}", f"Rows {first}–{last} of {len(item.rows)}"
        toggle = {"type": "Action.ToggleVisibility", "title": title, "targetElements": [id]}
        items = [_drawn(item, page)]
        shown += [
            {"type": "ActionSet", "actions": [toggle]},
            {"type": "Container", "id": id, "isVisible": False, "items": items},
        ]
    return shown


def _drawn(item: Table, rows: Sequence[Block]) -> Block:
    """Some rows under the names of the columns."""
    names = [{"type": "TableCell", "items": [_cell(name, {"weight": "Bolder"})]} for name in item.columns]
    return {
        "type": "Table",
        "spacing": "Small",
        "columns": list(_columns(item)),
        "rows": [{"type": "TableRow", "cells": names}, *rows],
    }


def _columns(item: Table) -> Iterator[Block]:
    """Each column with its width; figures stand to the right."""
    columns = [(name, *(row[index] for row in item.rows)) for index, name in enumerate(item.columns)]
    for width, (_, *cells) in zip(_widths(columns), columns, strict=True):
        shown: Block = {"width": width}
        if cells and is_figures(cells):
            shown["horizontalCellContentAlignment"] = "Right"
        yield shown


def _widths(columns: Sequence[Sequence[str]]) -> Iterator[int]:
    """As wide as the words ask for. Where a line has no room for that, wide columns give way, and words stay whole."""
    wanted = [_extent(map(len, map(one_line, words)), _WIDE) for words in columns]
    least = [_extent((len(each) for cell in words for each in cell.split()), _WORD) for words in columns]
    over, spare = sum(wanted) - _LINE, sum(wanted) - sum(least)
    for most, few in zip(wanted, least, strict=True):
        yield most - (most - few) * min(over, spare) // spare if over > 0 and spare > 0 else most


def _extent(letters: Iterable[int], most: int) -> int:
    return min(max((_NARROW, *letters)), most) + _PADDING


def _row(row: Sequence[str]) -> Block:
    return {"type": "TableRow", "cells": [{"type": "TableCell", "items": [_cell(words, {})]} for words in row]}


def _cell(words: str, look: Block) -> Block:
    return block(shorten(words, CELL), look)
