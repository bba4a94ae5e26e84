"""From rows of text to typed rows, with every bad cell collected."""

from dataclasses import dataclass

from store.portfolio.cells import READERS, BadCell, Cell, check_text
from store.portfolio.problems import Problem
from store.portfolio.reading import RawRow, RawSheet
from store.portfolio.sheets import BY_NAME, Column, Sheet

Key = tuple[Cell, ...]

MOST_COLUMNS = 1_000


class Findings:
    """What was found wrong (`problems`: nothing is imported) and what looks odd (`warnings`)."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self._cells: set[tuple[str, int | None, str | None]] = set()

    def reject(self, problem: Problem) -> None:
        """Add a problem; a cell has one at most, the first found."""
        if not self.rejected(problem.file, problem.row, problem.column):
            self._cells.add((problem.file, problem.row, problem.column))
            self.problems.append(problem)

    def rejected(self, file: str, row: int | None, column: str | None) -> bool:
        """Whether the cell has a problem already."""
        return (file, row, column) in self._cells

    def warn(self, problem: Problem) -> None:
        """Note what looks odd and does not stop the import."""
        self.warnings.append(problem)


@dataclass(slots=True)
class Table:
    """One file's typed rows. A row has one value a column of `columns`, which are those the file has, keys included.

    A cell that could not be read stands as None. `ragged` are the ids in front of rows that do not fit the header.
    """

    sheet: Sheet
    file: str
    columns: tuple[Column, ...]
    rows: list[tuple[Cell, ...]]
    lines: list[int]
    ragged: set[str]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns that were read, in the file's order."""
        return tuple(column.name for column in self.columns)

    def place(self, name: str) -> int | None:
        """The position of a column in every row; None when the file does not have it."""
        return self.names.index(name) if name in self.names else None

    def row_keys(self) -> list[Key]:
        """The key of every row, in order."""
        places = [self.names.index(name) for name in self.sheet.key]
        return [tuple(row[place] for place in places) for row in self.rows]


class _CellReader:
    """Reads the cells of one column; equal cells are read once and share their value, which keeps memory small."""

    def __init__(self, column: Column) -> None:
        self._column = column
        self._seen: dict[str, Cell | BadCell] = {}

    def read(self, raw: str) -> Cell | BadCell:
        if raw not in self._seen:
            self._seen[raw] = self._parse(raw.strip())
        return self._seen[raw]

    def _parse(self, cell: str) -> Cell | BadCell:
        column = self._column
        if not cell and not column.required:
            return READERS[column.kind]("") if column.kind == "words" else None
        if not cell:
            return BadCell("expected a value, the cell is empty")
        if column.choices and cell not in column.choices:
            return BadCell(f"expected one of {', '.join(column.choices)}")
        try:
            check_text(cell, column.longest)
            return READERS[column.kind](cell)
        except BadCell as error:
            return error


def parse(raw: RawSheet, findings: Findings) -> Table | None:
    """Read every cell of a sheet. Returns None when its header does not allow to read any."""
    sheet = BY_NAME[raw.name]
    places = _places(raw, sheet, findings)
    if places is None:
        return None
    columns = tuple(column for column in sheet.columns if column.name in places or column.name in sheet.key)
    table = Table(sheet, raw.file, columns, [], [], set())
    readers = [(column, places.get(column.name), _CellReader(column)) for column in columns]
    for row in raw.rows:
        if _fits(raw, row, findings):
            _read_row(table, row, readers, findings)
        else:
            table.ragged.update(row.cells[places[sheet.key[0]] :][:1])
    if not raw.rows:
        findings.warn(Problem(raw.file, None, None, "the file has a header and no rows"))
    return table


def _read_row(
    table: Table, row: RawRow, readers: list[tuple[Column, int | None, _CellReader]], findings: Findings
) -> None:
    values: list[Cell] = []
    for column, place, reader in readers:
        raw = "" if place is None or place >= len(row.cells) else row.cells[place]
        value = reader.read(raw)
        if isinstance(value, BadCell):
            findings.reject(Problem(table.file, row.line, column.name, str(value), raw.strip()))
            value = None
        elif column.usual and value not in column.usual:
            findings.warn(Problem(table.file, row.line, column.name, f"usual are {', '.join(column.usual)}", raw))
        values.append(value)
    table.rows.append(tuple(values))
    table.lines.append(row.line)


def _places(raw: RawSheet, sheet: Sheet, findings: Findings) -> dict[str, int] | None:
    """Where each known column stands; None (and a problem) when a needed one is missing or one stands twice."""
    if len(raw.header) > MOST_COLUMNS:
        reason = f"the header has {len(raw.header):,} columns; expected at most {MOST_COLUMNS:,}"
        findings.reject(Problem(raw.file, 1, None, reason))
        return None
    known = {column.name: column for column in sheet.columns}
    places: dict[str, int] = {}
    sound = True
    for place, title in enumerate(raw.header):
        name = title.strip().lower()
        if name in places:
            findings.reject(Problem(raw.file, 1, name, "the column stands twice in the header"))
            sound = False
        elif name in known:
            places[name] = place
        else:
            findings.warn(Problem(raw.file, 1, title.strip() or None, "unknown column; it was not read"))
    for name, column in known.items():
        if column.required and name not in places:
            columns = ", ".join(known)
            findings.reject(Problem(raw.file, 1, name, f"the column is missing; expected {columns}"))
            sound = False
    return places if sound else None


def _fits(raw: RawSheet, row: RawRow, findings: Findings) -> bool:
    """Whether a row has as many cells as the header; empty ones at its end do not matter."""
    width = len(raw.header)
    extra = any(cell.strip() for cell in row.cells[width:])
    if len(row.cells) >= width and not extra:
        return True
    reason = f"the row has {len(row.cells)} cells; expected {width} as in the header"
    findings.reject(Problem(raw.file, row.line, None, reason))
    return False
