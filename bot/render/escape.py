"""Foreign words on their way out: what a person typed stays words and never becomes a mention, a link or a trick."""

import re

# Controls that Slack and PostgreSQL refuse, halves of surrogate pairs that UTF-8 cannot carry, and the marks that
# reverse the reading direction and so let one name pass for another (Unicode TR 36, section 2.2).
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
_MARKUP = re.compile(r"[*_~`]|^>|:[\w+'-]+:", re.MULTILINE)

EMPTY = "–"
"""Stands where Slack asks for at least one character and there is none."""


def clean(words: str) -> str:
    """`words` without control characters, lone surrogates and direction overrides; line feeds and tabs stay."""
    return _UNWANTED.sub("", words)


def one_line(words: str) -> str:
    """`words` cleaned, with every run of white space as one space."""
    return " ".join(clean(words).split())


def shorten(words: str, limit: int) -> str:
    """`words` on one line in at most `limit` characters; a cut shows as an ellipsis, nothing at all as a dash."""
    line = one_line(words)
    if len(line) > limit:
        line = line[: limit - 1].rstrip() + "…"
    return line or EMPTY


def escape(words: str) -> str:
    """`words` cleaned for a place where Slack reads markup: `&`, `<` and `>` become entities.

    Source: docs.slack.dev, "Formatting message text", escaping text.
    """
    return clean(words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def has_markup(words: str) -> bool:
    """Whether Slack's markup would restyle `words` even when escaped: `*_~` and back ticks, quotes, `:emoji:`."""
    return _MARKUP.search(words) is not None
