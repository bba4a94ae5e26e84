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
from store.portfolio.reading import Unreadable
from store.portfolio.workbook import read_workbook

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
    monkeypatch.setattr("store.portfolio.bounds.LARGEST_UNPACKED", 2 << 20)
    assert "unpacks to more than 2 MB" in refused(load, path)


CORNERS = {
    "single quotes": "<row><c r='XFD1048576'><v>1</v></c></row>",
    "spaces": '<row><c r = "XFD1048576"><v>1</v></c></row>',
    "small letters": '<row><c r="xfd1048576"><v>1</v></c></row>',
    "zeros in front": '<row><c r="XFD0001048576"><v>1</v></c></row>',
    "a row without cells before it": '<row r="1048575"/><row><c/><c/><c r="XFD1048576"/></row>',
    "rows without a number": f'{"<row><c><v>1</v></c></row>" * 1300}<row><c r="XFD1"><v>1</v></c></row>',
    "cells without a reference": f'<row r="1048576">{"<c><v>1</v></c>" * 16000}</row>',
    "a prefix": f'<x:row xmlns:x="urn:x" r="1048576">{"<x:c><x:v>1</x:v></x:c>" * 16000}</x:row>',
}


def with_sheet(path: Path, cells: str, name: str = "xl/worksheets/sheet1.xml", head: str = "") -> Path:
    """A workbook whose first sheet is written by hand and kept under any name."""
    plain = workbook(path.with_name("plain.xlsx"), partners=PARTNERS, enrollments=ENROLLMENTS)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'{head}<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>'
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            content = old.read(part)
            if part == "xl/_rels/workbook.xml.rels":
                content = content.replace(b"/xl/worksheets/sheet1.xml", f"/{name}".encode())
            if part != "xl/worksheets/sheet1.xml":
                new.writestr(part, content)
        new.writestr(name, sheet)
    return path


@pytest.mark.parametrize("cells", CORNERS.values(), ids=CORNERS)
@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/other/s.xml", "xl/media/image1.png"])
def test_no_spelling_of_a_far_cell_fills_the_memory(tmp_path: Path, cells: str, name: str) -> None:
    with pytest.raises(Unreadable, match="far away from its table"):
        read_workbook(with_sheet(tmp_path / "book.xlsx", cells, name))


def test_a_sheet_under_another_name_is_read(tmp_path: Path) -> None:
    cells = (
        '<row><c t="inlineStr"><is><t>partner</t></is></c></row><row><c t="inlineStr"><is><t>acme</t></is></c></row>'
    )
    contents = read_workbook(with_sheet(tmp_path / "book.xlsx", cells, "xl/other/s.xml"))
    assert [row.cells for row in contents.sheets["partners"].rows] == [["acme"]]


@pytest.mark.parametrize("head", ['<!DOCTYPE worksheet [<!ENTITY a "aaaa">]>', "x", '<?xml version="1.0"?><a/>'])
def test_a_sheet_that_is_no_sound_xml_is_damaged(tmp_path: Path, head: str) -> None:
    with pytest.raises(Unreadable, match="damaged"):
        read_workbook(with_sheet(tmp_path / "book.xlsx", "<row><c/></row>", head=head))


@pytest.mark.parametrize("cell", ["4711", "A", "A1:B2", "A-1", ""])
def test_a_reference_that_is_none_is_damage(tmp_path: Path, cell: str) -> None:
    with pytest.raises(Unreadable, match="damaged"):
        read_workbook(with_sheet(tmp_path / "book.xlsx", f'<row><c r="{cell}"><v>1</v></c></row>'))


def test_another_format_in_disguise_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<office:document-content/>")
    with pytest.raises(Unreadable, match=r"no \.xlsx inside"):
        read_workbook(path)


def test_a_workbook_damaged_anywhere_is_said_in_words(tmp_path: Path) -> None:
    """One byte at a time, all through the file: it is read as it was, or refused in words."""
    sound = workbook(tmp_path / "sound.xlsx", partners=PARTNERS).read_bytes()
    path = tmp_path / "book.xlsx"
    refusals = 0
    for place in range(0, len(sound), 23):
        path.write_bytes(sound[:place] + bytes([sound[place] ^ 0x5A]) + sound[place + 1 :])
        try:
            read_workbook(path)
        except Unreadable:
            refusals += 1
    assert refusals > 100


def test_what_a_part_says_of_its_size_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb", bytes(3 << 20))
    size = (3 << 20).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(size, (7).to_bytes(4, "little")))
    monkeypatch.setattr("store.portfolio.bounds.LARGEST_UNPACKED", 2 << 20)
    with pytest.raises(Unreadable, match="unpacks to more than 2 MB"):
        read_workbook(path)


def test_a_cell_with_an_error_or_an_unworked_formula_is_not_taken_for_empty(tmp_path: Path) -> None:
    for cell, value in (("B2", "#DIV/0!"), ("B3", "=TODAY()")):
        book = openpyxl.Workbook()
        book.active.title = "partners"
        book.active["A1"], book.active["B1"] = "partner", "name"
        book.active[cell] = value
        if value.startswith("#"):
            book.active[cell].data_type = "e"
        book.save(tmp_path / "book.xlsx")
        with pytest.raises(Unreadable, match=cell):
            read_workbook(tmp_path / "book.xlsx")
