"""Counts and spans of days in words: singular and plural, windows."""

from handlers.wording import day
from programs.windows import Window


def numbered(count: int, one: str, many: str | None = None) -> str:
    """`1 deal`, `3 deals`, `no deals`; `many` where the plural is not made with an s."""
    words = one if count == 1 else many or f"{one}s"
    return f"{count:,} {words}" if count else f"no {words}"


def span(window: Window) -> str:
    """`Apr 1, 2024 to Jun 30, 2024`; one day alone is named once."""
    if window.first == window.last:
        return day(window.first)
    return f"{day(window.first)} to {day(window.last)}"


def in_period(window: Window | None, words: str = "") -> str:
    """` from Apr 1, 2024 to Jun 30, 2024`, after the `words` that asked for it where there are some; empty for None."""
    if window is None:
        return ""
    return f" {words} ({span(window)})" if words else f" from {span(window)}"


def capital(words: str) -> str:
    """The words with a capital at the beginning, the rest as it is."""
    return words[:1].upper() + words[1:]
