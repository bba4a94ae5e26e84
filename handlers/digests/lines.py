"""What a digest is made of: sections of short lines, the most pressing first, as much as one message takes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from handlers.asking_back import ASK
from handlers.documents import Button, Buttons, Heading, Paragraph, Part, text
from handlers.wording import listed

MOST_LINES: Final = 5
"""Lines of one section; the rest is counted, and a button asks for it."""
MOST_BUTTONS: Final = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One thing, in one line; `button` is what can be done about it."""

    words: str
    button: Button | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Things of one kind. `one` and `many` name them in the digest's summary; `more` asks for all of them.

    At most `most` lines are shown, and the rest is counted.
    """

    heading: str
    one: str
    many: str
    lines: tuple[Line, ...]
    more: Button | None = None
    most: int = MOST_LINES

    @property
    def count(self) -> str:
        """`1 review ahead`, `3 reviews ahead`."""
        return f"1 {self.one}" if len(self.lines) == 1 else f"{len(self.lines):,} {self.many}"


def present(sections: Iterable[Section]) -> tuple[Section, ...]:
    """Those in which something stands."""
    return tuple(each for each in sections if each.lines)


def said(sections: Sequence[Section]) -> str:
    """`2 reviews ahead, 1 late answer and 3 commitments`."""
    return listed([each.count for each in sections])


def parts(sections: Iterable[Section]) -> Iterator[Part]:
    """A heading, the lines and their buttons for each section."""
    for section in sections:
        shown, rest = section.lines[: section.most], len(section.lines) - section.most
        words = [f"• {each.words}" for each in shown]
        if rest > 0:
            words.append(f"… and {rest:,} more")
        yield Heading(section.heading)
        yield Paragraph(text("\n".join(words)))
        buttons = _distinct(each.button for each in shown)
        if rest > 0 and section.more is not None:
            buttons = [*buttons[: MOST_BUTTONS - 1], section.more]
        if buttons:
            yield Buttons(tuple(buttons[:MOST_BUTTONS]))


def asking(label: str, question: str) -> Button:
    """A button that asks a question, as if its words were typed."""
    return Button(label[:70], ASK, question)


def _distinct(buttons: Iterable[Button | None]) -> list[Button]:
    found: dict[tuple[str, str], Button] = {}
    for each in buttons:
        if each is not None:
            found.setdefault((each.route, each.value), each)
    return list(found.values())
