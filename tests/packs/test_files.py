"""Packs as files: read back, they say what the message says, whatever names are in them."""

import io
import re
import subprocess
import sys
import zlib
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from pptx import Presentation

from handlers.documents import Download
from handlers.errors import NotAllowed
from handlers.packs.letters import INSTEAD, LACKING
from handlers.packs.pdf import pdf_of
from handlers.packs.sheet import Bar, Chart, Grid, Line, Section, Sheet
from handlers.packs.slides import slides_of
from handlers.request import Place
from tests.packs.telling import QBR, REVIEW, YEAR, staff, theirs
from tests.rules.source import ROOT
from tests.support.desk import Desk

MADE = datetime(2024, 7, 15, 16, tzinfo=UTC)


def pages_of(content: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", content))


def text_of(content: bytes) -> str:
    """The words of a PDF in the order they are drawn: they are glyph numbers, and each font says its letters."""
    found = re.findall(rb"(/Filter /FlateDecode)?\n/Length \d+\n>>\nstream\n(.*?)\nendstream", content, re.DOTALL)
    streams = [zlib.decompress(each) if packed else each for packed, each in found]
    fonts = [
        {int(glyph, 16): chr(int(letter, 16)) for glyph, letter in re.findall(rb"<(\w{4})> <(\w{4})>\n", each)}
        for each in streams
        if b"begincmap" in each
    ]
    shown, font = list[str](), 1
    for drawn in (each for each in streams if b"\nBT /F" in each):
        for chosen, literal in re.findall(rb"/F(\d) [\d.]+ Tf|\(((?:\\.|[^\\)])*)\) Tj", drawn, re.DOTALL):
            font = int(chosen or font)
            raw = re.sub(rb"\\(.)", lambda each: b"\r" if each[1] == b"r" else each[1], literal, flags=re.DOTALL)
            shown.append(
                "".join(fonts[font - 1].get(int.from_bytes(raw[at : at + 2]), "?") for at in range(0, len(raw), 2))
            )
    return " ".join(filter(None, shown))


def deck_text(content: bytes) -> str:
    found = []
    for slide in Presentation(io.BytesIO(content)).slides:
        for shape in slide.shapes:
            each: Any = shape
            if each.has_text_frame:
                found.append(each.text_frame.text)
            if each.has_table:
                found += [cell.text for row in each.table.rows for cell in row.cells]
    return "\n".join(found)


def big(kind: str, name: str = "Acme") -> Sheet:
    """A sheet with more in it than any partner has."""
    rows = tuple((f"Customer {number}", "word " * 60, "Jul 1, 2024") for number in range(40))
    lines = tuple(Line(f"Label {number}", "words without an end " * 20) for number in range(30))
    bars = Chart("Bars", tuple(Bar(f"Q{number}", f"{number}", f"${number}") for number in range(6)))
    sections = (Section("Lines", lines), Section("Table", (), Grid(("Customer", "Look at", "On"), rows), "A note."))
    title = f"Pack: {name}"
    on = date(2024, 7, 15)
    return Sheet(kind, "acme", "p", None, on, name, title, name, "Where it stands.", sections, bars, ("Source.",))


@pytest.mark.parametrize("asked", [REVIEW, QBR, YEAR])
def test_a_pdf_says_what_the_message_says(desk: Desk, asked: Any) -> None:
    sheet = staff(desk, asked)
    content = pdf_of(sheet, MADE, "a4")
    assert pages_of(content) == 1
    words = text_of(content)
    squeezed = words.replace(" ", "")
    for section in sheet.sections:
        assert section.title.replace(" ", "") in squeezed
        for line in section.lines:
            assert line.words.replace(" ", "") in squeezed, line
        for row in section.grid.rows if section.grid else ():
            assert all(cell.replace(" ", "") in squeezed for cell in row)
    assert sheet.summary.replace(" ", "") in squeezed
    assert "As of Jul 15, 2024. For our own people." in words
    assert sheet.chart is not None
    assert all(bar.words in words for bar in sheet.chart.bars)
    assert b"/Lang (en-US)" in content
    assert content == pdf_of(sheet, MADE, "a4")
    assert content != pdf_of(sheet, MADE, "letter")


def test_a_frozen_pdf_says_so_and_a_partners_says_for_whom_it_is(desk: Desk) -> None:
    kept = replace(staff(desk), frozen="Figures as of Tue Jul 16.", changed=("won 1", "lost 2"))
    assert "Figures as of Tue Jul 16. Since then: won 1 and lost 2." in text_of(pdf_of(kept, MADE, "a4"))
    assert "For Acme Communications." in text_of(pdf_of(theirs(desk), MADE, "a4"))


@pytest.mark.parametrize("kind", ["qbr", "executive"])
def test_a_brief_has_one_page_whatever_is_in_it_and_counts_what_it_leaves_out(kind: str) -> None:
    content = pdf_of(big(kind), MADE, "letter")
    assert pages_of(content) == 1
    assert re.search(r"A note\. \d+ more rows: see the message\.", text_of(content))


def test_a_pipeline_pack_has_as_many_pages_as_it_takes() -> None:
    content = pdf_of(big("pipeline_review"), MADE, "a4")
    assert pages_of(content) > 2
    words = text_of(content)
    assert "Customer 39" in words
    assert len(re.findall(r"Customer Look at On", words)) >= 2  # a table goes on under its head


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("東京テック", "Pack: acme"),  # nothing but boxes would be left of it
        ("Łódź & Ünïon Ærø", "Pack: Łódź & Ünïon Ærø"),
        ("Ünï 🚀 Corp", "Pack: acme"),
        ("A\nB\tC", "Pack: A B C"),
        ("שלום", "Pack: "),
        ("", "Pack:"),
    ],
)
def test_any_name_gives_a_file(name: str, shown: str) -> None:
    sheet = replace(big("qbr", name), sections=(Section("T", (Line("Customer", f"{name} & {name}"),)),))
    words = text_of(pdf_of(sheet, MADE, "a4"))
    assert shown in words
    assert (LACKING in words) is (INSTEAD in words)
    assert Presentation(io.BytesIO(slides_of(sheet, MADE))).slides


