"""The two addresses of an install: where it begins, and where Slack sends the browser back to."""

import hmac
import secrets
from datetime import timedelta
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from bot.clock import Clock
from bot.problems import log, told
from bot.slack.installs.exchange import NotGranted
from bot.slack.installs.html import HEADERS, Page, html
from bot.slack.installs.installing import Installing
from store.engine import Store

INSTALL: Final = "/slack/install"
REDIRECT: Final = "/slack/oauth_redirect"
COOKIE: Final = "__Host-tierline-install"
STATE_LIVES: Final = timedelta(minutes=10)
LONGEST: Final = 1_000

AGAIN: Final = ("Start again", INSTALL)
CANCELED: Final = "Tierline was not installed"


class InstallPages:
    """Begins installs and finishes them.

    A state is good once, for ten minutes, and only in the browser that began: it stands in the database (as a hash),
    in the address that Slack sends back, and in a cookie.
    """

    def __init__(self, store: Store, installing: Installing, clock: Clock) -> None:
        self._store = store
        self._installing = installing
        self._clock = clock

    def routes(self) -> list[BaseRoute]:
        """Both addresses, for browsers only."""
        return [Route(INSTALL, self.begin, methods=["GET"]), Route(REDIRECT, self.finish, methods=["GET"])]

    async def begin(self, request: Request) -> Response:
        """A page with the one link that goes on to Slack."""
        state = secrets.token_urlsafe(32)
        page = await run_in_threadpool(self._begun, state)
        answer = _answer(page)
        if page.status == 200:
            answer.set_cookie(
                COOKIE, state, int(STATE_LIVES.total_seconds()), path="/", secure=True, httponly=True, samesite="lax"
            )
        return answer

    async def finish(self, request: Request) -> Response:
        """Slack sent the browser back: with a code, or with the reason why there is none."""
        asked = {name: request.query_params.get(name, "")[:LONGEST] for name in ("state", "code", "error")}
        page = await run_in_threadpool(self._finished, asked, request.cookies.get(COOKIE, ""))
        answer = _answer(page)
        answer.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="lax")
        return answer

    def _begun(self, state: str) -> Page:
        now = self._clock.now()
        try:
            with self._store.write() as work:
                begun = work.installations.begin(state, now + STATE_LIVES, now)
        except Exception as error:  # the edge: a browser gets a page, whatever happened
            return _failure(told(error))
        if not begun:
            log.warning("Too many installs are under way; one was not begun")
            return Page("Too many installs at once", ["Please try again in ten minutes."], AGAIN, 503)
        return Page(
            "Install Tierline",
            [
                "Slack will ask you to let Tierline into your workspace and will list what it may do there.",
                "You need the right to install apps. The link is good for ten minutes.",
            ],
            ("Continue to Slack", self._installing.address(state)),
        )

    def _finished(self, asked: dict[str, str], cookie: str) -> Page:
        state = asked["state"]
        try:
            known = bool(state) and hmac.compare_digest(state.encode(), cookie.encode()) and self._claimed(state)
            if not known:
                return _stale()
            if asked["error"] or not asked["code"]:
                return _denied(asked["error"])
            installed = self._installing.finish(asked["code"])
        except NotGranted as error:
            return Page(CANCELED, [error.sentence], AGAIN, 403)
        except Exception as error:  # the edge: a browser gets a page, whatever happened
            return _failure(told(error))
        return Page(
            f"Tierline is installed in {installed.name}",
            [
                "You can close this page.",
                "In Slack, type /partner help, and invite the app to the channels it should post in.",
            ],
        )

    def _claimed(self, state: str) -> bool:
        with self._store.write() as work:
            return work.installations.claim(state, self._clock.now())


def _stale() -> Page:
    return Page(
        "This install cannot go on",
        [
            "It was begun more than ten minutes ago, in another browser, or it is finished already.",
            "Nothing was installed by opening this page.",
        ],
        AGAIN,
        400,
    )


def _denied(error: str) -> Page:
    if error == "access_denied":
        return Page(CANCELED, ["You chose not to let it in. Nothing was changed in your workspace."], AGAIN, 403)
    log.warning("Slack ended an install (%s)", error if error.isidentifier() else "no reason")
    return Page(CANCELED, ["Slack ended the install before it was finished. Nothing was changed."], AGAIN, 400)


def _failure(sentence: str) -> Page:
    return Page(CANCELED, [sentence, "Please try again in a moment."], AGAIN, 503)


def _answer(page: Page) -> HTMLResponse:
    return HTMLResponse(html(page), page.status, HEADERS)
