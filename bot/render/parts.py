"""Each part of a reply as Block Kit blocks, in pieces that are shown or left out as a whole."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from bot.render.arranging import CELL, PROSE, VERDICTS, extent, is_figures, pieces, rows_left, runs
from bot.render.escape import one_line, shorten
from bot.render.plain import bar, columns_in_line, flatten
from bot.render.spans import Block, compact, elements, literal, rich, strong
from bot.slack.bounds import (
    ACTIONS_ELEMENTS,
    BUTTON_TEXT,
    CONFIRM,
    FIELD_TEXT,
    HEADER_TEXT,
    SECTION_FIELDS,
    SECTION_TEXT,
    TABLE_COLUMNS,
    TABLE_ROWS,
    TABLE_TEXT,
    text_size,
)
from handlers.documents import (
    Button,
    Buttons,
    Divider,
    Fact,
    Facts,
    Feedback,
    Heading,
    Note,
    Paragraph,
    Part,
    Plain,
    Progress,
    Style,
    Table,
    Text,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """Blocks that belong together, with `size` characters of text.

    `name` says in words what is missing when they are left out; `keep` puts them before everything else when room is
    short.
    """

    blocks: list[Block]
    name: str
    keep: bool = False
    size: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", text_size(self.blocks))


def drafts(parts: Sequence[Part], ids: Iterator[int]) -> Iterator[Piece | Table]:
    """The parts as pieces, in order; a table stays a table because its room depends on all the others.

    `ids` numbers the buttons so that an action id is unique inside its message.
    """
    for kind, group in groupby(parts, key=type):
        if kind is Progress:
            yield from _progress([part for part in group if isinstance(part, Progress)])
            continue
        for part in group:
            if isinstance(part, Table):
                yield part
            else:
                yield from _pieces(part, ids)


def _pieces(part: Part, ids: Iterator[int]) -> Iterator[Piece]:
    match part:
        case Heading(words):
            yield _heading(words)
        case Paragraph(text):
            yield from prose(text, "a paragraph")
        case Facts(items):
            yield from _facts(items)
        case Note(text):
            yield from _note(text)
        case Divider():
            yield Piece([{"type": "divider"}], "a divider")
        case Buttons(items):
            for run in runs(items, ACTIONS_ELEMENTS):
                shown = [button(item, next(ids)) for item in run]
                yield Piece([{"type": "actions", "elements": shown}], f"{len(run)} buttons", keep=True)
        case Feedback():
            shown = [feedback(part, next(ids))]
            yield Piece([{"type": "context_actions", "elements": shown}], "whether this is right", keep=True)


def prose(text: Text, name: str) -> Iterator[Piece]:
    """A text as rich text, several blocks when it is long; nothing when it has no words."""
    for run in pieces(text, PROSE):
        if shown := elements(run):
            yield Piece([rich(shown)], name)


def _heading(words: str) -> Piece:
    line = one_line(words)
    if len(line) <= HEADER_TEXT:
        return Piece([{"type": "header", "text": literal(words, HEADER_TEXT)}], shorten(words, 40))
    return Piece([rich([strong("".join(run))]) for run in runs(line, PROSE)], shorten(words, 40))


def _facts(items: Sequence[Fact]) -> Iterator[Piece]:
    """Short facts as fields of a section, ten at a time; a long one as a text of its own, in its place."""
    for is_short, group in groupby(
        ((item, compact(item.value, FIELD_TEXT, item.label or "–")) for item in items),
        key=lambda pair: pair[1] is not None,
    ):
        facts = list(group)
        if not is_short:
            for fact, _ in facts:
                label = Plain(one_line(fact.label) + "\n", bold=True)
                yield from prose((label, *fact.value), shorten(fact.label, 40))
            continue
        for run in runs(facts, SECTION_FIELDS):
            names = ", ".join(shorten(fact.label, 40) for fact, _ in run)
            yield Piece([{"type": "section", "fields": [field for _, field in run]}], names)


def _note(text: Text) -> Iterator[Piece]:
    whole = compact(text, SECTION_TEXT)
    if whole is None:
        yield from prose(text, "a note")
    elif flatten(text):
        yield Piece([{"type": "context", "elements": [whole]}], "a note", keep=True)


def _progress(group: Sequence[Progress]) -> Iterator[Piece]:
    """Requirements below each other in one text: a mark, the name, the bar, and the exact words."""
    for run in runs(group, 10):
        lines = [_progress_line(item, last=item is run[-1]) for item in run]
        yield Piece([rich([item for line in lines for item in line])], ", ".join(shorten(p.label, 40) for p in run))


def _progress_line(item: Progress, *, last: bool) -> list[Block]:
    mark = "✓" if item.met else "○"
    words = f"\n{bar(item.share, met=item.met)} {shorten(item.words, PROSE // 10)}"
    return [strong(f"{mark} {shorten(item.label, 150)}"), {"type": "text", "text": words if last else words + "\n"}]


def button(item: Button, number: int) -> Block:
    """A button; its action id is the route and a number, its value travels unseen."""
    shown: Block = {
        "type": "button",
        "text": literal(item.label, BUTTON_TEXT),
        "action_id": f"{item.route}#{number}",
    }
    if item.value:
        shown["value"] = item.value
    if item.url:
        shown["url"] = item.url
    if item.style is not Style.plain:
        shown["style"] = item.style.value
    if item.confirm is not None:
        words = {
            "title": item.confirm.title,
            "text": item.confirm.words,
            "confirm": item.confirm.yes,
            "deny": item.confirm.no,
        }
        shown["confirm"] = {key: literal(words[key], limit) for key, limit in CONFIRM.items()}
        if item.style is Style.danger:
            shown["confirm"]["style"] = "danger"
    return shown


def feedback(item: Feedback, number: int) -> Block:
    """The two small buttons that say whether an answer is right: one element, whose value tells which was pressed."""
    shown: Block = {"type": "feedback_buttons", "action_id": f"{item.route}#{number}"}
    for side, (verdict, label, spoken) in zip(("positive_button", "negative_button"), VERDICTS, strict=True):
        value = f"{verdict}|{item.value}"
        shown[side] = {"text": literal(label, BUTTON_TEXT), "value": value, "accessibility_label": spoken}
    return shown


def table(item: Table, room: int, *, native: bool) -> Piece:
    """A table in at most about `room` characters: as Slack's own, or in aligned lines where that cannot be.

    Rows that find no room are counted in words above and below, so that nobody takes a part for the whole.
    """
    native = native and 1 <= len(item.columns) <= TABLE_COLUMNS
    caption = shorten(item.caption, 300)
    room = min(room - len(caption) - 200, TABLE_TEXT)
    rows, body = _native(item, room) if native else _aligned(item, room)
    total = len(item.rows)
    shown = extent(rows, total)
    blocks = [rich([strong(caption), *([{"type": "text", "text": shown}] if shown else [])]), *body]
    if rows < total:
        blocks.append({"type": "context", "elements": [literal(rows_left(total - rows), 300)]})
    return Piece(blocks, f"{shorten(item.caption, 40)} ({total} rows)")


def _native(item: Table, room: int) -> tuple[int, list[Block]]:
    rows: list[list[Block]] = []
    for row in (item.columns, *item.rows[: TABLE_ROWS - 1]):
        cells = [{"type": "raw_text", "text": shorten(cell, CELL)} for cell in row]
        room -= sum(len(cell["text"]) for cell in cells)
        if room < 0:
            break
        rows.append(cells)
    if len(rows) < 2:
        return 0, []
    settings = [
        {"align": "right" if is_figures(column) else "left", "is_wrapped": True}
        for column in zip(*item.rows, strict=True)
    ]
    return len(rows) - 1, [{"type": "table", "rows": rows, "column_settings": settings}]


def _aligned(item: Table, room: int) -> tuple[int, list[Block]]:
    if not item.columns:
        return 0, []
    lines: list[str] = []
    for line in columns_in_line([item.columns, *item.rows]):
        room -= len(line) + 1
        if room < 0:
            break
        lines.append(line)
    if len(lines) < 2:
        return 0, []
    return len(lines) - 1, [
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "\n".join(lines)}]}],
        }
    ]
