"""The public keys with which the Bot Connector signs: fetched beside the event loop, kept for a day.

botbuilder's own keeper of keys trips over a key that it does not know before it looks for a newer list, so that a new
signing key locks the bot out for up to a day, and it fetches on the event loop without a time limit. This one takes its
place in botbuilder's cache.
"""

import asyncio
import json
import logging
from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock, Thread
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
from botframework.connector.auth.jwt_token_extractor import _OpenIdConfig, _OpenIdMetadata
from jwt.algorithms import RSAAlgorithm
from jwt.exceptions import InvalidKeyError

from bot.clock import steady
from bot.teams.listening import Json, Unverified

FRESH: Final = 24 * 3600.0
"""How long a list of keys is used without asking again (Microsoft: at least once a day)."""
USABLE: Final = 2 * FRESH
"""How long it is used while nobody answers."""
PAUSE: Final = 60.0
"""How often an unknown key makes us ask at most: whoever invents keys must not make us ask all day."""
AFTER_FAILURE: Final = 5.0
PATIENCE: Final = 10.0
_EACH: Final = 5.0
_LARGEST: Final = 1_000_000

log = logging.getLogger("tierline.teams")


class Keys(_OpenIdMetadata):  # type: ignore[misc]  # untyped library
    """Keys by their id. Safe for threads and for several event loops; one fetch at a time."""

    def __init__(
        self, url: str, fetch: Callable[[str], list[Json]] | None = None, now: Callable[[], float] = steady
    ) -> None:
        """`fetch` gives the keys (JWK) behind a metadata address; `now` tells seconds that only go forward."""
        super().__init__(url)
        self._fetch = fetch or fetched
        self._now = now
        self._lock = Lock()
        self._known: dict[str, Any] = {}
        self._since: float | None = None
        self._not_before: float | None = None
        self._pending: Future[None] | None = None

    async def get(self, key_id: str) -> Any:
        """The key with this id; botbuilder calls this.

        Raises:
            Unverified: there is no such key, also not in a list just fetched, or no list can be had.
        """
        key = self._find(key_id)
        if key is None or self._age() >= FRESH:
            await self._refresh()
            key = self._find(key_id)
        if self._age() >= USABLE:
            raise Unverified("keys_unreachable")
        if key is None:
            raise Unverified("unknown_key")
        return key

    def warm(self) -> None:
        """Begin to fetch, so that the first activity does not wait for it."""
        self._asked()

    def _find(self, key_id: str) -> Any:
        return self._known.get(key_id)

    def _age(self) -> float:
        return USABLE if self._since is None else self._now() - self._since

    async def _refresh(self) -> None:
        """Wait for a new list, if one may be asked for."""
        pending = self._asked()
        if pending is None:
            return
        try:
            async with asyncio.timeout(PATIENCE):
                # Shielded: others wait for the same fetch.
                await asyncio.shield(asyncio.wrap_future(pending))
        except TimeoutError:
            log.warning("Microsoft's signing keys did not come within %.0f seconds", PATIENCE)

    def _asked(self) -> Future[None] | None:
        """The fetch that is under way, begun now if need be; None while it is too early for another one."""
        with self._lock:
            if self._pending is None:
                if self._not_before is not None and self._now() < self._not_before:
                    return None
                self._pending = Future()
                Thread(target=self._fetched, args=(self._pending,), name="teams-keys", daemon=True).start()
            return self._pending

    def _fetched(self, done: Future[None]) -> None:
        pause = AFTER_FAILURE
        try:
            known = dict(_usable(self._fetch(self.url)))
            if not known:
                raise ValueError("no usable key")
            with self._lock:
                self._known, self._since = known, self._now()
            pause = PAUSE
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError, KeyError, TypeError) as error:
            log.warning("Microsoft's signing keys could not be fetched: %s", type(error).__name__)
        finally:
            with self._lock:
                self._pending, self._not_before = None, self._now() + pause
            done.set_result(None)


def fetched(url: str) -> list[Json]:
    """The keys behind an OpenID metadata document.

    Raises:
        httpx.HTTPError, ValueError, KeyError, TypeError: unreachable, or not what it should be.
    """
    loopback = urlsplit(url).hostname in ("127.0.0.1", "::1", "localhost")
    with httpx.Client(timeout=_EACH, trust_env=not loopback) as client:
        keys_url = _document(client, url)["jwks_uri"]
        if urlsplit(keys_url).scheme != "https" and not loopback:
            raise ValueError("keys are only taken over https")
        keys: list[Json] = _document(client, keys_url)["keys"]
        return keys


def _document(client: httpx.Client, url: str) -> Json:
    with client.stream("GET", url) as answer:
        answer.raise_for_status()
        content = b""
        for chunk in answer.iter_bytes():
            content += chunk
            if len(content) > _LARGEST:
                raise ValueError("absurdly long")
    found: Json = json.loads(content)
    return found


def _usable(keys: list[Any]) -> list[tuple[str, Any]]:
    """RSA keys by id, parsed once instead of for each request."""
    found = []
    for key in keys:
        if isinstance(key, dict) and key.get("kty") == "RSA" and isinstance(key.get("kid"), str):
            try:
                public = RSAAlgorithm.from_jwk(key)
            except (InvalidKeyError, ValueError, TypeError):
                continue
            # botbuilder passes over the endorsements when there are none; to us such a key vouches for no channel.
            endorsed = key.get("endorsements") or ["none"]
            found.append((key["kid"], _OpenIdConfig(public, endorsed)))
    return found
