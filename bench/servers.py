"""The servers that are compared: the real app, and bare ones on the same server that answer a constant."""

import os
import sys
from typing import TYPE_CHECKING

import uvicorn

from bench.load import SECRET

if TYPE_CHECKING:
    from bot.teams.edges import Edges


def bare() -> None:
    """Bolt as its documentation sets it up for speed, behind Starlette: verify, answer `pong`."""
    from slack_bolt import Ack, App
    from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
    from slack_bolt.authorization import AuthorizeResult
    from starlette.applications import Starlette
    from starlette.concurrency import run_in_threadpool
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    known = AuthorizeResult(enterprise_id=None, team_id="T0TEAM", bot_user_id="U0BOT", bot_id="B0BOT", bot_token="x")
    app = App(
        signing_secret=SECRET,
        authorize=lambda: known,
        process_before_response=True,
        token_verification_enabled=False,
    )

    @app.command("/partner")
    def answer(ack: Ack) -> None:
        ack("pong")

    async def events(request: Request) -> Response:
        body = await request.body()
        return to_starlette_response(await run_in_threadpool(app.dispatch, to_bolt_request(request, body)))

    _run(Starlette(routes=[Route("/slack/events", events, methods=["POST"])]))


def real() -> None:
    """Tierline as `serve` runs it; its settings come from the environment."""
    from bot.app import build
    from bot.clock import SystemClock
    from bot.logs import start_logging
    from bot.settings import load_settings

    start_logging("WARNING")
    _run(build(load_settings(None), SystemClock()).web())


def teams() -> None:
    """Tierline behind Teams as `serve` runs it, with keys and a token of the bench."""
    from bot.app import build
    from bot.clock import SystemClock
    from bot.logs import start_logging
    from bot.settings import load_settings

    start_logging("ERROR")
    _run(build(load_settings(None), SystemClock(), edges=_edges()).web())


def teams_bare() -> None:
    """The least that an app for Teams does: check the token with botbuilder, answer 200."""
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    from bot.teams.sdk.verifying import Verifier

    verifier = Verifier(os.environ["TEAMS_APP_ID"], os.environ["TEAMS_TENANT_ID"], _edges())

    async def messages(request: Request) -> Response:
        await verifier.verify(request.headers["authorization"], await request.json())
        return Response()

    _run(Starlette(routes=[Route("/api/messages", messages, methods=["POST"])]))


def _edges() -> "Edges":
    from bot.teams.edges import Edges

    return Edges(os.environ["BENCH_OPENID"], loopback=frozenset({"127.0.0.1"}), token=lambda: "token-of-the-app")


def _run(app: object) -> None:
    config = uvicorn.Config(app, port=int(os.environ["PORT"]), log_level="error", access_log=False)  # type: ignore[arg-type]
    uvicorn.Server(config).run()


if __name__ == "__main__":
    {"bare": bare, "real": real, "teams": teams, "teams_bare": teams_bare}[sys.argv[1]]()
