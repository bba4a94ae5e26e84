"""Refuses what Teams would refuse of a message, and notices what it would show badly.

Limits: learn.microsoft.com, "Format your bot messages" (100 KB of a message, counted as UTF-16; older texts and clients
28 KB) and "Cards reference" (Adaptive Cards up to 1.5, six actions shown).
"""

import json
from collections.abc import Iterator
from typing import Any

from bot.demo.events import Json
from bot.demo.teams.board import TeamsRefusal

ADAPTIVE = "application/vnd.microsoft.card.adaptive"
MOST_BYTES = 100_000
SAFE_BYTES = 28_000
MOST_ACTIONS = 6
VERSIONS = ("1.0", "1.1", "1.2", "1.3", "1.4", "1.5")

ELEMENTS = frozenset(
    (
        "TextBlock RichTextBlock Image ImageSet Media Container ColumnSet Column FactSet Table TableRow TableCell "
        "ActionSet Input.Text Input.Number Input.Date Input.Time Input.Toggle Input.ChoiceSet"
    ).split()
)
LATER = frozenset(
    (
        "Badge Icon ProgressBar ProgressRing Rating Input.Rating CompoundButton CodeBlock Carousel CarouselPage "
        "Chart.Donut Chart.Pie Chart.Gauge Chart.Line Chart.VerticalBar Chart.VerticalBar.Grouped Chart.HorizontalBar "
        "Chart.HorizontalBar.Stacked"
    ).split()
)
"""Teams draws them although they are no part of version 1.5; not every client does."""
ACTIONS = frozenset(
    "Action.Execute Action.Submit Action.OpenUrl Action.ShowCard Action.ToggleVisibility Action.ResetInputs".split()
)
INSIDE = ("items", "columns", "rows", "cells", "pages", "images")


def size(activity: Json) -> int:
    """The bytes of a message as Teams counts them: its JSON in UTF-16."""
    return len(json.dumps(activity, ensure_ascii=False, separators=(",", ":")).encode("utf-16-le"))


def refuse(activity: Json) -> None:
    """Raises `TeamsRefusal` for a message that is too large or has a card that cannot be drawn."""
    if size(activity) > MOST_BYTES:
        raise TeamsRefusal(413, "MessageSizeTooBig", "Message size too large.")
    for card in cards(activity):
        try:
            check_card(card)
        except RecursionError:
            raise _bad("card: nested too deep") from None


def cards(activity: Json) -> tuple[Json, ...]:
    """The adaptive cards of a message.

    Raises:
        TeamsRefusal: an attachment is of another kind, or is none.
    """
    found, listed = [], activity.get("attachments") or []
    if not isinstance(listed, list):
        raise _bad("attachments: a list is expected")
    for each in listed:
        content = each.get("content") if isinstance(each, dict) else None
        if not isinstance(content, dict) or each.get("contentType") != ADAPTIVE:
            raise _bad("attachments: only adaptive cards are known here")
        found.append(content)
    return tuple(found)


def check_card(card: Json) -> None:
    """Raises `TeamsRefusal` for a card with an unknown element, action or version, or an input without an id."""
    if card.get("type") != "AdaptiveCard":
        raise _bad("type: AdaptiveCard is expected")
    if card.get("version") not in VERSIONS:
        raise _bad(f"version: {card.get('version')!r} is not known to Teams")
    for place, part in parts(card):
        kind = None if part.get("type") is None else str(part["type"])
        if kind in ("TableCell", "TableRow", "Column", None) and place.rpartition(".")[2].startswith(INSIDE):
            continue
        if kind in ELEMENTS | LATER | ACTIONS or kind == "AdaptiveCard":
            _check_part(place, part)
        elif "fallback" not in part:
            raise _bad(f"{place}: unknown type {kind!r}")


def _check_part(place: str, part: Json) -> None:
    kind = str(part["type"])
    if kind.startswith("Input.") and not part.get("id"):
        raise _bad(f"{place}: an input needs an id")
    if kind == "TextBlock" and not isinstance(part.get("text"), str):
        raise _bad(f"{place}: a text is expected")
    if kind == "Action.Submit" and not isinstance(part.get("data", {}), dict):
        raise _bad(f"{place}: data must be an object")


def notices(activity: Json) -> list[str]:
    """What is allowed but does not arrive everywhere as it was meant, in sentences for developers."""
    found, bytes_ = [], size(activity)
    if bytes_ > SAFE_BYTES:
        found.append(f"{bytes_:,} bytes of UTF-16: more than the {SAFE_BYTES:,} that every client takes")
    for card in cards(activity):
        for place, part in (("card", card), *parts(card)):
            actions = part.get("actions")
            listed = actions if isinstance(actions, list) else []
            shown = [each for each in listed if isinstance(each, dict) and each.get("mode") != "secondary"]
            if len(shown) > MOST_ACTIONS:
                found.append(f"{place}: {len(shown)} actions, Teams shows {MOST_ACTIONS}")
            if str(part.get("type")) in LATER and "fallback" not in part:
                found.append(f"{place}: {part['type']} without a fallback")
    return found


def parts(card: Json, place: str = "card") -> Iterator[tuple[str, Json]]:
    """Every element and action of a card with its place, fallbacks left out: they count only where they are needed."""
    for name in ("body", "actions", "inlines", *INSIDE):
        listed: Any = card.get(name)
        for number, part in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(part, dict) and name != "inlines":
                where = f"{place}.{name}[{number}]"
                yield where, part
                yield from parts(part, where)
    for name in ("card", "selectAction"):
        inner = card.get(name)
        if isinstance(inner, dict):
            yield f"{place}.{name}", inner
            yield from parts(inner, f"{place}.{name}")


def _bad(words: str) -> TeamsRefusal:
    return TeamsRefusal(400, "BadArgument", words)
