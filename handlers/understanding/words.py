"""Folding text so that the same name written differently compares equal, and cutting it into words."""

import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

MARKUP = re.compile(r"<(?:mailto:|tel:|https?://)?([^<>|]*)(?:\|([^<>]*))?>")
EMPHASIS = re.compile(r"(?<!\w)[*_~`]+(?=\S)|(?<=\S)[*_~`]+(?!\w)")
ARROW = re.compile(r"\s*(?:[-=]{1,2}>|→|⇒)\s*")
CJK = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
WORD = re.compile(
    rf"[\w.+-]+@[\w-]+(?:\.[\w-]+)+(?:['’]s\b)?|[{CJK}]+"
    rf"|(?:(?![{CJK}])[\w&+])+(?:['’`´](?:(?![{CJK}])\w)+)?(?:\.\w[\w-]*)*(?:['’]s\b)?"
)
PLAIN = re.compile(r"[A-Za-z0-9 ]*")
ENDING = re.compile(r"['’`´](?:s|re|ll|ve|d|m)?$", re.I)
ADDRESS = re.compile(r"\bhttps?://(?:www\.)?([^\s/<>|]+)/?", re.I)
STOP = re.compile(r"[;!?\n。？！]|\.(?=\s|$)")
PAUSE = re.compile(r"[,:，、：]|\s[-–—]\s")
FAMILY = frozenset("group holding holdings company".split())
LEGAL_ENDING = re.compile(
    "^(?:株式会社|有限会社|合同会社|주식회사)|(?:株式会社|有限会社|合同会社|股份有限公司|有限公司|公司|주식회사)$"
)
"""Legal forms of scripts that put no space before them."""
SHORTENED = frozenset("vs inc ltd corp co no nr dr mr mrs ms st approx dept est etc llc sr jr e.g i.e eg ie".split())
"""Words that are written with a period of their own."""
LEGAL = frozenset(
    """
    inc incorporated llc llp ltd limited corp corporation co company gmbh ag kg sa sas sarl srl spa bv nv ab as oy
    oyj plc pty pvt kk group holding holdings
    """.split()
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word: folded, as it was written, where it stands in the text (`end` excluded), and the break before it.

    `pause` is "" (none), "," (a comma or dash) or "." (a stop, question mark or line end).
    """

    folded: str
    written: str
    start: int
    end: int
    pause: str = ""


@dataclass(frozen=True)
class Sentence:
    """A message without a surface's mark-up, and its words."""

    text: str
    words: tuple[Word, ...]

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """The folded words."""
        return tuple(word.folded for word in self.words)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The range of words (end excluded) that the characters `start` to `end` touch."""
        inside = [place for place, word in enumerate(self.words) if word.start < end and word.end > start]
        return (inside[0], inside[-1] + 1) if inside else (0, 0)

    def written(self, start: int, end: int) -> str:
        """Words `start` to `end` as the person wrote them, with what stands between."""
        return self.text[self.words[start].start : self.words[end - 1].end] if start < end else ""

    def corrected(self, places: dict[int, str]) -> "Sentence":
        """The same sentence with other words at some places, in its text too."""
        pieces: list[str] = []
        words: list[Word] = []
        done, shift = 0, 0
        for place, word in enumerate(self.words):
            said = places.get(place, word.written)
            pieces += (self.text[done : word.start], said)
            start = word.start + shift
            shift += len(said) - (word.end - word.start)
            done = word.end
            folded = fold(said) if place in places else word.folded
            words.append(replace(word, folded=folded, start=start, end=start + len(said)))
        return Sentence("".join([*pieces, self.text[done:]]), tuple(words))


def unwrap(message: str) -> str:
    """Take a surface's mark-up off: `<mailto:a@b|a@b>`, `<https://x|x>`, `&amp;`, `*bold*` become what was seen."""
    seen = MARKUP.sub(lambda match: match.group(2) or match.group(1), message)
    return ARROW.sub(" to ", EMPHASIS.sub("", ADDRESS.sub(r"\1 ", html.unescape(seen))))


def fold(word: str) -> str:
    """Casefold and drop accents; letters without a Latin base stay as they are."""
    if word.isascii():
        return word.casefold()
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    return unicodedata.normalize("NFC", "".join(mark for mark in decomposed if not unicodedata.combining(mark)))


def lex(message: str) -> Sentence:
    """The words of a message; possessive and other short endings are dropped (`Acme's`, `what's`), `&` reads `and`."""
    text = unwrap(message)
    words: list[Word] = []
    before = 0
    for found in WORD.finditer(text):
        kept = ENDING.sub("", found[0])
        if kept:
            folded = "and" if kept == "&" else fold(kept.replace("’", "'"))
            between = text[before : found.start()]
            pause = _pause(between, words[-1].folded) if words else ""
            words.append(Word(folded, kept, found.start(), found.start() + len(kept), pause))
            before = found.end()
    return Sentence(text, tuple(words))


def _pause(between: str, before: str) -> str:
    if STOP.search(between) and not (before in SHORTENED and between.strip() == "."):
        return "."
    return "," if PAUSE.search(between) else ""


def tokens(message: str) -> tuple[str, ...]:
    """The folded words of a message; the many names without any mark are cut the short way."""
    return tuple(message.lower().split()) if PLAIN.fullmatch(message) else lex(message).folded


def without_legal_form(words: Sequence[str], *, strictly: bool = False) -> tuple[str, ...]:
    """A name without its legal suffixes ("Acme, Inc." is "Acme"); never empty.

    `strictly` keeps "Group" and "Company": whole families of partners may differ by them alone.
    """
    suffixes = LEGAL - FAMILY if strictly else LEGAL
    words = (*words[:-1], LEGAL_ENDING.sub("", words[-1]) or words[-1]) if words else ()
    end = len(words)
    while end > 1 and words[end - 1].replace(".", "") in suffixes:
        end -= 1
    return tuple(words[:end])
