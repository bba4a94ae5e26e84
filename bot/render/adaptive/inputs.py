"""One field of a form: its input with what was filled in, its hint, and what is wrong with it."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from bot.render.adaptive import values
from bot.render.adaptive.commands import typed
from bot.render.adaptive.spans import SMALL
from bot.render.adaptive.words import Block, rich, run, spelled
from bot.render.escape import clean, one_line, shorten
from bot.teams.bounds import CHOICE_TEXT, INPUT_TEXT, LABEL, PLACEHOLDER
from handlers.documents import Choice, Field, Input

FEWEST: Final = 10
"""A list of choices is never shortened below this."""


def field_blocks(field: Field, token: str, value: Any, error: str, most: int) -> Iterator[Block]:
    """The input of a field, its error in red, and its hint in small words below.

    `value` is what was filled in before, None for the first time; `most` is how many choices a list may show.
    """
    offered = _offered(field)
    picked = _picked(field, value)
    shown = _shown(offered, picked, most)
    yield _input(field, token, value, picked, shown)
    if error:
        words = run(spelled(typed(one_line(error))), {"color": "Attention"})
        yield rich(words) | {"spacing": "Small"}
    hints = [shorten(field.hint, LABEL)] if one_line(field.hint) else []
    if len(shown) < len(offered) and field.input is not Input.search:
        hints.append(f"… and {len(offered) - len(shown)} more choices that do not fit here.")
    if hints:
        yield rich(run(spelled(" ".join(hints)), SMALL)) | {"spacing": "Small"}


def result(choice: Choice) -> Block:
    """A choice as a result of a search."""
    return {"title": _title(choice), "value": values.found(choice)}


def _input(field: Field, token: str, value: Any, picked: Sequence[Choice], shown: Sequence[Choice]) -> Block:
    drawn: Block = {"type": "", "id": field.name, "label": spelled(shorten(field.label, LABEL))}
    if field.required:
        needed = shorten(field.label, PLACEHOLDER).rstrip("?.:")
        drawn |= {"isRequired": True, "errorMessage": spelled(f"Please fill in: {needed}.")}
    if one_line(field.placeholder):
        drawn["placeholder"] = spelled(shorten(field.placeholder, PLACEHOLDER))
    match field.input:
        case Input.line | Input.paragraph:
            return drawn | _written(field, value)
        case Input.day:
            return drawn | _dated(field, value)
        case Input.choice:
            return drawn | _chosen(shown, [each.value for each in picked], coded=str)
        case Input.choices:
            return drawn | _chosen(shown, [values.one(each.value) for each in picked], values.one, several=True)
        case Input.search:
            return drawn | _searched(field, token, picked)


def _written(field: Field, value: Any) -> Block:
    """An input for words. What was typed before is shown whole, even where it was too long."""
    before = value if isinstance(value, str) else field.initial if value is None else ""
    drawn: Block = {"type": "Input.Text", "maxLength": min(field.limit or INPUT_TEXT, INPUT_TEXT)}
    if field.input is Input.paragraph:
        drawn["isMultiline"] = True
    return drawn | ({"value": clean(before)} if isinstance(before, str) and clean(before).strip() else {})


def _dated(field: Field, value: Any) -> Block:
    day = field.initial if value is None else value
    return {"type": "Input.Date"} | ({"value": day} if isinstance(day, str) and _is_day(day) else {})


def _is_day(words: str) -> bool:
    try:
        return date.fromisoformat(words).isoformat() == words
    except ValueError:
        return False


def _chosen(shown: Sequence[Choice], picked: Sequence[str], coded: Any, *, several: bool = False) -> Block:
    drawn: Block = {
        "type": "Input.ChoiceSet",
        "style": "compact",
        "choices": [{"title": _title(choice), "value": coded(choice.value)} for choice in shown],
        "wrap": True,
    }
    if several:
        drawn["isMultiSelect"] = True
    return drawn | ({"value": ",".join(picked)} if picked else {})


def _searched(field: Field, token: str, picked: Sequence[Choice]) -> Block:
    """An input that offers what fits the words typed so far: the dataset names the route and the kept form.

    Source: learn.microsoft.com, "Typeahead search in Adaptive Cards"; a chosen value has to be among the choices.
    """
    first = picked[:1]
    drawn: Block = {
        "type": "Input.ChoiceSet",
        "style": "filtered",
        "choices": [result(choice) for choice in first],
        "choices.data": {"type": "Data.Query", "dataset": f"{field.search}#{token}"},
    }
    return drawn | ({"value": values.found(first[0])} if first else {})


def _offered(field: Field) -> list[Choice]:
    """The choices of a list, each value once; one of a group says the name of its group first."""
    offered: dict[str, Choice] = {}
    for choice in field.choices:
        offered.setdefault(choice.value, choice)
    for group in field.groups:
        name = one_line(group.label)
        for choice in group.choices:
            label = f"{shorten(name, 60)} · {choice.label}" if name else choice.label
            offered.setdefault(choice.value, Choice(choice.value, label, choice.description))
    return list(offered.values())


def _picked(field: Field, value: Any) -> list[Choice]:
    """What is chosen: what was filled in before, or else what the form starts with.

    A value that is not offered any more is shown as it is, so that the person sees it and the handler judges it.
    """
    before = field.initial if value is None else value
    offered = {choice.value: choice for choice in _offered(field)}
    if isinstance(field.initial, Choice):
        offered.setdefault(field.initial.value, field.initial)
    some = before if isinstance(before, tuple) else () if before is None else (before,)
    chosen = [each if isinstance(each, Choice) else offered.get(each, Choice(each, each)) for each in some if each]
    if value is None:
        # Of what a form starts with, only a choice or an offered value is chosen.
        chosen = [each for each, start in zip(chosen, filter(None, some), strict=True) if _starts(start, offered)]
    return chosen


def _starts(start: str | Choice, offered: dict[str, Choice]) -> bool:
    return isinstance(start, Choice) or start in offered


def _shown(offered: Sequence[Choice], picked: Sequence[Choice], most: int) -> list[Choice]:
    """As many choices as there may be, and always the chosen ones."""
    values_picked = {choice.value for choice in picked}
    first = list(offered[:most])
    known = {choice.value for choice in first}
    labels = {choice.value: choice for choice in offered}
    extra = [labels.get(choice.value, choice) for choice in picked if choice.value not in known]
    return [*first, *extra] if values_picked else first


def _title(choice: Choice) -> str:
    label = shorten(choice.label, CHOICE_TEXT)
    words = f"{label} ({shorten(choice.description, CHOICE_TEXT)})" if one_line(choice.description) else label
    return spelled(words)
