"""The periods that a text speaks of, as windows of days: "last quarter", "since March", "Q1-Q2 2024", "by end of year".

A small grammar over the words of `calendar_words` covers what partner managers type. It reads no clock (`as_of` is
given), takes time in proportion to the text, and needs no further library: dateparser reads single dates, fills in what
was not said, and knows neither quarters nor ranges. Fiscal years are read as calendar years.

- "Last year" and "last quarter" are the previous calendar year and quarter; "last 12 months", "past year", "trailing"
  are the 365 days that end on the day asked on. "Last 3 months" roll up to it; "last 2 quarters" are whole ones.
- A month, quarter, half or day without a year is the latest that has begun by the day asked on (`year_assumed`).
- "Since X" and "after X" end on the day asked on ("after X" in the future: with 2100); "before X" begins in 1970.
- "Until X", "through X" and "by X" include X. Where the words name days that do not exist ("Feb 30") nothing is found.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from handlers.understanding.calendar_parts import part_at
from handlers.understanding.calendar_ranges import TO, days_of_month, range_from
from handlers.understanding.calendar_relative import Part
from handlers.understanding.calendar_spans import EARLIEST, LATEST, days_after, weekday, window_of
from handlers.understanding.calendar_words import WEEKDAYS, Tokens, stands_alone, tokenize
from programs.windows import Window

_SINCE, _AFTER, _BEFORE, _UNTIL = "since", "after", "before", "until"
_OPENERS = (
    *((words, _SINCE) for words in ("since", "ever since", "starting", "starting from", "starting in", "starting on")),
    *((words, _SINCE) for words in ("beginning from", "beginning in", "beginning on", "on or after")),
    *((words, _AFTER) for words in ("after", "later than")),
    *((words, _BEFORE) for words in ("before", "prior to", "earlier than")),
    *(
        (words, _UNTIL)
        for words in ("until", "till", "til", "up until", "up to", "up through", "through", "thru", "by")
    ),
    *((words, _UNTIL) for words in ("no later than", "not later than", "on or before")),
)
_BY_FIRST_WORD = {
    first: tuple(sorted((each for each in _OPENERS if each[0].split()[0] == first), key=lambda each: -len(each[0])))
    for first in {words.split()[0] for words, _ in _OPENERS}
}
_ONWARD = frozenset("on onward onwards forward forwards".split())
_LISTING = frozenset(", and & or vs versus / + with against compared to .".split())
_VAGUE = frozenset("early late mid middle ending ended each every".split())
_COMPARING = frozenset("compare compares compared comparing comparison versus vs".split())


@dataclass(frozen=True, slots=True)
class FoundPeriod:
    """A period at the characters from `start` to before `end` of a text.

    `words` is that piece of the text, without the ending of a possessive. `open_start` and `open_end` tell that the
    words leave that side open ("until May", "since May"); `year_assumed` that the year of a month, quarter, half or day
    was not said.
    """

    start: int
    end: int
    window: Window
    words: str
    open_start: bool = False
    open_end: bool = False
    year_assumed: bool = False

    @property
    def one_day(self) -> bool:
        """Whether the period is a single day."""
        return self.window.first == self.window.last


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was read from token `at` to before token `part.end`."""

    at: int
    part: Part
    open_start: bool = False
    open_end: bool = False
    ranged: bool = False


def find_periods(text: str, as_of: date, taken: Sequence[tuple[int, int]] = ()) -> tuple[FoundPeriod, ...]:
    """The periods of a text from left to right, read on the day `as_of`; none overlaps another or one of `taken`."""
    tokens = tokenize(text, as_of, taken)
    readings: list[_Reading] = []
    at = 0
    while at < len(tokens.items):
        reading = _vague(tokens, at) or _opened(tokens, at) or _from(tokens, at) or _plain(tokens, at)
        if reading is None:
            at += 1
            continue
        at = max(reading.part.end, at + 1)
        readings.append(reading)
    slashes = _slashes(tokens, readings)
    shared = _share_years(tokens, readings)
    return tuple(found for found in (_found(tokens, each, slashes) for each in shared) if found is not None)


