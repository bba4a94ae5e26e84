"""What every door does with the bytes of a request before it knows who sent them: bounds, and JSON that can be kept."""

import asyncio
from collections.abc import Iterable
from typing import Any, Final

from starlette.types import Receive, Scope

HALF: Final = "\\u"
"""How an escape of JSON begins, by which alone half of a surrogate pair can be spelled."""
_DEPTH: Final = 64
"""How deep Slack and Teams nest objects and lists at most is about a dozen; views and cards are the deepest."""


class Refused(Exception):
    """A request that is not let in: the HTTP `status` and one `word` why. Says nothing of the body."""

    def __init__(self, status: int, word: str) -> None:
        super().__init__(word)
        self.status = status
        self.word = word


def named(headers: Iterable[tuple[bytes, bytes]], once: frozenset[bytes]) -> dict[bytes, bytes]:
    """Headers by name; those of `once` decide something and stand once, or nobody could say which one counts.

    Raises:
        Refused: 400, one of them stands twice.
    """
    pairs = list(headers)
    found = dict(pairs)
    if len(found) < len(pairs) and any(sum(name == one for name, _ in pairs) > 1 for one in once):
        raise Refused(400, "doubled_header")
    return found


async def read_in_time(scope: Scope, receive: Receive, limit: int, within: float) -> bytes:
    """The body of at most `limit` bytes, if it is there within so many seconds.

    Raises:
        Refused: 408 too slow, 413 too large (announced or found), 400 the sender went away.
    """
    try:
        async with asyncio.timeout(within):
            return await _read(scope, receive, limit)
    except TimeoutError:
        raise Refused(408, "too_slow") from None


async def _read(scope: Scope, receive: Receive, limit: int) -> bytes:
    """The body, given up as soon as it is announced or found to be too large."""
    announced = dict(scope["headers"]).get(b"content-length", b"")
    if announced.isdigit() and (len(announced) > 12 or int(announced) > limit):
        raise Refused(413, "too_large")
    chunks: list[bytes] = []
    size = 0
    while True:
        event = await receive()
        if event["type"] == "http.disconnect":
            raise Refused(400, "disconnected")
        chunk = event.get("body", b"")
        size += len(chunk)
        if size > limit:
            raise Refused(413, "too_large")
        chunks.append(chunk)
        if not event.get("more_body"):
            return b"".join(chunks)


def whole(value: Any) -> Any:
    """The same with every half of a surrogate pair replaced: JSON can spell what neither UTF-8 nor a database takes."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {whole(key): whole(inner) for key, inner in value.items()}
    return [whole(inner) for inner in value] if isinstance(value, list) else value


def too_deep(found: object) -> bool:
    """Whether objects and lists are nested deeper than what comes after us should have to walk."""
    level = [found]
    for _ in range(_DEPTH):
        level = [
            inner
            for each in level
            for inner in (each.values() if isinstance(each, dict) else each if isinstance(each, list) else ())
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True
