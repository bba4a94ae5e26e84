"""The HTTP side of the played Web API: `/api/<method>` with a bearer token, and the answer addresses."""

import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.demo.events import Json
from bot.demo.ids import IDS
from bot.demo.methods import Check, Method
from bot.demo.tickets import AnswerAddresses, Answering
from bot.demo.traffic import Exchange, Traffic
from bot.demo.workspace import Draft, SlackRefusal, Workspace

PATH = "/api/"
ANSWER_PATH = "/answer/"
_NESTED = ("blocks", "view", "metadata", "attachments", "files", "prompts", "loading_messages")


class WebApi:
    """Serves the methods in `table` to whoever holds `token`."""

    def __init__(self, table: Mapping[str, Method], token: str, traffic: Traffic) -> None:
        self._table = table
        self._token = token
        self._traffic = traffic

    async def serve(self, request: Request) -> Response:
        """Answer one call: always status 200, `ok` and `error` as Slack does."""
        began = time.perf_counter()
        name = request.path_params["method"]
        args = await _arguments(request)
        answer = self._answer(name, args, request.headers.get("authorization", ""))
        shown = {key: args[key] for key in args if key != "token"}
        spent = (time.perf_counter() - began) * 1000
        self._traffic.add(Exchange("web_api", name, spent, 200, shown, answer, answer.get("error")))
        return JSONResponse(answer)

    def _answer(self, name: str, args: Json, authorization: str) -> Json:
        given = authorization.removeprefix("Bearer ") or str(args.get("token", ""))
        if not given:
            return {"ok": False, "error": "not_authed"}
        if given != self._token:
            return {"ok": False, "error": "invalid_auth"}
        method = self._table.get(name)
        if method is None:
            return {"ok": False, "error": "unknown_method", "req_method": name}
        try:
            return {"ok": True} | method(args)
        except SlackRefusal as refusal:
            return refused(refusal)


def refused(refusal: SlackRefusal) -> Json:
    """The answer that carries a refusal, its details where Slack puts them."""
    details = {"response_metadata": {"messages": [f"[ERROR] {each}" for each in refusal.details]}}
    return {"ok": False, "error": refusal.code} | (details if refusal.details else {})


class AnswerDoor:
    """Takes what the app sends to an answer address (`response_url`)."""

    def __init__(self, workspace: Workspace, addresses: AnswerAddresses, check: Check, traffic: Traffic) -> None:
        self._workspace = workspace
        self._addresses = addresses
        self._check = check
        self._traffic = traffic

    async def serve(self, request: Request) -> Response:
        """Post, rewrite or take away a message: 200 `ok`, or 404 with Slack's word for what is wrong."""
        began = time.perf_counter()
        body = await _arguments(request)
        problem = None
        try:
            self._answer(self._addresses.use(request.path_params["key"]), body)
        except SlackRefusal as refusal:
            problem = refusal.code
        status = 404 if problem else 200
        spent = (time.perf_counter() - began) * 1000
        self._traffic.add(Exchange("answer", "response_url", spent, status, body, {"ok": not problem}, problem))
        return PlainTextResponse(problem or "ok", status)

    def _answer(self, to: Answering, body: Json) -> None:
        if body.get("delete_original") and to.message:
            self._workspace.delete(to.channel, to.message)
            return
        self._check({key: body[key] for key in ("text", "blocks") if key in body})
        text, blocks = body.get("text") or "", body.get("blocks") or ()
        if body.get("replace_original") and to.message:
            self._workspace.edit(to.channel, to.message, text, blocks)
            return
        everybody = body.get("response_type") == "in_channel"
        thread = body.get("thread_ts") or to.thread
        draft = Draft(to.channel, IDS.bot_user, text, tuple(blocks), thread, None, None if everybody else to.user)
        self._workspace.post(draft)


async def _arguments(request: Request) -> Json:
    """Arguments from the query and from a form or JSON body; blocks and views arrive as JSON inside a form."""
    args: dict[str, Any] = dict(request.query_params)
    raw = await request.body()
    if "json" in request.headers.get("content-type", ""):
        parsed = _json(raw.decode("utf-8", "replace"))
        return args | (parsed if isinstance(parsed, dict) else {})
    args |= dict(parse_qsl(raw.decode("utf-8", "replace"), keep_blank_values=True))
    return args | {key: _json(args[key]) for key in _NESTED if isinstance(args.get(key), str)}


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
    except RecursionError:
        raise HTTPException(400, "nested too deep") from None
