"""A check of every card and message against Teams' limits before it is sent.

Teams answers an offending message with an error that names no place, or shows an empty card; the check names the place
as a JSON pointer.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bot.teams.bounds import (
    ACTIONS,
    BUTTON_TEXT,
    BUTTON_VALUE,
    IDENTIFIER,
    INPUT_TEXT,
    MESSAGE_UNITS,
    NESTING,
    VERSION,
    units,
)

__all__ = ["CARD", "CardError", "check_card", "check_message"]

Json = Mapping[str, Any]

CARD: Final = "application/vnd.microsoft.card.adaptive"
"""The content type of an attachment that is an Adaptive Card."""


class CardError(ValueError):
    """A payload that Teams would refuse. `path` is the JSON pointer of the offending value, `reason` what is wrong."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path or '/'}: {reason}")
        self.path = path
        self.reason = reason


def check_message(payload: Json) -> None:
    """Check a message activity: its size as a whole, and each card that is attached to it.

    Raises:
        CardError: naming the first offending place.
    """
    attachments = payload.get("attachments", ())
    if not isinstance(attachments, list | tuple):
        raise CardError("/attachments", "not a list")
    for index, attachment in enumerate(attachments):
        if isinstance(attachment, Mapping) and attachment.get("contentType") == CARD:
            _card(attachment.get("content"), f"/attachments/{index}/content")
    _size(payload, "")


def check_card(card: Json) -> None:
    """Check one card.

    Raises:
        CardError: naming the first offending place.
    """
    _card(card, "")
    _size(card, "")


def _size(payload: Json, path: str) -> None:
    if (size := units(payload)) > MESSAGE_UNITS:
        raise CardError(path, f"{size} UTF-16 code units, at most {MESSAGE_UNITS}")


@dataclass(slots=True)
class _Seen:
    """What the check of one card remembers: ids, what is to be shown or hidden, and the words of mentions."""

    ids: set[str] = field(default_factory=set)
    targets: list[tuple[str, str]] = field(default_factory=list)


def _card(card: Any, path: str) -> None:
    _expect(isinstance(card, Mapping) and card.get("type") == "AdaptiveCard", path, "not an Adaptive Card")
    _expect(card.get("version") == VERSION, f"{path}/version", f"not {VERSION}")
    _words(card, "fallbackText", path)
    seen = _Seen()
    _inside(card, path, seen, 0)
    for place, target in seen.targets:
        _expect(target in seen.ids, place, f"there is no element {target!r}")
    for index, entity in enumerate(card.get("msteams", {}).get("entities", ())):
        _entity(entity, f"{path}/msteams/entities/{index}")


def _inside(card: Json, path: str, seen: _Seen, depth: int) -> None:
    """The elements and actions of a card."""
    body = card.get("body")
    _expect(isinstance(body, list), f"{path}/body", "not a list")
    for place, element in _each(card, "body", path):
        _element(element, place, seen, depth + 1)
    _actions(card, path, seen, depth)


def _element(element: Any, path: str, seen: _Seen, depth: int) -> None:
    kind = element.get("type") if isinstance(element, Mapping) else None
    if not isinstance(kind, str):
        raise CardError(path, "not an element")
    _expect(depth <= NESTING, path, f"nested more than {NESTING} deep")
    if "id" in element:
        _id(element, path, seen)
    if kind not in _ELEMENTS:
        _expect("fallback" in element, path, f"{kind!r} is no element of {VERSION} and has no fallback")
    else:
        _ELEMENTS[kind](element, path, seen, depth)
    if "fallback" in element and element["fallback"] != "drop":
        _element(element["fallback"], f"{path}/fallback", seen, depth)


def _id(element: Json, path: str, seen: _Seen) -> None:
    id = _words(element, "id", path, IDENTIFIER)
    _expect(id not in seen.ids, f"{path}/id", f"{id!r} is used twice")
    seen.ids.add(id)


def _text_block(element: Json, path: str, _: _Seen, __: int) -> None:
    _words(element, "text", path)


def _rich_text(element: Json, path: str, _: _Seen, __: int) -> None:
    runs = list(_each(element, "inlines", path))
    _expect(bool(runs), f"{path}/inlines", "empty")
    for place, run in runs:
        _expect(isinstance(run, Mapping) and run.get("type") == "TextRun", place, "not a text run")
        _expect(isinstance(run.get("text"), str) and run["text"], f"{place}/text", "empty")


def _fact_set(element: Json, path: str, _: _Seen, __: int) -> None:
    for place, fact in _each(element, "facts", path):
        _words(fact, "title", place)
        _words(fact, "value", place)


def _holding(key: str) -> "Check":
    """The check of an element that holds others."""

    def check(element: Json, path: str, seen: _Seen, depth: int) -> None:
        for place, inner in _each(element, key, path):
            _element(inner, place, seen, depth + 1)

    return check


def _table(element: Json, path: str, seen: _Seen, depth: int) -> None:
    width = len(list(_each(element, "columns", path)))
    _expect(width > 0, f"{path}/columns", "empty")
    for place, row in _each(element, "rows", path):
        cells = list(_each(row, "cells", place))
        _expect(len(cells) == width, place, f"{len(cells)} cells, {width} columns")
        for inside, cell in cells:
            for deeper, inner in _each(cell, "items", inside):
                _element(inner, deeper, seen, depth + 1)


