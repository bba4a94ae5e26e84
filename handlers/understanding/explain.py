"""How a reading came about, in lines that a person can follow."""

from collections.abc import Iterator

from handlers.understanding.draft import Draft
from handlers.understanding.items import Item
from handlers.understanding.reading import Reading

MOST_KINDS = 3


def explain(reading: Reading) -> tuple[str, ...]:
    """The words that were put right, what each clause names, the kinds that were weighed, and what was understood."""
    return tuple(_lines(reading))


def _lines(reading: Reading) -> Iterator[str]:
    for written, meant in reading.linked.corrections:
        yield f"“{written}” is read as “{meant}”"
    for draft in reading.drafts:
        yield f"clause: {' '.join(' '.join(item.words) for item in draft.items)}"
        yield from _names(draft)
        yield from _kinds(draft)
    yield from reading.notes
    for question in reading.questions:
        yield f"understood: {question.kind} {question.reading()}"
    if reading.left_out:
        yield f"left out: {reading.left_out}"


def _names(draft: Draft) -> Iterator[str]:
    for item in draft.items:
        if item.link is not None:
            yield f"  “{' '.join(item.words)}” names {_values(item)} ({item.link.how})"
    if not draft.filtering.empty:
        yield f"  as a filter: {draft.filtering.filter.keys()}"


def _values(item: Item) -> str:
    pairs = ((slot, item.values(slot)) for slot in sorted(item.slots))
    return ", ".join(f"{slot} {' or '.join(map(_shown, values))}" for slot, values in pairs if values)


def _shown(value: object) -> str:
    return str(getattr(value, "words", "") or getattr(value, "value", "") or value)


def _kinds(draft: Draft) -> Iterator[str]:
    for scored in draft.weighed[:MOST_KINDS]:
        said = "; ".join(scored.phrases) or "what it names"
        left = " ".join(" ".join(draft.items[place].words) for place in (*scored.unexplained, *scored.turns))
        unexplained = f", not explained: {left}" if left else ""
        chosen = " (chosen)" if scored.kind is draft.kind else ""
        yield f"  {scored.kind}{chosen}: {scored.points:.1f} points by {said}{unexplained}"
    if not draft.weighed:
        yield "  no kind of question has a phrase here"
