"""Puts the played workspace together: Web API, answer addresses, the page and what it calls, behind one guard."""

from collections.abc import Callable, Sequence
from datetime import datetime

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.clock import SystemClock
from bot.demo.agent import Agent
from bot.demo.app_link import AppLink
from bot.demo.checks import refuse_message, refuse_view
from bot.demo.events import Feed
from bot.demo.files import UPLOAD_PATH, Files
from bot.demo.guard import Guard
from bot.demo.methods import Methods
from bot.demo.page_api import PageApi
from bot.demo.page_doors import PAGE, page_at
from bot.demo.person import Hands
from bot.demo.teams.server import PlayedTeams
from bot.demo.tickets import AnswerAddresses, Triggers
from bot.demo.traffic import Traffic
from bot.demo.views import Views
from bot.demo.web_api import ANSWER_PATH, PATH, AnswerDoor, WebApi
from bot.demo.workspace import Workspace

SUGGESTIONS = (
    "/partner tier Acme",
    "What is Acme missing for silver?",
    "/partner gap Northwind gold",
    "/partner register Acme",
    "/partner help",
)


class PlayedWorkspace(Starlette):
    """The played workspace as an ASGI application."""

    def __init__(self, feed: Feed, routes: Sequence[BaseRoute], teams: PlayedTeams | None = None) -> None:
        super().__init__(routes=[*(teams.routes if teams else ()), *routes], middleware=[Middleware(Guard)])
        self._feed = feed
        self._teams = teams

    def hang_up(self) -> None:
        """End the open pages' event streams; to be called before the server stops, which would wait for them."""
        self._feed.close()
        if self._teams:
            self._teams.hang_up()


def build_demo(
    app_url: str,
    signing_secret: str,
    bot_token: str,
    now: Callable[[], datetime],
    advance: Callable[[datetime], None],
    *,
    own_url: str,
    suggestions: Sequence[str] = SUGGESTIONS,
    teams: PlayedTeams | None = None,
) -> PlayedWorkspace:
    """The played workspace around the app at `app_url`, as an ASGI application to serve at `own_url`.

    The app under it is configured with `own_url` + `/api/` as its Web API address, the same `signing_secret` and
    `bot_token`. `now` gives the demo's time (aware), `advance` moves it forward; requests are signed with real time.
    `teams` is served beside it, at `/teams`, and shares the clock.

    Raises:
        UserError: an address is not on this machine.
    """
    feed = Feed()
    workspace, views, traffic = Workspace(now, feed), Views(feed), Traffic(feed)
    triggers, addresses = Triggers(), AnswerAddresses()
    real = SystemClock()
    link = AppLink(app_url, signing_secret, lambda: int(real.now().timestamp()), traffic)
    hands = Hands(workspace, views, triggers, addresses, link, lambda key: f"{own_url}{ANSWER_PATH}{key}")
    agent, files = Agent(workspace, feed), Files(workspace, lambda key: f"{own_url}{UPLOAD_PATH}{key}")
    methods = Methods(workspace, views, triggers, agent, files, refuse_message, refuse_view)

    def advanced(instant: datetime) -> None:
        advance(instant)
        workspace.moved()
        if teams:
            teams.moved()

    if teams:
        teams.follow(workspace.moved)
    pages = PageApi(workspace, views, traffic, agent, hands, advanced, suggestions, beside=teams is not None)
    routes: list[BaseRoute] = [
        page_at("/", PAGE),
        Mount("/page", StaticFiles(directory=PAGE)),
        Route("/demo/api/files/{id}", files.fetch, methods=["GET"]),
        *pages.routes(),
        Route(PATH + "{method}", WebApi(methods.table(), bot_token, traffic).serve, methods=["GET", "POST"]),
        Route(UPLOAD_PATH + "{key}", files.take, methods=["POST"]),
        Route(ANSWER_PATH + "{key}", AnswerDoor(workspace, addresses, refuse_message, traffic).serve, methods=["POST"]),
    ]
    return PlayedWorkspace(feed, routes, teams)
