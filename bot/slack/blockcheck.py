"""The check of single blocks and their elements; `bot.slack.limits` has the whole payloads."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Final

from bot.slack.bounds import (
    ACTIONS_ELEMENTS,
    BLOCKS_TEXT,
    BUTTON_TEXT,
    BUTTON_VALUE,
    CONFIRM,
    CONTEXT_ACTIONS_ELEMENTS,
    CONTEXT_ELEMENTS,
    FIELD_TEXT,
    HEADER_TEXT,
    IDENTIFIER,
    INPUT_TEXT,
    LABEL,
    OPTION_TEXT,
    OPTIONS,
    PLACEHOLDER,
    SECTION_FIELDS,
    SECTION_TEXT,
    TABLE_COLUMNS,
    TABLE_ROWS,
    TABLE_TEXT,
)

Json = Mapping[str, Any]


class PayloadError(ValueError):
    """A payload that Slack would refuse. `path` is the JSON pointer of the offending value, `reason` what is wrong."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path or '/'}: {reason}")
        self.path = path
        self.reason = reason


def check_blocks(blocks: Any, limit: int, surface: frozenset[str]) -> None:
    if not isinstance(blocks, list | tuple):
        raise PayloadError("/blocks", "not a list")
    if len(blocks) > limit:
        raise PayloadError("/blocks", f"{len(blocks)} blocks, at most {limit}")
    actions: set[str] = set()
    names: set[str] = set()
    tables = 0
    for index, block in enumerate(blocks):
        path = f"/blocks/{index}"
        kind = block.get("type") if isinstance(block, dict) else None
        if kind not in surface:
            raise PayloadError(path, f"block type {kind!r} has no place here")
        tables += kind == "table"
        if tables > 1:
            raise PayloadError(path, "a second table")
        if "block_id" in block:
            _unique(block["block_id"], f"{path}/block_id", names)
        _BLOCKS[kind](block, path, actions)


def _unique(value: Any, path: str, seen: set[str]) -> None:
    check_string(value, path, IDENTIFIER)
    if value in seen:
        raise PayloadError(path, f"{value!r} is used twice")
    seen.add(value)


def check_string(value: Any, path: str, limit: int, *, empty: bool = False) -> None:
    if not isinstance(value, str):
        raise PayloadError(path, "not a text")
    if not empty and not value.strip():
        raise PayloadError(path, "empty")
    if len(value) > limit:
        raise PayloadError(path, f"{len(value)} characters, at most {limit}")


def _count(items: Any, path: str, limit: int) -> None:
    if not isinstance(items, list | tuple) or not 1 <= len(items) <= limit:
        raise PayloadError(path, f"expected 1 to {limit} items")


def check_plain(value: Any, path: str, limit: int) -> None:
    _text(value, path, limit, _PLAIN)


def _text(value: Any, path: str, limit: int, kinds: tuple[str, ...] = ("plain_text", "mrkdwn")) -> None:
    if not isinstance(value, dict) or value.get("type") not in kinds:
        raise PayloadError(path, f"not a {' or '.join(kinds)} object")
    words = value.get("text")
    # Most texts are in order: their path is spelled out only when it is needed.
    if not isinstance(words, str) or len(words) > limit or not words.strip():
        check_string(words, f"{path}/text", limit)


def _section(block: Json, path: str, _: set[str]) -> None:
    if "text" not in block and "fields" not in block:
        raise PayloadError(path, "a section needs text or fields")
    if "text" in block:
        _text(block["text"], f"{path}/text", SECTION_TEXT)
    if "fields" in block:
        _count(block["fields"], f"{path}/fields", SECTION_FIELDS)
        for index, field in enumerate(block["fields"]):
            _text(field, f"{path}/fields/{index}", FIELD_TEXT)


def _header(block: Json, path: str, _: set[str]) -> None:
    check_plain(block.get("text"), f"{path}/text", HEADER_TEXT)


