"""A report on deal registrations as a CSV file, and as an object for programs."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from handlers.portfolio_csv import csv_text
from handlers.reports.figures import DEFINITIONS, DealReport, Figures, Row

COLUMNS = (
    *("by", "id", "name", "filed", "decided", "approved", "approval_rate", "median_hours", "slowest_hours"),
    *("timed", "expired", "held", "conflict_rate", "late", "from", "to", "as_of"),
)
_PLACES = 4


def csv_of(report: DealReport) -> str:
    """Every row of both splits and the whole, for a spreadsheet; hours and shares are decimals with a point."""
    days = (report.first.isoformat(), report.last.isoformat(), report.as_of.isoformat())
    return "\ufeff" + csv_text([COLUMNS, *((*row, *days) for row in _lines(report))])


def object_of(report: DealReport) -> dict[str, Any]:
    """The report as plain values that JSON knows."""
    return {
        "from": report.first.isoformat(),
        "to": report.last.isoformat(),
        "as_of": report.as_of.isoformat(),
        "all": _values(report.whole),
        "partners": [{"partner": row.id, "name": row.name, **_values(row.figures)} for row in report.partners],
        "managers": [{"manager": row.id or None, **_values(row.figures)} for row in report.managers],
        "definitions": dict(DEFINITIONS),
    }


def _lines(report: DealReport) -> Iterator[Sequence[str]]:
    for by, rows in (("partner", report.partners), ("manager", report.managers)):
        yield from (_line(by, row) for row in rows)
    yield _line("all", Row("", "", report.whole))


def _line(by: str, row: Row) -> Sequence[str]:
    shown = ("" if value is None else f"{value}" for value in _values(row.figures).values())
    return (by, row.id, row.name, *shown)


def _values(figures: Figures) -> dict[str, int | float | None]:
    return {
        "filed": figures.filed,
        "decided": figures.decided,
        "approved": figures.approved,
        "approval_rate": _decimal(figures.approval_rate),
        "median_hours": _decimal(figures.median_hours),
        "slowest_hours": _decimal(figures.slowest_hours),
        "timed": len(figures.spent),
        "expired": figures.expired,
        "held": figures.held,
        "conflict_rate": _decimal(figures.conflict_rate),
        "late": figures.late,
    }


def _decimal(value: Fraction | None) -> float | None:
    return None if value is None else round(float(value), _PLACES)
