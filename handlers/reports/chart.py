"""The report on deal registrations as a picture: what was decided of what was filed, and how long it took."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from handlers.numbered import span
from handlers.reports.figures import DealReport, Figures, hours, total
from handlers.wording import day
from programs.windows import Window

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_BARS: Final = 12
LONGEST_LABEL: Final = 28
FILED, APPROVED, DECLINED, HOURS = "#BBBBBB", "#0072B2", "#E69F00", "#009E73"
"""Colors that people with any kind of color blindness tell apart (after Okabe and Ito); each bar has its figure too."""
INK, PALE = "#222222", "#666666"
_BAR: Final = 0.26


def chart_of(report: DealReport, about: str) -> bytes:
    """A PNG: for each partner what was filed, approved and declined, beside it the median of the business hours.

    The partners that filed most have bars of their own, the others share one. It is drawn without any window or
    global state, so that several threads may draw.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # slow to import, and hardly ever needed
    from matplotlib.figure import Figure

    bars = _bars(report)
    height = 1.9 + 0.62 * len(bars)
    figure = Figure(figsize=(10, height), dpi=110, facecolor="white")
    FigureCanvasAgg(figure)
    left, right = figure.subplots(1, 2, sharey=True, width_ratios=(3, 2))
    _counts(left, bars)
    _medians(right, bars)
    _labels(left, [label for label, _ in bars])
    _head(figure, report, about, height)
    figure.subplots_adjust(left=0.24, right=0.97, top=1 - 1.05 / height, bottom=0.62 / height, wspace=0.08)
    picture = io.BytesIO()
    figure.savefig(picture, format="png", metadata={"Software": None})
    return picture.getvalue()


def _bars(report: DealReport) -> list[tuple[str, Figures]]:
    rows = report.partners
    shown, left = (rows, ()) if len(rows) <= MOST_BARS else (rows[: MOST_BARS - 1], rows[MOST_BARS - 1 :])
    bars = [(_drawable(row.name, row.id), row.figures) for row in shown]
    return [*bars, *([(f"{len(left):,} others", total(row.figures for row in left))] if left else [])]


def _counts(axes: "Axes", bars: Sequence[tuple[str, Figures]]) -> None:
    series = (
        ("filed", FILED, [each.filed for _, each in bars]),
        ("approved", APPROVED, [each.approved for _, each in bars]),
        ("declined", DECLINED, [each.decided - each.approved for _, each in bars]),
    )
    for place, (name, color, values) in enumerate(series):
        at = [number + (place - 1) * _BAR for number in range(len(bars))]
        _with_figures(axes, axes.barh(at, values, _BAR, color=color, label=name), [f"{value:,}" for value in values])
    axes.set_title("Registrations", loc="left", fontsize=10, color=INK)
    axes.legend(loc="upper right", bbox_to_anchor=(1.0, 1.0 + 0.42 / _inches(axes)), ncols=3, frameon=False, fontsize=9)
    axes.margins(x=0.12)


def _medians(axes: "Axes", bars: Sequence[tuple[str, Figures]]) -> None:
    values = [float(each.median_hours or 0) for _, each in bars]
    words = [hours(each.median_hours) for _, each in bars]
    _with_figures(axes, axes.barh(range(len(bars)), values, 2 * _BAR, color=HOURS), words)
    axes.set_title("Median business hours to decide", loc="left", fontsize=10, color=INK)
    axes.margins(x=0.18)
    axes.tick_params(axis="y", left=False, labelleft=False)


def _with_figures(axes: "Axes", drawn: Any, words: Sequence[str]) -> None:
    axes.bar_label(drawn, labels=list(words), padding=3, fontsize=8, color=INK)
    axes.set_xlim(left=0)
    axes.spines[["top", "right", "bottom"]].set_visible(False)
    axes.tick_params(axis="x", bottom=False, labelbottom=False)


def _labels(axes: "Axes", names: Sequence[str]) -> None:
    # Names are literal: a dollar sign in one must not begin a formula.
    axes.set_yticks(range(len(names)), labels=list(names), fontsize=9, color=INK, parse_math=False)
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(len(names) - 0.4, -0.6)


def _head(figure: "Figure", report: DealReport, about: str, height: float) -> None:
    title = _drawable(f"Deal registrations{about}", "Deal registrations")
    when = f"{span(Window(report.first, report.last))}, as of {day(report.as_of)}"
    foot = "Business hours: 9:00 to 17:00 at the desk, on its working days, without the time an answer was waited for."
    for words, y, size, color in ((title, 0.14, 13, INK), (when, 0.40, 9.5, PALE)):
        figure.text(0.02, 1 - y / height, words, fontsize=size, color=color, va="top", parse_math=False)
    figure.text(0.02, 0.16 / height, foot, fontsize=8, color=PALE, parse_math=False)


def _inches(axes: "Axes") -> float:
    """How high the axes will be."""
    figure = axes.get_figure(root=True)
    return float(figure.get_size_inches()[1]) - 1.67 if figure is not None else 1.0


def _drawable(words: str, instead: str) -> str:
    """The words, not too long, or what stands for them where the font lacks one of their characters."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    known = get_font(findfont(FontProperties())).get_charmap()
    line = " ".join(words.split())
    if any(ord(letter) not in known for letter in line):
        line = " ".join(instead.split())
    return line if len(line) <= LONGEST_LABEL or line.startswith("Deal ") else f"{line[: LONGEST_LABEL - 1]}…"