def _found(tokens: Tokens, reading: _Reading, slashes: frozenset[int]) -> FoundPeriod | None:
    """The reading with its place, unless its days do not exist or its words are a piece of something longer."""
    part, text = reading.part, tokens.text
    start, end = tokens.items[reading.at].start, tokens.items[part.end - 1].end
    alone = stands_alone(text, start, end, reading.at - 1 not in slashes, part.end not in slashes)
    if part.window is None or not alone:
        return None
    flags = reading.open_start, reading.open_end, part.year_assumed
    return FoundPeriod(start, _past_possessive(tokens, part.end, end), part.window, text[start:end], *flags)


def _past_possessive(tokens: Tokens, at: int, end: int) -> int:
    """The end of a period together with its possessive ending ("last year's", "two quarters'")."""
    if tokens.word(at) != "'" or not tokens.glued(at):
        return end
    if tokens.word(at + 1) == "s" and tokens.glued(at + 1):
        return tokens.items[at + 1].end
    return tokens.items[at].end if tokens.text[end - 1] in "sS" else end


def _slashes(tokens: Tokens, readings: list[_Reading]) -> frozenset[int]:
    """Where the slashes of "Q1/Q2" stand."""
    begins = {each.at for each in readings}
    return frozenset(
        each.part.end for each in readings if tokens.word(each.part.end) == "/" and each.part.end + 1 in begins
    )


def _plain(tokens: Tokens, at: int) -> _Reading | None:
    """A period, or a range "X to Y"; in a comparison "X to Y" are two."""
    days = days_of_month(tokens, at)
    if days is not None:
        return _Reading(at, days, ranged=True)
    part = part_at(tokens, at) or _on_weekday(tokens, at)
    if part is None:
        return None
    if tokens.word(part.end) in ("onward", "onwards"):
        return _since(tokens, at, replace(part, end=part.end + 1), part.window.first if part.window else None)
    compares = any(tokens.word(each) in _COMPARING for each in range(max(at - 12, 0), at))
    marks = frozenset("-") if compares else TO
    ranged = range_from(tokens, part, part.end, marks) if part.window is not None else None
    if ranged is None or (ranged.window is None and tokens.word(part.end) != "-"):
        return _Reading(at, part)
    return _Reading(at, ranged, ranged=True)


def _from(tokens: Tokens, at: int) -> _Reading | None:
    """ "from X to Y", "between X and Y", "from X on"."""
    opener = tokens.word(at)
    if opener not in ("from", "between"):
        return None
    begin = tokens.skip(at + 1, "the")
    days = days_of_month(tokens, begin)
    if days is not None:
        return _Reading(at, days, ranged=True)
    part = _now(tokens, begin) or part_at(tokens, begin, sure=True)
    if part is None:
        return None
    ranged = range_from(tokens, part, part.end, TO | {"and", "&"} if opener == "between" else TO, sure=True)
    if ranged is not None:
        return _Reading(at, ranged, ranged=True)
    if opener == "from" and tokens.word(part.end) in _ONWARD:
        return _since(tokens, at, replace(part, end=part.end + 1), part.window.first if part.window else None)
    return None


def _now(tokens: Tokens, at: int) -> Part | None:
    return Part(at + 1, Window(tokens.as_of, tokens.as_of)) if tokens.word(at) == "now" else None


def _vague(tokens: Tokens, at: int) -> _Reading | None:
    """ "early 2023", "the middle of Q2", "the year ending June 2024", "every May" mean other days: passed over."""
    word = tokens.word(at)
    if word not in _VAGUE:
        return None
    begin = tokens.skip(tokens.skip(at + 1, "-", "of", "in", "on"), "the")
    part = part_at(tokens, begin, sure=True)
    return _Reading(at, replace(part, window=None, yearly=None)) if part else None


