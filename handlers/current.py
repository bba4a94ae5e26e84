"""What requests read again and again, kept exactly as long as nothing of it changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import cast

from handlers.kept import Kept
from handlers.outside.own_work import OwnWork
from handlers.portfolio_view import PortfolioView
from handlers.roles import StaffBook, staff_book
from store.engine import Store
from store.work import Work

MOST_OUTSIDE = 64


@dataclass(frozen=True, slots=True)
class Current:
    """One version of the store: the portfolio, who is staff, and the partner of each bound channel."""

    view: PortfolioView
    staff: StaffBook
    bound: Mapping[tuple[str, str], str]
    reserved: frozenset[str]
    _outside: Kept[str, PortfolioView] = field(default_factory=lambda: Kept(MOST_OUTSIDE))

    def outside(self, work: Work, partner: str) -> tuple[Work, PortfolioView]:
        """The store and the portfolio as the people of a partner may look at them."""
        own = cast(Work, OwnWork(work, partner))
        return own, self._outside.get(partner, lambda: PortfolioView(self.view.version, own.partners, self.reserved))


class Versions:
    """Gives the version that the store has now. Safe to use from several threads."""

    def __init__(self, store: Store, reserved: frozenset[str]) -> None:
        self._store = store
        self._reserved = reserved
        self._kept: Current | None = None
        self._lock = Lock()

    def current(self, work: Work) -> Current:
        """What the store has; read anew only after a change."""
        # The version is read before the first statement of `work` takes its snapshot. A change in between makes a view
        # newer than its version says, and the next request builds it anew; the other way round, old facts would stay.
        version = self._store.portfolio_version()
        kept = self._kept
        if kept is not None and kept.view.version == version:
            return kept
        with self._lock:
            if self._kept is None or self._kept.view.version != version:
                self._kept = self._read(work, version)
            return self._kept

    def _read(self, work: Work, version: int) -> Current:
        view = PortfolioView(version, work.partners, self._reserved, self._kept.view if self._kept else None)
        bound = {(each.workspace, each.channel): each.partner for each in work.bindings.list()}
        return Current(view, staff_book(work, view.emails), bound, self._reserved)
