"""Ranges from one period to another: "Jan to Mar 2024", "May 3-5", "from Q1 to now"."""

from datetime import date

from handlers.understanding.calendar_named import counted, year_at
from handlers.understanding.calendar_parts import part_at
from handlers.understanding.calendar_relative import Part
from handlers.understanding.calendar_spans import Yearly, window_of
from handlers.understanding.calendar_words import Tokens
from programs.windows import Window

TO = frozenset("- to through thru until till til".split())
"""What stands between the ends of a range."""
_NOW = frozenset("now date present".split())


def range_from(tokens: Tokens, left: Part, at: int, marks: frozenset[str], sure: bool = False) -> Part | None:
    """The range from a period to the one that follows; a range that runs backwards, or to no day, has no window."""
    mark = tokens.word(at)
    if mark == "up" and tokens.word(at + 1) == "to" and "to" in marks:
        at, mark = at + 1, "to"
    if mark not in marks:
        return None
    begin = tokens.skip(at + 1, "the")
    if tokens.word(begin) in _NOW and mark != "-":
        return Part(
            begin + 1, window_of(left.window.first if left.window else None, tokens.as_of), left.yearly, left.year
        )
    tight = tokens.glued(at) and tokens.glued(begin)
    right = _same_kind_number(tokens, left, begin) or part_at(tokens, begin, sure or mark != "-" or tight)
    if right is None:
        return None
    first, last = _ends(left, right, tokens.as_of)
    window = window_of(first.first if first else None, last.last if last else None)
    if left.year_assumed and right.year_assumed:
        return Part(right.end, window, right.yearly)
    return Part(right.end, window)


def _same_kind_number(tokens: Tokens, left: Part, at: int) -> Part | None:
    """The second day of "May 3-5, 2024" or of "May 3rd to 5th"."""
    if left.yearly is None or left.yearly.day is None or left.year is not None or left.yearly.edge:
        return None
    number = tokens.number(at) if tokens.ordinal(at) is None else tokens.ordinal(at)
    plain = number is not None and 1 <= tokens.digits(at) <= 2 and not counted(tokens, at + 1)
    if number is None or not plain or part_at(tokens, at, sure=True) is not None:
        return None
    part = Yearly(left.yearly.month, day=number)
    said = year_at(tokens, tokens.skip(at + 1, ","))
    if not part.exists():
        return Part(at + 1, None)
    return Part(
        said[1] if said else at + 1,
        part.in_year(said[0]) if said else part.latest(tokens.as_of),
        part,
        said and said[0],
    )


def days_of_month(tokens: Tokens, at: int) -> Part | None:
    """ "3-5 May 2024", "3rd to 5th of May"."""
    first = tokens.number(at) if tokens.ordinal(at) is None else tokens.ordinal(at)
    if first is None or not 1 <= tokens.digits(at) <= 2 or tokens.word(at + 1) not in ("-", "to", "and"):
        return None
    if tokens.word(at + 1) == "and" and tokens.word(at - 1) not in ("between", "the"):
        return None
    right = part_at(tokens, tokens.skip(at + 2, "the"), sure=True)
    if right is None or right.yearly is None or right.yearly.day is None or right.yearly.edge:
        return None
    part = Yearly(right.yearly.month, day=first)
    if right.window is None or not part.exists():
        return Part(right.end, None)
    start = part.in_year(right.window.first.year)
    return Part(right.end, window_of(start.first if start else None, right.window.last), right.yearly, right.year)


def _ends(left: Part, right: Part, as_of: date) -> tuple[Window | None, Window | None]:
    """Both ends of a range, where one without a year follows the other's: "Nov to Feb 2024" begins in 2023."""
    first, last = left.window, right.window
    if first is None or last is None:
        return None, None
    if left.yearly and left.year_assumed:
        if not (right.yearly and right.year_assumed):
            return left.yearly.latest(last.first if _same_year_fits(left.yearly, last) else last.last), last
        last = right.yearly.ending_after(first.first)
        if last and last.first.year > first.first.year and last.first > as_of:
            last = right.window
            first = left.yearly.latest(last.first) if last else None
        return first, last
    if right.yearly and right.year_assumed:
        last = right.yearly.ending_after(first.first)
    return first, last


def _same_year_fits(yearly: Yearly, last: Window) -> bool:
    return yearly.month <= last.first.month
