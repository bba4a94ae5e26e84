"""A pack as plain words and figures: made once, then shown as a message, a PDF or slides, and frozen as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from pydantic import TypeAdapter

Figure = str | int | None
"""Amounts and shares as exact text, counts as numbers; None is not known, or not said."""


@dataclass(frozen=True, slots=True)
class Line:
    """A short label and what stands behind it."""

    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows under named columns; every row has one cell a column."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One block of a pack. `note` is small print under it."""

    title: str
    lines: tuple[Line, ...] = ()
    grid: Grid | None = None
    note: str = ""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        return not self.lines and self.grid is None


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart: `height` is exact text, `words` stand beside it."""

    label: str
    height: str
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of one unit."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that a pack tells.

    `partner` and `program` are ids and are never shown; `name` is the partner's, `audience` says for whom it is.
    `scheduled_on` is the meeting's day, None where none is scheduled. `points` are talking points, the most pressing
    first. `figures` are the numbers behind the words. `marks` have ids by what happened to them, to tell later what
    changed since. `frozen` says that the figures are those of `as_of` and do not change any more.
    """

    kind: str
    partner: str
    program: str
    scheduled_on: date | None
    as_of: date
    name: str
    title: str
    audience: str
    summary: str
    sections: tuple[Section, ...]
    chart: Chart | None = None
    sources: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    figures: Mapping[str, Figure] = field(default_factory=dict)
    marks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    frozen: str = ""
    changed: tuple[str, ...] = ()


@cache
def _adapter() -> TypeAdapter[Sheet]:
    return TypeAdapter(Sheet)


def dump(sheet: Sheet) -> str:
    """Write a sheet as one line of JSON."""
    return _adapter().dump_json(sheet).decode()


def load(stored: str) -> Sheet:
    """Read back what `dump` wrote.

    Raises:
        pydantic.ValidationError: the text is not a sheet, for instance after a change of these types.
    """
    return _adapter().validate_json(stored)
