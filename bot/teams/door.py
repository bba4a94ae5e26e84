"""The HTTP door for Teams: one address for every activity. What passes is small, JSON, and certainly from Teams."""

import asyncio
import json
import logging
from collections.abc import Callable
from typing import Any, Final

from starlette.types import Receive, Scope, Send

from bot.bodies import HALF, Refused, named, read_in_time, too_deep, whole
from bot.crew import Crew
from bot.door import BODY_WITHIN, WORKERS, Door
from bot.references import in_workspace
from bot.teams.listening import ANSWERED, Checks, Desk, Invoked, Json, Malformed, Unverified
from bot.teams.sdk.turns import Turns

PATH: Final = "/api/messages"
LIMIT: Final = 256_000
"""Bytes of an activity. Teams takes messages of 100 KB at most; what it sends has wrappings of its own."""

REFUSED: Final = "refused"
OTHER: Final = "other"
KINDS: Final = (
    *("message", "messageUpdate", "messageDelete", "messageReaction", "conversationUpdate", "installationUpdate"),
    *("invoke", *ANSWERED, OTHER, REFUSED),
)
"""What `answered` is told: the type of an activity, and the name of an invoke that we answer."""

_ONCE: Final = frozenset((b"authorization", b"content-type", b"content-length"))

log = logging.getLogger("tierline.teams")


class TeamsDoor(Door):
    """An ASGI endpoint: reads at most `LIMIT` bytes within `patience` seconds, verifies, and hands over.

    What gets no answer is answered 200 as soon as the desk has kept it, an invoke with what the desk says. A desk is
    synchronous and runs on a bounded pool of threads.
    """

    def __init__(
        self,
        verifier: Checks,
        desk: Desk,
        *,
        workers: int = WORKERS,
        patience: float = BODY_WITHIN,
        answered: Callable[[str, float], object] = lambda kind, seconds: None,
    ) -> None:
        """`answered` hears of each answer: one of `KINDS`, and the seconds it took."""
        super().__init__("teams-in", workers, answered)
        self._verifier = verifier
        self._patience = patience
        self._turns = Turns(_OnPool(desk, self._pool))

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> str:
        """Answer, and say what kind of activity it was."""
        kind = REFUSED
        more: list[tuple[bytes, bytes]] = []
        try:
            body = await self._admitted(scope, receive)
            kind = _kind(body)
            found = await self._taken(body)
        except Refused as refused:
            log.info("Refused a request: %s", refused.word)
            # What is refused with 401 is not told why: only somebody who is not Teams would want to know.
            found = Invoked(refused.status, {"error": "unauthorized" if refused.status == 401 else refused.word})
            more = [(b"connection", b"close")]  # what is left of the body is not waited for
            if refused.status == 401:
                more.append((b"www-authenticate", b"Bearer"))
        content = b"" if found.body is None else json.dumps(found.body, ensure_ascii=False).encode("utf-8", "replace")
        headers = [(b"content-length", b"%d" % len(content)), *more]
        if content:
            headers.append((b"content-type", b"application/json; charset=utf-8"))
        await send({"type": "http.response.start", "status": found.status, "headers": headers})
        await send({"type": "http.response.body", "body": content})
        return kind

    async def _admitted(self, scope: Scope, receive: Receive) -> Json:
        """The verified activity of a request.

        Raises:
            Refused: 405, 408, 413, 415; 400 no JSON object; 401 whatever is not certainly from Teams.
        """
        if scope["method"] != "POST":
            raise Refused(405, "method_not_allowed")
        headers = named(scope["headers"], _ONCE)
        header = headers.get(b"authorization", b"").decode("latin-1")
        if not header.startswith("Bearer "):
            raise Refused(401, "no_token")  # nothing is kept of a body that cannot pass
        if headers.get(b"content-type", b"").partition(b";")[0].strip().lower() != b"application/json":
            raise Refused(415, "unsupported_content_type")
        body = _object(await read_in_time(scope, receive, LIMIT, self._patience))
        try:
            verified = await self._verifier.verify(header, body)
        except Unverified as error:
            raise Refused(401, error.word) from None
        in_workspace(verified.tenant)
        return body

    async def _taken(self, body: Json) -> Invoked:
        try:
            return await self._turns.take(body) or Invoked(200)
        except Malformed as error:
            raise Refused(400, "malformed") from error
        except Exception as error:  # the edge: whatever went wrong behind it, Teams gets an answer and may try again
            log.error("An activity was not taken", exc_info=error)
            return Invoked(500 if body.get("type") == "invoke" else 503, {"error": "not_taken"})


class _OnPool:
    """A desk as the listener of `Turns`: its work is done by a pool of threads, not by the event loop."""

    def __init__(self, desk: Desk, pool: Crew) -> None:
        self._desk = desk
        self._pool = pool

    async def keep(self, body: Json) -> None:
        await asyncio.get_running_loop().run_in_executor(self._pool, self._desk.keep, body)

    async def invoke(self, name: str, body: Json) -> Invoked:
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._desk.invoke, name, body)


def _kind(body: Json) -> str:
    """One of `KINDS`: names that others chose are no labels."""
    kind, name = body.get("type"), body.get("name")
    if kind == "invoke" and name in ANSWERED:
        return str(name)
    return kind if isinstance(kind, str) and kind in KINDS and kind not in (OTHER, REFUSED, *ANSWERED) else OTHER


def _object(content: bytes) -> Json:
    """The JSON object of a body.

    Raises:
        Refused: 400, it is none, a name stands in it twice, it has no finite numbers, or it is nested absurdly deep.
    """
    try:
        words = content.decode("utf-8")
        found: Any = json.loads(words, object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        # ValueError: not UTF-8, not JSON, a number of absurd size, or from below. RecursionError: nested absurdly deep.
        raise Refused(400, "malformed") from None
    if not isinstance(found, dict) or not found or too_deep(found):
        raise Refused(400, "malformed")
    whole_object: Json = whole(found) if HALF in words else found
    return whole_object


def _once(pairs: list[tuple[str, Any]]) -> Json:
    """An object in which every name stands once: of two values nobody could say which one was verified."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_constant(word: str) -> None:
    raise ValueError(f"{word} is no number of JSON")