def test_slides_have_a_native_chart_and_tables_with_all_words(desk: Desk) -> None:
    sheet = staff(desk)
    content = slides_of(sheet, MADE)
    deck = Presentation(io.BytesIO(content))
    assert deck.core_properties.title == sheet.title
    assert deck.core_properties.language == "en-US"
    shapes: list[Any] = [shape for slide in deck.slides for shape in slide.shapes]
    (chart,) = [shape.chart for shape in shapes if shape.has_chart]
    assert list(chart.plots[0].categories) == ["negotiation", "proposal", "qualified", "prospecting"]
    assert list(chart.plots[0].series[0].values) == [40000, 80000, 20000, 10750]
    words = deck_text(content)
    for section in sheet.sections:
        assert all(line.words in words for line in section.lines)
        assert all(cell in words for row in (section.grid.rows if section.grid else ()) for cell in row)
    assert all(each in words for each in (sheet.summary, *sheet.points, *sheet.sources))
    assert f"As of Jul 15, 2024. For our own people. Slide {len(deck.slides)}." in words


def test_a_table_takes_as_many_slides_as_it_needs() -> None:
    content = slides_of(big("qbr"), MADE)
    words = deck_text(content)
    assert all(f"Customer {number}" in words for number in range(40))
    assert len(Presentation(io.BytesIO(content)).slides) > 5


@pytest.mark.parametrize("route", ["packs.pdf", "packs.pptx", "packs.pdf_partner"])
def test_files_are_handed_out_where_nobody_else_reads(desk: Desk, route: str) -> None:
    found = desk.press(route, REVIEW.value, place=Place.direct)
    assert isinstance(found, Download)
    assert found.name.startswith("pipeline-pack-acme-communications-2024-07-18")
    assert bytes(found.content)[:4] in (b"%PDF", b"PK\x03\x04")  # type: ignore[arg-type]
    assert found.words.startswith("Pipeline pack: Acme Communications in Segment 2024")
    with pytest.raises(NotAllowed, match="no pack is handed out"):
        desk.press(route, REVIEW.value, place=Place.shared)


def test_libraries_are_loaded_when_a_file_is_made() -> None:
    code = (
        "import sys",
        "import handlers.routes",
        "assert not {'fpdf', 'pptx', 'matplotlib'} & set(sys.modules)",
        "from tests.packs.test_files import MADE, big, pdf_of",
        "pdf_of(big('qbr'), MADE, 'a4')",
        "assert 'fpdf' in sys.modules and 'matplotlib' not in sys.modules",
    )
    subprocess.run([sys.executable, "-c", "\n".join(code)], cwd=ROOT, check=True)
