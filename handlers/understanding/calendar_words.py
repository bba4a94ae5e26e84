"""The words and numbers that dates, periods and amounts are written with, and their places in a text.

A text is cut once into tokens: runs of letters, numbers, numeric dates, single marks. Tokens keep their place in the
text as typed; places that another reading has taken become blanks that nothing can be read across.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from handlers.understanding.calendar_spans import Unit, day_of, months_from
from programs.windows import Window

LONGEST_TEXT = 2000
"""Characters that are read of a text; a question needs far fewer."""

MONTHS = {
    **{name: at for at, name in enumerate("january february march april may june".split(), 1)},
    **{name: at for at, name in enumerate("july august september october november december".split(), 7)},
    **{name: at for at, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)},
    "sept": 9,
}
WEEKDAYS = {
    **{name: at for at, name in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())},
    **{name: at for at, name in enumerate("mon tue wed thu fri sat sun".split())},
    "tues": 1,
    "thur": 3,
    "thurs": 3,
}
UNITS = {
    **dict.fromkeys(("day", "days"), Unit.day),
    **dict.fromkeys(("week", "weeks", "wk", "wks"), Unit.week),
    **dict.fromkeys(("month", "months", "mo", "mos", "mth", "mths"), Unit.month),
    **dict.fromkeys(("quarter", "quarters", "qtr", "qtrs"), Unit.quarter),
    **dict.fromkeys(("half", "halves"), Unit.half),
    **dict.fromkeys(("year", "years", "yr", "yrs"), Unit.year),
}
SHORT_UNITS = {"d": Unit.day, "w": Unit.week, "m": Unit.month, "q": Unit.quarter, "y": Unit.year}
"""Units by one letter, read only right after a number: "12m"."""

_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_DIGITS = {name: at for at, name in enumerate("one two three four five six seven eight nine".split(), 1)}
_TENS = {name: 10 * at for at, name in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
NUMBER_WORDS = {**_DIGITS, **{name: at for at, name in enumerate(_TEENS.split(), 10)}, **_TENS}
"""Numbers by one word, from one to ninety."""
ORDINALS = {name: at for at, name in enumerate("first second third fourth fifth sixth seventh eighth ninth".split(), 1)}

_LEXEME = re.compile(
    r"""
    (?P<date>(?<![A-Za-z])[0-9]{1,4}([-/.])[0-9]{1,2}\2[0-9]{1,4}(?![0-9]|[-/.][0-9]))
    | (?P<month>(?<![A-Za-z])(?:[0-9]{4}[-/][0-9]{2}|[0-9]{1,2}/[0-9]{4})(?![0-9]|[-/.][0-9]))
    | (?P<other>(?<![A-Za-z])[0-9]+(?:(?:[.:/]|,(?=[0-9]{3}(?![0-9])))[0-9]+)+)
    | (?P<ordinal>[0-9]{1,2}(?:st|nd|rd|th)(?!\w))
    | (?P<number>[0-9]+)
    | (?P<letters>[^\W\d_]+)
    | (?P<mark>\S)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SAME_MARKS = dict.fromkeys("’‘ʼ`´", "'") | dict.fromkeys("‐‑‒–—―−", "-")
_STUCK_ALWAYS = frozenset("#@$€£¥₹%+\\")
_STUCK_BETWEEN = frozenset("-‐‑–—_/.&'’")


