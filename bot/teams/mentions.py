"""What a person wrote in Teams, without our own mention in it.

The SDK takes the bot's *name* out of the text wherever it stands, which eats other words: here only the mention goes.
"""

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from bot.payloads import part, text
from bot.render.escape import clean

_AT: Final = re.compile(r"</?at\b[^<>]*>", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^<>]*>")
_COMMAND: Final = re.compile(r"^/partner\b\s*", re.IGNORECASE)


def spoken(activity: Mapping[str, Any]) -> str:
    """The words of a message: our own mentions taken out, other people's as their names, entities as characters."""
    words = text(activity, "text")
    if text(activity, "textFormat") == "xml":
        words = re.sub(r"<(?!/?at\b)[^<>]*>", " ", words)
    ours = text(part(activity, "recipient"), "id")
    for mention in _mentions(activity):
        shown = text(mention, "text")
        if shown and text(part(mention, "mentioned"), "id") == ours:
            words = words.replace(shown, " ", 1)
    words = html.unescape(_AT.sub("", words)).replace("\xa0", " ")
    return _COMMAND.sub("", clean(words).strip()).strip()


def said_in(message: Mapping[str, Any]) -> str:
    """The words of a message whose menu was used: Teams gives its HTML.

    Source: learn.microsoft.com, "Respond to submit action", message payload.
    """
    body = part(message, "body")
    words = text(body, "content")
    if text(body, "contentType") != "text":
        words = html.unescape(_TAG.sub(" ", words))
    return " ".join(clean(words).split())


def _mentions(activity: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    listed = activity.get("entities")
    for entity in listed if isinstance(listed, list) else ():
        if text(entity, "type") == "mention":
            yield entity
