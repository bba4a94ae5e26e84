"""Amounts of money and small counts in a text: "200k", "$1.2M", "half a million", "three more", "a dozen".

Values are exact. A number whose marks can be read two ways ("40.000": forty or forty thousand?) is not found, nor is
one that is a piece of something else ("DR-17", "8x8", "20%", "3rd"). A minus right at the number makes it negative.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from handlers.understanding.figures import (
    Figure,
    Lexemes,
    currency_after,
    currency_before,
    digits_at,
    lexemes,
    scale_at,
    words_at,
)

_MONEY_FROM = 1000
_MOST_COUNT = 999
_MOST_AMOUNT = Decimal(10) ** 15
_MORE = frozenset("more additional extra further".split())
_NOT_ONE_AFTER = frozenset("this that which the each every no any last next other first some only".split())


@dataclass(frozen=True, slots=True)
class FoundAmount:
    """A number at the characters from `start` to before `end` of a text; `currency` is an ISO code where one is said.

    `is_money` where a currency, a scale ("k"), grouping ("1,000") or the size says that it is no count.
    """

    start: int
    end: int
    value: Decimal
    currency: str | None
    is_money: bool


@dataclass(frozen=True, slots=True)
class FoundCount:
    """A small whole number at the characters from `start` to before `end`, "more" and the like included."""

    start: int
    end: int
    value: int


def find_amounts(text: str, taken: Sequence[tuple[int, int]] = ()) -> tuple[FoundAmount, ...]:
    """The amounts of a text from left to right; none overlaps another or one of `taken`. Numbers in words need a scale
    ("two million") or a currency ("twenty dollars")."""
    items = lexemes(text, taken)
    found: list[FoundAmount] = []
    at = 0
    while at < len(items.items):
        end, amount = _amount(items, at, found[-1].end if found else -1)
        if amount is not None:
            found.append(amount)
        at = max(end, at + 1)
    return tuple(found)


def find_counts(text: str, taken: Sequence[tuple[int, int]] = ()) -> tuple[FoundCount, ...]:
    """The counts up to 999 of a text from left to right, in digits or words; none overlaps money or one of `taken`."""
    money = [(each.start, each.end) for each in find_amounts(text, taken) if each.is_money]
    items = lexemes(text, (*taken, *money))
    found: list[FoundCount] = []
    at = 0
    while at < len(items.items):
        end, count = _count(items, at)
        if count is not None:
            found.append(count)
        at = max(end, at + 1)
    return tuple(found)


def _amount(items: Lexemes, at: int, last_end: int) -> tuple[int, FoundAmount | None]:
    """What begins at a token: the position after it, and the amount if it is one and stands alone."""
    sign, begin = items.sign(at)
    currency, begin = currency_before(items, begin)
    figure = digits_at(items, begin)
    written = figure is not None
    if figure is None:
        figure = words_at(items, begin)
    if figure is None:
        return at + 1, None
    total, end, scaled = _scaled(items, figure)
    if currency is None:
        currency, end = currency_after(items, end)
    if total is None and currency is not None:
        total = figure.with_currency
    marked = scaled or currency is not None
    if total is None or total > _MOST_AMOUNT or not (written or marked):
        return (end if written else at + 1), None
    is_money = marked or figure.grouped or total >= _MONEY_FROM
    left, right = items.items[at].start, items.items[end - 1].end
    if not (items.free_before(left, last_end) and items.free_after(right, is_money)):
        return end, None
    return end, FoundAmount(left, right, total * sign, currency, is_money)


def _scaled(items: Lexemes, figure: Figure) -> tuple[Decimal | None, int, bool]:
    """The value with its scale: "1.2M", "2 million", "two million five hundred thousand"."""
    scale, end = scale_at(items, figure.end)
    if scale is None:
        return figure.value, figure.end, figure.scaled
    number = figure.value if figure.value is not None else figure.with_scale
    if number is None:
        return None, end, True
    total = number * scale
    rest = words_at(items, items.skip(end, "and"))
    if rest is not None:
        smaller, beyond = scale_at(items, rest.end)
        if smaller is not None and smaller < scale and rest.value is not None:
            return total + rest.value * smaller, beyond, True
    return total, end, True


def _count(items: Lexemes, at: int) -> tuple[int, FoundCount | None]:
    sign, begin = items.sign(at)
    another = items.word(begin) == "another" or (items.word(begin) == "an" and items.word(begin + 1) in _MORE)
    if another:
        begin += 1 if items.word(begin) == "another" else 2
    elif items.word(begin) in _MORE and items.word(begin) != "more":
        begin += 1
    number = _small(items, begin)
    if number is None:
        if not another or items.closed(begin):
            return at + 1, None
        number = 1, begin
    value, end = number
    left = items.items[at].start
    after = items.skip(end, *_MORE)
    right = items.items[after - 1].end
    scaled = scale_at(items, end)[0] is not None or currency_after(items, end)[0] is not None
    blocked = scaled or (items.word(end) == "and" and items.word(end + 1) == "a" and items.word(end + 2) == "half")
    alone = items.free_before(left, -1) and items.free_after(right, False)
    if blocked or not alone or value > _MOST_COUNT or currency_before(items, at - 1)[0] is not None:
        return end, None
    return after, FoundCount(left, right, value * sign)


def _small(items: Lexemes, at: int) -> tuple[int, int] | None:
    """A whole number in digits, or in words: "five", "a couple of", "half a dozen", "two dozen", "a single", "zero"."""
    word = items.word(at)
    if items.is_number(at):
        raw = items.items[at].word
        return (int(raw), at + 1) if raw.isdigit() and len(raw) <= 3 and not items.spaced_group(at) else None
    if word == "zero":
        return 0, at + 1
    if word == "half" and items.word(at + 1) == "a" and items.word(at + 2) == "dozen":
        return 6, at + 3
    if word == "a" and items.word(at + 1) == "single":
        return 1, at + 2
    start = items.skip(at, "a")
    if items.word(start) in ("couple", "pair") and (start > at or items.word(start + 1) == "of"):
        return 2, items.skip(start + 1, "of")
    if items.word(start) == "dozen" and start > at:
        return 12, start + 1
    if word == "one" and (items.word(at - 1) in _NOT_ONE_AFTER or items.word(at + 1) == "of"):
        return None
    figure = words_at(items, at) if word not in ("a", "an") else None
    if figure is None or figure.value is None or figure.scaled or figure.value % 1:
        return None
    if items.word(figure.end) == "dozen":
        return int(figure.value) * 12, figure.end + 1
    return int(figure.value), figure.end
