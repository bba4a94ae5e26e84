"""What questions read again and again, kept exactly as long as the portfolio does not change."""

from typing import Any, Protocol

from handlers.kept import Kept
from handlers.portfolio_figures import Remembered
from handlers.understanding.everyday import FILLER, TIME, TURNS
from handlers.understanding.names import NameIndex
from handlers.understanding.people import Managers
from handlers.understanding.topics import TOPICS
from store.records import PartnerFile, PartnerName

MOST_FILES = 512
MOST_ANSWERS = 1024


class Source(Protocol):
    """Where the view reads what it does not hold yet."""

    def names(self) -> tuple[PartnerName, ...]:
        """Every partner by id."""

    def file(self, partner: str) -> PartnerFile | None:
        """Everything recorded about one partner; None when there is none of that id."""

    def managers(self) -> tuple[str, ...]:
        """The e-mail addresses of partner managers."""

    def numbered(self) -> str:
        """What the numbers of deal registrations begin with, in capitals; empty where there are none."""


class PortfolioView:
    """The names of one portfolio version, and the partner files and answers asked for lately."""

    def __init__(
        self, version: int, source: Source, reserved: frozenset[str], before: "PortfolioView | None" = None
    ) -> None:
        """`before` is the view of an older version: its index of names is kept when no name has changed."""
        self.version = version
        self.names: tuple[PartnerName, ...] = source.names()
        unchanged = before.index if before is not None and before.names == self.names else None
        self.index: NameIndex = unchanged or NameIndex(self.names, reserved)
        self.example = next((name.name for name in self.names if name.active), "Acme")
        self.numbered = source.numbered()
        managers = source.managers()
        self.managers = Managers(managers, FILLER | TURNS | TIME | TOPICS)
        self.emails = managers
        self.turns: Kept[tuple[object, ...], Any] = Kept(MOST_ANSWERS)
        self.remembered = Remembered(len(self.names))
        self._files: Kept[str, PartnerFile | None] = Kept(MOST_FILES)

    def file(self, partner: str, source: Source) -> PartnerFile | None:
        """Everything recorded about a partner; read from `source` unless it is kept."""
        return self._files.get(partner, lambda: source.file(partner))
