"""The picture of a report: drawn for any names and any number of partners, readable without seeing colors."""

import struct
import subprocess
import sys
from datetime import date, timedelta
from itertools import pairwise

import pytest

from handlers.reports.chart import APPROVED, DECLINED, FILED, HOURS, MOST_BARS, _bars, chart_of
from handlers.reports.figures import DealReport, Figures, Row, total
from tests.rules.source import ROOT

MARCH = (date(2024, 3, 1), date(2024, 3, 31), date(2024, 4, 3))


def of(*rows: Row) -> DealReport:
    return DealReport(*MARCH, total(row.figures for row in rows), rows, ())


def row(number: int, name: str = "") -> Row:
    spent = tuple(timedelta(hours=number % 7 + each) for each in range(number % 4))
    return Row(
        f"p{number}", name or f"Partner {number}", Figures(number + 3, 0, number % 4 + 1, number % 3, 0, 0, spent)
    )


def size(picture: bytes) -> tuple[int, int]:
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", picture[16:24])
    return int(width), int(height)


@pytest.mark.parametrize("partners", [1, 2, MOST_BARS, MOST_BARS + 1, 300])
def test_a_picture_grows_with_its_bars_up_to_a_dozen(partners: int) -> None:
    report = of(*map(row, range(partners)))
    width, height = size(chart_of(report, ""))
    assert width == 1100
    assert 200 < height <= 1100
    bars = _bars(report)
    assert len(bars) == min(partners, MOST_BARS)
    assert sum(figures.filed for _, figures in bars) == report.whole.filed


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ca$h & $ons", "Ca$h & $ons"),  # no formula between the dollars
        ("Ærø Ünïon Łódź", "Ærø Ünïon Łódź"),
        ("東京テック", "p1"),  # the font has no such letters: better the id than boxes
        ("A\nB\tC", "A B C"),
        ("The Long and Winding Company of Nowhere", "The Long and Winding Compan…"),
        ("{x} _y^z \\frac", "{x} _y^z \\frac"),
    ],
)
def test_names_are_literal(name: str, shown: str) -> None:
    report = of(row(1, name))
    assert _bars(report)[0][0] == shown
    size(chart_of(report, f" of {name}"))


def test_nothing_decided_is_drawn_too() -> None:
    size(chart_of(of(Row("a", "Ash", Figures(filed=1)), Row("b", "Box", Figures())), ""))


def test_the_same_figures_are_the_same_picture() -> None:
    assert chart_of(of(row(1)), "") == chart_of(of(row(1)), "")


def test_neighboring_colors_differ_in_lightness_too() -> None:
    def lightness(color: str) -> float:
        red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    ordered = [lightness(each) for each in (FILED, APPROVED, DECLINED)]
    assert all(abs(one - other) > 15 for one, other in pairwise(ordered))
    assert lightness(HOURS) < 150


def test_the_library_is_loaded_when_a_picture_is_drawn_and_its_global_state_never() -> None:
    code = (
        "import sys, datetime",
        "from handlers.reports.answers import deals",
        "assert 'matplotlib' not in sys.modules",
        "from tests.reports.test_chart import of, row, chart_of",
        "chart_of(of(row(1)), '')",
        "assert 'matplotlib' in sys.modules and 'matplotlib.pyplot' not in sys.modules",
    )
    subprocess.run([sys.executable, "-c", "\n".join(code)], cwd=ROOT, check=True)
