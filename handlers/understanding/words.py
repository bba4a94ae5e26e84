"""Folding text so that the same name written differently compares equal."""

import html
import re
import unicodedata
from collections.abc import Iterator

MARKUP = re.compile(r"<(?:mailto:|https?://)?([^<>|]*)(?:\|([^<>]*))?>")
BREAK = re.compile(r"[,;!?\n]+|\.(?=\s|$)")
WORD = re.compile(r"[\w&+]+(?:['’][\w]+)?(?:\.\w[\w-]*)*")
POSSESSIVE = re.compile(r"['’]s?$")
LEGAL = frozenset(
    """
    inc incorporated llc llp ltd limited corp corporation co company gmbh ag kg sa sas sarl srl spa bv nv ab as oy oyj
    plc pty pvt kk group holding holdings
    """.split()
)


def unwrap(message: str) -> str:
    """Take a surface's mark-up off: `<mailto:a@b|a@b>`, `<https://x|x>`, `&amp;` become what the person saw."""
    return html.unescape(MARKUP.sub(lambda match: match.group(2) or match.group(1), message))


def fold(word: str) -> str:
    """Casefold and drop accents; letters without a Latin base stay as they are."""
    if word.isascii():
        return word.casefold()
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    return unicodedata.normalize("NFC", "".join(mark for mark in decomposed if not unicodedata.combining(mark)))


def clauses(message: str) -> tuple[tuple[str, ...], frozenset[int]]:
    """The folded words of a message, and the positions of words that stand right after a comma, semicolon or stop."""
    words: list[str] = []
    breaks: set[int] = set()
    for piece in BREAK.split(unwrap(message)):
        breaks.add(len(words))
        words.extend(tokens(piece))
    return tuple(words), frozenset(breaks - {0, len(words)})


def tokens(message: str) -> tuple[str, ...]:
    """The folded words of a message; a possessive ending is dropped, `&` reads as `and`."""
    return tuple(folded for folded, _ in _words(message))


def spelling(message: str) -> dict[str, str]:
    """The folded words of a message, each with the way it was first written."""
    written: dict[str, str] = {}
    for folded, word in _words(message):
        written.setdefault(folded, word)
    return written


def _words(message: str) -> Iterator[tuple[str, str]]:
    for found in WORD.findall(unwrap(message)):
        word = POSSESSIVE.sub("", found)
        if word:
            yield ("and" if word == "&" else fold(word)), word


def without_legal_form(words: tuple[str, ...]) -> tuple[str, ...]:
    """A name without its legal suffixes ("Acme, Inc." is "Acme"); never empty."""
    end = len(words)
    while end > 1 and words[end - 1].replace(".", "") in LEGAL:
        end -= 1
    return words[:end]
