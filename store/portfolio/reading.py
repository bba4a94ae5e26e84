"""Portfolio files as rows of text, whatever they came as. Hostile files end in a problem, never in a crash."""

import csv
import hashlib
import io
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from store.portfolio.problems import Problem, shorten
from store.portfolio.sheets import BY_NAME

LARGEST_FILE = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row: `line` is where it begins in the file (the header is line 1)."""

    line: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A sheet as text. `file` is how people call it, `rows` leave out the header and empty lines."""

    name: str
    file: str
    header: list[str]
    rows: list[RawRow]


class Unreadable(Exception):
    """A file that holds no table; carries the problem to report."""

    def __init__(self, file: str, reason: str, row: int | None = None) -> None:
        self.problem = Problem(file, row, None, reason)
        super().__init__(str(self.problem))


@dataclass(slots=True)
class Contents:
    """The sheets that a portfolio holds. `unread` are files of the portfolio that are there but hold no table."""

    sheets: dict[str, RawSheet] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def add(self, name: str, file: str, read: Callable[[], RawSheet]) -> None:
        """Read one file or sheet, unless it is none of a portfolio."""
        if name not in BY_NAME:
            self.warnings.append(Problem(file, None, None, "no part of a portfolio; it was left alone"))
        elif name in self.sheets:
            self.problems.append(Problem(file, None, None, f"a second {name}; expected one"))
        else:
            try:
                self.sheets[name] = read()
            except Unreadable as error:
                self.unread.add(name)
                self.problems.append(error.problem)


def read_folder(folder: Path) -> Contents:
    """Read every CSV file of a folder.

    Raises:
        Unreadable: the folder itself cannot be read.
    """
    contents = Contents()
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        raise Unreadable(str(folder), f"the folder cannot be read ({error.strerror})") from None
    for path in paths:
        if path.suffix.lower() == ".csv":
            name = path.stem.lower()
            contents.add(name, path.name, partial(read_csv, name, path))
    return contents


def read_csv(name: str, path: Path) -> RawSheet:
    """Read one CSV file: UTF-8 with or without a byte-order mark, comma or semicolon, quoted cells may span lines.

    Raises:
        Unreadable: the file is missing, empty, too large, not UTF-8, or its quotes do not pair.
    """
    text = _text(path)
    first = text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    rows = _rows(path.name, text, delimiter)
    header = next(rows, None)
    if header is None:
        raise Unreadable(path.name, "the file is empty; expected a header row")
    return RawSheet(name, path.name, header.cells, list(rows))


def digests(path: Path) -> dict[str, str]:
    """The SHA-256 of each file of a portfolio by its name, as other tools print it; unreadable ones are left out."""
    files = [path]
    if path.is_dir():
        files = sorted(
            each for each in path.iterdir() if each.suffix.lower() == ".csv" and each.stem.lower() in BY_NAME
        )
    found: dict[str, str] = {}
    for file in files:
        with suppress(Unreadable):
            found[file.name] = hashlib.sha256(content_of(file)).hexdigest()
    return found


def content_of(path: Path) -> bytes:
    """The bytes of a file. Pipes and devices are refused unopened: they may never end, or never begin.

    Raises:
        Unreadable: it is no file, is larger than `LARGEST_FILE`, or cannot be read.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise Unreadable(path.name, "this is no regular file; expected one with a table")
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise Unreadable(path.name, f"the file cannot be read ({error.strerror})") from None
    if len(content) > LARGEST_FILE:
        raise Unreadable(path.name, f"the file is larger than {LARGEST_FILE >> 20} MB; split the portfolio")
    return content


def _text(path: Path) -> str:
    content = content_of(path)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable(path.name, "the file is not UTF-8; save it as CSV UTF-8", line) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise Unreadable(path.name, "the row holds a NUL character; save the file as CSV UTF-8", line)
    return text


def _rows(file: str, text: str, delimiter: str) -> Iterator[RawRow]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield RawRow(line, cells)
            line = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(
            file, f"the quotes of a cell do not pair, or it is too long ({shorten(str(error))})", line
        ) from None
