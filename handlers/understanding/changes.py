"""What a what-if adds or takes away: "certify two more", "close another 80k", "lose one seller"."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import takewhile

from handlers.question import Change
from handlers.understanding.items import Item
from handlers.understanding.lexicon import Lexicon
from handlers.understanding.words import Sentence

LESS = frozenset(
    """
    lose loses lost losing loss leave leaves left leaving fewer less minus without quit quits drop drops dropped
    dropping expire expires expired lapse lapses lapsed fire fires fired go goes gone depart departs resign resigns
    decertified walk walks away took cancel cancels subtract remove
    """.split()
)
MORE = frozenset(
    """
    more another additional extra plus add adds added gain gains gained gaining uplift boost get gets got new hire
    hires
    """.split()
)
SIGN = frozenset(
    """
    sign signs signed signing accept accepts accepted countersign renew renews renewed pen ink inks inked executes
    execute executed return returns returned
    """.split()
)
ONE = frozenset("a an another one".split())
COUNTED = frozenset(
    """
    people person engineer engineers dev devs developer developers folks staff headcount heads worth deal deals
    """.split()
)
CHANGING = LESS | MORE | SIGN | COUNTED
"""The words with which changes are told."""
POINTING = frozenset("the those these both of all".split())
"""Before a number they mean some that are known: "which of the two" adds nothing."""
NEAR = 5
"""Items after a number in which the thing that is counted must stand."""


def changes_in(items: Sequence[Item], sentence: Sentence, lexicon: Lexicon) -> tuple[Change, ...]:
    """Every change that is said, in order; empty when a number has nothing that it counts."""
    if _range(items) or any(each.currency not in (None, "USD") for item in items for each in item.values("amount")):
        return ()
    found: dict[str, Decimal] = {}
    for requirement, by in (*_counted(items, sentence, lexicon), *_single(items), *_signed(items)):
        found[requirement] = found.get(requirement, Decimal(0)) + by
    return tuple(Change(requirement, by) for requirement, by in found.items() if by)


def _range(items: Sequence[Item]) -> bool:
    """Whether two amounts are the ends of a range: "between 50k and 80k"."""
    words = {item.word for item in items}
    return sum("amount" in item.slots for item in items) > 1 and not words.isdisjoint({"between", "from"})


def change_places(items: Sequence[Item], lexicon: Lexicon) -> frozenset[int]:
    """The places of words with which changes are told."""
    words = CHANGING | lexicon.verbs.keys()
    slots = {"number", "amount", "requirement", "agreement"}
    return frozenset(place for place, item in enumerate(items) if item.word in words or item.slots & slots)


def _counted(items: Sequence[Item], sentence: Sentence, lexicon: Lexicon) -> Iterator[tuple[str, Decimal]]:
    numbers = [place for place, item in enumerate(items) if item.slots & {"number", "amount"}]
    for index, place in enumerate(numbers):
        item = items[place]
        before = numbers[index - 1] + 1 if index else 0
        after = numbers[index + 1] if index + 1 < len(numbers) else len(items)
        requirement = _what(items, place, before, after, lexicon)
        if requirement is None or (place and items[place - 1].word in POINTING):
            continue
        sign = -1 if _is_less(items, place, before, after, sentence, lexicon) else 1
        amounts = item.values("amount")
        value = amounts[0].value if amounts else Decimal(int(item.values("number")[0]))
        yield requirement, value if value < 0 else sign * value


def _what(items: Sequence[Item], place: int, before: int, after: int, lexicon: Lexicon) -> str | None:
    """What is counted: money, else what stands behind the number, else what the verb before it, or behind, gains."""
    amounts = items[place].values("amount")
    if amounts and amounts[0].is_money:
        return lexicon.money
    ahead = items[place + 1 : min(after, place + 1 + NEAR)]
    named = next((each.values("requirement")[0] for each in ahead if "requirement" in each.slots), None)
    if named:
        return str(named)
    verbs = [
        lexicon.verbs[each.word] for each in (*reversed(items[before:place]), *ahead) if each.word in lexicon.verbs
    ]
    behind = [each.values("requirement")[0] for each in reversed(items[before:place]) if "requirement" in each.slots]
    return next(iter([*verbs, *map(str, behind)]), None)


def _is_less(items: Sequence[Item], place: int, before: int, after: int, sentence: Sentence, lexicon: Lexicon) -> bool:
    """Whether a number is taken away: a minus before it, or a word of loss around it."""
    start = sentence.words[items[place].start].start
    sign = sentence.text[max(0, start - 2) : start].strip().lstrip("$€£")
    if sign in ("-", "−", "–"):
        return True
    if sign == "+":
        return False
    for item in reversed(items[before:place]):  # the nearest word before the number decides
        if item.word in LESS:
            return True
        if item.word in MORE or item.word in lexicon.verbs:
            return False
    follow = [item.word for item in items[place + 1 : min(after, place + 1 + NEAR)]]
    return not LESS.isdisjoint(follow)


def _single(items: Sequence[Item]) -> Iterator[tuple[str, Decimal]]:
    """One more, without a figure: "trains another seller"."""
    for place, item in enumerate(items):
        if item.word in ONE and "number" not in item.slots:
            ahead = list(takewhile(lambda each: not each.slots & {"number", "amount"}, items[place + 1 : place + 4]))
            named = next(
                (each for each in ahead if "requirement" in each.slots and "agreement" not in each.slots), None
            )
            if named is not None:
                around = (*items[max(0, place - 3) : place], *items[place + 1 : place + 5])
                loss = not LESS.isdisjoint(each.word for each in around)
                yield str(named.values("requirement")[0]), Decimal(-1 if loss else 1)


def _signed(items: Sequence[Item]) -> Iterator[tuple[str, Decimal]]:
    """Agreements that are signed, or that end."""
    words = {item.word for item in items}
    for item in items:
        ids = item.values("agreement")
        if ids and not SIGN.isdisjoint(words):
            yield str(ids[0]), Decimal(1)
        elif ids and not LESS.isdisjoint(words):
            yield str(ids[0]), Decimal(-1)
