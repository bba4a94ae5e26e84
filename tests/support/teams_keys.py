"""Microsoft's side of a token, on loopback: signing keys, the pages that publish them, tokens and activities."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import anyio
import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.demo.loopback import bind, serving
from bot.teams.edges import ISSUER, Edges

APP = "11111111-2222-3333-4444-555555555555"
TENANT = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
SERVICE = "https://smba.trafficmanager.net/emea/"
KID = "key-1"

Json = dict[str, Any]


@cache
def key(name: str = KID) -> RSAPrivateKey:
    """The private key of this name, the same one in the whole process: making one takes a moment."""
    assert name
    return generate_private_key(public_exponent=65537, key_size=2048)


def published(name: str = KID, endorsements: tuple[str, ...] | None = ("msteams", "webchat")) -> Json:
    """A public key as it stands in the list of keys."""
    found: Json = json.loads(RSAAlgorithm.to_jwk(key(name).public_key()))
    found |= {"kid": name, "use": "sig"}
    return found if endorsements is None else found | {"endorsements": list(endorsements)}


def claims(**changes: Any) -> Json:
    """What a good token claims, with changes; None takes a claim out."""
    now = int(time.time())
    good = {"iss": ISSUER, "aud": APP, "exp": now + 3600, "nbf": now - 300, "serviceurl": SERVICE}
    return {name: value for name, value in (good | changes).items() if value is not None}


def token(kid: str | None = KID, signed_by: str = "", alg: str = "RS256", **changes: Any) -> str:
    """A token with the claims of a good one and `changes`, under the key `kid` (or one that calls itself so)."""
    return jwt.encode(claims(**changes), key(signed_by or kid or KID), alg, headers={"kid": kid} if kid else None)


def bearer(**changes: Any) -> str:
    """The `Authorization` header with such a token."""
    return f"Bearer {token(**changes)}"


def activity(**changes: Any) -> Json:
    """A message in a personal chat as Teams sends it, with changes; None takes a field out."""
    good: Json = {
        "type": "message",
        "id": "1732600000000",
        "timestamp": "2026-11-26T09:00:00.1234567Z",
        "channelId": "msteams",
        "serviceUrl": SERVICE,
        "from": {"id": "29:mira", "name": "Mira Lind", "aadObjectId": "99999999-8888-7777-6666-555555555555"},
        "conversation": {"id": "a:personal", "conversationType": "personal", "tenantId": TENANT},
        "recipient": {"id": f"28:{APP}", "name": "Tierline"},
        "text": "tier Northwind",
        "channelData": {"tenant": {"id": TENANT}, "somethingNew": {"since": 2027}},
    }
    return {name: value for name, value in (good | changes).items() if value is not None}


@dataclass
class KeyServer:
    """The two pages that publish keys. `keys` may change at any time; `delay` and `down` make trouble."""

    keys: list[Any] = field(default_factory=lambda: [published()])
    delay: float = 0.0
    down: bool = False
    asked: int = 0
    url: str = ""

    def edges(self) -> Edges:
        """The edges of an app that believes in these keys."""
        return Edges(openid_url=f"{self.url}/openid")

    def app(self) -> Starlette:
        return Starlette(routes=[Route("/openid", self._openid), Route("/keys", self._keys)])

    async def _openid(self, _: Request) -> Response:
        self.asked += 1
        await anyio.sleep(self.delay)
        return Response(status_code=503) if self.down else JSONResponse({"jwks_uri": f"{self.url}/keys"})

    async def _keys(self, _: Request) -> Response:
        return JSONResponse({"keys": self.keys})


@contextmanager
def key_server() -> Iterator[KeyServer]:
    """Serve the pages on loopback while the block runs."""
    server = KeyServer()
    with serving(server.app(), bind()) as server.url:
        yield server
