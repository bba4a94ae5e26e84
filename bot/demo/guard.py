"""Keeps other machines and other web sites out: the demo has no sign-in, so only its own page may speak to it."""

import secrets
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.demo.files import UPLOAD_PATH
from bot.demo.loopback import require_loopback
from bot.demo.teams.connector import PATH as CONNECTOR_PATH
from bot.demo.web_api import ANSWER_PATH, PATH
from handlers.errors import UserError

COOKIE = "tierline_demo"
APP_PATHS = (PATH, ANSWER_PATH, UPLOAD_PATH, CONNECTOR_PATH)
PAGES = ("/", "/teams")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class Guard:
    """Refuses what does not come from this machine, by this machine's name, from the page that was served here.

    The host name is checked on every request (a foreign name that resolves to this machine is refused), the page's own
    cookie and origin on everything under `/demo/api/`. What the app calls is refused to every browser.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._token = secrets.token_urlsafe(24)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        reason = self._refusal(scope)
        if reason:
            await PlainTextResponse(reason, 403)(scope, receive, send)
            return

        async def harden(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._harden(MutableHeaders(scope=message), page=scope["path"] in PAGES)
            await send(message)

        await self._app(scope, receive, harden)

    def _refusal(self, scope: Scope) -> str | None:
        headers = Headers(scope=scope)
        if not _local(scope.get("client")) or not _local(scope.get("server")):
            return "The demo only answers this machine."
        try:
            require_loopback(urlsplit(f"//{headers.get('host', '')}").hostname or "")
        except (UserError, ValueError):
            return "Open the demo by the address it printed."
        if scope["path"].startswith("/demo/api/") and not self._own_page(headers):
            return "Only the demo's own page may do this: load it again."
        if scope["path"].startswith(APP_PATHS) and ("origin" in headers or "sec-fetch-site" in headers):
            return "Only the app may do this, not a web page."
        return None

    def _own_page(self, headers: Headers) -> bool:
        origin = headers.get("origin")
        if origin and urlsplit(origin).netloc != headers.get("host"):
            return False
        if headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return False
        morsel = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        return morsel is not None and secrets.compare_digest(morsel.value.encode(), self._token.encode())

    def _harden(self, headers: MutableHeaders, *, page: bool) -> None:
        headers["Content-Security-Policy"] = POLICY
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "no-referrer"
        headers["Cache-Control"] = "no-store"
        if page:
            headers.append("Set-Cookie", f"{COOKIE}={self._token}; Path=/; HttpOnly; SameSite=Strict")


def _local(end: tuple[str, int | None] | None) -> bool:
    try:
        return end is not None and bool(require_loopback(end[0]))
    except UserError:
        return False
