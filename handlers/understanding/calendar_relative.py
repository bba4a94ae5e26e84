"""Periods told from the day asked on: "last quarter", "past 90 days", "next May", "this Friday", "trailing"."""

from dataclasses import dataclass

from handlers.understanding.calendar_named import AHEAD, BACK, HERE, named_at, relative_year_at
from handlers.understanding.calendar_spans import (
    TRAILING_DAYS,
    Unit,
    Yearly,
    moved,
    rolling,
    same_day,
    weekday,
    weekday_of_week,
    whole_units,
    window_of,
)
from handlers.understanding.calendar_words import SHORT_UNITS, UNITS, WEEKDAYS, Tokens, number_at
from programs.windows import Window

_WHOLE = frozenset("full complete whole entire calendar fiscal".split())
_TRAILING = frozenset("trailing rolling".split())
LONGEST_COUNT = 1100
"""Units that may be counted back or ahead."""


@dataclass(frozen=True, slots=True)
class Part:
    """A period that ends before token `end`; no window: such words, but no such days ("Feb 30").

    `yearly` is kept where a part of the year was named, and `year` when its year was said: without, the window is the
    latest that has begun, and a range may choose another.
    """

    end: int
    window: Window | None
    yearly: Yearly | None = None
    year: int | None = None

    @property
    def year_assumed(self) -> bool:
        """Whether the words leave open which year is meant."""
        return self.yearly is not None and self.year is None


def relative_at(tokens: Tokens, at: int, sure: bool = False) -> Part | None:
    """ "last quarter", "past 90 days", "next May", "this Friday", "trailing"."""
    word = tokens.word(at)
    if word in _TRAILING:
        return _trailing(tokens, at)
    if word not in BACK and word not in HERE and word not in AHEAD and word != "same":
        return None
    whole = tokens.skip(at + 1, *_WHOLE)
    beyond = tokens.skip(whole, "-")
    if word not in HERE and word != "same":
        counted = _several(tokens, at, beyond)
        if counted is not None:
            return counted
    if word != "past" and tokens.word(beyond) == "fy":
        return Part(beyond + 1, moved(Unit.year, tokens.as_of, -1 if word in BACK else int(word in AHEAD)))
    unit = UNITS.get(tokens.word(beyond))
    if unit is not None and not tokens.word(beyond).endswith(("s", "lves")):
        return _unit(tokens, word, unit, beyond + 1)
    return _turned(tokens, word, beyond) if word != "same" and word != "past" else None


def _several(tokens: Tokens, at: int, beyond: int) -> Part | None:
    """So many units back or ahead; quarters, halves, and years after "last", are whole, the rest roll up to the day."""
    found = _count_of_units(tokens, beyond)
    if found is None:
        return None
    count, unit, end, said_whole = found
    word, ahead = tokens.word(at), tokens.word(at) in AHEAD
    whole = said_whole or tokens.word(at + 1) in _WHOLE or unit in (Unit.quarter, Unit.half)
    if unit is Unit.year and word != "past":
        whole = True
    measure = whole_units if whole else rolling
    return Part(end, measure(unit, count, tokens.as_of, ahead))


def _count_of_units(tokens: Tokens, at: int) -> tuple[int, Unit, int, bool] | None:
    number = number_at(tokens, at)
    if number is None or not 1 <= number[0] <= LONGEST_COUNT:
        return None
    count, beyond = number
    if tokens.glued(beyond) and tokens.word(beyond) in SHORT_UNITS and tokens.number(at) is not None:
        return count, SHORT_UNITS[tokens.word(beyond)], beyond + 1, False
    after = tokens.skip(tokens.skip(beyond, "-"), *_WHOLE)
    unit = UNITS.get(tokens.word(after))
    if unit is None:
        return None
    end = after + 1
    return (
        count,
        unit,
        tokens.skip(end, "year", "years") if unit is Unit.half else end,
        tokens.word(after - 1) in _WHOLE,
    )


