"""Writing the files of a portfolio folder."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from store.errors import StoreError
from store.portfolio.cells import Cell, show
from store.portfolio.sheets import SHEETS, Sheet

Rows = Iterable[Sequence[Cell]]


def write_folder(folder: Path, tables: Iterable[tuple[Sheet, Rows]], *, force: bool) -> dict[str, int]:
    """Write each table as `NAME.csv` (UTF-8, comma, every column of the sheet); returns rows by file.

    Cells are written exactly as they are, those that begin with `=`, `+`, `-` or `@` too: the folder is data to be
    read back. An optional file without rows is not written, and an earlier one is removed.

    Raises:
        StoreError: portfolio files are there already and `force` is off, or the folder cannot be written.
    """
    present = [f"{sheet.name}.csv" for sheet in SHEETS if (folder / f"{sheet.name}.csv").exists()]
    if present and not force:
        names = ", ".join(present)
        raise StoreError(f"{folder} has {names} already. Choose another folder, or add --force to replace them.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        counts = {sheet.name: _write(folder / f"{sheet.name}.csv", sheet, rows) for sheet, rows in tables}
    except OSError as error:
        raise StoreError(f"{folder} cannot be written ({error.strerror}).") from None
    return {name: count for name, count in counts.items() if count}


def _write(path: Path, sheet: Sheet, rows: Rows) -> int:
    draft = path.with_suffix(".csv.part")  # a file that is half written never carries the name, and "x" follows no link
    draft.unlink(missing_ok=True)
    count = 0
    with draft.open("x", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([column.name for column in sheet.columns])
        for row in rows:
            writer.writerow([show(cell) for cell in row])
            count += 1
    if count or sheet.required:
        draft.replace(path)
    else:
        draft.unlink()
        path.unlink(missing_ok=True)
    return count
