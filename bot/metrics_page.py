"""`/metrics`: for this machine alone, or for whoever has the token of the settings."""

import hmac
from collections.abc import Callable
from ipaddress import ip_address
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

METRICS: Final = "/metrics"
FORWARDED: Final = ("forwarded", "via", "x-forwarded-for", "x-real-ip")
"""A proxy on this machine asks for somebody elsewhere."""


def metrics_route(page: Callable[[], bytes], media_type: str, token: str | None) -> BaseRoute:
    """Gives `page()`. With a `token`, to whoever names it (`Authorization: Bearer …`); without, to this machine."""

    def metrics(request: Request) -> Response:
        if token:
            named = request.headers.get("authorization", "")
            if not hmac.compare_digest(named.encode(), f"Bearer {token}".encode()):
                return PlainTextResponse("A token is needed.\n", 401, {"WWW-Authenticate": "Bearer"})
        elif not _from_here(request):
            return PlainTextResponse("Only for this machine: set TIERLINE_METRICS_TOKEN for others.\n", 403)
        return Response(page(), media_type=media_type)

    return Route(METRICS, metrics)


def _from_here(request: Request) -> bool:
    if request.client is None or any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False
