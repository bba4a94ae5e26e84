"""Puts the played Teams together: Bot Connector, published keys, the page and what it calls, as routes to mount."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.clock import SystemClock
from bot.demo.events import Feed, Json
from bot.demo.page_doors import page_at
from bot.demo.teams.activities import Wire
from bot.demo.teams.board import Board
from bot.demo.teams.connector import PATH, Connector
from bot.demo.teams.hands import Hands
from bot.demo.teams.page_api import PageApi
from bot.demo.teams.sender import Sender
from bot.demo.teams.signing import ISSUER, Signer
from bot.demo.traffic import Traffic

PAGE = Path(__file__).parent / "page"
OPENID_PATH = f"{PATH}openid"
KEYS_PATH = f"{PATH}keys"
SUGGESTIONS = (
    "tier Acme",
    "What is Acme missing for silver?",
    "gap Northwind gold",
    "register Acme",
    "help",
)


class PlayedTeams:
    """The played Teams: its `routes` for the demo's server, and where an app finds it.

    The app under it is configured with `openid_url` (metadata with the address of the keys), `issuer` and the host of
    `service_url`, and shows its bot token there.
    """

    def __init__(self, routes: Sequence[BaseRoute], board: Board, hands: Hands, service_url: str) -> None:
        self.routes = list(routes)
        self.issuer = ISSUER
        self.service_url = service_url
        self.openid_url = service_url.removesuffix(PATH) + OPENID_PATH
        self._board = board
        self._hands = hands
        self._followers: list[Callable[[], None]] = []

    def install_everywhere(self) -> None:
        """Tell the app, once it runs, of every chat and team that it is in."""
        self._hands.install_everywhere()

    def moved(self) -> None:
        """Tell the open pages that the demo's clock was moved."""
        self._board.moved()

    def follow(self, moved: Callable[[], None]) -> None:
        """Let `moved` be called whenever the clock was moved from here."""
        self._followers.append(moved)

    def advanced(self) -> None:
        """Tell the own pages, and those who follow, that the clock was moved."""
        for tell in (self.moved, *self._followers):
            tell()

    def hang_up(self) -> None:
        """End the open pages' event streams; to be called before the server stops, which would wait for them."""
        self._board.feed.close()


def build_teams_demo(
    app_url: str,
    app_id: str,
    tenant: str,
    bot_token: str,
    now: Callable[[], datetime],
    advance: Callable[[datetime], None],
    *,
    own_url: str,
    suggestions: Sequence[str] = SUGGESTIONS,
) -> PlayedTeams:
    """The played Teams of the organization `tenant` around the app `app_id` at `app_url`, to be served at `own_url`.

    `now` gives the demo's time (aware), `advance` moves it forward; activities are signed with real time by a key that
    is made here. Whoever calls the connector must show `bot_token`.

    Raises:
        UserError: the app's address is not on this machine.
    """
    feed, real, signer = Feed(), SystemClock(), Signer()
    board, traffic = Board(now, feed), Traffic(feed)
    wire = Wire(app_id, tenant, f"{own_url}{PATH}")
    sender = Sender(app_url, app_id, signer, lambda: int(real.now().timestamp()), traffic)
    hands = Hands(board, wire, sender)

    def advanced(instant: datetime) -> None:
        advance(instant)
        played.advanced()

    async def openid(_: Request) -> Response:
        return JSONResponse(_metadata(f"{own_url}{KEYS_PATH}"))

    async def keys(_: Request) -> Response:
        return JSONResponse(signer.keys())

    routes: list[BaseRoute] = [
        page_at("/teams", PAGE),
        Mount("/teams/page", StaticFiles(directory=PAGE)),
        *PageApi(board, traffic, hands, advanced, suggestions).routes(),
        Route(OPENID_PATH, openid),
        Route(KEYS_PATH, keys),
        *Connector(board, wire, bot_token, traffic).routes(),
    ]
    played = PlayedTeams(routes, board, hands, wire.service_url)
    return played


def _metadata(keys_url: str) -> Json:
    """What Bot Framework publishes about its tokens."""
    return {"issuer": ISSUER, "jwks_uri": keys_url, "id_token_signing_alg_values_supported": ["RS256"]}