def _trailing(tokens: Tokens, at: int) -> Part | None:
    beyond = tokens.skip(at + 1, "-")
    found = _count_of_units(tokens, beyond)
    if found is not None:
        return Part(found[2], rolling(found[1], found[0], tokens.as_of))
    unit = UNITS.get(tokens.word(beyond))
    if unit is not None:
        return Part(beyond + 1, rolling(unit, 1, tokens.as_of))
    if tokens.word(at) == "rolling" or tokens.word(at + 1) in ("behind", "by") or tokens.word(at - 1) in UNITS:
        return None
    if tokens.number(beyond) not in (None, 12):
        return None
    return Part(at + 1 if tokens.number(beyond) is None else beyond + 1, rolling(Unit.day, TRAILING_DAYS, tokens.as_of))


def _unit(tokens: Tokens, word: str, unit: Unit, end: int) -> Part | None:
    """The unit before, around or after the day; "past year" rolls."""
    if unit is Unit.half and tokens.says(end, "a year"):
        return Part(end + 2, rolling(Unit.month, 6, tokens.as_of, ahead=word in AHEAD))
    if unit is Unit.half:
        end = tokens.skip(tokens.skip(end, "-"), "year")
    a_year_back = relative_year_at(tokens, tokens.skip(end, "of"))
    if word in (*HERE, "same") and a_year_back and a_year_back[0] == tokens.as_of.year - 1 and unit is not Unit.year:
        day = same_day(tokens.as_of, -12)
        return Part(a_year_back[1], moved(unit, day) if day else None)
    if word == "same" or (word in HERE and unit is Unit.day):
        return None
    if word == "past" and unit is not Unit.quarter:
        return Part(end, rolling(unit, 1, tokens.as_of))
    window = moved(unit, tokens.as_of, -1 if word in BACK else int(word in AHEAD))
    return in_year_of(tokens, so_far(tokens, end, unit, window), unit)


def so_far(tokens: Tokens, end: int, unit: Unit, window: Window | None) -> Part:
    """The part itself, or what has passed of it by the day when "so far" or "to date" follows."""
    said = tokens.skip(end, "-")
    for words, length in (("so far", 2), ("to date", 2), ("to - date", 3), ("ytd", 1)):
        if tokens.says(said, words) and window is not None:
            return Part(said + length, to_date(tokens, unit, window))
    return Part(end, window)


def to_date(tokens: Tokens, unit: Unit, window: Window) -> Window | None:
    """From the first day to the day asked on; of another year, to the same day in it."""
    last = tokens.as_of
    if unit is Unit.year:
        shifted = same_day(last, 12 * (window.first.year - last.year))
        last = shifted or last
    return window_of(window.first, last) if last in window else None


def in_year_of(tokens: Tokens, part: Part, unit: Unit) -> Part:
    """The part of that year that follows: "last year's Q4", "2024 H1", "last year in May"."""
    if unit is not Unit.year or part.window is None:
        return part
    at = part.end
    if tokens.word(at) == "'" and tokens.word(at + 1) == "s":
        at += 2
    named = named_at(tokens, tokens.skip(at, "-", "in", "/"), sure=True)
    if named is None or named.year is not None:
        return part
    year = part.window.first.year
    return Part(named.end, named.part.in_year(year) if named.part else None, named.part, year)


def _turned(tokens: Tokens, word: str, at: int) -> Part | None:
    """ "last May", "next Q1", "this Friday": `last` is over before the day, `next` begins after it."""
    day, name = tokens.as_of, tokens.word(at)
    if name in WEEKDAYS and (name not in ("sat", "sun", "wed") or tokens.capital(at)):
        if word in HERE:
            return Part(at + 1, weekday_of_week(day, WEEKDAYS[name]))
        return Part(at + 1, weekday(day, WEEKDAYS[name], ahead=word in AHEAD, strictly=True))
    named = named_at(tokens, at)
    if named is None:
        return None
    if named.part is None or named.year is not None:
        window = named.part.in_year(named.year) if named.part and named.year is not None else None
        return Part(named.end, window, named.part, named.year)
    part = named.part
    return Part(
        named.end, part.in_year(day.year) if word in HERE else part.next(day) if word in AHEAD else part.last(day)
    )
