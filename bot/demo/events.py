"""What happens in the workspace, told at once to every open page."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any

Json = dict[str, Any]

HEARTBEAT_SECONDS = 15.0
END = "end"


@dataclass(frozen=True, slots=True)
class Event:
    """`kind` and its JSON `data`; `only_for` names the one person who may see it, None means everybody."""

    kind: str
    data: Json
    only_for: str | None = None

    def encode(self) -> str:
        """The event as a server-sent event (HTML standard, section "Server-sent events")."""
        return f"event: {self.kind}\ndata: {json.dumps(self.data)}\n\n"


@dataclass(frozen=True, slots=True)
class _Listener:
    user: str
    loop: asyncio.AbstractEventLoop
    queue: asyncio.Queue[Event]

    def tell(self, event: Event) -> None:
        try:
            self.loop.call_soon_threadsafe(self.queue.put_nowait, event)
        except RuntimeError:
            return  # The page's loop has ended between two events: nobody is left to tell.


class Feed:
    """Carries events from any thread to the pages that listen."""

    def __init__(self) -> None:
        self._listeners: list[_Listener] = []
        self._closed = False
        self._lock = Lock()

    def publish(self, kind: str, data: Json, only_for: str | None = None) -> None:
        """Tell `kind` with `data` to everybody, or to `only_for` alone."""
        event = Event(kind, data, only_for)
        with self._lock:
            listeners = [each for each in self._listeners if only_for in (None, each.user)]
        for listener in listeners:
            listener.tell(event)

    def close(self) -> None:
        """Tell every page that the demo ends, and let go of them; nobody is heard afterwards."""
        self._closed = True
        self.publish(END, {})

    async def listen(self, user: str, first: Callable[[], Event]) -> AsyncGenerator[str]:
        """What `user` sees from now on, encoded: `first` (made after listening began, so nothing falls between), then
        every event until `close`, and a comment line now and then that keeps the line open."""
        listener = _Listener(user, asyncio.get_running_loop(), asyncio.Queue())
        with self._lock:
            self._listeners.append(listener)
        try:
            yield first().encode()
            while not self._closed:
                try:
                    yield (await asyncio.wait_for(listener.queue.get(), HEARTBEAT_SECONDS)).encode()
                except TimeoutError:
                    yield ": still here\n\n"
            yield Event(END, {}).encode()
        finally:
            with self._lock:
                self._listeners.remove(listener)
