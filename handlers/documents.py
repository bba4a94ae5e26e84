"""Replies and forms as typed documents: the value that passes between what Tierline can do and how it talks.

A handler returns a document; a surface renders it (Block Kit, plain text, JSON). Text in a document is literal: a
renderer escapes it for its platform, so nothing a person typed can mention, link or broadcast. Structure (bold, links,
dates, people) exists only as typed spans.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal


@dataclass(frozen=True, slots=True)
class Plain:
    """Literal words, optionally bold, or a bullet's code-like id."""

    text: str
    bold: bool = False
    kind: Literal["plain"] = "plain"


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day, shown in words (`Tue Nov 24, 2026`); never shifted between zones."""

    day: date
    kind: Literal["day"] = "day"


@dataclass(frozen=True, slots=True)
class Instant:
    """A moment in seconds since the epoch (UTC), shown in each reader's own zone where the surface can."""

    epoch: int
    fallback: str
    kind: Literal["instant"] = "instant"


@dataclass(frozen=True, slots=True)
class Person:
    """A person known to the surface: a mention that notifies nobody else. `user` is the surface's user id."""

    user: str
    name: str
    kind: Literal["person"] = "person"


Span = Plain | Day | Instant | Person
Text = tuple[Span, ...]


def text(*parts: str | Span) -> Text:
    """Join literal strings and spans into a text."""
    return tuple(Plain(part) if isinstance(part, str) else part for part in parts)


def bold(words: str) -> Plain:
    """Literal words shown strong."""
    return Plain(words, bold=True)


@dataclass(frozen=True, slots=True)
class Heading:
    """A line above what belongs together."""

    words: str
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: Text
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of `Facts`: a short label and what stands behind it."""

    label: str
    value: Text


@dataclass(frozen=True, slots=True)
class Facts:
    """Label and value pairs that belong together."""

    items: tuple[Fact, ...]
    kind: Literal["facts"] = "facts"


@dataclass(frozen=True, slots=True)
class Progress:
    """One requirement's way to its threshold. `share` is 0.0 to 1.0; the words carry the exact figures."""

    label: str
    share: float
    met: bool
    words: str
    kind: Literal["progress"] = "progress"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns; renderers page it, never cut it silently. Every row has one cell a column."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Note:
    """Small print: the rule with its source, the window, the as-of day, who shared it."""

    text: Text
    kind: Literal["note"] = "note"


@dataclass(frozen=True, slots=True)
class Divider:
    """A rule between two topics."""

    kind: Literal["divider"] = "divider"


class Style(StrEnum):
    """How much a button stands out; `danger` is for what cannot be taken back."""

    plain = "plain"
    primary = "primary"
    danger = "danger"


@dataclass(frozen=True, slots=True)
class Confirm:
    """Asked before an irreversible step; says what changes and for whom."""

    title: str
    words: str
    yes: str
    no: str = "Cancel"


@dataclass(frozen=True, slots=True)
class Button:
    """`route` names the action, `value` is an id or a short query: a hint, authorized again when pressed.

    With a `url` it leads there instead, and nobody hears of it.
    """

    label: str
    route: str = ""
    value: str = ""
    style: Style = Style.plain
    confirm: Confirm | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Buttons:
    """Buttons in a row."""

    items: tuple[Button, ...]
    kind: Literal["buttons"] = "buttons"


@dataclass(frozen=True, slots=True)
class Feedback:
    """Asks whether the answer above is right. A surface that can sends `good|value` or `bad|value` to `route`.

    `value` is the id of the kept question: a hint, authorized again when pressed.
    """

    value: str
    route: str = "feedback.rate"
    kind: Literal["feedback"] = "feedback"


Part = Heading | Paragraph | Facts | Progress | Table | Note | Divider | Buttons | Feedback


class Audience(StrEnum):
    """Who sees a reply: the person who asked, or everybody in the conversation."""

    asker = "asker"
    conversation = "conversation"


@dataclass(frozen=True, slots=True)
class Reply:
    """A finished answer.

    `summary` is one line that answers and stands alone (notifications, screen readers, fallback text); renderers show
    it first. `replaces` says that the message whose button was pressed is rewritten with this reply.
    """

    summary: str
    parts: tuple[Part, ...] = ()
    audience: Audience = Audience.asker
    replaces: bool = False
    kind: Literal["reply"] = "reply"


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a field: `value` comes back, `label` is read, `description` tells options of one name apart."""

    value: str
    label: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """Options under a common label."""

    label: str
    choices: tuple[Choice, ...]


class Input(StrEnum):
    """How a field is filled in."""

    line = "line"
    paragraph = "paragraph"
    day = "day"
    choice = "choice"
    choices = "choices"
    search = "search"


@dataclass(frozen=True, slots=True)
class Field:
    """One input of a form.

    `name` is its key in the submitted values; `limit` the most characters; `choices` or `groups` the offered options
    (`choice`, `choices`); `search` the route that answers what is typed (`search`). `initial` is the text, the ISO day,
    or the chosen option(s).
    """

    name: str
    label: str
    input: Input
    hint: str = ""
    placeholder: str = ""
    required: bool = True
    limit: int | None = None
    choices: tuple[Choice, ...] = ()
    groups: tuple[ChoiceGroup, ...] = ()
    search: str = ""
    initial: str | Choice | tuple[Choice, ...] | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A form to fill in. `route` receives the values; `state` travels with it (ids only, authorized again).

    `closed` is the route that hears of it when it is closed instead, if any.
    """

    route: str
    title: str
    submit: str
    fields: tuple[Field, ...]
    intro: Text = ()
    state: tuple[tuple[str, str], ...] = ()
    closed: str = ""
    kind: Literal["form"] = "form"


@dataclass(frozen=True, slots=True)
class FieldErrors:
    """What is wrong with a submitted form, by field name; the form stays open with its values kept."""

    errors: dict[str, str] = field(default_factory=dict)
    kind: Literal["field_errors"] = "field_errors"


@dataclass(frozen=True, slots=True)
class Options:
    """What a search field offers for the characters typed so far (at most 100 choices)."""

    choices: tuple[Choice, ...]
    kind: Literal["options"] = "options"


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question to start with: `title` is short and is read, `message` is said for the person who chooses it."""

    title: str
    message: str


@dataclass(frozen=True, slots=True)
class Prompts:
    """Questions to start a conversation with, at most four."""

    items: tuple[Prompt, ...]
    kind: Literal["prompts"] = "prompts"


@dataclass(frozen=True, slots=True)
class Download:
    """A file for the person who asked, and for nobody else. `words` say what it is, and stand beside it."""

    name: str
    content: str | bytes
    media_type: str
    words: str
    kind: Literal["download"] = "download"


Outcome = Reply | Form | FieldErrors | Options | Prompts | Download
