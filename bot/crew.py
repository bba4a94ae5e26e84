"""Threads with an end: a pool that is waited for only so long."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from functools import partial
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Crew(ThreadPoolExecutor):
    """A pool of `workers` threads that knows what it has taken and not finished."""

    def __init__(self, workers: int, name: str) -> None:
        super().__init__(workers, thread_name_prefix=name)
        self._taken: set[Future[Any]] = set()

    @property
    def load(self) -> int:
        """How much is under way or waits."""
        return len(self._taken)

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """As in the standard library, with the reference of who submits; RuntimeError after `finish`."""
        future: Future[T] = super().submit(copy_context().run, partial(fn, *args, **kwargs))
        self._taken.add(future)
        future.add_done_callback(self._taken.discard)
        return future

    def finish(self, within: float) -> bool:
        """Take nothing more and give what was taken `within` seconds; whether that was enough.

        Afterwards what has not begun is dropped, and what still goes on is left to itself.
        """
        self.shutdown(wait=False)
        late = wait(tuple(self._taken), within).not_done
        self.shutdown(wait=not late, cancel_futures=True)
        return not late
