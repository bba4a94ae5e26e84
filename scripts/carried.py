"""What a payload carries for the person who reads it, whichever surface it is for, so that two can be compared.

Words are compared without white space and without marks that nobody sees; moments by their second; people by what the
surface shows of them.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from typing import Any, Final

from bot.render.adaptive.words import JOINER
from bot.render.arranging import CELL
from bot.render.escape import EMPTY, clean, one_line, shorten
from bot.render.plain import span_words
from bot.slack.bounds import BUTTON_TEXT
from handlers.documents import (
    Buttons,
    Facts,
    Feedback,
    Heading,
    Instant,
    Note,
    Paragraph,
    Part,
    Person,
    Progress,
    Reply,
    Span,
    Table,
)

Json = Mapping[str, Any]
SLACK, TEAMS = "slack", "teams"
_SLACK_USER = re.compile(r"[UW][A-Z0-9]{5,20}")
_SLACK_MOMENT = re.compile(r"<!date\^(\d+)\^[^|]*\|[^>]*>")
_SLACK_PERSON = re.compile(r"<@([UW][A-Z0-9]+)>")
_TEAMS_MOMENT = re.compile(r"\{\{DATE\(([^,)]+), COMPACT\)\}\} \{\{TIME\([^)]+\)\}\}")
_TEAMS_PERSON = re.compile(r"<at>([^<]*)</at>")
LEFT: Final = "more parts that do not fit here"


@dataclass(frozen=True, slots=True)
class Press:
    """A button: what is read on it, what it sends, and what is asked first (title, words, yes)."""

    label: str
    route: str
    value: str
    asked: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What a payload carries: all words without white space, the buttons, and whether parts were left out."""

    words: str
    presses: Counter[Press]
    partial: bool


def squeezed(words: str) -> str:
    """`words` without white space and invisible marks."""
    return "".join(clean(words).replace(JOINER, "").split())


def of_slack(payload: Json) -> Shown:
    """What a Slack message or view carries."""
    return _shown(_slack_words(payload.get("blocks", ())), _slack_presses(payload.get("blocks", ())))


def of_teams(card: Json) -> Shown:
    """What a card carries, with everything that a press shows."""
    whole = list(_teams_words(card["body"]))
    # Where a mention stands again below its line, the words are also read without it.
    alone = list(_teams_words([block for block in card["body"] if not _repeats(block)]))
    return _shown(iter(whole if whole == alone else [*whole, *alone]), _teams_presses(card["body"]))


def _shown(words: Iterator[str], presses: Iterator[Press]) -> Shown:
    told = " ".join(words)
    return Shown(squeezed(told), Counter(presses), LEFT in told)


def expected(reply: Reply, surface: str) -> list[tuple[str, str]]:
    """Every piece of information in a reply but the cells of tables, in two ways that a surface may carry it.

    The first has moments and people as structure, the second in words: where Slack's markup would restyle somebody's
    words, the whole text is plain.
    """
    told, plain = [one_line(reply.summary) or EMPTY], [one_line(reply.summary) or EMPTY]
    for part in reply.parts:
        told += _atoms(part, surface)
        plain += _atoms(part, "")
    return list(zip(map(squeezed, told), map(squeezed, plain), strict=True))


def presses_of(reply: Reply, limits: Mapping[str, int]) -> Counter[Press]:
    """Every button of a reply; a question before it in as many characters as the surface has (as Slack names them)."""
    found: Counter[Press] = Counter()
    for part in reply.parts:
        if isinstance(part, Buttons):
            for each in part.items:
                sure = each.confirm
                told = sure and {"title": sure.title, "text": sure.words, "confirm": sure.yes}
                asked = told and tuple(squeezed(shorten(words, limits[key])) for key, words in told.items())
                found[Press(squeezed(shorten(each.label, BUTTON_TEXT)), each.route, each.value, asked or None)] += 1
        elif isinstance(part, Feedback):
            for verdict, label in (("good", "Right"), ("bad", "Wrong")):
                found[Press(label, part.route, f"{verdict}|{part.value}")] += 1
    return found


def _atoms(part: Part, surface: str) -> Iterator[str]:
    match part:
        case Heading(words):
            yield words
        case Paragraph(text) | Note(text):
            yield "".join(_span(span, surface) for span in text)
        case Facts(items):
            for item in items:
                yield item.label
                yield "".join(_span(span, surface) for span in item.value)
        case Progress():
            yield from (part.label, part.words)
        case Table():
            yield part.caption


def _span(span: Span, surface: str) -> str:
    if surface and isinstance(span, Instant):
        return f"⟨{span.epoch}⟩"
    if isinstance(span, Person) and surface == SLACK and _SLACK_USER.fullmatch(span.user):
        return f"⟨{span.user}⟩"
    return clean(span_words(span))