class Kind(Enum):
    """What a token is."""

    blank = "blank"
    """Taken by another reading, or a number of a shape that is no date."""
    word = "word"
    number = "number"
    ordinal = "ordinal"
    span = "span"
    """A numeric date or month."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or mark, from `start` to before `end`; `glued`: right at the one before."""

    start: int
    end: int
    kind: Kind
    word: str
    glued: bool
    capital: bool = False
    number: int | None = None
    digits: int = 0
    window: Window | None = None


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text, and the day it is read on; asking beyond the ends is allowed."""

    text: str
    items: tuple[Token, ...]
    as_of: date

    def get(self, at: int) -> Token | None:
        """The token at a position, if there is one."""
        return self.items[at] if 0 <= at < len(self.items) else None

    def word(self, at: int) -> str:
        """The folded word or mark at a position; empty for anything else."""
        token = self.get(at)
        return token.word if token else ""

    def number(self, at: int) -> int | None:
        """The plain whole number at a position."""
        token = self.get(at)
        return token.number if token and token.kind is Kind.number else None

    def ordinal(self, at: int) -> int | None:
        """The number of "2nd" or "second"."""
        token = self.get(at)
        if token and token.kind is Kind.ordinal:
            return token.number
        return ORDINALS.get(self.word(at))

    def digits(self, at: int) -> int:
        """How many digits the number at a position has; 0 where none stands."""
        token = self.get(at)
        return token.digits if token else 0

    def glued(self, at: int) -> bool:
        """Whether the token stands right at the one before it."""
        token = self.get(at)
        return token is not None and token.glued

    def capital(self, at: int) -> bool:
        """Whether the word begins with a capital letter."""
        token = self.get(at)
        return token is not None and token.capital

    def skip(self, at: int, *words: str) -> int:
        """The position after `at` when one of the words stands there, else `at`."""
        return at + 1 if self.word(at) in words else at

    def says(self, at: int, words: str) -> bool:
        """Whether these words follow each other from a position on; hyphens are not allowed between them."""
        return all(self.word(at + step) == word for step, word in enumerate(words.split()))


def tokenize(text: str, as_of: date, taken: Sequence[tuple[int, int]] = ()) -> Tokens:
    """Cut a text into tokens; what overlaps a taken place becomes a blank."""
    read = text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT]
    closed = closed_places(len(read), taken)
    items: list[Token] = []
    end = -1
    for match in _LEXEME.finditer(read):
        free = not any(closed[match.start() : match.end()])
        items.append(_token(match, match.start() == end, free))
        end = match.end()
    return Tokens(text, tuple(items), as_of)


def closed_places(length: int, taken: Sequence[tuple[int, int]]) -> bytearray:
    """One byte for each character: 1 where a taken place covers it. Places outside the text are cut off."""
    closed = bytearray(length)
    for start, end in taken:
        start, end = max(start, 0), min(end, length)
        if start < end:
            closed[start:end] = b"\1" * (end - start)
    return closed


def _token(match: re.Match[str], glued: bool, free: bool) -> Token:
    start, end = match.span()
    group, raw = match.lastgroup, match.group()
    if not free or group == "other" or (group == "number" and len(raw) > 6):
        return Token(start, end, Kind.blank, "", glued)
    if group in ("date", "month"):
        window = numeric_day(raw) if group == "date" else _numeric_month(raw)
        kind = Kind.span if window else Kind.blank
        return Token(start, end, kind, "", glued, window=window)
    if group == "number":
        return Token(start, end, Kind.number, "", glued, number=int(raw), digits=len(raw))
    if group == "ordinal":
        return Token(start, end, Kind.ordinal, "", glued, number=int(raw[:-2]), digits=len(raw) - 2)
    return Token(start, end, Kind.word, _SAME_MARKS.get(raw) or raw.casefold(), glued, capital=raw[0].isupper())


def century(year: int) -> int:
    """A year of two digits: 90 to 99 are of the last century."""
    return year + (1900 if year >= 90 else 2000)


def numeric_day(raw: str) -> Window | None:
    """A day in numbers: year first; with dots day first; else month first unless the first number is above 12."""
    parts = re.split(r"[-/.]", raw)
    first, second, third = map(int, parts)
    if len(parts[0]) > 2:
        return _one_day(first, second, third) if len(parts[0]) == 4 and len(parts[2]) <= 2 else None
    dotted = "." in raw
    if len(parts[2]) not in (2, 4) or (dotted and len(parts[2]) == 2 and len(parts[0] + parts[1]) < 4):
        return None
    year = century(third) if len(parts[2]) == 2 else third
    return _one_day(year, second, first) if dotted or first > 12 else _one_day(year, first, second)


def _one_day(year: int, month: int, day: int) -> Window | None:
    found = day_of(year, month, day)
    return Window(found, found) if found else None


def _numeric_month(raw: str) -> Window | None:
    """ "2023-04" and "04/2023" are months, "2023-24" and "2023/24" two years."""
    left, right = re.split(r"[-/]", raw)
    if len(right) == 4:
        left, right = right, left
    year, month = int(left), int(right)
    if 1 <= month <= 12:
        return months_from(year, month, 1)
    return months_from(year, 1, 24) if month == (year + 1) % 100 and raw.startswith(left) else None


def stands_alone(text: str, start: int, end: int, left: bool = True, right: bool = True) -> bool:
    """Whether a place is not a piece of a longer word, number, id or address ("DR-2024-7", "q2.example", "2023%").

    Only the sides asked for are looked at.
    """
    before, far_before = text[max(start - 1, 0) : start], text[max(start - 2, 0) : max(start - 1, 0)]
    after, far_after = text[end : end + 1], text[end + 1 : end + 2]
    if left and (before.isalnum() or before in _STUCK_ALWAYS or (before in _STUCK_BETWEEN and far_before.isalnum())):
        return False
    if not right or not after:
        return True
    possessive = after in "'’" and far_after in "sS"
    return not (
        after.isalnum()
        or after in _STUCK_ALWAYS
        or (after in _STUCK_BETWEEN and far_after.isalnum() and not possessive)
    )


def number_at(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """A whole number in digits or words, and the position after it: "12", "twelve", "twenty-four", "a couple of"."""
    number = tokens.number(at)
    if number is not None:
        return number, at + 1
    at = tokens.skip(at, "a")
    word = tokens.word(at)
    if word in ("couple", "few"):
        return (2 if word == "couple" else 3), tokens.skip(at + 1, "of")
    if word == "dozen":
        return 12, at + 1
    if word in _TENS:
        beyond = tokens.skip(at + 1, "-")
        if tokens.word(beyond) in _DIGITS:
            return _TENS[word] + _DIGITS[tokens.word(beyond)], beyond + 1
    return (NUMBER_WORDS[word], at + 1) if word in NUMBER_WORDS and tokens.word(at - 1) != "a" else None
