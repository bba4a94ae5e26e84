"""Which letters the files' font has: a pack whose names it lacks is still a file that can be read."""

from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from handlers.packs.sheet import Bar, Chart, Grid, Line, Section, Sheet

INSTEAD: Final = "\u25a1"
LACKING: Final = f"{INSTEAD} stands for letters that this file's font does not have; the message has them."


def font_files() -> tuple[Path, Path]:
    """DejaVu Sans as it comes with the charts' library, regular and bold: Latin, Greek, Cyrillic, Hebrew and more."""
    found = find_spec("matplotlib")
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError("the fonts come with matplotlib, which is not installed")
    folder = Path(next(iter(found.submodule_search_locations))) / "mpl-data" / "fonts" / "ttf"
    return folder / "DejaVuSans.ttf", folder / "DejaVuSans-Bold.ttf"


def drawable(sheet: Sheet, known: frozenset[int]) -> Sheet:
    """The sheet with every letter that is not among the `known` code points replaced, and on one line each.

    A partner whose name would be nothing but boxes stands under its id, as in charts.
    """

    def clean(words: str) -> str:
        line = " ".join(words.split())
        return "".join(letter if ord(letter) in known else INSTEAD for letter in line)

    title, name = clean(sheet.title), clean(sheet.name)
    if INSTEAD in name:
        title = clean(sheet.title.replace(sheet.name, sheet.partner))
    audience = clean(sheet.partner if INSTEAD in name and sheet.audience == sheet.name else sheet.audience)
    drawn = replace(
        sheet,
        title=title,
        name=clean(sheet.partner) if INSTEAD in name else name,
        audience=audience,
        summary=clean(sheet.summary),
        sections=tuple(_section(each, clean) for each in sheet.sections),
        chart=_chart(sheet.chart, clean) if sheet.chart else None,
        sources=tuple(map(clean, sheet.sources)),
        points=tuple(map(clean, sheet.points)),
        changed=tuple(map(clean, sheet.changed)),
    )
    return replace(drawn, sources=(*drawn.sources, LACKING)) if INSTEAD in repr(drawn) else drawn


def _section(section: Section, clean: Callable[[str], str]) -> Section:
    grid = section.grid
    return Section(
        clean(section.title),
        tuple(Line(clean(each.label), clean(each.words)) for each in section.lines),
        grid and Grid(grid.columns, tuple(tuple(map(clean, row)) for row in grid.rows)),
        clean(section.note),
    )


def _chart(chart: Chart, clean: Callable[[str], str]) -> Chart:
    return Chart(chart.title, tuple(Bar(clean(each.label), each.height, clean(each.words)) for each in chart.bars))
