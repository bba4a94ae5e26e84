"""A list as a CSV file: whole, exact, harmless in a spreadsheet, and only for staff among themselves."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.documents import Download
from handlers.errors import NotAllowed, NotFound
from handlers.portfolio_csv import COLUMNS, LONGEST_VALUE, export_button, harmless
from handlers.question import Filter
from handlers.request import Place
from tests.support.desk import EVE, PAM, TODAY, Desk, fill_database, open_desk
from tests.support.lists import EIGHT, PORTFOLIO, SEGMENT, Asker, buttons

NASTY = PORTFOLIO | {
    "partners.csv": PORTFOLIO["partners.csv"].replace(",Cedar,", ',"=HYPERLINK(""http://x"",""Cedar, Inc"")",')
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    opened = open_desk(fill_database(tmp_path_factory.mktemp("export"), NASTY))
    yield opened
    opened.store.close()


def exported(desk: Desk, value: str, place: Place = Place.channel) -> Download:
    found = desk.press("portfolio.csv", value, place=place)
    assert isinstance(found, Download)
    return found


def lines(found: Download) -> list[dict[str, str]]:
    assert found.content.startswith("\ufeff")
    header, *rows = csv.reader(io.StringIO(found.content.removeprefix("\ufeff"), newline=""))
    assert tuple(header) == COLUMNS
    return [dict(zip(header, row, strict=True)) for row in rows]


def value(day: date = TODAY, **parts: object) -> str:
    button = export_button(Filter(**parts), day)  # type: ignore[arg-type]  # the names are those of Filter
    assert button is not None
    return button.value


def test_the_file_has_the_columns_of_the_list_and_the_day(desk: Desk) -> None:
    found = exported(desk, value(ready=True))
    assert (found.name, found.media_type, found.kind) == ("partners-2024-07-15.csv", "text/csv", "download")
    assert found.words == "1 of the 7 partners is ready to advance, as of Jul 15, 2024."
    assert found.content == (
        "\ufeffpartner,name,program,recorded_tier,met_tier,missing,manager,last_activity_on,as_of\r\n"
        "alder,Alder,Segment 2024,Bronze,Silver,meets Silver,pam@vendor.example,2024-07-01,2024-07-15\r\n"
    )


def test_every_line_says_what_is_missing(desk: Desk) -> None:
    missing = {row["partner"]: row["missing"] for row in lines(exported(desk, value(program=SEGMENT)))}
    assert missing["cedar"] == "for Silver: 1 certified technical person"
    assert missing["elm"] == ""
    assert lines(exported(desk, value(at_risk=True)))[0]["missing"].startswith("for Silver: 7 certified technical")
    (fir,) = lines(exported(desk, value(program=EIGHT)))
    assert (fir["recorded_tier"], fir["met_tier"], fir["missing"]) == ("", "", "")
    assert fir["last_activity_on"] == "2024-04-15"


def test_the_file_is_as_of_the_day_of_the_answer(desk: Desk) -> None:
    assert lines(exported(desk, value(date(2024, 4, 30), ready=True))) == []
    (row,) = lines(exported(desk, value(date(2025, 4, 30), ready=True)))
    assert row["as_of"] == "2025-04-30"


def test_one_managers_list_is_hers_whatever_the_case(desk: Desk) -> None:
    found = exported(desk, value(manager="PAM@vendor.example"))
    assert [row["partner"] for row in lines(found)] == ["alder", "birch", "dogwood", "fir", "hazel"]
    assert found.words == "You look after 5 partners, as of Jul 15, 2024."


def test_a_name_is_no_formula(desk: Desk) -> None:
    (row,) = lines(exported(desk, value(near="silver")))
    assert row["name"] == """'=HYPERLINK("http://x","Cedar, Inc")"""


def test_the_button_of_an_answer_exports_that_answer(desk: Desk) -> None:
    answer = Asker(desk).answer(manager="pam@vendor.example", at_risk=True)
    button = buttons(answer.reply)["Export CSV"]
    found = exported(desk, button.value)
    assert tuple(dict.fromkeys(row["partner"] for row in lines(found))) == answer.facts["partners"]


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "ready",
        "[]",
        "[1]",
        "null",
        "{}",
        '{"ready":true}',
        '{"as_of":"2024-07-15","ready":1}',
        '{"as_of":"2024-07-15","ready":false}',
        '{"as_of":"2024-07-15","tier":true}',
        '{"as_of":"2024-07-15","keys":"x"}',
        '{"as_of":"2024-13-15"}',
        '{"as_of":20240715}',
        "[" * 1990,
        json.dumps({"as_of": "2024-07-15", "manager": "x" * LONGEST_VALUE}),
    ],
)
def test_a_value_that_is_not_ours_is_refused_in_words(desk: Desk, broken: str) -> None:
    with pytest.raises(NotFound, match="older answer"):
        exported(desk, broken)


def test_a_program_that_is_gone_is_said(desk: Desk) -> None:
    with pytest.raises(NotFound, match="program is no longer known"):
        exported(desk, value(program="of-old"))


def test_no_list_leaves_where_others_read_along(desk: Desk) -> None:
    with pytest.raises(NotAllowed, match="another company"):
        exported(desk, value(), Place.shared)
    for actor in (EVE, replace(PAM, role=EVE.role)):
        with pytest.raises(NotAllowed):
            desk.press("portfolio.csv", value(), actor)


def test_a_filter_too_long_for_a_button_has_none() -> None:
    assert export_button(Filter(manager="x" * LONGEST_VALUE), TODAY) is None


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd", "'+cmd"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2+3", "'-2+3"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("＝1", "'＝1"),
        ("-5", "-5"),
        ("+1.50", "+1.50"),
        ("-", "'-"),
        ("Acme", "Acme"),
        ("a=b", "a=b"),
        ("", ""),
        ("–", "–"),
    ],
)
def test_what_would_begin_a_formula_gets_a_quote(cell: str, shown: str) -> None:
    assert harmless(cell) == shown


@given(st.text())
def test_no_cell_begins_as_a_formula_and_none_loses_a_character(cell: str) -> None:
    shown = harmless(cell)
    assert shown.removeprefix("'") == cell or shown == cell
    assert shown[:1] not in ("=", "@", "\t", "\r")


def test_a_large_list_is_whole(tmp_path: Path) -> None:
    files = PORTFOLIO | {
        "partners.csv": PORTFOLIO["partners.csv"] + "".join(f"p{n:04},Zebra {n:04},active\n" for n in range(700)),
        "enrollments.csv": PORTFOLIO["enrollments.csv"]
        + "".join(f"p{n:04},{SEGMENT},registered,many@vendor.example,\n" for n in range(700)),
    }
    desk = open_desk(fill_database(tmp_path, files))
    rows = lines(exported(desk, value(manager="many@vendor.example", lacking="baseline")))
    assert len(rows) == 700
    assert rows[0]["last_activity_on"] == ""
    desk.store.close()
