"""A portfolio as one workbook: the same sheets, typed cells. The file is bounded before it is opened."""

import io
import zipfile
import zlib
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from store.portfolio.bounds import check_size
from store.portfolio.reading import Contents, RawRow, RawSheet, Unreadable, content_of

# What the two readers of zip archives and the reader of sheets say about damaged ones.
DAMAGED = (CalamineError, zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)

CellValue = int | float | str | bool | time | date | datetime | timedelta


def read_workbook(path: Path) -> Contents:
    """Read every sheet of an .xlsx file.

    Raises:
        Unreadable: the file is no workbook, is damaged, protected, or too large.
    """
    contents = Contents()
    content = content_of(path)
    try:
        check_size(path.name, content)
        with CalamineWorkbook.from_object(io.BytesIO(content)) as book:
            for title in book.sheet_names:
                name = title.strip().lower()
                contents.add(name, f"{path.name}!{title}", partial(_sheet, book, path.name, title))
    except PasswordError:
        raise Unreadable(path.name, "the workbook asks for a password; save it without one") from None
    except DAMAGED:
        raise Unreadable(path.name, "the file is no workbook, or it is damaged; save it as .xlsx") from None
    return contents


def _sheet(book: CalamineWorkbook, file: str, title: str) -> RawSheet:
    place = f"{file}!{title}"
    table = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
    rows = [RawRow(line, [as_text(cell) for cell in cells]) for line, cells in enumerate(table, 1)]
    filled = [row for row in rows if any(cell.strip() for cell in row.cells)]
    if not filled:
        raise Unreadable(place, "the sheet is empty; expected a header row")
    header = filled[0].cells
    while not header[-1].strip():
        header.pop()
    return RawSheet(title.strip().lower(), place, header, filled[1:])


def as_text(cell: CellValue) -> str:
    """A typed cell as it would stand in a CSV file: 20000.0 is `20000`, a day is ISO."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return f"{Decimal(repr(cell)):f}".removesuffix(".0")
    if isinstance(cell, datetime) and cell.time() == time():
        cell = cell.date()
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)