def _actions(element: Json, path: str, seen: _Seen, depth: int) -> None:
    """The buttons of a set or of a card."""
    actions = list(_each(element, "actions", path)) if "actions" in element else []
    _expect(len(actions) <= ACTIONS, f"{path}/actions", f"{len(actions)} buttons, at most {ACTIONS}")
    for place, action in actions:
        _action(action, place, seen, depth + 1)


def _action_set(element: Json, path: str, seen: _Seen, depth: int) -> None:
    _expect(bool(element.get("actions")), f"{path}/actions", "empty")
    _actions(element, path, seen, depth)


def _action(action: Any, path: str, seen: _Seen, depth: int) -> None:
    kind = action.get("type") if isinstance(action, Mapping) else None
    _words(action if isinstance(action, Mapping) else {}, "title", path, BUTTON_TEXT)
    if action.get("style", "default") not in ("default", "positive", "destructive"):
        raise CardError(f"{path}/style", "neither positive nor destructive")
    match kind:
        case "Action.Submit" | "Action.Execute":
            _sent(action, path)
        case "Action.ShowCard":
            _inside(action.get("card", {}), f"{path}/card", seen, depth)
        case "Action.OpenUrl":
            url = action.get("url")
            _expect(isinstance(url, str) and url.startswith(("https://", "http://127.")), f"{path}/url", "not https")
        case "Action.ToggleVisibility":
            seen.targets += [(place, target) for place, target in _each(action, "targetElements", path)]
        case _:
            raise CardError(f"{path}/type", f"{kind!r} is no action that is used here")


def _sent(action: Json, path: str) -> None:
    data = action.get("data")
    # A bare text gives "unable to reach app" on some clients.
    _expect(isinstance(data, Mapping), f"{path}/data", "not an object")
    value = data.get("value", "") if isinstance(data, Mapping) else ""
    _expect(isinstance(value, str) and len(value) <= BUTTON_VALUE, f"{path}/data/value", "too long")
    if action["type"] == "Action.Execute":
        _words(action, "verb", path)
        _action(action.get("fallback"), f"{path}/fallback", _Seen(), 0)


def _input(element: Json, path: str, _: _Seen, __: int) -> None:
    _expect("id" in element, f"{path}/id", "missing")
    _words(element, "label", path)
    if element.get("isRequired"):
        _words(element, "errorMessage", path)
    if "maxLength" in element:
        _expect(1 <= element["maxLength"] <= INPUT_TEXT, f"{path}/maxLength", f"not within 1 to {INPUT_TEXT}")


def _choice_set(element: Json, path: str, seen: _Seen, depth: int) -> None:
    _input(element, path, seen, depth)
    offered: set[str] = set()
    for place, choice in _each(element, "choices", path):
        _words(choice, "title", place)
        value = _words(choice, "value", place)
        _expect(value not in offered, f"{place}/value", f"{value!r} is used twice")
        offered.add(value)
        if element.get("isMultiSelect"):
            _expect("," not in value, f"{place}/value", "a comma in one of several values")
    chosen = element.get("value", "")
    if element.get("isMultiSelect"):
        _expect(set(filter(None, chosen.split(","))) <= offered, f"{path}/value", "not among the choices")
    else:
        _expect(not chosen or chosen in offered, f"{path}/value", "not among the choices")


def _entity(entity: Any, path: str) -> None:
    _expect(isinstance(entity, Mapping) and entity.get("type") == "mention", path, "not a mention")
    words = _words(entity, "text", path)
    _expect(words.startswith("<at>") and words.endswith("</at>"), f"{path}/text", "not between <at> and </at>")
    _words(entity.get("mentioned", {}), "id", f"{path}/mentioned")
    _words(entity.get("mentioned", {}), "name", f"{path}/mentioned")


def _each(holder: Any, key: str, path: str) -> Iterator[tuple[str, Any]]:
    items = holder.get(key) if isinstance(holder, Mapping) else None
    if not isinstance(items, list):
        raise CardError(f"{path}/{key}", "not a list")
    return ((f"{path}/{key}/{index}", item) for index, item in enumerate(items))


def _words(holder: Any, key: str, path: str, limit: int = MESSAGE_UNITS) -> str:
    words = holder.get(key) if isinstance(holder, Mapping) else None
    if not isinstance(words, str) or not words.strip():
        raise CardError(f"{path}/{key}", "empty")
    if len(words) > limit:
        raise CardError(f"{path}/{key}", f"{len(words)} characters, at most {limit}")
    return words


def _expect(holds: object, path: str, reason: str) -> None:
    if not holds:
        raise CardError(path, reason)


Check = Callable[[Json, str, _Seen, int], None]
_ELEMENTS: Final[Mapping[str, Check]] = {
    "TextBlock": _text_block,
    "RichTextBlock": _rich_text,
    "FactSet": _fact_set,
    "Table": _table,
    "Container": _holding("items"),
    "ColumnSet": _holding("columns"),
    "Column": _holding("items"),
    "ActionSet": _action_set,
    "Input.Text": _input,
    "Input.Date": _input,
    "Input.ChoiceSet": _choice_set,
}
