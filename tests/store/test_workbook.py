"""The same sheets as one workbook."""

import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from store.engine import Store
from store.portfolio.importing import ImportReport
from store.portfolio.problems import PortfolioError

Load = Callable[[Path], ImportReport]
PARTNERS = [
    ("partner", "name", "aliases", None),
    ("acme", "Acme", "AC|Acme Inc", None),
    (4711, "Numbers Inc", None, None),
]
ENROLLMENTS = [("partner", "program", "tier", "tier_since"), ("acme", "gems", "bronze", date(2026, 1, 2))]
DEALS = [
    ("opportunity", "stage", "earr", "currency", "close_on"),
    ("O-1", "closed_won", 20000.0, "USD", datetime.fromisoformat("2026-03-04")),
    (None, None, None, None, None),
    ("O-2", "proposal", 12.3, "USD", "2026-05-06"),
]


def workbook(path: Path, **sheets: list[tuple[object, ...]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]  # a new workbook has an active sheet
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    book.close()
    return path


def test_typed_cells_are_read_like_the_text_they_show(store: Store, load: Load, tmp_path: Path) -> None:
    path = workbook(tmp_path / "book.xlsx", Partners=PARTNERS, enrollments=ENROLLMENTS, opportunities=DEALS, Notes=[])
    report = load(path)
    assert [str(warning) for warning in report.warnings] == [
        "book.xlsx!Notes: no part of a portfolio; it was left alone"
    ]
    with store.read() as work:
        assert [name.id for name in work.partners.names()] == ["4711", "acme"]
        (enrollment,) = work.partners.enrollments("acme")
        assert enrollment.tier_since == date(2026, 1, 2)
    assert not load(path).written


def test_a_bad_cell_is_named_by_sheet_row_and_column(load: Load, tmp_path: Path) -> None:
    deals = [*DEALS, ("O-3", "won", True, "USD", datetime.fromisoformat("2026-03-04T05:06"))]
    with pytest.raises(PortfolioError) as caught:
        load(workbook(tmp_path / "book.xlsx", partners=PARTNERS, enrollments=ENROLLMENTS, opportunities=deals))
    assert [str(problem).split(";")[0] for problem in caught.value.problems] == [
        "book.xlsx!opportunities:5:stage: read 'won'",
        "book.xlsx!opportunities:5:earr: read 'true'",
        "book.xlsx!opportunities:5:close_on: read '2026-03-04T05:06:00'",
    ]


def refused(load: Load, path: Path) -> str:
    with pytest.raises(PortfolioError) as caught:
        load(path)
    (problem,) = caught.value.problems
    return problem.reason


def test_what_is_no_workbook_is_said_in_words(load: Load, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"partner,name\n")
    assert "no workbook" in refused(load, path)
    path.write_bytes(workbook(path, partners=PARTNERS).read_bytes()[:-200])
    assert "no workbook" in refused(load, path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "hello")
    assert "no workbook" in refused(load, path)


def test_a_cell_in_the_last_corner_does_not_fill_the_memory(load: Load, tmp_path: Path) -> None:
    path = workbook(tmp_path / "book.xlsx", enrollments=ENROLLMENTS)
    book = openpyxl.load_workbook(path)
    book.create_sheet("partners")["XFD1048576"] = "far away"
    book.save(path)
    book.close()
    assert "far away from its table" in refused(load, path)


def test_a_workbook_that_unpacks_to_too_much_is_refused(
    load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workbook(tmp_path / "book.xlsx", partners=PARTNERS)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/bomb", bytes(3 << 20))
    monkeypatch.setattr("store.portfolio.workbook.LARGEST_UNPACKED", 2 << 20)
    assert "unpacks to more than 2 MB" in refused(load, path)
