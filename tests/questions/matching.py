"""Whether an answer is one of the right ones: the rules by which a reading is compared with what was expected."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from tests.questions.sets import Case, Expected, Object

ASKED_BACK = frozenset({"ambiguous", "not_found", "not_understood"})
MISSING = "an answer is missing"


def difference(case: Case, got: Sequence[Object]) -> str:
    """Why the answers to a message are not right; empty when they are, in one of the ways that are."""
    told = [_difference(way, got) for way in case.right]
    return "" if "" in told else told[0]


def asked_back(got: Sequence[Object]) -> bool:
    """Whether the bot asked back instead of answering: no harm, but no help either."""
    return got[0]["status"] in ASKED_BACK


def _difference(way: Expected, got: Sequence[Object]) -> str:
    """Each expected object has an answer of its own, in any order; more answers of the first kind do no harm."""
    left = list(got)
    for expected in way.objects:
        told = [object_difference(expected, answer) for answer in left]
        if "" not in told:
            return told[0] if told else MISSING
        del left[told.index("")]
    extra = [answer["kind"] for answer in left]
    if way.first["status"] == "answered" and any(kind != way.first.get("kind") for kind in extra):
        return f"also answered {extra}"
    return ""


def object_difference(expected: Object, got: Object) -> str:
    """Status, then kind (what was not understood has none), then the candidates or the reading."""
    if expected["status"] != got["status"]:
        return f"{got['status']} {got['kind']} in place of {expected['status']}"
    if expected["status"] == "not_understood":
        return ""
    if expected.get("kind") and expected["kind"] != got["kind"]:
        return f"{got['kind']} in place of {expected['kind']}"
    if expected["status"] == "ambiguous" and "facts" in expected:
        return _unlike("candidates", set(expected["facts"]["candidates"]), set(got["facts"].get("candidates", ())))
    return _reading_difference(expected.get("reading", {}), got["reading"]) if got["status"] == "answered" else ""


def _reading_difference(expected: Object, got: Object) -> str:
    """Only the keys that were expected are compared, each whole; partners and changes in any order."""
    told = (_unlike(key, _plain(key, value), _plain(key, got.get(key))) for key, value in expected.items())
    return next(filter(None, told), "")


def _plain(key: str, value: Any) -> Any:
    if key == "changes":
        return sorted((change["requirement"], Decimal(change["by"])) for change in value or ())
    return sorted(value) if isinstance(value, list) else value


def _unlike(key: str, expected: object, got: object) -> str:
    return "" if expected == got else f"{key} {got} in place of {expected}"
