"""A person at the emulator's page, by the WebSocket that the page itself uses."""

import json
import logging
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from slack_sdk.socket_mode.builtin.connection import Connection, ConnectionState

PATIENCE = 15.0

Json = dict[str, Any]


class Person:
    """Does things as `user` and waits for what the emulator pushes."""

    def __init__(self, connection: Connection, pushed: "queue.Queue[Json]", user: str) -> None:
        self._connection = connection
        self._pushed = pushed
        self._user = user

    def does(self, kind: str, **fields: Any) -> None:
        """Send one thing that the page could send."""
        self._connection.send(json.dumps({"t": kind, "user": self._user, **fields}))

    def sees(self, fits: Callable[[Json], bool]) -> Json:
        """The next pushed thing that fits; fails after a while."""
        while True:
            pushed = self._pushed.get(timeout=PATIENCE)
            if fits(pushed):
                return pushed


@contextmanager
def person(url: str, user: str) -> Iterator[Person]:
    """`user` at the emulator that runs at `url`."""
    pushed: queue.Queue[Json] = queue.Queue()
    socket = url.replace("http://", "ws://") + "/ui"
    connection = Connection(
        socket, logging.getLogger("emulated"), on_message_listener=lambda m: pushed.put(json.loads(m))
    )
    connection.connect()
    state = ConnectionState()
    thread = threading.Thread(target=connection.run_until_completion, args=(state,), daemon=True)
    thread.start()
    try:
        yield Person(connection, pushed, user)
    finally:
        state.terminated = True
        thread.join(5)
        connection.disconnect()
