"""Whatever is imported comes out of an export again, cell by cell, and importing that changes nothing."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.engine import Store
from store.models import Base
from store.portfolio.cells import Kind
from store.portfolio.exporting import export_portfolio
from store.portfolio.importing import import_portfolio
from store.portfolio.sheets import SHEETS, Column, Sheet
from tests.store.conftest import NOW
from tests.store.folders import VOCABULARY

PARTNERS = ("acme", "=SUM(A1)", "@fern")
DEALS = ("O-1", "-2", "+3")
WRITABLE = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="|")
PHRASES = st.text(WRITABLE, max_size=12).map(lambda words: f"{words}.".strip())  # something to see is in each
DAYS = st.dates(date(1900, 1, 1), date(2200, 1, 1)).map(date.isoformat)
IDS = {
    "partner": PARTNERS,
    "opportunity": DEALS,
    "program": ("gems",),
    "tier": ("bronze", "silver"),
    "benefit": ("mdf", "co_sell"),
    "credential": ("technical", "sales"),
    "agreement": ("baseline", "mdf_terms"),
}
CELLS: dict[Kind, st.SearchStrategy[str]] = {
    Kind.text: PHRASES,
    Kind.words: st.lists(PHRASES, max_size=3).map("|".join),
    Kind.day: DAYS,
    Kind.amount: st.integers(0, 10**17).map(lambda number: f"{Decimal(number).scaleb(-4):f}"),
    Kind.rate: st.integers(1, 10**12).map(lambda number: f"{Decimal(number).scaleb(-6):f}"),
    Kind.email: st.sampled_from(("Ada@acme.example", "ada@acme.example", "bo@acme.example")),
    Kind.country: st.sampled_from(("US", "DE")),
    Kind.currency: st.just("USD"),
    Kind.word: st.sampled_from(("submitted", "won", "parked_elsewhere")),
}


def cell(column: Column, sheet: Sheet) -> st.SearchStrategy[str]:
    if column.refers == "step":
        return st.just("legal")
    if column.refers or column.choices:
        filled = st.sampled_from(IDS.get(column.refers, column.choices))
    else:
        filled = CELLS[column.kind]
    amounts = any(each.kind == Kind.amount for each in sheet.columns)
    needed = column.required or (column.kind == Kind.currency and amounts)
    return filled if needed else st.just("") | filled


def rows(sheet: Sheet) -> st.SearchStrategy[list[list[str]]]:
    """Any rows of a sheet with distinct keys; every id that others refer to is there."""
    row = st.tuples(*(cell(column, sheet) for column in sheet.columns)).map(list)
    if sheet.name in ("partners", "opportunities"):
        ids = PARTNERS if sheet.name == "partners" else DEALS
        return st.tuples(*(row.map(lambda cells, id=id: [id, *cells[1:]]) for id in ids)).map(list)
    if sheet.name == "steps":
        row = row.map(lambda cells: [cells[0], "launch", *cells[2:]])
    places = [index for index, column in enumerate(sheet.columns) if column.name in sheet.key]
    return st.lists(row, max_size=4, unique_by=lambda cells: tuple(cells[place] for place in places))


PORTFOLIOS = st.fixed_dictionaries({sheet.name: rows(sheet) for sheet in SHEETS})


def read(folder: Path, sheet: Sheet, delimiter: str = ",") -> list[list[str]]:
    """The cells of a file by value: `20000` and `20000.00` are the same."""
    path = folder / f"{sheet.name}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        _header, *lines = csv.reader(file, delimiter=delimiter)
    kinds = [column.kind for column in sheet.columns]
    return sorted([by_value(kind, cell) for kind, cell in zip(kinds, line, strict=True)] for line in lines)


def by_value(kind: Kind, cell: str) -> str:
    return f"{Decimal(cell).normalize():f}" if cell and kind in (Kind.amount, Kind.rate) else cell


def write(folder: Path, portfolio: dict[str, list[list[str]]]) -> Path:
    folder.mkdir()
    for sheet in SHEETS:
        with (folder / f"{sheet.name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow([column.name for column in sheet.columns])
            writer.writerows(portfolio[sheet.name])
    return folder


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(portfolio=PORTFOLIOS)
def test_what_goes_in_comes_out_and_may_go_in_again(store: Store, portfolio: dict[str, list[list[str]]]) -> None:
    with store.write() as work:
        for table in reversed(Base.metadata.sorted_tables):
            if not table.name.startswith("audit_"):  # which lets nobody delete
                work.session.execute(table.delete())
    with TemporaryDirectory() as place:
        given_folder, exported = write(Path(place) / "given", portfolio), Path(place) / "exported"
        import_portfolio(store, given_folder, VOCABULARY, at=NOW, actor="operator")
        export_portfolio(store, exported)
        for sheet in SHEETS:
            assert read(exported, sheet) == read(given_folder, sheet, ";")
        assert not import_portfolio(store, exported, VOCABULARY, at=NOW, actor="operator").written
