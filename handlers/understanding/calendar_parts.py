"""One period at a place in a text: a named part of a year, a year, "last quarter", "end of Q2", "today"."""

from collections.abc import Callable
from dataclasses import replace

from handlers.understanding.calendar_named import (
    bare_year_at,
    named_at,
    relative_year_at,
    year_at,
)
from handlers.understanding.calendar_relative import LONGEST_COUNT, Part, in_year_of, relative_at, so_far, to_date
from handlers.understanding.calendar_spans import (
    Edge,
    Unit,
    days_after,
    is_year,
    months_from,
    moved,
    rolling,
    window_of,
    within,
)
from handlers.understanding.calendar_words import UNITS, Tokens, number_at

_EDGES = {**dict.fromkeys(("start", "beginning"), Edge.start), **dict.fromkeys(("end", "close"), Edge.end)}
_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_TO_DATE = {"ytd": Unit.year, "qtd": Unit.quarter, "mtd": Unit.month, "wtd": Unit.week}
_ENDS = {"eoy": Unit.year, "eoq": Unit.quarter, "eom": Unit.month, "eow": Unit.week}


Reader = Callable[[Tokens, int, bool], Part | None]


def part_at(tokens: Tokens, at: int, sure: bool = False) -> Part | None:
    """The period that begins at a token; `sure`: the words before leave no doubt that one follows ("since")."""
    return _first(tokens, at, sure, (_edge, _inside, *_SIMPLE))


def _simple_at(tokens: Tokens, at: int, sure: bool = True) -> Part | None:
    return _first(tokens, at, sure, _SIMPLE)


def _first(tokens: Tokens, at: int, sure: bool, readers: tuple[Reader, ...]) -> Part | None:
    for read in readers:
        part = read(tokens, at, sure)
        if part is not None:
            return part
    return None


def _edge(tokens: Tokens, at: int, sure: bool) -> Part | None:
    """ "end of Q2", "the start of next year", "end of month", "year end", "eoq"."""
    word = tokens.word(at)
    if word in _ENDS:
        return _edge_of(Part(at + 1, moved(_ENDS[word], tokens.as_of)), Edge.end)
    unit = UNITS.get(word)
    if unit is not None and unit is not Unit.day and tokens.word(tokens.skip(at + 1, "-")) == "end":
        end = tokens.skip(at + 1, "-") + 1
        said = year_at(tokens, tokens.skip(end, "of")) if unit is Unit.year else None
        if said:
            return _edge_of(Part(said[1], months_from(said[0], 1, 12)), Edge.end)
        return _edge_of(Part(end, moved(unit, tokens.as_of)), Edge.end)
    edge = _EDGES.get(word)
    beyond = tokens.skip(at + 1, "of", "-")
    if edge is None or (beyond == at + 1 and word not in ("end", "start")):
        return None
    return _edge_after(tokens, tokens.skip(beyond, "the"), edge, beyond > at + 1)


def _edge_after(tokens: Tokens, at: int, edge: Edge, has_of: bool) -> Part | None:
    part = _inside(tokens, at, True) or _simple_at(tokens, at)
    if part is not None:
        return _edge_of(part, edge)
    unit_at = tokens.skip(at, "calendar", "fiscal")
    unit = UNITS.get(tokens.word(unit_at))
    if not has_of or unit is None or unit is Unit.day or tokens.word(unit_at).endswith("s"):
        return None
    return _edge_of(Part(unit_at + 1, moved(unit, tokens.as_of)), edge)


def _edge_of(part: Part, edge: Edge) -> Part:
    yearly = replace(part.yearly, edge=edge) if part.yearly else None
    return replace(part, window=edge.of(part.window) if part.window else None, yearly=yearly)


def _inside(tokens: Tokens, at: int, sure: bool) -> Part | None:
    """ "first 3 months of 2024", "last quarter of 2023", "second month of Q2", "last day of May"."""
    which = -1 if tokens.word(at) in ("last", "final") else tokens.ordinal(at)
    if which is None:
        return None
    number = number_at(tokens, at + 1)
    count, beyond = number or (1, at + 1)
    unit = UNITS.get(tokens.word(tokens.skip(beyond, "-")))
    of = tokens.skip(beyond, "-") + 1
    if unit is None or tokens.word(of) != "of":
        return None
    around = _around(tokens, tokens.skip(of + 1, "the"))
    if around is None or not 1 <= count <= LONGEST_COUNT:
        return None
    window = within(unit, which, count, around.window) if around.window else None
    named = named_at(tokens, at) if window is not None and count == 1 else None
    if named is not None and named.part is not None and named.year is not None:
        return None
    return Part(around.end, window)


