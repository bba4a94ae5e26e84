"""How much a workbook makes its reader allocate, found out before it is read."""

import io
import re
import zipfile
from xml.parsers import expat

from store.portfolio.reading import Unreadable

LARGEST_UNPACKED = 256 * 1024 * 1024
LARGEST_AREA = 20_000_000
OTHER_FORMATS = {"content.xml", "xl/workbook.bin"}  # .ods and .xlsb in disguise: their cells are not counted here
_REFERENCE = re.compile("([A-Z]+)([0-9]+)", re.IGNORECASE | re.ASCII)


class _Reach:
    """How far the cells of a sheet reach. A cell or row without a reference follows the one before it.

    `broken` has the references of cells that hold an error or a formula without a result: the reader would take them
    for empty.
    """

    def __init__(self) -> None:
        self.row, self.column = 1, 0
        self.width = self.height = 0
        self.broken: list[str] = []
        self._cell, self._text = "", False
        self._unworked = self._in_value = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        match name.rpartition(":")[2]:
            case "row":
                self.row = int(reference or self.row)
            case "c":
                row, self.column = (self.row, self.column + 1) if reference is None else _position(reference)
                self.width, self.height = max(self.width, self.column), max(self.height, row)
                self._begin_cell(reference or f"a cell of row {row}", attributes.get("t"))
            case "f":
                self._unworked = not self._text
            case "v":
                self._in_value = True

    def words(self, words: str) -> None:
        if self._in_value and words.strip():
            self._unworked = False

    def end(self, name: str) -> None:
        match name.rpartition(":")[2]:
            case "row":
                self.row, self.column = self.row + 1, 0
            case "v":
                self._in_value = False
            case "c" if self._unworked:
                self.broken.append(self._cell)

    def _begin_cell(self, cell: str, kind: str | None) -> None:
        self._cell, self._text, self._unworked = cell, kind == "str", False
        if kind == "e":
            self.broken.append(cell)


def check_size(file: str, content: bytes) -> None:
    """Refuse what would fill the memory: a zip bomb, or a lone cell in the last corner of a sheet.

    Every part is looked at, because a workbook may keep its sheets under any name.

    Raises:
        Unreadable: the workbook is too large, or of another format than .xlsx.
        ValueError: a part holds cells and is no sound XML.
    """
    left, area = LARGEST_UNPACKED, 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist():
            if member.filename.lower() in OTHER_FORMATS:
                raise Unreadable(file, "the workbook is no .xlsx inside; save it as .xlsx")
            member.file_size = left + 2  # read what is there, not as much as the archive says
            if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise ValueError("a compression that no workbook has")  # and that cannot be unpacked bit by bit
            with archive.open(member) as stream:
                part = stream.read(left + 1)
            left -= len(part)
            if left < 0:
                raise Unreadable(file, f"the workbook unpacks to more than {LARGEST_UNPACKED >> 20} MB; split it")
            reach = _reach(part)
            if reach.broken:
                raise Unreadable(file, _broken(member.filename, reach.broken))
            area += reach.width * reach.height
            if area > LARGEST_AREA:
                raise Unreadable(file, "a sheet has cells far away from its table; delete the empty rows and columns")


def _broken(member: str, cells: list[str]) -> str:
    more = f" and {len(cells) - 5} more" if len(cells) > 5 else ""
    return (
        f"{member} has errors or formulas without a result at {', '.join(cells[:5])}{more}; mend and save it in Excel"
    )


def _reach(part: bytes) -> _Reach:
    """How far the cells of a part reach (rows times columns are what the reader allocates), and which are broken."""
    reach = _Reach()
    if b"sheetData" not in part:
        return reach
    parser = expat.ParserCreate("UTF-8")  # the reader takes the bytes for UTF-8 whatever the part declares
    parser.StartElementHandler, parser.EndElementHandler = reach.start, reach.end
    parser.CharacterDataHandler = reach.words
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(part, True)
    except expat.ExpatError as error:
        raise ValueError(f"no sound XML: {error}") from None
    return reach


def _refuse(*_declared: object) -> None:
    raise ValueError("a sheet declares no document type")


def _position(reference: str) -> tuple[int, int]:
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise ValueError("no reference of a cell")
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column
