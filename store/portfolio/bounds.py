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
    """How far the cells of a sheet reach. A cell or row without a reference follows the one before it."""

    def __init__(self) -> None:
        self.row, self.column = 1, 0
        self.width = self.height = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        match name.rpartition(":")[2]:
            case "row":
                self.row = int(reference or self.row)
            case "c":
                row, self.column = (self.row, self.column + 1) if reference is None else _position(reference)
                self.width, self.height = max(self.width, self.column), max(self.height, row)

    def end(self, name: str) -> None:
        if name.rpartition(":")[2] == "row":
            self.row, self.column = self.row + 1, 0


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
            area += _area(part)
            if area > LARGEST_AREA:
                raise Unreadable(file, "a sheet has cells far away from its table; delete the empty rows and columns")


def _area(part: bytes) -> int:
    """Rows times columns that a part reaches to: the reader allocates them all."""
    if b"sheetData" not in part:
        return 0
    reach = _Reach()
    parser = expat.ParserCreate("UTF-8")  # the reader takes the bytes for UTF-8 whatever the part declares
    parser.StartElementHandler, parser.EndElementHandler = reach.start, reach.end
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(part, True)
    except expat.ExpatError as error:
        raise ValueError(f"no sound XML: {error}") from None
    return reach.width * reach.height


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
