"""What the page calls: `/demo/api/events` to listen, `/demo/api/<verb>` to do."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.demo.agent import Agent
from bot.demo.events import Event, Json
from bot.demo.ids import COUNTRY, ZONE
from bot.demo.person import DONE, Hands, sentence
from bot.demo.traffic import Traffic
from bot.demo.views import Views
from bot.demo.workspace import SlackRefusal, Workspace
from handlers.workdays import workdays_of

MORNING = time(9, 5)
STEPS = {"fortnight": 14, "quarter": 91}
"""How many days the clock's buttons move it on."""
MOST_BYTES = 1_000_000

Verb = Callable[[Json], Json]


def mornings(now: datetime, days: int) -> list[datetime]:
    """Five past nine in the workspace's zone on every working day of the `days` days after `now` (aware), and on the
    first one after them if there is none."""
    workdays, today = workdays_of(COUNTRY), now.astimezone(ZoneInfo(ZONE)).date()
    following = [today + timedelta(days=number) for number in range(1, days + 1)]
    wanted = [day for day in following if workdays.is_worked(day)] or [workdays.after(today)]
    return [datetime.combine(day, MORNING, ZoneInfo(ZONE)) for day in wanted]


class PageApi:
    """Answers the page; `suggestions` are commands and questions worth trying, `beside` says that
    Teams is played here, too."""

    def __init__(
        self,
        workspace: Workspace,
        views: Views,
        traffic: Traffic,
        agent: Agent,
        hands: Hands,
        advance: Callable[[datetime], None],
        suggestions: Sequence[str],
        *,
        beside: bool = False,
    ) -> None:
        self._workspace = workspace
        self._views = views
        self._traffic = traffic
        self._agent = agent
        self._advance = advance
        self._suggestions = list(suggestions)
        self._beside = beside
        self._verbs: dict[str, tuple[Verb, tuple[str, ...]]] = {
            "say": (hands.say, ("user", "channel", "text")),
            "command": (hands.command, ("user", "channel", "command", "text")),
            "press": (hands.press, ("user", "action")),
            "submit": (hands.submit, ("user", "view", "values")),
            "close": (hands.close, ("user", "view")),
            "options": (hands.options, ("user", "block_id", "action_id", "value")),
            "shortcut": (hands.shortcut, ("user", "callback_id")),
            "home": (hands.home, ("user",)),
            "messages": (hands.messages, ("user",)),
            "clock": (self.clock, ("step",)),
        }

    def routes(self) -> list[BaseRoute]:
        """The two doors of the page."""
        return [
            Route("/demo/api/events", self.events, methods=["GET"]),
            Route("/demo/api/{verb}", self.act, methods=["POST"]),
        ]

    async def events(self, request: Request) -> Response:
        """Everything that `user` sees, as server-sent events, beginning with the whole state."""
        try:
            user = self._workspace.person(request.query_params.get("user", "")).id
        except SlackRefusal:
            return JSONResponse({"ok": False, "problem": "Nobody of that name works here."}, 404)
        stream = self._workspace.feed.listen(user, lambda: self._state(user))
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
        except SlackRefusal as refusal:
            return JSONResponse({"ok": False, "problem": sentence(refusal)})

    def clock(self, ask: Json) -> Json:
        """Move the demo's clock to the next working morning, or through all of them of two weeks or a quarter, so that
        nothing that falls due on the way is late."""
        for morning in mornings(self._workspace.now(), STEPS.get(str(ask["step"]), 1)):
            self._advance(morning)
            self._workspace.moved()
        return DONE

    def _state(self, user: str) -> Event:
        more = self._agent.state(user) | {
            "view": self._views.top(user),
            "home": self._views.home(user),
            "traffic": self._traffic.last(),
            "suggestions": self._suggestions,
            "beside": self._beside,
        }
        return self._workspace.state(user, more)


def parsed(raw: bytes) -> dict[str, Any] | None:
    """The JSON object of a request of the page, None if it is none."""
    if len(raw) > MOST_BYTES:
        return None
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):  # RecursionError: nested absurdly deep
        return None
    return found if isinstance(found, dict) else None