def _around(tokens: Tokens, at: int) -> Part | None:
    """What a part is said to be of: any simple period, or "the quarter" that holds the day asked on."""
    part = _simple_at(tokens, at)
    unit = UNITS.get(tokens.word(at))
    if part is None and unit is not None and unit is not Unit.day and not tokens.word(at).endswith("s"):
        return Part(at + 1, moved(unit, tokens.as_of))
    return part


def _said(tokens: Tokens, at: int, sure: bool) -> Part | None:
    """ "today", "TTM", "YTD", "year to date", "so far this year", "L12M"."""
    word = tokens.word(at)
    if word in _DAYS:
        day = days_after(tokens.as_of, _DAYS[word])
        return Part(at + 1, window_of(day, day))
    if word in ("ttm", "ltm"):
        return Part(at + 1, rolling(Unit.year, 1, tokens.as_of))
    if word in ("l", "t", "r") and tokens.glued(at + 1) and tokens.glued(at + 2) and tokens.word(at + 2) == "m":
        number = tokens.number(at + 1) or 0
        return Part(at + 3, rolling(Unit.month, number, tokens.as_of)) if 1 <= number <= 60 else None
    if word in _TO_DATE:
        return _yearto_date(tokens, at + 1, _TO_DATE[word])
    if tokens.says(at, "so far"):
        part = relative_at(tokens, at + 2, sure) or _year(tokens, tokens.skip(at + 2, "in"), True)
        inside = part is not None and part.window is not None and tokens.as_of in part.window
        return Part(part.end, window_of(part.window.first, tokens.as_of)) if inside and part and part.window else None
    return None


def _yearto_date(tokens: Tokens, end: int, unit: Unit) -> Part:
    said = year_at(tokens, end) or relative_year_at(tokens, end)
    if said and unit is Unit.year:
        whole = months_from(said[0], 1, 12)
        return Part(said[1], to_date(tokens, unit, whole) if whole else None)
    whole = moved(unit, tokens.as_of)
    return Part(end, window_of(whole.first, tokens.as_of) if whole else None)


def _unit_first(tokens: Tokens, at: int, sure: bool) -> Part | None:
    """ "year to date", "quarter so far", "the quarter before last", "day after tomorrow", "3 quarters ago"."""
    unit = UNITS.get(tokens.word(at))
    if unit is None:
        return _ago(tokens, at)
    if unit is not Unit.day and not tokens.word(at).endswith("s"):
        part = so_far(tokens, at + 1, unit, moved(unit, tokens.as_of))
        if part.end > at + 1:
            return _yearto_date(tokens, part.end, unit)
    for words, by in (("before last", -2), ("after next", 2)):
        if tokens.says(at + 1, words):
            return Part(at + 3, moved(unit, tokens.as_of, by))
    for words, by in (("before yesterday", -2), ("after tomorrow", 2)):
        if unit is Unit.day and tokens.says(at + 1, words):
            return Part(at + 3, moved(unit, tokens.as_of, by))
    return None


def _ago(tokens: Tokens, at: int) -> Part | None:
    number = (1, at + 1) if tokens.word(at) in ("a", "an") and tokens.word(at + 1) in UNITS else number_at(tokens, at)
    if number is None or not 1 <= number[0] <= LONGEST_COUNT:
        return None
    unit = UNITS.get(tokens.word(number[1]))
    if unit is None or tokens.word(number[1] + 1) != "ago":
        return None
    return Part(number[1] + 2, moved(unit, tokens.as_of, -number[0]))


def _named(tokens: Tokens, at: int, sure: bool) -> Part | None:
    """A named part of the year; without a year the latest that has begun."""
    named = named_at(tokens, at, sure)
    if named is None:
        return None
    if named.part is None:
        return Part(named.end, None)
    window = named.part.latest(tokens.as_of) if named.year is None else named.part.in_year(named.year)
    return Part(named.end, window, named.part, named.year)


def _year(tokens: Tokens, at: int, sure: bool) -> Part | None:
    """ "2023", "FY23", and a part of it: "2024Q2", "FY24 H1"; "2024 YTD"."""
    split = tokens.digits(at) == 4 and named_at(tokens, tokens.skip(at + 1, "-", "/")) is not None
    found = bare_year_at(tokens, at, sure or split)
    if found is None:
        return None
    if not is_year(found[0]):
        return Part(found[1], None)
    part = so_far(tokens, found[1], Unit.year, months_from(found[0], 1, 12))
    return in_year_of(tokens, part, Unit.year) if part.end == found[1] else part


def _numeric(tokens: Tokens, at: int, sure: bool) -> Part | None:
    """ "2023-12-31", "12/31/2023", "2023-12"."""
    token = tokens.get(at)
    return Part(at + 1, token.window) if token and token.window else None


_SIMPLE: tuple[Reader, ...] = (_numeric, _said, relative_at, _named, _year, _unit_first)
