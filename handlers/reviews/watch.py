"""Whether something may have become due since the clock last looked: after a change, on a new day, in its morning."""

from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol

from handlers.desk import DeskSettings
from handlers.reviews.due import Desk
from handlers.workdays import Workdays, workdays_of
from store.work import Work


class Works(Protocol):
    """A store: each `with` is one transaction."""

    def read(self) -> AbstractContextManager[Work]:
        """One snapshot; what is changed in it is thrown away."""

    def write(self) -> AbstractContextManager[Work]:
        """One transaction, committed at its end."""


class Watch:
    """Remembers the moment that was last dealt with. Cheap when nothing has changed."""

    def __init__(self, store: Works, desk: DeskSettings) -> None:
        self._store = store
        self._settings = desk
        self._workdays: Workdays | None = None
        self._seen: tuple[int, date, bool] | None = None
        self._settled: tuple[int, date, bool] | None = None

    def look(self, now: datetime) -> Desk | None:
        """The desk at `now` (aware) if something may be due; None when nothing changed since it was settled."""
        self._workdays = self._workdays or workdays_of(self._settings.country)
        desk = Desk(now, self._settings.zone, self._workdays)
        with self._store.read() as work:
            self._seen = (work.portfolio_version(), desk.today, now >= desk.morning(desk.today))
        return None if self._seen == self._settled else desk

    def settle(self) -> None:
        """What was due at the last look is dealt with."""
        self._settled = self._seen
