"""Forms as modals, search answers as options, and what was filled in as plain values again."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.render.arranging import runs
from bot.render.escape import clean, shorten
from bot.render.parts import prose
from bot.render.spans import Block, literal
from bot.slack.bounds import INPUT_TEXT, LABEL, OPTION_TEXT, OPTIONS, PLACEHOLDER, VIEW_TITLE
from handlers.documents import Choice, ChoiceGroup, Field, Form, Input, Options
from handlers.request import Value

CLOSED = "_closed"
"""Under which name a form's state says which route hears of its closing."""
ACTION = "value"
"""The action id of every input but search fields, whose action id is the route that answers them."""


def view(form: Form) -> Block:
    """A form as a modal: `callback_id` is its route, `private_metadata` the JSON of its state."""
    carried = dict(form.state) | ({CLOSED: form.closed} if form.closed else {})
    intro = [block for piece in prose(form.intro, "the introduction") for block in piece.blocks]
    return {
        "type": "modal",
        "callback_id": form.route,
        "title": literal(form.title, VIEW_TITLE),
        "submit": literal(form.submit, VIEW_TITLE),
        "close": literal("Cancel", VIEW_TITLE),
        "private_metadata": json.dumps(carried, ensure_ascii=False, separators=(",", ":")),
        "notify_on_close": bool(form.closed),
        "blocks": [*intro, *map(_input, form.fields)],
    }


def options(found: Options) -> Block:
    """The answer to a search field: at most 100 choices."""
    return {"options": [_option(choice) for choice in found.choices[:OPTIONS]]}


def state(metadata: object) -> dict[str, str]:
    """A form's state from `private_metadata`; empty for anything that `view` did not write."""
    try:
        parsed = json.loads(metadata) if isinstance(metadata, str) and metadata else {}
    except ValueError:
        return {}
    if not isinstance(parsed, dict):
        return {}
    return {key: value for key, value in parsed.items() if isinstance(value, str)}


def values(filled: object) -> dict[str, Value]:
    """`view.state.values` as field names with text, ISO day or chosen value; several chosen values are a tuple.

    The JSON comes from outside: whatever has another shape is passed over. A field left empty has the value "".
    """
    found: dict[str, Value] = {}
    for name, actions in filled.items() if isinstance(filled, Mapping) else ():
        for element in actions.values() if isinstance(actions, Mapping) else ():
            if isinstance(name, str) and isinstance(element, Mapping):
                found[name] = _value(element)
    return found


def _value(element: Mapping[str, Any]) -> Value:
    if "selected_options" in element:
        chosen = element["selected_options"]
        return tuple(filter(None, map(_chosen, chosen))) if isinstance(chosen, list) else ()
    if "selected_option" in element:
        return _chosen(element["selected_option"])
    value = element.get("selected_date", element.get("value"))
    return clean(value) if isinstance(value, str) else ""


def _chosen(option: object) -> str:
    value = option.get("value") if isinstance(option, Mapping) else None
    return value if isinstance(value, str) else ""


def _input(field: Field) -> Block:
    block: Block = {
        "type": "input",
        "block_id": field.name,
        "label": literal(field.label, LABEL),
        "optional": not field.required,
        "element": _element(field),
    }
    if field.hint:
        block["hint"] = literal(field.hint, LABEL)
    if field.placeholder:
        block["element"]["placeholder"] = literal(field.placeholder, PLACEHOLDER)
    return block


def _element(field: Field) -> Block:
    match field.input:
        case Input.line | Input.paragraph:
            return _written(field)
        case Input.day:
            return {"type": "datepicker", "action_id": ACTION} | _initial("initial_date", field.initial)
        case Input.choice:
            return {"type": "static_select", "action_id": ACTION, **_offered(field)} | _selected(field)
        case Input.choices:
            return {"type": "multi_static_select", "action_id": ACTION, **_offered(field)} | _selected(field)
        case Input.search:
            # Nothing needs to be typed for the first suggestions to appear.
            return {"type": "external_select", "action_id": field.search, "min_query_length": 0} | _selected(field)


def _written(field: Field) -> Block:
    limit = min(field.limit or INPUT_TEXT, INPUT_TEXT)
    start = clean(field.initial)[:limit] if isinstance(field.initial, str) else None
    shown: Block = {"type": "plain_text_input", "action_id": ACTION, "max_length": limit}
    if field.input is Input.paragraph:
        shown["multiline"] = True
    return shown | _initial("initial_value", start if start and start.strip() else None)


def _initial(key: str, value: object) -> Block:
    return {key: value} if isinstance(value, str) and value else {}


def _selected(field: Field) -> Block:
    """The chosen option or options; a bare text chooses the offered one of that value."""
    offered = (*field.choices, *(choice for group in field.groups for choice in group.choices))
    match field.initial:
        case Choice() as choice:
            chosen: Sequence[Choice] = (choice,)
        case tuple() as several:
            chosen = several
        case str() as value:
            chosen = [choice for choice in offered if choice.value == value]
        case None:
            chosen = ()
    if not chosen:
        return {}
    if field.input is Input.choices:
        return {"initial_options": [_option(choice) for choice in chosen]}
    return {"initial_option": _option(chosen[0])}


def _offered(field: Field) -> Block:
    """Options, or groups of them; more than a hundred options become groups of a hundred."""
    groups = field.groups
    if not groups and len(field.choices) > OPTIONS:
        groups = tuple(
            ChoiceGroup(f"{shorten(run[0].label, 35)} … {shorten(run[-1].label, 35)}", tuple(run))
            for run in runs(field.choices, OPTIONS)
        )
    if not groups:
        return {"options": [_option(choice) for choice in field.choices]}
    return {
        "option_groups": [
            {"label": literal(group.label, OPTION_TEXT), "options": [_option(choice) for choice in group.choices]}
            for group in groups
        ]
    }


def _option(choice: Choice) -> Block:
    shown: Block = {"text": literal(choice.label, OPTION_TEXT), "value": choice.value}
    if choice.description:
        shown["description"] = literal(choice.description, OPTION_TEXT)
    return shown
