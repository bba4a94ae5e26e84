"""Teams' end of the wire on loopback: people, conversations, and everything that the app posted there."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.demo.loopback import bind, serving
from tests.support.teams_keys import TENANT

Json = dict[str, Any]
TOKEN = "token-of-the-app"
CHANNEL, SHARED, GUESTS, TEAM_ID = (
    "19:deals@thread.tacv2",
    "19:with-acme@thread.tacv2",
    "19:with-guests@thread.tacv2",
    "19:general@thread.tacv2",
)
GROUP = "19:planning@thread.v2"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as a roster tells of them."""

    name: str
    number: int
    email: str
    tenant: str = TENANT
    role: str = "user"
    upn: str = ""

    @property
    def object_id(self) -> str:
        return f"00000000-0000-4000-8000-{self.number:012d}"

    @property
    def account(self) -> str:
        return f"29:{self.name.split()[0].lower()}"

    @property
    def chat(self) -> str:
        return f"a:{self.name.split()[0].lower()}"

    def member(self) -> Json:
        return {
            "id": self.account,
            "name": self.name,
            "aadObjectId": self.object_id,
            "email": self.email,
            "userPrincipalName": self.upn or self.email,
            "tenantId": self.tenant,
            "userRole": self.role,
        }


PAM = Person("Pam Okafor", 1, "pam@vendor.example")
DANA = Person("Dana Ruiz", 2, "dana@vendor.example")
SAM = Person("Sam Lindqvist", 3, "sam@vendor.example")
NOA = Person("Noa Levi", 4, "noa@vendor.example")
GUS = Person("Gus Guest", 5, "gus@acme.example", role="guest", upn="gus_acme.example#EXT#@vendor.onmicrosoft.example")
EVE = Person("Eve Elsewhere", 6, "eve@other.example", tenant="bbbbbbbb-bbbb-cccc-dddd-eeeeeeeeeeee")
STAFF = (PAM, DANA, SAM, NOA)
ROSTERS = {
    CHANNEL: STAFF,
    GROUP: STAFF,
    GUESTS: (*STAFF, GUS),
    SHARED: (*STAFF, EVE),
    **{each.chat: (each,) for each in (*STAFF, GUS, EVE)},
}


@dataclass
class Posted:
    """A message as it stands; `edits` are what it was before."""

    conversation: str
    id: str
    activity: Json
    edits: list[Json] = field(default_factory=list)

    @property
    def card(self) -> Json:
        found: Json = self.activity["attachments"][0]["content"]
        return found

    @property
    def words(self) -> str:
        """Everything that is read in it."""
        return json.dumps(self.activity, ensure_ascii=False)


class TeamsWorld:
    """Answers the Bot Connector's calls: `posted` are answers, `told` is what came unasked.

    `faults` are answered first: a status, its code, and headers.
    """

    def __init__(self) -> None:
        self.posted: list[Posted] = []
        self.told: list[Posted] = []
        self.calls: list[tuple[str, str]] = []
        self.faults: list[tuple[int, str, dict[str, str]]] = []
        self.rosters: dict[str, tuple[Person, ...]] = dict(ROSTERS)
        self.gone: dict[str, tuple[int, str]] = {}
        self.url = ""
        self._lock = Lock()

    def app(self) -> Starlette:
        base = "/v3/conversations/{conversation}"
        return Starlette(
            routes=[
                Route("/v3/conversations", self._create, methods=["POST"]),
                Route(f"{base}/activities", self._post, methods=["POST"]),
                Route(base + "/activities/{id}", self._change, methods=["PUT", "DELETE"]),
                Route(f"{base}/pagedmembers", self._members),
                Route(base + "/members/{id}", self._member),
            ]
        )

    def wait(self, count: int, seconds: float = 10.0) -> Posted:
        """The message number `count` (from 1), once it is there."""
        end = time.monotonic() + seconds
        while len(self.posted) < count:
            assert time.monotonic() < end, f"waited in vain for message {count}: {[each.words for each in self.posted]}"
            time.sleep(0.01)
        return self.posted[count - 1]

    def in_(self, conversation: str) -> list[Posted]:
        return [each for each in self.posted if each.conversation.partition(";")[0] == conversation]

    def _refusal(self, request: Request) -> Response | None:
        with self._lock:
            self.calls.append((request.method, unquote(request.url.path)))
            if request.headers.get("authorization") != f"Bearer {TOKEN}":
                return _error(401, "Unauthorized")
            if self.faults and request.method != "GET":
                status, code, headers = self.faults.pop(0)
                return _error(status, code, headers)
        where = request.path_params.get("conversation", "").partition(";")[0]
        return _error(*self.gone[where]) if where in self.gone else None

    async def _create(self, request: Request) -> Response:
        if refusal := self._refusal(request):
            return refusal
        wanted = (await request.json())["members"][0]["id"]
        for people in self.rosters.values():
            for each in people:
                if wanted in (each.object_id, each.account) and each.tenant == TENANT:
                    return JSONResponse({"id": each.chat}, 201)
        return _error(403, "BotNotInConversationRoster")

    async def _post(self, request: Request) -> Response:
        if refusal := self._refusal(request):
            return refusal
        activity = await request.json()
        with self._lock:
            id = str(1_732_000_000_000 + len(self.posted) + len(self.told))
            unasked = "channelData" in activity
            (self.told if unasked else self.posted).append(Posted(request.path_params["conversation"], id, activity))
        return JSONResponse({"id": id}, 201)

    async def _change(self, request: Request) -> Response:
        if refusal := self._refusal(request):
            return refusal
        everything = (*self.posted, *self.told)
        found = [each for each in everything if each.id == request.path_params["id"]]
        if not found:
            return _error(404, "ActivityNotFoundInConversation")
        if request.method == "DELETE":
            self.posted.remove(found[0])
            return Response(status_code=200)
        found[0].edits.append(found[0].activity)
        found[0].activity = await request.json()
        return JSONResponse({"id": found[0].id})

    async def _members(self, request: Request) -> Response:
        if refusal := self._refusal(request):
            return refusal
        people = self.rosters.get(request.path_params["conversation"], ())
        return JSONResponse({"members": [each.member() for each in people]})

    async def _member(self, request: Request) -> Response:
        if refusal := self._refusal(request):
            return refusal
        people = self.rosters.get(request.path_params["conversation"].partition(";")[0], ())
        found = [each for each in people if request.path_params["id"] in (each.account, each.object_id)]
        return JSONResponse(found[0].member()) if found else _error(404, "MemberNotFoundInConversation")


def _error(status: int, code: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"error": {"code": code, "message": "…"}}, status, headers=headers)


@contextmanager
def teams_world() -> Iterator[TeamsWorld]:
    """Serve it on loopback while the block runs."""
    world = TeamsWorld()
    with serving(world.app(), bind()) as world.url:
        yield world