def _opened(tokens: Tokens, at: int) -> _Reading | None:
    """ "since X", "after X", "before X", "until X"."""
    for words, kind in _BY_FIRST_WORD.get(tokens.word(at), ()):
        begin = at + len(words.split())
        if not tokens.says(at, words):
            continue
        begin = tokens.skip(begin, "the")
        part = part_at(tokens, begin, sure=True) or _weekday(tokens, begin, kind in (_UNTIL, _BEFORE))
        if part is None:
            return None
        return _open(tokens, at, part, kind)
    return None


def _open(tokens: Tokens, at: int, part: Part, kind: str) -> _Reading:
    window = part.window
    if window is None:
        return _Reading(at, part)
    if kind == _SINCE:
        ranged = range_from(tokens, part, part.end, TO - {"-"}, sure=True)
        return _Reading(at, ranged, ranged=True) if ranged else _since(tokens, at, part, window.first)
    if kind == _AFTER:
        return _since(tokens, at, part, days_after(window.last, 1), ahead=True)
    last = window.last if kind == _UNTIL else days_after(window.first, -1)
    return _Reading(at, replace(part, window=window_of(EARLIEST, last)), open_start=True)


def _since(tokens: Tokens, at: int, part: Part, first: date | None, ahead: bool = False) -> _Reading:
    """From a day to the day asked on; from a day in the future on without end, where the words allow it ("after")."""
    future = first is not None and first > tokens.as_of
    last = LATEST if future and (ahead or tokens.word(at) != "since") else tokens.as_of
    return _Reading(at, replace(part, window=window_of(first, last)), open_end=True)


def _on_weekday(tokens: Tokens, at: int) -> Part | None:
    return _weekday(tokens, at, ahead=False) if tokens.word(at - 1) == "on" else None


def _weekday(tokens: Tokens, at: int, ahead: bool) -> Part | None:
    """A weekday alone: the latest, or after "by" and "until" the nearest to come; the day itself counts."""
    name = tokens.word(at)
    if name not in WEEKDAYS or (name in ("sat", "sun", "wed") and not tokens.capital(at)):
        return None
    return Part(at + 1, weekday(tokens.as_of, WEEKDAYS[name], ahead, strictly=False))


def _share_years(tokens: Tokens, readings: list[_Reading]) -> list[_Reading]:
    """ "Q1 and Q2 2023", "Q1 2023 vs Q2": in a list that runs forward through a year, one year holds for all."""
    shared = list(readings)
    for at in range(len(shared) - 2, -1, -1):
        if _listed(tokens, shared[at], shared[at + 1]) and shared[at].part.year_assumed:
            shared[at] = _of_year(shared[at], shared[at + 1].part.year)
    for at in range(1, len(shared)):
        if _listed(tokens, shared[at - 1], shared[at]) and shared[at].part.year_assumed:
            shared[at] = _of_year(shared[at], shared[at - 1].part.year)
    return shared


def _listed(tokens: Tokens, left: _Reading, right: _Reading) -> bool:
    """Whether two parts of a year of one kind, the earlier first, have nothing but words of a list between them."""
    mine, its = left.part.yearly, right.part.yearly
    if mine is None or its is None or any(each.ranged or each.open_start or each.open_end for each in (left, right)):
        return False
    same = (mine.count, mine.edge, mine.day is None) == (its.count, its.edge, its.day is None)
    between = {tokens.word(each) for each in range(left.part.end, right.at)}
    return same and (mine.month, mine.day or 0) < (its.month, its.day or 0) and bool(between) and between <= _LISTING


def _of_year(reading: _Reading, year: int | None) -> _Reading:
    part = reading.part
    if part.yearly is None or part.window is None or year is None:
        return reading
    return replace(reading, part=replace(part, window=part.yearly.in_year(year), year=year))
