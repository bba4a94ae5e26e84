"""Numbers in digits and in words, their scales and their currencies, at a place in a text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from handlers.understanding.calendar_words import LONGEST_TEXT, NUMBER_WORDS, closed_places

_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR"}
_DOLLARS = {"us": "USD", "c": "CAD", "ca": "CAD", "a": "AUD", "au": "AUD", "nz": "NZD", "hk": "HKD", "s": "SGD"}
_CODES = frozenset("usd eur gbp cad aud jpy chf inr sgd brl mxn sek nok dkk pln nzd hkd cny zar".split())
_NAMES = {
    **dict.fromkeys(("dollar", "dollars", "buck", "bucks"), "USD"),
    **dict.fromkeys(("euro", "euros"), "EUR"),
    **dict.fromkeys(("pound", "pounds", "quid"), "GBP"),
}
_SCALES = {
    **dict.fromkeys(("k", "thousand", "grand"), 10**3),
    **dict.fromkeys(("m", "mm", "mn", "mil", "mio", "million"), 10**6),
    **dict.fromkeys(("b", "bn", "bil", "billion"), 10**9),
}
_LETTER_SCALES = frozenset("m mm b".split())
"""Read only right at the number, or as capitals: "5 m" may be metres."""
_FRACTIONS = {"half": Decimal("0.5"), "quarter": Decimal("0.25")}

_LEXEME = re.compile(
    r"(?P<number>[0-9]+(?:[.,'’\u00a0\u202f\u2009][0-9]+)*)|(?P<word>[^\W\d_]+)|(?P<mark>\S)", re.IGNORECASE
)
_GROUPED = re.compile(r"[0-9]{1,3}(?:(?:,[0-9]{3})+|(?:['’\u00a0\u202f\u2009][0-9]{3})+)(?:\.[0-9]+)?")
_EUROPEAN = re.compile(r"[0-9]{1,3}(?:(?:\.[0-9]{3})+,[0-9]{1,2}|(?:\.[0-9]{3}){2,})")
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_UNSURE = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_COMMA = re.compile(r"[0-9]+,[0-9]{1,2}")
_LONGEST_NUMBER = 24
_JOINTS = frozenset("-–—−_/.,:&'’")


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A number, a folded word or a mark with its place; `closed` where another reading has taken it."""

    start: int
    end: int
    word: str
    number: bool
    glued: bool
    capital: bool
    closed: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that ends before a lexeme; no `value` where only a scale or a currency would settle how to read it."""

    end: int
    value: Decimal | None
    grouped: bool = False
    scaled: bool = False
    with_scale: Decimal | None = None
    with_currency: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Lexemes:
    """The lexemes of a text; asking beyond the ends is allowed."""

    text: str
    items: tuple[Lexeme, ...]

    def word(self, at: int) -> str:
        """The word or mark at a position, or nothing."""
        item = self.items[at] if 0 <= at < len(self.items) else None
        return item.word if item and not item.number and not item.closed else ""

    def is_number(self, at: int) -> bool:
        """Whether a free number in digits stands there."""
        return 0 <= at < len(self.items) and self.items[at].number and not self.items[at].closed

    def glued(self, at: int) -> bool:
        """Whether it stands right at the one before."""
        return 0 <= at < len(self.items) and self.items[at].glued

    def closed(self, at: int) -> bool:
        """Whether another reading has taken what stands there."""
        return 0 <= at < len(self.items) and self.items[at].closed

    def skip(self, at: int, *words: str) -> int:
        """The position after one of these words, or the same."""
        return at + 1 if self.word(at) in words else at

    def sign(self, at: int) -> tuple[int, int]:
        """-1 after a minus right at what follows, else 1, and the position after the sign."""
        if self.word(at) in ("-", "−", "+") and self.glued(at + 1) and not self.glued(at):
            return (1 if self.word(at) == "+" else -1), at + 1
        return 1, at

    def spaced_group(self, at: int) -> bool:
        """Whether three more digits after a single space belong to the number: "50 000"."""
        here, there = self.items[at], self.items[at + 1] if self.is_number(at + 1) else None
        return (
            there is not None
            and len(there.word) == 3
            and there.word.isdigit()
            and len(here.word) <= 3
            and here.word.isdigit()
            and self.text[here.end : there.start] == " "
        )

    def free_before(self, start: int, last_end: int) -> bool:
        """Whether nothing is joined to the left, except the amount that a range comes from ("200k-300k")."""
        before = self.text[start - 1] if start > 0 else " "
        far = self.text[start - 2] if start > 1 else " "
        if before in "-–—" and start - 1 == last_end:
            return True
        return not (before.isalnum() or before in "#@$€£¥₹%" or (before in _JOINTS and far.isalnum()))

    def free_after(self, end: int, is_money: bool) -> bool:
        """Whether nothing is joined to the right; money may go on as a range or a rate ("200k-300k", "5k/month")."""
        after, far = self.text[end : end + 1], self.text[end + 1 : end + 2]
        if not after:
            return True
        rest = self.text[end : end + 9].lstrip().casefold()
        if after.isalnum() or after in "#@" or rest.startswith(("%", "percent")):
            return False
        if after not in _JOINTS or not far.isalnum():
            return True
        return (is_money and (after in "/." or far.isdigit())) or (after in "'’" and far in "sS")


def lexemes(text: str, taken: Sequence[tuple[int, int]]) -> Lexemes:
    """Cut a text, of which no more than `LONGEST_TEXT` characters are read."""
    read = text[:LONGEST_TEXT]
    closed = closed_places(len(read), taken)
    items: list[Lexeme] = []
    end = -1
    for match in _LEXEME.finditer(read):
        start, raw = match.start(), match.group()
        number = match.lastgroup == "number"
        word = raw if number else raw.casefold()
        blocked = any(closed[start : match.end()])
        items.append(Lexeme(start, match.end(), word, number, start == end, raw.isupper(), blocked))
        end = match.end()
    return Lexemes(text, tuple(items))


def currency_before(items: Lexemes, at: int) -> tuple[str | None, int]:
    """A currency before its number: "$", "US$", "USD 50,000"; else the same position."""
    word = items.word(at)
    if word in _DOLLARS and items.word(at + 1) == "$" and items.glued(at + 1):
        return _DOLLARS[word], at + 2
    if word in _SIGNS:
        return _SIGNS[word], at + 1
    if word in _CODES and items.is_number(at + 1):
        return word.upper(), at + 1
    return None, at


def currency_after(items: Lexemes, at: int) -> tuple[str | None, int]:
    """A currency after its number: "€", "USD", "dollars", "US dollars"; else the same position."""
    word = items.word(at)
    if word in _SIGNS and not (items.is_number(at + 1) and items.glued(at + 1)):
        return _SIGNS[word], at + 1
    if word == "us" and items.word(at + 1) in ("dollar", "dollars"):
        return "USD", at + 2
    if word in _CODES:
        return word.upper(), at + 1
    return (_NAMES[word], at + 1) if word in _NAMES else (None, at)


def scale_at(items: Lexemes, at: int) -> tuple[int | None, int]:
    """The factor of "k", "M", "million", "grand"; else the same position."""
    at = at + 1 if items.word(at) == "-" and items.word(at + 1) in ("million", "thousand", "billion") else at
    word = items.word(at)
    letter = word in _LETTER_SCALES and not items.glued(at) and not items.items[at].capital
    return (_SCALES[word], at + 1) if word in _SCALES and not letter else (None, at)


def digits_at(items: Lexemes, at: int) -> Figure | None:
    """A number in digits, with "and a half" and "hundred"."""
    if not items.is_number(at):
        return None
    raw, end = items.items[at].word, at + 1
    if items.spaced_group(at) and not raw.startswith("0"):
        while items.spaced_group(end - 1):
            raw, end = raw + items.items[end].word, end + 1
        whole = not items.is_number(end) and len(raw) <= _LONGEST_NUMBER
        while items.is_number(end):
            end += 1
        return Figure(end, Decimal(raw) if whole else None, grouped=True)
    if len(raw) > _LONGEST_NUMBER:
        return Figure(end, None)
    if items.word(end) == "hundred" and raw.isdigit():
        return Figure(end + 1, Decimal(raw) * 100)
    if _GROUPED.fullmatch(raw):
        return Figure(end, Decimal(re.sub(r"[^0-9.]", "", raw)), grouped=True)
    if _EUROPEAN.fullmatch(raw):
        return Figure(end, Decimal(raw.replace(".", "").replace(",", ".")), grouped=True)
    if _COMMA.fullmatch(raw):
        value = Decimal(raw.replace(",", "."))
        return Figure(end, None, with_scale=value, with_currency=value)
    if _UNSURE.fullmatch(raw):
        return Figure(end, None, with_scale=Decimal(raw))
    return _and_a_half(items, Figure(end, Decimal(raw) if _PLAIN.fullmatch(raw) else None))


def words_at(items: Lexemes, at: int) -> Figure | None:
    """A number in words: "two", "twenty-five", "two hundred fifty", "half a", "a hundred", "a" before a scale."""
    fraction = _fraction(items, at)
    if fraction is not None:
        return fraction
    word = items.word(at)
    if word in ("a", "an"):
        if items.word(at + 1) == "hundred":
            return Figure(at + 2, Decimal(100))
        scale = items.word(at + 1) in _SCALES and len(items.word(at + 1)) > 2
        return Figure(at + 1, Decimal(1)) if scale else None
    number, end = _tens(items, at)
    if number is None:
        return None
    if items.word(end) != "hundred":
        return _and_a_half(items, Figure(end, Decimal(number)))
    number, end = number * 100, end + 1
    more, beyond = _tens(items, items.skip(end, "and"))
    return Figure(end, Decimal(number)) if more is None else Figure(beyond, Decimal(number + more))


def _tens(items: Lexemes, at: int) -> tuple[int | None, int]:
    value = NUMBER_WORDS.get(items.word(at))
    if value is None:
        return None, at
    beyond = items.skip(at + 1, "-")
    ones = NUMBER_WORDS.get(items.word(beyond), 0)
    return (value + ones, beyond + 1) if value >= 20 and 1 <= ones <= 9 else (value, at + 1)


def _and_a_half(items: Lexemes, figure: Figure) -> Figure:
    if figure.value is None or [items.word(figure.end + step) for step in range(3)] != ["and", "a", "half"]:
        return figure
    return Figure(figure.end + 3, figure.value + Decimal("0.5"))


def _fraction(items: Lexemes, at: int) -> Figure | None:
    """ "half a", "a quarter of a", "three quarters of a" before a scale in letters."""
    three = items.word(at) == "three" and items.word(at + 1) == "quarters"
    start = items.skip(at, "a", "one")
    part = Decimal("0.75") if three else _FRACTIONS.get(items.word(start))
    end = at + 2 if three else start + 1
    end = items.skip(items.skip(items.skip(end, "of", "-"), "a"), "-")
    return Figure(end, part) if part is not None and len(items.word(end)) > 2 and items.word(end) in _SCALES else None
