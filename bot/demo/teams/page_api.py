"""What the Teams page calls: `/demo/api/teams/events` to listen, `/demo/api/teams/<verb>` to do."""

from collections.abc import Callable, Sequence
from datetime import datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.demo.events import Event, Json
from bot.demo.page_api import STEPS, Verb, mornings, parsed
from bot.demo.teams.board import Board, TeamsRefusal
from bot.demo.teams.hands import DONE, Hands, sentence
from bot.demo.traffic import Traffic

PATH = "/demo/api/teams/"


class PageApi:
    """Answers the page; `suggestions` are questions worth trying, `advance` moves the demo's clock."""

    def __init__(
        self,
        board: Board,
        traffic: Traffic,
        hands: Hands,
        advance: Callable[[datetime], None],
        suggestions: Sequence[str],
    ) -> None:
        self._board = board
        self._traffic = traffic
        self._advance = advance
        self._suggestions = list(suggestions)
        pressed = ("user", "room", "message", "data")
        self._verbs: dict[str, tuple[Verb, tuple[str, ...]]] = {
            "say": (hands.say, ("user", "room", "text")),
            "submit": (hands.submit, pressed),
            "execute": (hands.execute, ("user", "room", "message", "action")),
            "fetch": (hands.fetch, pressed),
            "dialog": (hands.dialog, pressed),
            "search": (hands.search, ("user", "room", "message", "dataset", "text")),
            "install": (hands.install, ("user", "room")),
            "clock": (self.clock, ("step",)),
        }

    def routes(self) -> list[BaseRoute]:
        """The two doors of the page."""
        return [
            Route(PATH + "events", self.events, methods=["GET"]),
            Route(PATH + "{verb}", self.act, methods=["POST"]),
        ]

    async def events(self, request: Request) -> Response:
        """Everything that `user` sees, as server-sent events, beginning with the whole state."""
        try:
            user = self._board.person(request.query_params.get("user", "")).id
        except TeamsRefusal:
            return JSONResponse({"ok": False, "problem": "Nobody of that name works here."}, 404)
        stream = self._board.feed.listen(user, lambda: self._state(user))
        return StreamingResponse(stream, media_type="text/event-stream")

    async def act(self, request: Request) -> Response:
        """Do one thing; bodies are JSON objects."""
        verb, needs = self._verbs.get(request.path_params["verb"], (None, ()))
        if verb is None:
            return JSONResponse({"ok": False, "problem": "The page asked for something unknown."}, 404)
        ask = parsed(await request.body())
        if ask is None or any(each not in ask for each in needs):
            return JSONResponse({"ok": False, "problem": "The page sent something that cannot be read."}, 400)
        try:
            return JSONResponse(await run_in_threadpool(verb, ask))
        except TeamsRefusal as refusal:
            return JSONResponse({"ok": False, "problem": sentence(refusal)})

    def clock(self, ask: Json) -> Json:
        """Move the demo's clock to the next working morning, or through all of them of two weeks or a quarter."""
        for morning in mornings(self._board.now(), STEPS.get(str(ask["step"]), 1)):
            self._advance(morning)
        return DONE

    def _state(self, user: str) -> Event:
        return self._board.state(user, {"traffic": self._traffic.last(), "suggestions": self._suggestions})
