"""Everything that runs: what is shared, and one side for each surface that is served."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final, Protocol

from filelock import FileLock
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.clock import steady
from bot.clockwork import Clockwork
from bot.metrics import CONTENT_TYPE, Metrics
from bot.metrics_page import metrics_route
from handlers.assistant import Assistant
from store.engine import Store

STOP_WITHIN: Final = 10.0


class Side(Protocol):
    """One surface at work: what takes requests, what answers afterwards, what delivers."""

    @property
    def listens(self) -> str:
        """Where it is reached, such as `/slack/events` or `Socket Mode`, in words for whoever starts it."""

    def start(self) -> None:
        """Begin to deliver and to listen."""

    def hush(self, within: float) -> None:
        """Take nothing new and finish what was begun, in `within` seconds."""

    def stop(self, within: float) -> None:
        """Finish what is being delivered, in `within` seconds."""

    def wake(self) -> None:
        """Deliver now what has just been written."""

    def ailing(self) -> str | None:
        """What no longer runs although the process lives; None when all is well."""

    def ready(self) -> None:
        """Return when requests can be answered, else raise an error with a `sentence`."""

    def routes(self) -> Sequence[BaseRoute]:
        """Its HTTP addresses."""


class Bell:
    """Wakes whoever delivers, once they are there."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[], None]] = []

    def add(self, listener: Callable[[], None]) -> None:
        """Have `listener` woken from now on."""
        self._listeners.append(listener)

    def ring(self) -> None:
        """Something was written."""
        for listener in self._listeners:
            listener()


@dataclass(frozen=True, slots=True)
class Service:
    """Everything that runs."""

    store: Store
    assistant: Assistant
    clockwork: Clockwork
    lock: FileLock | None
    metrics: Metrics
    sides: Sequence[Side]
    metrics_token: str | None = None

    def start(self) -> None:
        """Begin to deliver, to tick and to listen."""
        self.assistant.warm()
        self.clockwork.start()
        for side in self.sides:
            side.start()

    def stop(self, within: float = STOP_WITHIN) -> None:
        """Take nothing new, finish what was begun, and after `within` seconds close the database whatever goes on."""
        until = steady() + within

        def left() -> float:
            return max(0.0, until - steady())

        for side in self.sides:
            side.hush(left() / 2)
        self.clockwork.stop(left() / 2)
        for side in self.sides:
            side.stop(left())
        self.store.close()
        if self.lock is not None:
            self.lock.release()

    def wake(self) -> None:
        """Deliver now what has just been written."""
        for side in self.sides:
            side.wake()

    def ailing(self) -> str | None:
        """What no longer runs although the process lives, so that a restart helps; None when all is well."""
        return self.clockwork.ailing() or next(filter(None, (side.ailing() for side in self.sides)), None)

    def ready(self) -> None:
        """Return when requests can be answered.

        Raises:
            StoreError: the database cannot be used, or is of another version.
            UserError: a surface is not connected.
        """
        self.store.check()
        for side in self.sides:
            side.ready()

    def web(self) -> Starlette:
        """The HTTP application: the surfaces' addresses, health checks, metrics; starts and stops everything."""

        @asynccontextmanager
        async def lifespan(_: Starlette) -> AsyncIterator[None]:
            try:
                self.start()
                yield
            finally:
                self.stop()

        metrics = metrics_route(self.metrics.page, CONTENT_TYPE, self.metrics_token)
        addresses = [route for side in self.sides for route in side.routes()]
        return Starlette(routes=[*health(self.ready, self.ailing), metrics, *addresses], lifespan=lifespan)


def health(ready: Callable[[], None], ailing: Callable[[], str | None] = lambda: None) -> list[BaseRoute]:
    """`/healthz` (what runs in the background does run) and `/readyz`.

    `ready` returns when requests can be answered and raises an error with a `sentence` when they cannot. `ailing` says
    what no longer works although the process lives, so that a restart helps; None when all is well.
    """

    def healthz(_: Request) -> Response:
        if reason := ailing():
            return JSONResponse({"status": "ailing", "reason": reason}, 503)
        return JSONResponse({"status": "ok"})

    def readyz(_: Request) -> Response:
        try:
            ready()
        except Exception as error:  # the edge: any failed check means not ready, with its sentence when it has one
            return JSONResponse({"status": "not ready", "reason": getattr(error, "sentence", "see the log")}, 503)
        return JSONResponse({"status": "ready"})

    return [Route("/healthz", healthz), Route("/readyz", readyz)]