def _slack_words(value: Any) -> Iterator[str]:
    """All words of Slack's blocks in order, but for those of buttons and inputs."""
    if isinstance(value, list | tuple):
        for item in value:
            yield from _slack_words(item)
    elif isinstance(value, dict):
        kind = value.get("type")
        if kind == "mrkdwn":
            words = _SLACK_MOMENT.sub(r"⟨\1⟩", value["text"])
            yield unescape(_SLACK_PERSON.sub(r"⟨\1⟩", words)).replace("*", "")
        elif kind == "user":
            yield f"⟨{value['user_id']}⟩"
        elif kind == "date":
            yield f"⟨{value['timestamp']}⟩"
        elif kind not in ("actions", "context_actions", "input"):
            if isinstance(value.get("text"), str):
                yield value["text"]
            yield from (word for item in value.values() for word in _slack_words(item))


def _slack_presses(blocks: Sequence[Json]) -> Iterator[Press]:
    for block in blocks:
        for element in block.get("elements", ()) if block["type"] in ("actions", "context_actions") else ():
            route = element["action_id"].partition("#")[0]
            if element["type"] == "feedback_buttons":
                for side in ("positive_button", "negative_button"):
                    yield Press(element[side]["text"]["text"], route, element[side]["value"])
                continue
            sure = element.get("confirm")
            asked = (text_of(sure["title"]), text_of(sure["text"]), text_of(sure["confirm"])) if sure else None
            yield Press(text_of(element["text"]), route, element.get("value", ""), asked)


def text_of(item: Json) -> str:
    return squeezed(item["text"])


def _teams_words(value: Any) -> Iterator[str]:
    """All words of a card's elements in order, but for those of buttons and inputs."""
    if isinstance(value, list):
        for item in value:
            yield from _teams_words(item)
    elif isinstance(value, dict):
        kind = value.get("type", "")
        if kind in ("TextBlock", "TextRun"):
            words = _teams_text(value["text"])
            yield words.replace("**", "") if kind == "TextBlock" else words
        elif kind == "FactSet":
            for fact in value["facts"]:
                yield _teams_text(fact["title"])
                yield _teams_text(fact["value"]).replace("**", "")
        elif kind != "ActionSet" and not kind.startswith("Input."):
            yield from (word for key in ("items", "inlines", "columns", "rows", "cells") for word in _inner(value, key))


def _repeats(element: Json) -> bool:
    """Whether an element only mentions again whom the line above it names in words."""
    words = _TEAMS_PERSON.sub("", element.get("text", "-")).strip(", ")
    return bool(not words and element.get("isSubtle") and element.get("spacing") == "None")


def _inner(value: Json, key: str) -> Iterator[str]:
    return _teams_words(value.get(key, []))


def _teams_text(words: str) -> str:
    def moment(found: re.Match[str]) -> str:
        return f"⟨{int(datetime.fromisoformat(found[1]).astimezone(UTC).timestamp())}⟩"

    return _TEAMS_PERSON.sub(r"@\1", _TEAMS_MOMENT.sub(moment, words))


def _teams_presses(elements: Sequence[Json]) -> Iterator[Press]:
    for element in elements:
        for action in element.get("actions", ()):
            if action["type"] == "Action.ShowCard":
                title, *words = ("".join(_teams_words(block)) for block in action["card"]["body"])
                (yes,) = action["card"]["actions"]
                asked = (squeezed(title), squeezed("".join(words)), squeezed(yes["title"]))
                yield Press(squeezed(action["title"]), yes["data"]["route"], yes["data"]["value"], asked)
            elif action["type"] != "Action.ToggleVisibility":
                yield Press(squeezed(action["title"]), action["data"]["route"], action["data"]["value"])
        yield from _teams_presses(element.get("items", ()))


def rows_shown(caption: str, total: int, words: str) -> int | None:
    """How many rows of a table are said to be shown; None when its caption is not there."""
    after = words.partition(squeezed(caption))[2]
    if not after and squeezed(caption) not in words:
        return None
    if found := re.match(rf"rows1–(\d+)of{total}", after):
        return int(found[1])
    return 0 if after.startswith(f"noneof{total}rowsshown") else total


def lost(reply: Reply, told: Shown, surface: str) -> list[str]:
    """What a reply says and a payload does not."""
    missing = [
        words for words, plain in expected(reply, surface) if words not in told.words and plain not in told.words
    ]
    for part in reply.parts:
        if isinstance(part, Table):
            missing += lost_cells(part, told.words)
    return missing


def lost_cells(table: Table, words: str) -> list[str]:
    """Cells of rows that are said to be shown, and rows that are neither shown nor counted."""
    caption, total = shorten(table.caption, 300), len(table.rows)
    shown = rows_shown(caption, total, words)
    if shown is None:
        return [caption]
    if not table.columns or not shown:
        return []
    cells = [*table.columns, *(cell for row in table.rows[:shown] for cell in row)]
    missing = [cell for cell in cells if squeezed(shorten(cell, CELL)) not in words]
    if shown < total and squeezed(f"{total - shown} more rows that do not fit here") not in words:
        missing.append(f"{total - shown} rows")
    return missing
