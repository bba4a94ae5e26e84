"""Literal words in a card: nothing that a person typed becomes bold, a list, a link, a mention, a date or HTML.

A `TextBlock` reads Markdown (adaptivecards.io, "Text features"), and no way to escape it works on every client. A
`TextRun` inside a `RichTextBlock` reads none. So words that Markdown could read always stand in a text run,
and only harmless ones in a text block. Dates and mentions are read in both: these are taken apart by a mark that nobody
sees, the word joiner (U+2060).
"""

import re
from typing import Any, Final

from bot.render.escape import clean

Block = dict[str, Any]

JOINER: Final = "\u2060"
# `{{DATE(…)}}` and `{{TIME(…)}}`, `${…}` of templates, `<at>` of mentions and any other tag.
_OPENED = re.compile(r"(\{(?=\{)|\$(?=\{)|<(?=[/!?A-Za-z]))")
_MARKDOWN = re.compile(
    r"[*_~`\\<>\[\]|]|\{\{|\$\{|&#?\w+;|://|www\.|!\["
    r"|^\s*(?:[-+#=]|\d+[.)])(?:\s|$)|^\s*#|^\s*(?:[-=]\s*){2,}$|^\s{4}|[-+]\s.*\)|\)\s*(?:[-+]|\d+[.)])\s|\n"
)


def spelled(words: str) -> str:
    """`words` cleaned, with what Teams would replace taken apart by a mark that nobody sees."""
    return _OPENED.sub(rf"\1{JOINER}", clean(words))


def harmless(words: str) -> bool:
    """Whether Markdown reads `words` as they are, on the desktop and on phones."""
    return _MARKDOWN.search(words) is None


def run(words: str, look: Block, *, bold: bool = False) -> Block:
    """Literal words inside a rich text block."""
    return {"type": "TextRun", "text": words, **look} | ({"weight": "Bolder"} if bold else {})


def rich(*runs: Block) -> Block:
    """A rich text block: it wraps and reads no Markdown."""
    return {"type": "RichTextBlock", "inlines": list(runs)}


def block(words: str, look: Block | None = None) -> Block:
    """Literal words on one line of thought: a text block when they are harmless, a rich one when they are not."""
    shown = spelled(words)
    if harmless(shown):
        return {"type": "TextBlock", "text": shown, "wrap": True} | (look or {})
    inside = {key: value for key, value in (look or {}).items() if key in _OF_A_RUN}
    outside = {key: value for key, value in (look or {}).items() if key not in _OF_A_RUN and key != "style"}
    return rich(run(shown, inside)) | outside


_OF_A_RUN: Final = frozenset({"size", "weight", "color", "isSubtle", "fontType"})
