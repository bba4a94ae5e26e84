"""What questions read again and again, kept exactly as long as the portfolio does not change."""

from collections import OrderedDict
from threading import Lock
from typing import Protocol

from handlers.understanding.names import NameIndex
from store.records import PartnerFile, PartnerName

MOST_FILES = 512


class Source(Protocol):
    """Where the view reads what it does not hold yet."""

    def names(self) -> tuple[PartnerName, ...]: ...

    def file(self, partner: str) -> PartnerFile | None: ...


class PortfolioView:
    """The names of one portfolio version and the partner files asked for lately. Safe to use from several threads."""

    def __init__(self, version: int, source: Source, reserved: frozenset[str]) -> None:
        self.version = version
        names = source.names()
        self.index = NameIndex(names, reserved)
        self.example = next((name.name for name in names if name.active), "Acme")
        self._files: OrderedDict[str, PartnerFile] = OrderedDict()
        self._lock = Lock()

    def file(self, partner: str, source: Source) -> PartnerFile | None:
        """Everything recorded about a partner; read from `source` unless it is held."""
        with self._lock:
            if held := self._files.get(partner):
                self._files.move_to_end(partner)
                return held
        file = source.file(partner)
        if file is not None:
            with self._lock:
                self._files[partner] = file
                while len(self._files) > MOST_FILES:
                    self._files.popitem(last=False)
        return file
