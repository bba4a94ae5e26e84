"""Requests that another process has taken already: with several replicas no memory knows them all."""

from collections.abc import Callable

from bot.clock import Clock
from store.engine import Store, sqlite_file
from store.errors import StoreError


def once(store: Store, clock: Clock) -> Callable[[str], bool]:
    """Tells whether a signature is seen for the first time by any process that shares the database.

    SQLite serves one process, whose guard remembers them all, so nothing is written there. While the database cannot be
    used every signature counts as new: nothing can be answered from it, or written, then.
    """
    if sqlite_file(store.url) is not None:
        return lambda signature: True

    def first_time(signature: str) -> bool:
        try:
            with store.write() as work:
                return work.inbound.claim(f"signature:{signature}", clock.now())
        except StoreError:
            return True

    return first_time
