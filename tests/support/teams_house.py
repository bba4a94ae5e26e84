"""The whole house with Teams at its door, and the people who talk to it there."""

import itertools
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx
from pydantic import SecretStr

from bot.app import PLAN, build
from bot.delivery.courier import Pace
from bot.demo.loopback import bind, serving
from bot.service import Service
from bot.settings import Settings
from bot.teams.edges import Edges
from tests.support.house import MONDAY, ZONE, WalkingClock, until
from tests.support.teams_keys import APP, TENANT, KeyServer, bearer
from tests.support.teams_world import CHANNEL, TOKEN, Person, Posted, TeamsWorld

Json = dict[str, Any]
BOT = f"28:{APP}"


def teams_settings(database: str, **other: Any) -> Settings:
    """Settings of a house that Teams alone talks to."""
    chosen: dict[str, Any] = {
        "teams_app_id": APP,
        "teams_tenant_id": TENANT,
        "teams_client_secret": SecretStr("a secret of the test"),
        "tierline_public_url": "http://127.0.0.1:1",
        "database_url": database,
        "tierline_deal_desk_channel": CHANNEL,
        "tierline_approvers": frozenset(),
        "tierline_admins": frozenset({"noa@vendor.example"}),
        "tierline_time_zone": ZONE,
        "tierline_country": "US",
        "tierline_programs_dir": None,
    }
    return Settings(_env_file=None, **chosen | other)


@dataclass
class TeamsHouse:
    """The running service behind real HTTP, with real tokens."""

    world: TeamsWorld
    keys: KeyServer
    service: Service
    clock: WalkingClock
    url: str
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def member(self, person: Person) -> "TeamsMember":
        return TeamsMember(self, person)

    def send(self, activity: Mapping[str, Any], header: str | None = None) -> httpx.Response:
        """One activity, signed as Teams does."""
        signed = header if header is not None else bearer(serviceurl=self.world.url)
        headers = {"Authorization": signed} if signed else {}
        return httpx.post(f"{self.url}/api/messages", json=dict(activity), headers=headers, timeout=20)

    def tick(self) -> None:
        self.service.clockwork.tick_now(PLAN)

    def settled(self) -> None:
        """Wait until nothing is worked on or on its way any more."""

        def nothing() -> bool:
            with self.service.store.read() as work:
                return not work.inbox.count() and not {"pending", "sending"} & work.outbox.counts().keys()

        until("everything is settled", nothing)


