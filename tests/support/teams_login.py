"""Microsoft's login, played on loopback: MSAL speaks to it through a network client that changes the address alone."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import jwt
import requests
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.demo.loopback import bind, serving
from bot.teams.sdk.tokens import Session
from tests.support.teams_keys import TENANT

LOGIN = "https://login.microsoftonline.com"


@dataclass
class PlayedLogin:
    """Gives tokens, numbered; `error` is what it says instead. `lifetime` stands in the token.

    `told` is the lifetime that MSAL hears of: below five minutes it keeps no token, so that the keeping seen is ours.
    """

    lifetime: float = 3600
    told: int = 200
    error: str = ""
    down: bool = False
    delay: float = 0.0
    asked: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    url: str = ""

    def session(self) -> requests.Session:
        """The network client to give to `Tokens`."""
        played = self

        class Rerouted(Session):
            def send(self, request: requests.PreparedRequest, **more: Any) -> requests.Response:
                assert request.url
                assert request.url.startswith((f"{LOGIN}/", played.url)), request.url
                request.url = request.url.replace(LOGIN, played.url)
                return super().send(request, **more)

        made = Rerouted()
        made.trust_env = False
        return made

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/{tenant}/v2.0/.well-known/openid-configuration", self._discover),
                Route("/{tenant}/oauth2/v2.0/token", self._token, methods=["POST"]),
                Route("/identity", self._identity),
            ]
        )

    def _discover(self, request: Request) -> Response:
        if self.down:
            return Response(status_code=503)
        tenant = request.path_params["tenant"]
        if tenant != TENANT:
            return JSONResponse({"error": "invalid_tenant", "error_description": "AADSTS90002: none"}, 400)
        pages = {"authorization_endpoint": "authorize", "token_endpoint": "token"}
        found = {name: f"{LOGIN}/{tenant}/oauth2/v2.0/{page}" for name, page in pages.items()}
        return JSONResponse(found | {"issuer": f"{LOGIN}/{tenant}/v2.0"})

    async def _token(self, request: Request) -> Response:
        self.asked.append(dict(parse_qsl((await request.body()).decode())))
        self.paths.append(request.url.path)
        time.sleep(self.delay)  # noqa: ASYNC251  # one asker at a time is what is tested
        if self.down:
            return Response(status_code=503)
        if self.error:
            return JSONResponse({"error": "invalid_client", "error_description": self.error}, 401)
        return JSONResponse({"access_token": self._made(), "expires_in": self.told, "token_type": "Bearer"})

    def _identity(self, request: Request) -> Response:
        self.asked.append(dict(request.query_params) | {"header": request.headers.get("x-identity-header", "")})
        if self.error:
            return JSONResponse({"statusCode": 400, "message": self.error}, 400)
        return JSONResponse({"access_token": self._made(), "expires_on": str(int(time.time()) + self.told)})

    def _made(self) -> str:
        return jwt.encode({"exp": int(time.time() + self.lifetime), "n": len(self.asked)}, "k" * 32, "HS256")


@contextmanager
def played_login() -> Iterator[PlayedLogin]:
    """Serve the login on loopback while the block runs."""
    login = PlayedLogin()
    with serving(login.app(), bind()) as login.url:
        yield login
