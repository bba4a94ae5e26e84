"""The door for Teams served on loopback, with a desk behind it that remembers what it was given."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx
from starlette.applications import Starlette
from starlette.routing import Route

from bot.clock import steady
from bot.demo.loopback import bind, serving
from bot.teams.door import PATH, TeamsDoor
from bot.teams.listening import Invoked, Json
from bot.teams.sdk.verifying import Verifier
from tests.support.teams_keys import APP, TENANT, KeyServer, bearer


@dataclass
class RememberingDesk:
    """Keeps what it hears; `slow` seconds of work for each, and `fails` with an error when told so."""

    kept: list[Json] = field(default_factory=list)
    asked: list[tuple[str, Json]] = field(default_factory=list)
    answer: Invoked = field(default_factory=lambda: Invoked(200, {"done": "✓"}))
    slow: float = 0.0
    fails: Exception | None = None

    def keep(self, body: Json) -> None:
        self._work()
        self.kept.append(body)

    def invoke(self, name: str, body: Json) -> Invoked:
        self._work()
        self.asked.append((name, body))
        return self.answer

    def _work(self) -> None:
        time.sleep(self.slow)
        if self.fails:
            raise self.fails


@dataclass
class Street:
    """A served door, the desk behind it, and a client in front of it."""

    client: httpx.Client = field(repr=False)
    desk: RememberingDesk = field(repr=False)
    door: TeamsDoor
    url: str
    measured: list[tuple[str, float]] = field(repr=False)

    def post(self, body: object, header: str | None = "good") -> httpx.Response:
        """Send an activity, by default under a good token."""
        given = bearer() if header == "good" else header
        headers = {"authorization": given} if given is not None else {}
        return self.client.post(PATH, json=body, headers=headers)

    def send(self, content: bytes, **headers: str) -> httpx.Response:
        """Send any bytes under a good token."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post(
            PATH, content=content, headers={"authorization": bearer(), "content-type": "application/json"} | named
        )


@contextmanager
def teams_street(keys: KeyServer, now: Callable[[], float] = steady, patience: float = 2.0) -> Iterator[Street]:
    """Serve a door that believes in `keys` while the block runs."""
    desk, measured = RememberingDesk(), list[tuple[str, float]]()
    verifier = Verifier(APP, TENANT, keys.edges(), now=now)
    door = TeamsDoor(verifier, desk, patience=patience, answered=lambda kind, took: measured.append((kind, took)))
    app = Starlette(routes=[Route(PATH, door)])
    with serving(app, bind()) as url, httpx.Client(base_url=url, trust_env=False, timeout=20) as client:
        yield Street(client, desk, door, url, measured)
    door.close()