@dataclass
class TeamsMember:
    """One person in Teams: writes, presses, fills in."""

    house: TeamsHouse
    person: Person

    def says(self, words: str, where: str = "", thread: str = "", **other: Any) -> Posted:
        """Write something, and wait for what is posted in answer."""
        before = len(self.house.world.posted)
        assert self.writes(words, where, thread, **other).status_code == 200
        return self.house.world.wait(before + 1)

    def writes(self, words: str, where: str = "", thread: str = "", **other: Any) -> httpx.Response:
        """Write something; in a channel or group chat Teams asks for a mention."""
        base = self.activity("message", where, thread)
        if where and where != self.person.chat:
            base["text"] = f"<at>Tierline</at> {words}"
            base["entities"].append(
                {"type": "mention", "text": "<at>Tierline</at>", "mentioned": {"id": BOT, "name": "Tierline"}}
            )
        else:
            base["text"] = words
        return self.house.send(base | other)

    def presses(self, shown: Posted, label: str) -> Json:
        """Press a button of a message that Teams answers at once."""
        action = action_of(shown.card, label)
        where, _, _thread = shown.conversation.partition(";messageid=")
        if action["type"] == "Action.Submit":
            return self.invoke("task/fetch", {"data": action["data"]}, where, shown.id)
        value = {"action": {"type": "Action.Execute", "verb": action["verb"], "data": action["data"]}}
        return self.invoke("adaptiveCard/action", value, where, shown.id)

    def fills(self, dialog: Json, where: str = "", **filled: Any) -> Json:
        """Fill in the form of a dialog that was opened in a conversation, one's own chat where none is named."""
        card = dialog["task"]["value"]["card"]["content"]
        inputs = {each["id"]: each.get("value", "") for each in elements(card) if each["type"].startswith("Input.")}
        assert set(filled) <= set(inputs), set(filled) - set(inputs)
        submit = next(each for each in card["actions"] if each["type"] == "Action.Submit")
        return self.invoke("task/submit", {"data": {**submit["data"], **inputs, **filled}}, where)

    def searches(self, dialog: Json, field: str, typed: str) -> list[Json]:
        """Type into a search field of a dialog."""
        card = dialog["task"]["value"]["card"]["content"]
        query = next(each for each in elements(card) if each.get("id") == field)["choices.data"]
        value = {"queryText": typed, "queryOptions": {"skip": 0, "top": 15}, "dataset": query["dataset"]}
        found: list[Json] = self.invoke("application/search", value)["value"]["results"]
        return found

    def invoke(self, name: str, value: Json, where: str = "", message: str = "") -> Json:
        """An invoke, and the body of its answer."""
        base = self.activity("invoke", where) | {"name": name, "value": value}
        answer = self.house.send(base | ({"replyToId": message} if message else {}))
        assert answer.status_code == 200, (answer.status_code, answer.text)
        found: Json = answer.json()
        return found

    def house_tenant(self, place: str) -> str:
        """The tenant of a conversation: somebody of another one writes to us in a channel of ours alone."""
        return self.person.tenant if place == self.person.chat else TENANT

    def installs(self, where: str = "", action: str = "add") -> httpx.Response:
        return self.house.send(self.activity("installationUpdate", where) | {"action": action})

    def activity(self, kind: str, where: str = "", thread: str = "") -> Json:
        number, place = next(self.house.numbers), where or self.person.chat
        sort = "personal" if place.startswith("a:") else "channel" if place.endswith("tacv2") else "groupChat"
        data: Json = {"tenant": {"id": self.person.tenant}}
        id = f"17325{number:08d}"
        if sort == "channel":
            data |= {"team": {"id": place if place != CHANNEL else CHANNEL}, "channel": {"id": place}}
        conversation = f"{place};messageid={thread or id}" if sort == "channel" else place
        return {
            "type": kind,
            "id": id,
            "timestamp": "2026-11-26T09:00:00Z",
            "channelId": "msteams",
            "serviceUrl": self.house.world.url,
            "from": {"id": self.person.account, "name": self.person.name, "aadObjectId": self.person.object_id},
            "conversation": {"id": conversation, "conversationType": sort, "tenantId": self.house_tenant(place)},
            "recipient": {"id": BOT, "name": "Tierline"},
            "entities": [{"type": "clientInfo", "locale": "en-US", "timezone": "America/Los_Angeles"}],
            "channelData": data,
        }


def elements(value: Any) -> Iterator[Json]:
    """Every object with a type somewhere in a card."""
    if isinstance(value, dict):
        if "type" in value:
            yield value
        value = list(value.values())
    for inner in value if isinstance(value, list) else ():
        yield from elements(inner)


def action_of(card: Json, label: str) -> Json:
    """The button named `label`; of one that asks first, the button that says yes."""
    for each in elements(card):
        if each["type"].startswith("Action.") and each.get("title") == label:
            if each["type"] == "Action.ShowCard":
                return next(inner for inner in elements(each["card"]) if inner["type"].startswith("Action."))
            return each
    raise AssertionError(f"no button {label!r} in {json.dumps(card, ensure_ascii=False)}")


def buttons(card: Json) -> list[str]:
    return [each["title"] for each in elements(card) if each["type"].startswith("Action.") and "title" in each]


@contextmanager
def living_in_teams(
    world: TeamsWorld, keys: KeyServer, settings: Settings, start: datetime = MONDAY
) -> Iterator[TeamsHouse]:
    """A house at work behind a real HTTP server."""
    clock = WalkingClock(start)
    edges = Edges(openid_url=f"{keys.url}/openid", loopback=frozenset({"127.0.0.1"}), token=lambda: TOKEN)
    service = build(settings, clock, Pace(interval=0.01, settle=0.05), edges)
    with serving(service.web(), bind()) as url:
        yield TeamsHouse(world, keys, service, clock, url)
