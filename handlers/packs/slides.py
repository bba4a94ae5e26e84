"""A pack as slides: the sentence, the talking points and the chart first, then the blocks as tables."""

import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from handlers.packs.freezing import since_words
from handlers.packs.sheet import Chart, Grid, Section, Sheet
from handlers.wording import day

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import Slide

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
WIDE, HIGH, MARGIN = 13.333, 7.5, 0.5
"""Of a slide, in inches."""
MOST_ROWS: Final = 11
"""Of a table; each takes as many as its words fill."""
A_ROW: Final = 105
"""So many characters of a table's widest column fill a row."""
TITLE_ONLY: Final = 5
"""The layout of the library's own template that has a title and nothing else."""
SIZE, SMALL, TITLE = 13, 10, 24


def slides_of(sheet: Sheet, made_at: datetime) -> bytes:
    """The file, with a chart and tables that can be edited. `made_at` (aware) is written into it."""
    from pptx import Presentation  # slow to import, and hardly ever needed
    from pptx.util import Inches

    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDE), Inches(HIGH)
    about = deck.core_properties
    about.title, about.subject, about.author = sheet.title, f"For {sheet.audience}", "Tierline"
    about.language, about.last_modified_by, about.revision = "en-US", "Tierline", 1
    about.created = about.modified = made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    _first(deck, sheet)
    for title, grid, note in _tables(sheet.sections):
        _table(_slide(deck, sheet, title), grid, note)
    written = io.BytesIO()
    deck.save(written)
    return written.getvalue()


def _first(deck: "Presentation", sheet: Sheet) -> None:
    slide = _slide(deck, sheet, sheet.title)
    wide = WIDE - 2 * MARGIN if sheet.chart is None else 6.4
    said = [sheet.summary, *(f"{number}. {each}" for number, each in enumerate(sheet.points, 1))]
    if sheet.frozen:
        said.append(f"{sheet.frozen} {since_words(sheet)}")
    _text(slide, (MARGIN, 1.4, wide, 4.6), said, SIZE + 2)
    _text(slide, (MARGIN, 6.2, WIDE - 2 * MARGIN, 0.7), sheet.sources, SMALL)
    if sheet.chart is not None:
        _chart(slide, sheet.chart)


def _slide(deck: "Presentation", sheet: Sheet, title: str) -> "Slide":
    """A slide with its title, and a foot that says as of when, for whom, and which number it is."""
    from pptx.util import Inches, Pt

    slide: Slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    head: Any = slide.shapes.title
    head.left, head.top, head.width, head.height = (Inches(each) for each in (MARGIN, 0.35, WIDE - 2 * MARGIN, 0.9))
    head.text_frame.text = title
    head.text_frame.word_wrap = True
    for paragraph in head.text_frame.paragraphs:
        paragraph.font.size, paragraph.font.bold = Pt(TITLE), True
    foot = f"As of {day(sheet.as_of)}. For {sheet.audience}. Slide {len(deck.slides)}."
    _text(slide, (MARGIN, 6.95, WIDE - 2 * MARGIN, 0.35), [foot], SMALL)
    return slide


def _text(slide: "Slide", box: tuple[float, float, float, float], said: Sequence[str], size: int) -> None:
    from pptx.util import Inches, Pt

    left, top, wide, high = (Inches(each) for each in box)
    frame = slide.shapes.add_textbox(left, top, wide, high).text_frame
    frame.word_wrap = True
    for number, words in enumerate(said):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.text = words
        paragraph.font.size, paragraph.space_after = Pt(size), Pt(size / 2)


def _chart(slide: "Slide", chart: Chart) -> None:
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Inches, Pt

    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = [each.label for each in chart.bars]
    data.add_series(chart.title, [float(Decimal(each.height)) for each in chart.bars])
    left, top, wide, high = (Inches(each) for each in (7.2, 1.4, WIDE - 7.2 - MARGIN, 4.6))
    frame: Any = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, left, top, wide, high, data)
    drawn = frame.chart
    drawn.has_legend, drawn.has_title = False, True
    drawn.chart_title.text_frame.text = chart.title
    drawn.chart_title.text_frame.paragraphs[0].font.size = Pt(SIZE)
    drawn.category_axis.reverse_order = True  # bars begin at the top, as in the list
    drawn.value_axis.visible = False
    plot = drawn.plots[0]
    plot.has_data_labels, plot.gap_width = True, 60
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = "#,##0", False
    plot.data_labels.font.size = Pt(SMALL)


def _tables(sections: Sequence[Section]) -> Iterator[tuple[str, Grid, str]]:
    """The lines of all blocks, a table a slide; then each block's own table, as many slides as it takes."""
    rows = [(section.title, line.label, line.words) for section in sections for line in section.lines]
    yield from (("In short", Grid(("", "What", ""), part), "") for part in _parted(rows))
    for section in sections:
        if section.grid is not None:
            for part in _parted(section.grid.rows):
                yield section.title, Grid(section.grid.columns, part), section.note


def _parted(rows: Sequence[tuple[str, ...]]) -> Iterator[tuple[tuple[str, ...], ...]]:
    """As many rows as a slide holds."""
    part: list[tuple[str, ...]] = []
    used = 0
    for row in rows:
        lines = 1 + max(len(cell) for cell in row) // A_ROW
        if part and used + lines > MOST_ROWS:
            yield tuple(part)
            part, used = [], 0
        part.append(row)
        used += lines
    if part:
        yield tuple(part)


def _table(slide: "Slide", grid: Grid, note: str) -> None:
    from pptx.util import Inches, Pt

    wide = WIDE - 2 * MARGIN
    box = (Inches(MARGIN), Inches(1.35), Inches(wide), Inches(0.4 * (len(grid.rows) + 1)))
    frame: Any = slide.shapes.add_table(len(grid.rows) + 1, len(grid.columns), *box)
    table = frame.table
    columns = list(zip(grid.columns, *grid.rows, strict=True))
    longest = [min(max(10, *map(len, cells)), 90) for cells in columns]
    for column, share in zip(table.columns, longest, strict=True):
        column.width = Inches(wide * share / sum(longest))
    for at, cells in enumerate((grid.columns, *grid.rows)):
        for place, words in enumerate(cells):
            cell = table.cell(at, place)
            cell.text = words
            for paragraph in cell.text_frame.paragraphs:
                paragraph.font.size = Pt(SMALL + 1)
    if note:
        _text(slide, (MARGIN, 6.35, wide, 0.5), [note], SMALL)
