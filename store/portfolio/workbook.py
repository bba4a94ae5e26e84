"""A portfolio as one workbook: the same sheets, typed cells. The file is bounded before it is opened."""

import io
import re
import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, ZipError

from store.portfolio.reading import Contents, RawRow, RawSheet, Unreadable

LARGEST_UNPACKED = 256 * 1024 * 1024
LARGEST_AREA = 20_000_000
_REFERENCE = re.compile(rb'r="([A-Z]{1,4})([0-9]{1,8})"')
_OVERLAP = 32
_CHUNK = 1 << 20

CellValue = int | float | str | bool | time | date | datetime | timedelta


def read_workbook(path: Path) -> Contents:
    """Read every sheet of an .xlsx file.

    Raises:
        Unreadable: the file is no workbook, is damaged, protected, or too large.
    """
    contents = Contents()
    try:
        content = path.read_bytes()
        _check_size(path.name, content)
        with CalamineWorkbook.from_object(io.BytesIO(content)) as book:
            for title in book.sheet_names:
                name = title.strip().lower()
                contents.add(name, f"{path.name}!{title}", partial(_sheet, book, path.name, title))
    except OSError as error:
        raise Unreadable(path.name, f"the file cannot be read ({error.strerror})") from None
    except PasswordError:
        raise Unreadable(path.name, "the workbook asks for a password; save it without one") from None
    except (CalamineError, ZipError, zipfile.BadZipFile, NotImplementedError):
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


def _check_size(file: str, content: bytes) -> None:
    """Refuse what would fill the memory: a zip bomb, or a lone cell in the last corner of a sheet."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        if sum(member.file_size for member in members) > LARGEST_UNPACKED:
            raise Unreadable(file, f"the workbook unpacks to more than {LARGEST_UNPACKED >> 20} MB; split it")
        for member in members:
            if member.filename.startswith("xl/worksheets/") and _area(archive, member) > LARGEST_AREA:
                raise Unreadable(file, "a sheet has cells far away from its table; delete the empty rows and columns")


def _area(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> int:
    """Rows times columns that a sheet reaches to, from its cells' own references: the reader allocates them all."""
    width = height = 0
    tail = b""
    with archive.open(member) as sheet:
        while chunk := sheet.read(_CHUNK):
            for letters, digits in _REFERENCE.findall(tail + chunk):
                width, height = max(width, _column_number(letters)), max(height, int(digits))
            tail = chunk[-_OVERLAP:]
    return width * height


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
