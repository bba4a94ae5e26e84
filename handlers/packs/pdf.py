"""A pack as a PDF: one page for a QBR brief and an executive sheet, as many as it takes for a pipeline pack.

The text stays text: it can be searched, copied and read aloud. The chart is drawn with the page's own means.
"""

from contextlib import closing
from dataclasses import replace
from datetime import datetime
from typing import Final

from handlers.packs.pages import Pages
from handlers.packs.sheet import Grid, Line, Section, Sheet

ONE_PAGE: Final = frozenset({"qbr", "executive"})
SIZES: Final = (9.0, 8.0, 7.0, 6.0)
"""Of the text, in points: the largest with which a page holds everything is taken."""
CUTS: Final = ((8, 300), (4, 140), (2, 70))
"""Where even the smallest does not do: so many rows of a table, so many characters of a line."""
USUAL: Final = 8.5


def pdf_of(sheet: Sheet, made_at: datetime, paper: str) -> bytes:
    """The file on `a4` or `letter`. `made_at` is written into it: the same pack gives the same file."""

    def drawn(shown: Sheet, size: float, most: int | None) -> bytes | None:
        """The file; None when it takes more pages than allowed."""
        with closing(Pages(shown, made_at, paper, size)) as pages:
            pages.draw()
            return pages.content() if most is None or pages.count <= most else None

    tries = [(sheet, size) for size in SIZES] + [(_cut(sheet, *cut), SIZES[-1]) for cut in CUTS]
    if sheet.kind in ONE_PAGE:
        for shown, size in tries:
            if (found := drawn(shown, size, 1)) is not None:
                return found
    return drawn(sheet, USUAL, None) or b""


def _cut(sheet: Sheet, rows: int, letters: int) -> Sheet:
    """The sheet with fewer rows in its tables and shorter lines; what is left out is counted or ends in `…`."""

    def short(words: str) -> str:
        return words if len(words) <= letters else f"{words[: letters - 1]}…"

    def section(each: Section) -> Section:
        grid, note = each.grid, each.note
        if grid is not None and len(grid.rows) > rows:
            left = len(grid.rows) - rows
            note = f"{note} {left:,} more {'row' if left == 1 else 'rows'}: see the message.".strip()
        kept = grid and Grid(grid.columns, tuple(tuple(map(short, row)) for row in grid.rows[:rows]))
        lines = tuple(Line(short(line.label), short(line.words)) for line in each.lines)
        return Section(each.title, lines, kept, note)

    points = tuple(map(short, sheet.points))
    return replace(sheet, sections=tuple(map(section, sheet.sections)), points=points, summary=short(sheet.summary))
