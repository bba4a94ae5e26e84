"""Commands as they are typed in Teams: without the `/partner` that only Slack has.

This is the one place that knows it. Only words that are ours are changed: a quoted command, and labels or whole columns
of a table that begin with one. A foreign word in a cell stands in a column with others and is left alone.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from handlers.documents import (
    Button,
    Buttons,
    Fact,
    Facts,
    Form,
    Heading,
    Note,
    Paragraph,
    Part,
    Plain,
    Reply,
    Table,
    Text,
)

PREFIX: Final = "/partner "
_QUOTED: Final = f"“{PREFIX}"

Row = tuple[str, ...]


def typed(words: str) -> str:
    """`words` with every quoted command as it is typed in Teams."""
    return words.replace(_QUOTED, "“")


def typed_reply(reply: Reply) -> Reply:
    """A reply whose commands read as they are typed in Teams."""
    return replace(reply, summary=typed(reply.summary), parts=tuple(map(_part, reply.parts)))


def typed_form(form: Form) -> Form:
    """A form whose introduction and hints name commands as they are typed in Teams."""
    fields = tuple(replace(field, hint=typed(field.hint)) for field in form.fields)
    return replace(form, intro=_text(form.intro), fields=fields)


def _part(part: Part) -> Part:
    match part:
        case Heading(words):
            return Heading(_label(words))
        case Paragraph(text):
            return Paragraph(_text(text))
        case Note(text):
            return Note(_text(text))
        case Facts(items):
            return Facts(tuple(Fact(_label(item.label), _text(item.value)) for item in items))
        case Table():
            return _table(part)
        case Buttons(items):
            return Buttons(tuple(_button(item) for item in items))
        case _:
            return part


def _button(button: Button) -> Button:
    asked = button.confirm
    confirm = asked and replace(asked, words=typed(asked.words))
    return replace(button, label=_label(button.label), confirm=confirm)


def _text(text: Text) -> Text:
    return tuple(Plain(typed(span.text), span.bold) if isinstance(span, Plain) else span for span in text)


def _label(words: str) -> str:
    return typed(words.removeprefix(PREFIX))


def _table(table: Table) -> Table:
    """A column of nothing but commands loses the prefix; in any other column it is somebody's words."""
    columns = list(zip(*table.rows, strict=True))
    change: list[Callable[[str], str]] = [
        _label if all(cell.startswith(PREFIX) for cell in column) else str for column in columns
    ]
    rows = tuple(tuple(turn(cell) for turn, cell in zip(change, row, strict=True)) for row in table.rows)
    return replace(table, rows=rows) if columns else table
