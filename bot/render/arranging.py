"""What every surface does alike with a document: cutting long texts, seating parts, and counting what found no room."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, TypeVar

from bot.render.escape import clean, shorten
from bot.render.plain import span_words
from handlers.documents import Plain, Span, Text

PROSE: Final = 2_800
"""The most characters of running text in one block."""
CELL: Final = 500
"""The most characters of one cell of a table."""
VERDICTS: Final = (("good", "Right", "This answer is right"), ("bad", "Wrong", "This answer is wrong"))
"""What the two buttons under an answer say: the word before the value, the label, and the spoken label."""

_FIGURE = re.compile(r"[+\-−]?[$€£]?\d[\d.,]*\s?%?(\s[A-Z]{3})?|–?")

Item = TypeVar("Item")


def runs(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """`items` in runs of at most `size`."""
    return (items[start : start + size] for start in range(0, len(items), size))


def pieces(spans: Text, size: int) -> Iterator[Text]:
    """A text in runs of at most `size` characters, cut at white space where there is some; nothing is lost."""
    run: list[Span] = []
    room = size
    for span in spans:
        for part in _cut(span, room, size):
            length = len(span_words(part))
            if length > room and run:
                yield tuple(run)
                run, room = [], size
            run.append(part)
            room -= length
    if run:
        yield tuple(run)


def _cut(span: Span, room: int, size: int) -> Iterator[Span]:
    """A span in parts: the first of at most `room` characters, the others of at most `size`."""
    if not isinstance(span, Plain) or len(span.text) <= room:
        yield span
        return
    rest = clean(span.text)
    while len(rest) > room:
        end = max(rest.rfind(" ", 0, room), rest.rfind("\n", 0, room)) + 1 or room
        if end:
            yield Plain(rest[:end], span.bold)
        rest, room = rest[end:], size
    if rest:
        yield Plain(rest, span.bold)


def is_figures(column: Sequence[str]) -> bool:
    """Whether a column holds numbers and amounts and nothing else but dashes; such a column stands to the right."""
    cells = [cell.strip() for cell in column]
    return all(map(_FIGURE.fullmatch, cells)) and any(cell[-1:].isdigit() or len(cell) > 1 for cell in cells)


def extent(shown: int, total: int) -> str:
    """Which rows of a table are shown; empty when all are."""
    if shown == total:
        return "" if total else "  no rows"
    return f"  rows 1–{shown} of {total}" if shown else f"  none of {total} rows shown"


def rows_left(count: int) -> str:
    """What is said of rows that found no room."""
    return f"… and {count} more rows that do not fit here. Narrow the question to see them."


def parts_left(names: Sequence[str]) -> str:
    """What is said of parts that found no room, at most five of them by name."""
    named = ", ".join(shorten(name, 40) for name in names[:5]) + (", …" if len(names) > 5 else "")
    return f"… and {len(names)} more parts that do not fit here ({named}). Ask for one of them to see it whole."


def within(lines: Sequence[str], room: int, otherwise: str) -> str:
    """As many whole lines as fit in `room` characters, and how many more there are; `otherwise` if none fits."""
    kept = 0
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            break
        kept += 1
    if kept == len(lines):
        return "\n".join(lines)
    head = list(lines[:kept]) or [otherwise]
    return "\n".join([*head, f"… and {len(lines) - len(head)} more lines: open the message to read them."])


Cost = tuple[int, ...]


def seated(costs: Sequence[tuple[Cost, bool]], room: Cost, whole: Cost) -> list[bool]:
    """Which of the parts are shown, by what each costs of every kind of room and whether it is to be kept.

    What is to be kept (buttons and notes) is seated first, up to half of the `whole`; of the rest, everything after
    the first part without room is left out, so that no gap opens in the middle.
    """
    first: set[int] = set()
    for index, (cost, keep) in enumerate(costs):
        rest = _less(room, cost)
        if keep and all(left >= full // 2 for left, full in zip(rest, whole, strict=True)):
            first.add(index)
            room = rest
    shown = [index in first for index in range(len(costs))]
    for index, (cost, _) in enumerate(costs):
        if index in first:
            continue
        rest = _less(room, cost)
        if any(left < 0 for left in rest):
            break
        shown[index] = True
        room = rest
    return shown


def _less(room: Cost, cost: Cost) -> Cost:
    return tuple(left - spent for left, spent in zip(room, cost, strict=True))
