"""What a definition's parts must agree on: unique ids, references that exist, thresholds that never fall.

The checks read the plain data of the file, not the validated model, so that they still run, and everything wrong is
said at once, when some other part of the file has the wrong shape. What has no usable shape is left to the schema.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from programs.errors import nearest

Data = Mapping[str, Any]
Loc = tuple[str | int, ...]
Finding = tuple[Loc, str]

WITH_IDS = (
    "partner_types",
    "products",
    "tiers",
    "requirements",
    "agreements",
    "benefits",
    "credentials",
    "funds",
    "steps",
)
NOT_TRUE = ("false", "no", "off", "f", "n", "0")


def check(data: Data) -> Iterator[Finding]:
    """Everything that does not fit together: the place in the file and what is wrong there."""
    for rule in (_unique, _references, _tiers, _tier_words, _thresholds, _access, _reviews, _period):
        yield from rule(data)


def _unique(data: Data) -> Iterator[Finding]:
    for key in WITH_IDS:
        seen: dict[str, int] = {}
        for place, entry in _entries(data, key):
            name = entry.get("id")
            if isinstance(name, str) and seen.setdefault(name, place) != place:
                yield (key, place, "id"), f"the id {name!r} is taken by entry {seen[name]} (counted from 0)"


def _references(data: Data) -> Iterator[Finding]:
    for key in ("benefits", "funds", "steps"):
        for place, entry in _entries(data, key):
            yield from _known(data, "agreements", (key, place, "agreement"), entry.get("agreement"))
            yield from _known(data, "benefits", (key, place, "benefit"), entry.get("benefit"))
    yield from _known(data, "agreements", ("referral", "agreement"), _mapping(data, "referral").get("agreement"))
    for place, entry in _entries(data, "requirements"):
        at, metric = ("requirements", place, "metric"), _mapping(entry, "metric")
        yield from _known(data, "agreements", (*at, "agreement"), metric.get("agreement"))
        for index, name in enumerate(_list(metric, "credentials")):
            yield from _known(data, "credentials", (*at, "credentials", index), name)
    for place, entry in _entries(data, "reviews"):
        for name in _mapping(entry, "by_tier"):
            yield from _known(data, "tiers", ("reviews", place, "by_tier", name), name)
    activity = _mapping(_mapping(data, "evaluation"), "activity_check")
    for index, name in enumerate(_list(activity, "tiers")):
        yield from _known(data, "tiers", ("evaluation", "activity_check", "tiers", index), name)


def _tiers(data: Data) -> Iterator[Finding]:
    tiers, requirements = _entries(data, "tiers"), _entries(data, "requirements")
    if tiers and not isinstance(data.get("evaluation"), dict):
        yield ("tiers",), "a program with tiers needs an `evaluation` that says how they are reviewed"
    if not tiers and requirements:
        yield ("requirements",), "a program without tiers cannot ask for thresholds"


def _tier_words(data: Data) -> Iterator[Finding]:
    """A name or alias leads to one tier only."""
    taken: dict[str, int] = {}
    for place, entry in _entries(data, "tiers"):
        at: Loc = ("tiers", place)
        called = [((*at, "name"), entry.get("name"))]
        called += [((*at, "aliases", index), alias) for index, alias in enumerate(_list(entry, "aliases"))]
        for where, words in called:
            if isinstance(words, str) and taken.setdefault(words.casefold(), place) != place:
                yield where, f"entry {taken[words.casefold()]} (counted from 0) is called {words!r} too"


def _thresholds(data: Data) -> Iterator[Finding]:
    designated = {
        entry.get("id")
        for _, entry in _entries(data, "tiers")
        if str(entry.get("designation_only", "false")).lower() not in NOT_TRUE
    }
    for place, entry in _entries(data, "requirements"):
        at, thresholds = ("requirements", place, "thresholds"), _mapping(entry, "thresholds")
        for tier in thresholds:
            yield from _known(data, "tiers", (*at, tier), tier)
            if tier in designated:
                yield (*at, tier), f"{tier} is by designation only and cannot have a threshold"
        highest, below = Decimal(0), ""
        for tier in _ids(data, "tiers"):
            need = _number(thresholds.get(tier))
            if need is None:
                continue
            if need < highest:
                yield (*at, tier), f"{tier} asks {need}, less than the {highest} of {below} below it"
            else:
                highest, below = need, tier


def _access(data: Data) -> Iterator[Finding]:
    tiers = _ids(data, "tiers")
    for place, entry in _entries(data, "benefits"):
        at, access = ("benefits", place, "access"), _mapping(entry, "access")
        for tier in access:
            yield from _known(data, "tiers", (*at, tier), tier)
        missing = [tier for tier in tiers if tier not in access]
        if missing:
            yield at, f"say yes, by_invitation or no for every tier; missing: {', '.join(missing)}"


def _reviews(data: Data) -> Iterator[Finding]:
    seen: set[str] = set()
    for place, entry in _entries(data, "reviews"):
        kind = entry.get("kind")
        if isinstance(kind, str):
            if kind in seen:
                yield ("reviews", place, "kind"), f"{kind} is described a second time"
            seen.add(kind)


def _period(data: Data) -> Iterator[Finding]:
    first, last = data.get("starts_on"), data.get("ends_on")
    if isinstance(first, str) and isinstance(last, str) and last < first:  # ISO days sort as text
        yield ("ends_on",), f"the program ends ({last}) before it starts ({first})"


def _known(data: Data, key: str, loc: Loc, name: object) -> Iterator[Finding]:
    """A reference to an entry of the list `key`; nothing is said when the list itself cannot be read."""
    names = _ids(data, key)
    readable = key not in data or isinstance(data[key], list)
    if isinstance(name, str) and readable and name not in names:
        listed = ", ".join(names) or "none"
        yield loc, f"there is no {name!r} under {key}{nearest(name, names)}; defined: {listed}"


def _entries(data: Data, key: str) -> list[tuple[int, Data]]:
    return [(place, entry) for place, entry in enumerate(_list(data, key)) if isinstance(entry, dict)]


def _ids(data: Data, key: str) -> list[str]:
    found: Iterable[object] = (entry.get("id") for _, entry in _entries(data, key))
    return [name for name in found if isinstance(name, str)]


def _list(data: Data, key: str) -> list[Any]:
    value = data.get(key)
    return value if isinstance(value, list) else []


def _mapping(data: Data, key: str) -> Data:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _number(value: object) -> Decimal | None:
    try:
        number = Decimal(value) if isinstance(value, str) else None
    except InvalidOperation:
        return None
    return number if number is None or number.is_finite() else None
