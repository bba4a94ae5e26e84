"""Breaks what a surface would take, at one place."""

import copy
from typing import Any


def broken(payload: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A copy of `payload` with another value at `path`; None takes it away."""
    changed = copy.deepcopy(payload)
    *way, last = [int(step) if step.isdigit() else step for step in path.strip("/").split("/")]
    place: Any = changed
    for step in way:
        place = place[step]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return changed
