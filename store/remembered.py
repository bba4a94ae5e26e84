"""A value that is read often and may be told again for a moment."""

from collections.abc import Callable
from threading import Lock
from time import monotonic
from typing import Generic, TypeVar

T = TypeVar("T")


class Remembered(Generic[T]):
    """Keeps what was read for `seconds`, counted from before the reading; `forget` ends that at once. Safe for threads.

    With no seconds everything is read anew each time.
    """

    def __init__(self, seconds: float, steady: Callable[[], float] = monotonic) -> None:
        self._seconds = seconds
        self._steady = steady
        self._lock = Lock()
        self._forgotten = 0
        self._kept: tuple[float, T] | None = None

    def get(self, read: Callable[[], T]) -> T:
        """The kept value, else what `read` gives; its errors pass through and nothing is kept."""
        now, kept = self._steady(), self._kept
        if kept is not None and now < kept[0]:
            return kept[1]
        forgotten = self._forgotten
        value = read()
        with self._lock:
            if forgotten == self._forgotten:  # else it may have been read before what made us forget
                self._kept = (now + self._seconds, value)
        return value

    def forget(self) -> None:
        """Read anew from now on."""
        with self._lock:
            self._forgotten += 1
            self._kept = None
