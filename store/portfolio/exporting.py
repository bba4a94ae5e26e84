"""Export: the stored portfolio as the folder it came from."""

import csv
from pathlib import Path

from sqlalchemy import select

from store.engine import Store
from store.errors import StoreError
from store.portfolio.cells import show
from store.portfolio.sheets import SHEETS, Sheet
from store.upsert import table_of
from store.work import Work

BATCH = 2_000


def export_portfolio(store: Store, folder: Path, *, force: bool = False) -> dict[str, int]:
    """Write every table as a CSV file of `folder` (UTF-8, comma, rows by key); returns rows by file.

    Cells are written exactly as they are stored, those that begin with `=`, `+`, `-` or `@` too: the folder is data to
    be read back, not a sheet to be opened. An optional file without rows is not written.

    Raises:
        StoreError: files of that name are there already and `force` is off, or the folder cannot be written.
        StoreUnavailable: the database cannot be used.
    """
    present = [sheet.name for sheet in SHEETS if _file(folder, sheet).exists()]
    if present and not force:
        names = ", ".join(f"{name}.csv" for name in present)
        raise StoreError(f"{folder} has {names} already. Choose another folder, or add --force to replace them.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with store.read() as work:
            counts = {sheet.name: _write(work, folder, sheet) for sheet in SHEETS}
    except OSError as error:
        raise StoreError(f"{folder} cannot be written ({error.strerror}).") from None
    return {name: count for name, count in counts.items() if count}


def _file(folder: Path, sheet: Sheet) -> Path:
    return folder / f"{sheet.name}.csv"


def _write(work: Work, folder: Path, sheet: Sheet) -> int:
    columns = table_of(sheet.model).columns
    names = [column.name for column in sheet.columns]
    query = select(*(columns[name] for name in names)).order_by(*(columns[name] for name in sheet.key))
    path = _file(folder, sheet)
    draft = path.with_suffix(".csv.part")
    count = 0
    with draft.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        for row in work.session.execute(query).yield_per(BATCH):
            writer.writerow([show(value) for value in row])
            count += 1
    if count or sheet.required:
        draft.replace(path)
    else:
        draft.unlink()
        path.unlink(missing_ok=True)
    return count
