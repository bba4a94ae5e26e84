"""What is wrong with a portfolio, in words that lead to the cell."""

from collections.abc import Sequence
from dataclasses import dataclass

from store.errors import StoreError

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to correct. `row` is the line a person sees (the header is row 1); `read` what the cell holds."""

    file: str
    row: int | None
    column: str | None
    reason: str
    read: str | None = None

    def __str__(self) -> str:
        column = None if self.column is None else shorten(self.column)
        place = ":".join(str(part) for part in (self.file, self.row, column) if part is not None)
        read = "" if self.read is None else f"read {shorten(self.read)!r}; "
        return printable(f"{place}: {read}{self.reason}")


def shorten(words: str, limit: int = 60) -> str:
    """The words, cut with an ellipsis where they are long."""
    return words if len(words) <= limit else words[: limit - 1] + "…"


def printable(words: str) -> str:
    """The words with what could steer a terminal (controls, direction marks) as visible escapes like `\\x1b`."""
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in words)


class PortfolioError(StoreError):
    """A portfolio that cannot be imported; nothing was written. `problems` has every one, the words the first 200."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        count = "1 problem" if len(self.problems) == 1 else f"{len(self.problems):,} problems"
        lines = "\n".join(f"  {problem}" for problem in self.problems[:MOST_SHOWN])
        if len(self.problems) > MOST_SHOWN:
            lines += f"\n  … and {len(self.problems) - MOST_SHOWN:,} more problems"
        super().__init__(f"{count} in the portfolio, so nothing was imported:\n{lines}")
