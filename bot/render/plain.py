"""A reply as plain text: for terminals, for `ask --json`, and as the words that stand beside Block Kit."""

from collections.abc import Iterable
from datetime import date

from bot.render.escape import EMPTY, clean, one_line
from handlers.documents import (
    Buttons,
    Day,
    Divider,
    Facts,
    Feedback,
    Heading,
    Instant,
    Note,
    Paragraph,
    Part,
    Person,
    Plain,
    Progress,
    Reply,
    Span,
    Table,
    Text,
)

BAR_CELLS = 10
WIDEST = 160


def plain(reply: Reply) -> str:
    """The whole of `reply` as unescaped text: the summary first, then each part as a paragraph; nothing is cut."""
    paragraphs = [one_line(reply.summary) or EMPTY, *(part_words(part) for part in reply.parts)]
    return "\n\n".join(words for words in paragraphs if words)


def part_words(part: Part) -> str:
    """One part in plain text; empty when it has nothing to say."""
    match part:
        case Heading(words):
            return one_line(words)
        case Paragraph(text) | Note(text):
            return flatten(text)
        case Facts(items):
            return "\n".join(f"{one_line(item.label)}: {flatten(item.value)}" for item in items)
        case Progress():
            return progress_words(part)
        case Table():
            return "\n".join([one_line(part.caption), *table_lines(part)])
        case Buttons(items):
            return " ".join(f"[{one_line(button.label)}]" for button in items)
        case Divider() | Feedback():
            return ""


def flatten(spans: Text) -> str:
    """A text without its structure: days in words, moments by their fallback, people by name."""
    return clean("".join(span_words(span) for span in spans)).strip()


def span_words(span: Span) -> str:
    """One span in words."""
    match span:
        case Plain(text):
            return text
        case Day(day):
            return day_words(day)
        case Instant(_, fallback):
            return fallback
        case Person(user, name):
            return f"@{name or user}"


def day_words(day: date) -> str:
    """A calendar day in words, `Tue Nov 24, 2026`."""
    return f"{day:%a %b} {day.day}, {day.year}"


def progress_words(progress: Progress) -> str:
    """A requirement's line: `Technical people ███████░░░ 7 of 10`."""
    return f"{one_line(progress.label)} {bar(progress.share, met=progress.met)} {one_line(progress.words)}"


def bar(share: float, *, met: bool) -> str:
    """Ten cells filled to `share` (0.0 to 1.0, clamped); full only when `met`."""
    cells = filled(share, BAR_CELLS, met=met)
    return "█" * cells + "░" * (BAR_CELLS - cells)


def filled(share: float, cells: int, *, met: bool) -> int:
    """How many of `cells` a share fills (0.0 to 1.0, clamped); all of them only when `met`."""
    return cells if met else min(round(min(1.0, max(0.0, share)) * cells), cells - 1)


def table_lines(table: Table) -> list[str]:
    """Column names and rows, each on one line, in columns of equal width; an empty cell shows as a dash."""
    return columns_in_line([table.columns, *table.rows]) if table.columns else []


def columns_in_line(rows: Iterable[tuple[str, ...]]) -> list[str]:
    """Rows of equally many cells as lines whose cells begin at the same place, or with bars when too wide."""
    cells = [[one_line(cell) or EMPTY for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    if sum(widths) > WIDEST:
        return [" | ".join(row) for row in cells]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]
