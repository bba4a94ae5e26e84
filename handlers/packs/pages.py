"""The pages of a pack's PDF. Measures are millimeters, sizes of text are points."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from handlers.packs.freezing import since_words
from handlers.packs.letters import drawable, font_files
from handlers.packs.sheet import Chart, Grid, Section, Sheet
from handlers.wording import day

if TYPE_CHECKING:
    from fpdf import FPDF

FONT: Final = "DejaVu"
INK, PALE, BAR, RULE, WHITE = (34, 34, 34), (102, 102, 102), (0, 114, 178), (221, 221, 221), (255, 255, 255)
MARGIN: Final = 14.0
LABEL: Final = 46.0
POINT: Final = 0.3528
"""Millimeters of a point."""


def _paper(size: str, foot: str) -> "FPDF":
    """Pages of `a4` or `letter` size, each with a foot: what it is, as of when, for whom, and which of how many."""
    from fpdf import FPDF  # importing it reads clocks and takes a second: nothing does it before a file is asked for

    class Paper(FPDF):
        def footer(self) -> None:
            self.set_y(-10)
            self.set_font(FONT, "", 6.5)
            self.set_text_color(*PALE)
            self.cell(self.epw - 25, 4, foot)
            self.cell(25, 4, f"Page {self.page_no()} of {{nb}}", align="R")

    return Paper(format=size)


class Pages:
    """A pack while it is drawn."""

    def __init__(self, sheet: Sheet, made_at: datetime, paper: str, size: float) -> None:
        self._pdf = _paper(paper, f"As of {day(sheet.as_of)}. For {sheet.audience}.")
        regular, bold = font_files()
        self._pdf.add_font(FONT, "", regular)
        self._pdf.add_font(FONT, "B", bold)
        known: Any = self._pdf.fonts[FONT.lower()]
        self._sheet = drawable(sheet, frozenset(known.cmap))
        self._size = size
        self._line = size * POINT * 1.28
        self._open(made_at)

    @property
    def count(self) -> int:
        """How many pages there are."""
        return int(self._pdf.pages_count)

    def content(self) -> bytes:
        """The finished file."""
        return bytes(self._pdf.output())

    def close(self) -> None:
        """Let go of the font files, which the library keeps open."""
        for font in self._pdf.fonts.values():
            held: Any = font
            held.ttfont.close()

    def draw(self) -> None:
        """Everything, from the head to the small print."""
        self._head()
        if self._sheet.chart is not None:
            self._chart(self._sheet.chart)
        for section in self._sheet.sections:
            self._section(section)
        self._gap(0.6)
        for source in self._sheet.sources:
            self._words(source, self._size - 1.5, PALE)

    def _open(self, made_at: datetime) -> None:
        pdf, sheet = self._pdf, self._sheet
        pdf.set_title(sheet.title)
        pdf.set_subject(f"For {sheet.audience}")
        pdf.set_author("Tierline")
        pdf.set_lang("en-US")
        pdf.set_creation_date(made_at)
        pdf.set_margins(MARGIN, 12, MARGIN)
        pdf.c_margin = 0
        pdf.set_auto_page_break(True, 13)
        pdf.add_page()

    def _head(self) -> None:
        sheet = self._sheet
        self._words(sheet.title, self._size + 4.5, INK, bold=True)
        frozen = f" {sheet.frozen} {since_words(sheet)}" if sheet.frozen else ""
        self._words(f"For {sheet.audience}. As of {day(sheet.as_of)}.{frozen}", self._size - 1, PALE)
        self._gap(0.4)
        self._words(sheet.summary, self._size, INK)
        for number, point in enumerate(sheet.points, 1):
            self._words(f"{number}. {point}", self._size, INK, bold=True)

    def _section(self, section: Section) -> None:
        pdf = self._pdf
        self._gap(0.7)
        if pdf.will_page_break(self._line * 3.5):
            pdf.add_page()
        pdf.set_draw_color(*RULE)
        pdf.line(MARGIN, pdf.get_y(), MARGIN + pdf.epw, pdf.get_y())
        self._gap(0.2)
        self._words(section.title, self._size + 1, BAR, bold=True)
        for line in section.lines:
            self._pair(line.label, line.words)
        if section.grid is not None:
            self._grid(section.grid)
        if section.note:
            self._words(section.note, self._size - 1.5, PALE)

    def _pair(self, label: str, words: str) -> None:
        """A label, and the words beside it: both may take several lines."""
        pdf = self._pdf
        self._font(self._size - 0.5, PALE)
        high = self._height(label, LABEL - 2)
        self._font(self._size, INK)
        high = max(high, self._height(words, pdf.epw - LABEL))
        if pdf.will_page_break(high):
            pdf.add_page()
        top = pdf.get_y()
        self._font(self._size - 0.5, PALE)
        pdf.multi_cell(LABEL - 2, self._line, label, align="L", new_x="LMARGIN", new_y="NEXT")
        pdf.set_xy(MARGIN + LABEL, top)
        self._font(self._size, INK)
        pdf.multi_cell(pdf.epw - LABEL, self._line, words, align="L", new_x="LMARGIN", new_y="NEXT")
        pdf.set_xy(MARGIN, top + high)

    def _height(self, words: str, width: float) -> float:
        found = self._pdf.multi_cell(width, self._line, words or " ", align="L", dry_run=True, output="HEIGHT")
        return float(found)  # type: ignore[arg-type]  # what `output` asks for

    def _grid(self, grid: Grid) -> None:
        """A table whose columns are as wide as their longest cells ask, within bounds; its head is on every page."""
        from fpdf.enums import TableBordersLayout, TableCellFillMode
        from fpdf.fonts import FontFace

        self._font(self._size - 0.5, INK)
        longest = [max(len(row[at]) for row in (grid.columns, *grid.rows)) for at in range(len(grid.columns))]
        widths = tuple(min(max(each, 8), 45) for each in longest)
        head = FontFace(emphasis="BOLD", color=PALE, fill_color=WHITE)
        self._pdf.set_fill_color(*WHITE)
        self._pdf.set_draw_color(*RULE)
        with self._pdf.table(
            col_widths=widths,
            line_height=self._line,
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            cell_fill_mode=TableCellFillMode.NONE,
            headings_style=head,
            text_align="L",
            padding=0.5,
        ) as table:
            for cells in (grid.columns, *grid.rows):
                row = table.row()
                for cell in cells:
                    row.cell(cell)

    def _chart(self, chart: Chart) -> None:
        """Bars to the right of their labels, with their figures: nothing depends on seeing colors."""
        pdf, high = self._pdf, self._line
        self._gap(0.6)
        self._words(chart.title, self._size, INK, bold=True)
        heights = [Decimal(each.height) for each in chart.bars]
        most = max([abs(each) for each in heights] or [Decimal(1)]) or Decimal(1)
        room = pdf.epw - LABEL - 40
        pdf.set_fill_color(*BAR)
        for bar, value in zip(chart.bars, heights, strict=True):
            top = pdf.get_y()
            self._font(self._size - 0.5, PALE)
            pdf.cell(LABEL - 2, high, bar.label)
            wide = room * float(abs(value) / most)
            if wide > 0:
                pdf.rect(MARGIN + LABEL, top + high * 0.15, max(wide, 0.3), high * 0.7, style="F")
            pdf.set_xy(MARGIN + LABEL + wide + 1, top)
            self._font(self._size - 0.5, INK)
            pdf.cell(38, high, bar.words)
            pdf.set_xy(MARGIN, top + high)

    def _words(self, words: str, size: float, color: tuple[int, int, int], *, bold: bool = False) -> None:
        self._font(size, color, bold=bold)
        self._pdf.multi_cell(self._pdf.epw, size * POINT * 1.28, words or " ", align="L", new_x="LMARGIN", new_y="NEXT")

    def _font(self, size: float, color: tuple[int, int, int], *, bold: bool = False) -> None:
        self._pdf.set_font(FONT, "B" if bold else "", size)
        self._pdf.set_text_color(*color)

    def _gap(self, lines: float) -> None:
        self._pdf.set_y(self._pdf.get_y() + self._line * lines)