def _context(block: Json, path: str, _: set[str]) -> None:
    _count(block.get("elements"), f"{path}/elements", CONTEXT_ELEMENTS)
    for index, element in enumerate(block["elements"]):
        _text(element, f"{path}/elements/{index}", SECTION_TEXT)


def _actions(block: Json, path: str, seen: set[str]) -> None:
    _count(block.get("elements"), f"{path}/elements", ACTIONS_ELEMENTS)
    for index, element in enumerate(block["elements"]):
        _button(element, f"{path}/elements/{index}", seen)


def _button(button: Json, path: str, seen: set[str]) -> None:
    if button.get("type") != "button":
        raise PayloadError(f"{path}/type", "only buttons are used here")
    check_plain(button.get("text"), f"{path}/text", BUTTON_TEXT)
    _unique(button.get("action_id"), f"{path}/action_id", seen)
    if "value" in button:
        check_string(button["value"], f"{path}/value", BUTTON_VALUE)
    if "accessibility_label" in button:
        check_string(button["accessibility_label"], f"{path}/accessibility_label", BUTTON_TEXT)
    if button.get("style", "primary") not in ("primary", "danger"):
        raise PayloadError(f"{path}/style", "neither primary nor danger")
    for key, limit in CONFIRM.items() if "confirm" in button else ():
        check_plain(button["confirm"].get(key), f"{path}/confirm/{key}", limit)


def _context_actions(block: Json, path: str, seen: set[str]) -> None:
    _count(block.get("elements"), f"{path}/elements", CONTEXT_ACTIONS_ELEMENTS)
    for index, element in enumerate(block["elements"]):
        here = f"{path}/elements/{index}"
        if not isinstance(element, dict) or element.get("type") != "feedback_buttons":
            raise PayloadError(f"{here}/type", "only feedback buttons are used here")
        _unique(element.get("action_id"), f"{here}/action_id", seen)
        for side in ("positive_button", "negative_button"):
            half: Any = element.get(side)
            if not isinstance(half, dict):
                raise PayloadError(f"{here}/{side}", "not a button")
            check_plain(half.get("text"), f"{here}/{side}/text", BUTTON_TEXT)
            check_string(half.get("value"), f"{here}/{side}/value", BUTTON_VALUE)
            if "accessibility_label" in half:
                check_string(half["accessibility_label"], f"{here}/{side}/accessibility_label", BUTTON_TEXT)


def _input(block: Json, path: str, seen: set[str]) -> None:
    check_plain(block.get("label"), f"{path}/label", LABEL)
    if "hint" in block:
        check_plain(block["hint"], f"{path}/hint", LABEL)
    element: Any = block.get("element")
    kind: Any = element.get("type") if isinstance(element, dict) else None
    if kind not in _INPUTS:
        raise PayloadError(f"{path}/element/type", f"{kind!r} is not an input")
    # An input's action id may repeat in a view: values are keyed by block id first.
    check_string(element["action_id"], f"{path}/element/action_id", IDENTIFIER)
    if "placeholder" in element:
        check_plain(element["placeholder"], f"{path}/element/placeholder", PLACEHOLDER)
    _INPUTS[kind](element, f"{path}/element")


def _written(element: Json, path: str) -> None:
    limit = element.get("max_length", INPUT_TEXT)
    if not 1 <= limit <= INPUT_TEXT:
        raise PayloadError(f"{path}/max_length", f"not within 1 to {INPUT_TEXT}")
    if "initial_value" in element:
        check_string(element["initial_value"], f"{path}/initial_value", limit)


def _dated(element: Json, path: str) -> None:
    if "initial_date" in element:
        day = element["initial_date"]
        try:
            real = isinstance(day, str) and date.fromisoformat(day).isoformat() == day
        except ValueError:
            real = False
        if not real:
            raise PayloadError(f"{path}/initial_date", f"{day!r} is not a day like 2026-11-24")


