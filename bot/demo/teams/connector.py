"""The HTTP side of the played Bot Connector: what the app posts, rewrites, takes away and asks for.

Addresses, status codes and error words follow learn.microsoft.com, "Bot Framework REST API reference", and
msteams-docs, "Conversation messages" (status code table).
"""

import json
import secrets
import time
from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.demo.events import Json
from bot.demo.ids import IDS
from bot.demo.teams.activities import Wire
from bot.demo.teams.board import THREAD_MARK, Board, Post, TeamsRefusal
from bot.demo.teams.cards import cards, notices, refuse
from bot.demo.teams.ids import CHANNEL, ROOMS, TEAMS, Room, chat_of
from bot.demo.traffic import Exchange, Traffic

PATH = "/connector/"
LEAST_PAGE, MOST_PAGE = 50, 500  # msteams-docs, "Get Teams specific context for your bot"
MOST_BYTES = 2_000_000

Call = Callable[[Request, Json], tuple[int, Any]]


class Connector:
    """Answers whoever holds `token`; every call runs on a thread of its own."""

    def __init__(self, board: Board, wire: Wire, token: str, traffic: Traffic) -> None:
        self._board = board
        self._wire = wire
        self._token = token
        self._traffic = traffic

    def routes(self) -> list[BaseRoute]:
        """Every address of the connector."""
        base, one = f"{PATH}v3/conversations", f"{PATH}v3/conversations/{{conversation}}"
        table: list[tuple[str, str, Call]] = [
            ("POST", base, self.create),
            ("POST", f"{one}/activities", self.send),
            ("POST", f"{one}/activities/{{activity}}", self.send),
            ("PUT", f"{one}/activities/{{activity}}", self.update),
            ("DELETE", f"{one}/activities/{{activity}}", self.delete),
            ("GET", f"{one}/members", self.members),
            ("GET", f"{one}/pagedmembers", self.paged),
            ("GET", f"{one}/members/{{member}}", self.member),
            ("GET", f"{PATH}v3/teams/{{team}}", self.team),
            ("GET", f"{PATH}v3/teams/{{team}}/conversations", self.channels),
        ]
        return [Route(path, self._serve(f"{verb} {path}", call), methods=[verb]) for verb, path, call in table]

    def create(self, request: Request, body: Json) -> tuple[int, Any]:
        """A personal chat with one member, or a new post in a channel; other chats cannot be made by an app."""
        channel = _dig(body, "channelData", "channel", "id")
        tenant = body.get("tenantId") or _dig(body, "channelData", "tenant", "id")
        if isinstance(channel, str):
            activity = body.get("activity")
            if not isinstance(activity, dict):
                raise TeamsRefusal(400, "BadSyntax", "activity: a message is expected for a new post in a channel")
            post = self._post(self._open(channel), None, activity)
            place = f"{post.room}{THREAD_MARK}{post.id}"
            return 201, {"id": place, "activityId": post.id, "serviceUrl": self._wire.service_url}
        members = body.get("members")
        if not isinstance(members, list) or len(members) != 1 or body.get("isGroup"):
            raise TeamsRefusal(400, "BadSyntax", "members: exactly one is expected, an app cannot create a group chat")
        if tenant != self._wire.tenant:
            raise TeamsRefusal(403, "BadArgument", "The tenant admin disabled this bot, or the tenant is another one.")
        person = self._board.person(str(_dig(members[0], "id")))
        if not any(chat_of(person) == each.id for each in ROOMS):
            raise TeamsRefusal(403, "BotNotInConversationRoster", "The bot is not part of the conversation roster.")
        room = self._open(chat_of(person))
        return 201, {"id": room.id}

    def send(self, request: Request, body: Json) -> tuple[int, Any]:
        """A message or a typing sign. The thread is named by the conversation's id; an answered activity is not it."""
        conversation = request.path_params["conversation"]
        room, thread = self._open(conversation), self._thread(conversation)
        match body.get("type"):
            case "message":
                return 201, {"id": self._post(room, thread, body).id}
            case "typing":
                self._board.typing(room, thread)
                return 202, {"id": self._board.fresh_id()}
            case other:
                raise TeamsRefusal(400, "BadSyntax", f"Unknown activity type {other!r}.")

    def update(self, request: Request, body: Json) -> tuple[int, Any]:
        """Rewrite a message of the bot."""
        room = self._open(request.path_params["conversation"])
        self._board.own_post(room.id, request.path_params["activity"])
        post = self._board.edit(_read(room, request.path_params["activity"], None, body))
        return 200, {"id": post.id}

    def delete(self, request: Request, body: Json) -> tuple[int, Any]:
        """Take a message of the bot away."""
        room = self._open(request.path_params["conversation"])
        self._board.delete(room.id, request.path_params["activity"])
        return 200, None

    def members(self, request: Request, body: Json) -> tuple[int, Any]:
        """Everybody in the conversation, at once."""
        return 200, [self._wire.member(each) for each in self._roster(request)]

    def paged(self, request: Request, body: Json) -> tuple[int, Any]:
        """Everybody in the conversation, page by page."""
        asked, begin = request.query_params.get("pageSize", ""), request.query_params.get("continuationToken", "")
        size = max(LEAST_PAGE, min(MOST_PAGE, int(asked) if asked.isdigit() else MOST_PAGE))
        start = int(begin) if begin.isdigit() else 0
        everybody = [self._wire.member(each) for each in self._roster(request)]
        page: Json = {"members": everybody[start : start + size]}
        return 200, page | ({"continuationToken": str(start + size)} if start + size < len(everybody) else {})

    def member(self, request: Request, body: Json) -> tuple[int, Any]:
        """One person in the conversation."""
        person = self._board.person(request.path_params["member"])
        if person not in self._roster(request):
            raise TeamsRefusal(404, "MemberNotFoundInConversation", "The user is not a member of the conversation.")
        return 200, self._wire.member(person)

    def team(self, request: Request, body: Json) -> tuple[int, Any]:
        """The team's own fields."""
        self._is_team(request)
        return 200, {"id": TEAMS.team, "name": TEAMS.team_name, "aadGroupId": TEAMS.team_group, "type": "standard"}

    def channels(self, request: Request, body: Json) -> tuple[int, Any]:
        """The team's channels."""
        self._is_team(request)
        return 200, {"conversations": [_channel(each) for each in ROOMS if each.kind == CHANNEL]}

    def _is_team(self, request: Request) -> None:
        if request.path_params["team"] != TEAMS.team:
            raise TeamsRefusal(404, "ConversationNotFound", "Conversation not found.")

    def _roster(self, request: Request) -> tuple[Any, ...]:
        return self._open(request.path_params["conversation"]).roster()

    def _open(self, conversation: str) -> Room:
        """The room of a conversation, if the app may still be there."""
        room = self._board.room(conversation)
        if self._board.installed(room):
            return room
        if room.kind == "personal":
            raise TeamsRefusal(403, "ConversationBlockedByUser", "The user has blocked or removed the bot.")
        raise TeamsRefusal(403, "BotNotInConversationRoster", "The bot is not part of the conversation roster.")

    def _thread(self, conversation: str) -> str | None:
        room, first = self._board.room(conversation), conversation.partition(THREAD_MARK)[2]
        if room.kind != CHANNEL or not first:
            return None
        named = self._board.post(room.id, first)
        return named.thread or named.id

    def _post(self, room: Room, thread: str | None, body: Json) -> Post:
        return self._board.add(_read(room, self._board.fresh_id(), thread, body))

    def _serve(self, name: str, call: Call) -> Callable[[Request], Any]:
        async def serve(request: Request) -> Response:
            began = time.perf_counter()
            raw = await request.body()
            status, answer, sent = await run_in_threadpool(self._answer, call, request, raw)
            spent = (time.perf_counter() - began) * 1000
            short = name.replace(f"{PATH}v3/", "").replace("conversations/{conversation}", "…")
            self._traffic.add(Exchange("connector", short, spent, status, sent, answer, _problem(status, answer, sent)))
            return Response(status_code=status) if answer is None else JSONResponse(answer, status)

        return serve

    def _answer(self, call: Call, request: Request, raw: bytes) -> tuple[int, Any, Any]:
        sent: Any = None
        try:
            self._check_token(request.headers.get("authorization", ""))
            sent = _object(raw)
            return *call(request, sent), sent or None
        except TeamsRefusal as refusal:
            plain = {"message": "Authorization has been denied for this request."}
            return refusal.status, plain if refusal.status == 401 else refusal.body(), sent

    def _check_token(self, authorization: str) -> None:
        kind, _, given = authorization.partition(" ")
        if kind != "Bearer" or not secrets.compare_digest(given.encode(), self._token.encode()):
            raise TeamsRefusal(401, "Unauthorized", "Authorization has been denied for this request.")


