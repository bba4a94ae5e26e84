"""Texts as Slack shows them: rich text elements where words are literal, markup objects where Slack wants markup."""

import re
from typing import Any

from bot.render.escape import clean, escape, has_markup, shorten
from bot.render.plain import day_words, flatten, span_words
from handlers.documents import Day, Instant, Person, Plain, Span, Text

Block = dict[str, Any]

_SLACK_USER = re.compile(r"[UW][A-Z0-9]{5,20}")
_MOMENT = "{date_short_pretty} at {time}"


def literal(words: str, limit: int) -> Block:
    """A plain text object of one line; neither markup nor emoji codes are read in it."""
    return {"type": "plain_text", "text": shorten(words, limit), "emoji": False}


def rich(*lines: list[Block]) -> Block:
    """A rich text block with one section a line."""
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": line} for line in lines]}


def strong(words: str) -> Block:
    """Literal bold words inside rich text."""
    return {"type": "text", "text": words, "style": {"bold": True}}


def element(span: Span) -> Block | None:
    """One span inside rich text; None when there is nothing to show."""
    match span:
        case Person(user, _) if _SLACK_USER.fullmatch(user):
            return {"type": "user", "user_id": user}
        case Instant(epoch, fallback):
            return {"type": "date", "timestamp": epoch, "format": _MOMENT, "fallback": shorten(fallback, 150)}
        case _:
            words = clean(span_words(span))
            if not words:
                return None
            return strong(words) if isinstance(span, Plain) and span.bold else {"type": "text", "text": words}


def elements(spans: Text) -> list[Block]:
    """A text inside rich text."""
    return [shown for span in spans if (shown := element(span)) is not None]


def compact(spans: Text, limit: int, label: str = "") -> Block | None:
    """A text object of at most `limit` characters for fields and context, or None when the text is longer.

    Words that Slack's markup would restyle even when escaped turn the whole object into plain text.
    """
    name = shorten(label, 150) if label else ""
    if not (has_markup(name) or any(map(_restyled, spans))):
        head = f"*{escape(name)}*\n" if name else ""
        words = head + ("".join(map(_marked, spans)).strip() or "–")
        kind: Block = {"type": "mrkdwn", "text": words, "verbatim": True}
    else:
        words = f"{name}\n{flatten(spans) or '–'}" if name else flatten(spans)
        kind = {"type": "plain_text", "text": words, "emoji": False}
    return kind if len(words) <= limit else None


def _restyled(span: Span) -> bool:
    words = span_words(span)
    # Markup cannot bold across a line feed or next to its own white space.
    return has_markup(words) or (isinstance(span, Plain) and span.bold and (words != words.strip() or "\n" in words))


def _marked(span: Span) -> str:
    match span:
        case Plain(text, bold=True) if clean(text):
            return f"*{escape(text)}*"
        case Person(user, _) if _SLACK_USER.fullmatch(user):
            return f"<@{user}>"
        case Instant(epoch, fallback):
            words = escape(shorten(fallback, 150)).replace("|", "/")
            return f"<!date^{epoch}^{_MOMENT}|{words}>"
        case Day(day):
            return day_words(day)
        case _:
            return escape(span_words(span))
