"""Export: the stored portfolio as the folder it came from."""

from pathlib import Path

from sqlalchemy import select

from store.engine import Store
from store.portfolio.folder import Rows, write_folder
from store.portfolio.sheets import SHEETS, Sheet
from store.upsert import table_of
from store.work import Work

BATCH = 2_000


def export_portfolio(store: Store, folder: Path, *, force: bool = False) -> dict[str, int]:
    """Write every table as a CSV file of `folder`, rows by key; returns rows by file. Importing it changes nothing.

    Raises:
        StoreError: portfolio files are there already and `force` is off, or the folder cannot be written.
        StoreUnavailable: the database cannot be used.
    """
    with store.read() as work:
        return write_folder(folder, ((sheet, _rows(work, sheet)) for sheet in SHEETS), force=force)


def _rows(work: Work, sheet: Sheet) -> Rows:
    columns = table_of(sheet.model).columns
    query = select(*(columns[column.name] for column in sheet.columns))
    ordered = query.order_by(*(columns[name] for name in sheet.key))
    return work.session.execute(ordered).yield_per(BATCH)