def _read(room: Room, post: str, thread: str | None, body: Json) -> Post:
    """The message in an activity of the bot.

    Raises:
        TeamsRefusal: it is empty, too large or has a card that cannot be drawn.
    """
    refuse(body)
    found, text = cards(body), body.get("text") or ""
    if not found and not text:
        raise TeamsRefusal(400, "BadSyntax", "The message has neither a text nor an attachment.")
    actions = _dig(body, "suggestedActions", "actions")
    return Post(
        room.id,
        post,
        IDS.bot_user,
        str(text),
        str(body.get("textFormat") or "markdown"),
        found,
        _objects(body.get("entities")),
        _objects(actions),
        thread,
    )


def _channel(room: Room) -> Json:
    """A channel as its team lists it; General goes without a name."""
    name = None if room.id == TEAMS.team else room.name
    return {"id": room.id, "name": name, "type": "shared" if room.outsiders else "standard"}


def _problem(status: int, answer: Any, sent: Any) -> str | None:
    """What the inspector remarks on one call."""
    if status >= 400:
        return str(_dig(answer, "error", "message") or _dig(answer, "message"))
    message = sent.get("activity", sent) if isinstance(sent, dict) else None
    found = notices(message) if isinstance(message, dict) and message.get("attachments") else []
    return "; ".join(found) or None


def _dig(value: Any, *keys: str) -> Any:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _objects(value: Any) -> tuple[Json, ...]:
    return tuple(each for each in value if isinstance(each, dict)) if isinstance(value, list) else ()


def _object(raw: bytes) -> Json:
    if len(raw) > MOST_BYTES:
        raise TeamsRefusal(413, "MessageSizeTooBig", "Message size too large.")
    try:
        parsed = json.loads(raw) if raw else {}
    except (ValueError, RecursionError):  # RecursionError: nested absurdly deep
        parsed = None
    if not isinstance(parsed, dict):
        raise TeamsRefusal(400, "BadSyntax", "The body is no JSON object.")
    return parsed
