"""A page as it is served, and the two doors that it calls: `…/events` to listen, `…/<verb>` to do."""

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar
from zoneinfo import ZoneInfo

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.demo.answers import DONE
from bot.demo.events import Event, Feed, Json
from bot.demo.ids import COUNTRY, ZONE, Person
from handlers.workdays import workdays_of

PAGE = Path(__file__).parent / "page"
"""The Slack page, and what both pages share."""
TOOLS = "tools.html"
"""The end of both headers: clock, who is looking, the wire."""
MORNING = time(9, 5)
STEPS = {"fortnight": 14, "quarter": 91}
"""How many days the clock's buttons move it on."""
MOST_BYTES = 1_000_000

Verb = Callable[[Json], Json]
Refusal = TypeVar("Refusal", bound=Exception)


class Place(Protocol):
    """What is played: its people, its time, and what is told to the pages."""

    now: Callable[[], datetime]
    feed: Feed

    def person(self, user: str) -> Person: ...


class PageDoors(ABC, Generic[Refusal]):
    """Answers one page. A side adds its verbs, the state its page begins with, and the words for a `Refusal`."""

    def __init__(
        self,
        path: str,
        place: Place,
        verbs: Mapping[str, tuple[Verb, tuple[str, ...]]],
        advance: Callable[[datetime], None],
        refusal: type[Refusal],
        sentence: Callable[[Refusal], str],
    ) -> None:
        """`path` is what both addresses begin with; `verbs` come with what each needs to be told; `advance` moves the
        demo's clock and tells every page of it; `sentence` is what a refusal means to the person at the page."""
        self._path = path
        self._place = place
        self._verbs = {**verbs, "clock": (self.clock, ("step",))}
        self._advance = advance
        self._refusal = refusal
        self._sentence = sentence

    @abstractmethod
    def state(self, user: str) -> Event:
        """Everything the page of `user` needs to start."""

    def routes(self) -> list[BaseRoute]:
        """The two doors of the page."""
        return [
            Route(self._path + "events", self.events, methods=["GET"]),
            Route(self._path + "{verb}", self.act, methods=["POST"]),
        ]

    async def events(self, request: Request) -> Response:
        """Everything that `user` sees, as server-sent events, beginning with the whole state."""
        try:
            user = self._place.person(request.query_params.get("user", "")).id
        except self._refusal:
            return JSONResponse({"ok": False, "problem": "Nobody of that name works here."}, 404)
        stream = self._place.feed.listen(user, lambda: self.state(user))
        return StreamingResponse(stream, media_type="text/event-stream")

    async def act(self, request: Request) -> Response:
        """Do one thing; bodies are JSON objects."""
        verb, needs = self._verbs.get(request.path_params["verb"], (None, ()))
        if verb is None:
            return JSONResponse({"ok": False, "problem": "The page asked for something unknown."}, 404)
        ask = _parsed(await request.body())
        if ask is None or any(each not in ask for each in needs):
            return JSONResponse({"ok": False, "problem": "The page sent something that cannot be read."}, 400)
        try:
            return JSONResponse(await run_in_threadpool(verb, ask))
        except self._refusal as refusal:
            return JSONResponse({"ok": False, "problem": self._sentence(refusal)})

    def clock(self, ask: Json) -> Json:
        """Move the demo's clock to the next working morning, or through all of them of two weeks or a quarter, so that
        nothing that falls due on the way is late."""
        for morning in mornings(self._place.now(), STEPS.get(str(ask["step"]), 1)):
            self._advance(morning)
        return DONE


def page_at(path: str, folder: Path) -> Route:
    """The page of `folder` at `path`, with the tools of both pages in its header."""

    def page(_: Request) -> Response:
        html, tools = ((home / name).read_text("utf-8") for home, name in ((folder, "index.html"), (PAGE, TOOLS)))
        return HTMLResponse(html.replace(f"<!-- {TOOLS} -->", tools.strip()))

    return Route(path, page)


def mornings(now: datetime, days: int) -> list[datetime]:
    """Five past nine in the workspace's zone on every working day of the `days` days after `now` (aware), and on the
    first one after them if there is none."""
    workdays, today = workdays_of(COUNTRY), now.astimezone(ZoneInfo(ZONE)).date()
    following = [today + timedelta(days=number) for number in range(1, days + 1)]
    wanted = [day for day in following if workdays.is_worked(day)] or [workdays.after(today)]
    return [datetime.combine(day, MORNING, ZoneInfo(ZONE)) for day in wanted]


def _parsed(raw: bytes) -> dict[str, Any] | None:
    """The JSON object of a request of the page, None if it is none."""
    if len(raw) > MOST_BYTES:
        return None
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):  # RecursionError: nested absurdly deep
        return None
    return found if isinstance(found, dict) else None
