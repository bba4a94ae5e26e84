"""JSON from outside, read without surprises: whatever is missing or of another shape reads as empty."""

from collections.abc import Mapping
from typing import Any

Json = Mapping[str, Any]


def text(value: object, key: str) -> str:
    """`value[key]` when that is a text, else empty."""
    found = value.get(key) if isinstance(value, Mapping) else None
    return found if isinstance(found, str) else ""


def part(value: object, key: str) -> Json:
    """`value[key]` when that is an object, else empty."""
    found = value.get(key) if isinstance(value, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def first(value: object, key: str) -> Json:
    """The first of the objects in `value[key]`, else empty."""
    found = value.get(key) if isinstance(value, Mapping) else None
    return found[0] if isinstance(found, list) and found and isinstance(found[0], Mapping) else {}