def _chosen(element: Json, path: str) -> None:
    groups = element.get("option_groups")
    if (groups is None) == ("options" not in element):
        raise PayloadError(path, "a select needs either options or option_groups")
    if groups is None:
        _count(element["options"], f"{path}/options", OPTIONS)
        check_each_option(element["options"], f"{path}/options")
    else:
        _count(groups, f"{path}/option_groups", OPTIONS)
        for index, group in enumerate(groups):
            check_plain(group.get("label"), f"{path}/option_groups/{index}/label", OPTION_TEXT)
            _count(group.get("options"), f"{path}/option_groups/{index}/options", OPTIONS)
            check_each_option(group["options"], f"{path}/option_groups/{index}/options")
    _initial(element, path)


def _initial(element: Json, path: str) -> None:
    chosen = [element["initial_option"]] if "initial_option" in element else element.get("initial_options", ())
    check_each_option(chosen, f"{path}/initial")


def check_each_option(options: Iterable[Any], path: str) -> None:
    seen: set[str] = set()
    for index, option in enumerate(options):
        if index >= OPTIONS:
            raise PayloadError(path, f"more than {OPTIONS} options")
        check_plain(option.get("text"), f"{path}/{index}/text", OPTION_TEXT)
        check_string(option.get("value"), f"{path}/{index}/value", OPTION_TEXT)
        if option["value"] in seen:
            raise PayloadError(f"{path}/{index}/value", f"{option['value']!r} is used twice")
        seen.add(option["value"])
        if "description" in option:
            check_plain(option["description"], f"{path}/{index}/description", OPTION_TEXT)


def _rich_text(block: Json, path: str, _: set[str]) -> None:
    _count(block.get("elements"), f"{path}/elements", BLOCKS_TEXT)
    for index, group in enumerate(block["elements"]):
        _count(group.get("elements"), f"{path}/elements/{index}/elements", BLOCKS_TEXT)
        for place, element in enumerate(group["elements"]):
            if element["type"] == "text" and not element["text"]:
                raise PayloadError(f"{path}/elements/{index}/elements/{place}/text", "empty")


def _table(block: Json, path: str, _: set[str]) -> None:
    rows = block.get("rows")
    _count(rows, f"{path}/rows", TABLE_ROWS)
    width = len(block["rows"][0])
    size = 0
    for index, row in enumerate(block["rows"]):
        _count(row, f"{path}/rows/{index}", TABLE_COLUMNS)
        if len(row) != width:
            raise PayloadError(f"{path}/rows/{index}", f"{len(row)} cells, the first row has {width}")
        for place, cell in enumerate(row):
            if not cell["text"]:
                raise PayloadError(f"{path}/rows/{index}/{place}/text", "empty")
            size += len(cell["text"])
    if size > TABLE_TEXT:
        raise PayloadError(f"{path}/rows", f"more than {TABLE_TEXT} characters in one table")


def _divider(block: Json, path: str, _: set[str]) -> None:
    """A divider has nothing to check."""


_PLAIN: Final = ("plain_text",)
_BLOCKS: Final[Mapping[str, Callable[[Json, str, set[str]], None]]] = {
    "section": _section,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "context_actions": _context_actions,
    "input": _input,
    "rich_text": _rich_text,
    "table": _table,
    "divider": _divider,
}
_INPUTS: Final[Mapping[str, Callable[[Json, str], None]]] = {
    "plain_text_input": _written,
    "datepicker": _dated,
    "static_select": _chosen,
    "multi_static_select": _chosen,
    "external_select": _initial,
}
MESSAGE_SURFACE: Final = frozenset(_BLOCKS) - {"input"}
MODAL_SURFACE: Final = frozenset(_BLOCKS) - {"table", "context_actions"}
HOME_SURFACE: Final = frozenset(_BLOCKS) - {"input", "context_actions"}
