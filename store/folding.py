"""Folding names for looking up: without case, accents and doubled spaces."""

import unicodedata
from collections.abc import Iterable


def fold(words: str) -> str:
    """`Société  Générale` becomes `societe generale`."""
    bare = "".join(mark for mark in unicodedata.normalize("NFKD", words) if not unicodedata.combining(mark))
    return " ".join(bare.casefold().split())


def search_text(names: Iterable[str]) -> str:
    """Every name folded, each after a line feed: a prefix is then a line feed and the typed characters."""
    return "".join(f"\n{fold(name)}" for name in names)
