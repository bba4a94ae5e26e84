"""Judges of cards that are not ours: the published schema of version 1.5, and the classes that Microsoft publishes."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

import microsoft_teams.cards as published
from jsonschema import Draft6Validator
from pydantic import BaseModel

Json = dict[str, Any]


@cache
def _schema() -> Draft6Validator:
    words = files("adaptive_cards").joinpath("schemas/schema-1.5.json").read_text(encoding="utf-8")
    return Draft6Validator(json.loads(words))


def schema_errors(card: Json) -> list[str]:
    """What the schema of 1.5 says against a card, once what Teams adds to it is set aside."""
    return [f"{error.json_path}: {error.message[:300]}" for error in _schema().iter_errors(as_published(card))]


def as_published(value: Any) -> Any:
    """A card without what only Teams knows: `msteams`, the search of a list, and elements that have a fallback."""
    if isinstance(value, list):
        return [as_published(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.get("type") == "ProgressBar":
        return as_published(value["fallback"])
    kept = {key: as_published(item) for key, item in value.items() if key not in ("msteams", "choices.data")}
    if kept.get("style") == "filtered":
        kept["style"] = "compact"
    return kept


@cache
def _classes() -> dict[str, type[BaseModel]]:
    found: dict[str, type[BaseModel]] = {}
    for name in dir(published):
        each = getattr(published, name)
        if isinstance(each, type) and issubclass(each, BaseModel) and "type" in each.model_fields:
            found[str(each.model_fields["type"].default)] = each
    return found


def class_errors(value: Any, path: str = "") -> list[str]:
    """What Microsoft's classes say against a card: unknown types and properties, and values that do not fit.

    The classes take anything inside a list of elements, so every element is put to its own class.
    """
    if isinstance(value, list):
        return [error for index, item in enumerate(value) for error in class_errors(item, f"{path}/{index}")]
    if not isinstance(value, dict):
        return []
    found = _judged(value, path) if "type" in value and not path.endswith(("/data", "/msteams")) else []
    inner = {key: item for key, item in value.items() if key not in ("data", "msteams")}
    return found + [error for key, item in inner.items() for error in class_errors(item, f"{path}/{key}")]


def _judged(value: Json, path: str) -> list[str]:
    kind = _classes().get(value["type"])
    if kind is None:
        return [f"{path}: no class for {value['type']!r}"]
    known = {field.serialization_alias or name for name, field in kind.model_fields.items()} | {"$schema"}
    found = [f"{path}/{key}: unknown" for key in value if key not in known]
    try:
        kind.model_validate(value)
    except ValueError as error:
        found.append(f"{path}: {error}")
    return found
