"""The whole house on one database, and the people who talk to it through Slack."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

from pydantic import SecretStr

from bot.app import PLAN, build
from bot.service import Service
from bot.settings import Settings
from bot.slack.side import SlackSide
from store.records import AuditEntry
from tests.support.slack import SECRET, TEAM, Answer, SignedSlack
from tests.support.workspace import Workspace

MONDAY = datetime(2024, 7, 15, 17, 0, tzinfo=UTC)
ZONE = "America/Los_Angeles"
DEALS, REVIEWS = "C0DEALS", "C0REVIEWS"
PEOPLE = {"U0PAM": "Pam Okafor", "U0DANA": "Dana Ruiz", "U0SAM": "Sam Lindqvist", "U0NOA": "Noa Levi"}
APPROVERS = frozenset({"U0DANA", "U0SAM"})


SECOND_PAGE = "deals.submit"


class WalkingClock:
    """A clock that starts at a given instant and goes on from there; it can be moved forward."""

    def __init__(self, start: datetime) -> None:
        self._start, self._begun = start, time.monotonic()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=time.monotonic() - self._begun)

    def move_to(self, instant: datetime) -> None:
        self._start += instant - self.now()


def settings(slack: Workspace, database: str, **other: Any) -> Settings:
    """Settings of a house that talks to `slack`, whatever the environment says."""
    chosen: dict[str, Any] = {
        "slack_bot_token": SecretStr("xoxb-test"),
        "slack_signing_secret": SecretStr(SECRET),
        "slack_app_token": None,
        "slack_api_base_url": slack.base_url,
        "database_url": database,
        "tierline_deal_desk_channel": DEALS,
        "tierline_review_channel": REVIEWS,
        "tierline_approvers": APPROVERS,
        "tierline_admins": frozenset({"noa@vendor.example"}),
        "tierline_time_zone": ZONE,
        "tierline_country": "US",
        "tierline_programs_dir": None,
    }
    return Settings(_env_file=None, **chosen | other)


class Member(SignedSlack):
    """One person in Slack: says things, presses buttons, fills in forms."""

    def __init__(self, house: "House", user: str, team: str = TEAM) -> None:
        super().__init__(house.app, house.slack.hook)
        self._house = house
        self.user = user
        self._who = {"id": user, "name": PEOPLE.get(user, user).split()[0].lower(), "team_id": team}
        self._number = house.people * 1000
        house.people += 1

    def say(self, line: str) -> dict[str, Any]:
        """Type a line: `/partner …` as a command, anything else too; gives what is shown in answer."""
        words = line.removeprefix("/partner").strip()
        return self._json(self.command(words, user_id=self.user, team_id=self._who["team_id"]))

    def mention(self, words: str, channel: str = "C0CHAN", **other: Any) -> Answer:
        """Write `@Tierline words` in a channel."""
        event = {"type": "app_mention", "user": self.user, "user_team": self._who["team_id"]}
        return self.event(event | {"text": f"<@U0BOT> {words}", "ts": "18.5", "channel": channel}, **other)

    def direct(self, words: str, **other: Any) -> Answer:
        """Write to the app directly."""
        event = {"type": "message", "channel_type": "im", "channel": "D" + self.user, "user": self.user}
        return self.event(event | {"user_team": self._who["team_id"], "text": words, "ts": "19.5"}, **other)

    def team(self) -> dict[str, Any]:
        """How an event names the team of this person."""
        return {"team": self._who["team_id"]}

    def click(self, shown: Mapping[str, Any], label: str, **other: Any) -> Answer:
        """Press the button named `label` in a message or a view."""
        found = button(shown, label)
        return self.press(found["action_id"], found.get("value", ""), **other)

    def form(self, **other: Any) -> dict[str, Any]:
        """The registration form as it opens after `/partner register`."""
        before = self._house.slack.count("views.open")
        self.command("register", user_id=self.user, team_id=self._who["team_id"])
        return self._house.slack.wait("views.open", before + 1)["view"]

    def second_page(self, view: Mapping[str, Any], filled: Mapping[str, Any]) -> dict[str, Any]:
        """Fill in the first page of the form and go on; gives the second page."""
        return dict(self._submit(view, filled)["view"])

    def send(self, view: Mapping[str, Any], filled: Mapping[str, Any], **again: Any) -> dict[str, Any]:
        """Fill in a view and submit it, and what takes its place when that is another page of the same form.

        `id` and `hash` name a view that is sent again.
        """
        answer = self._submit(view, filled, **again)
        following = answer.get("view", {})
        if following.get("callback_id") == SECOND_PAGE:
            named = {block.get("block_id") for block in following["blocks"]}
            rest = {name: value for name, value in filled.items() if name in named}
            return self._submit(following, rest, **({"id": again["id"], "hash": "second"} if again else {}))
        return answer

    def _submit(self, view: Mapping[str, Any], filled: Mapping[str, Any], **again: Any) -> dict[str, Any]:
        shown = {**view, "id": "V" + self._fresh(self.user), "hash": self._fresh("hash"), **again}
        shown["state"] = {"values": state_of(view, filled)}
        return self._json(self._interact({"type": "view_submission", "view": shown}))

    def _interact(self, payload: dict[str, Any]) -> Answer:
        return super()._interact({"user": self._who, "team": {"id": TEAM, "domain": "x"}} | payload)

    def _json(self, answer: Answer) -> dict[str, Any]:
        assert answer.status == 200, answer
        body: dict[str, Any] = answer.json() if answer.body else {}
        self._house.slack.acknowledged.append(body)
        return body


def button(shown: Any, label: str) -> dict[str, Any]:
    """The button named `label` somewhere in `shown`."""
    found = [each for each in _elements(shown) if each.get("type") == "button" and each["text"]["text"] == label]
    assert found, f"no button {label!r} in {json.dumps(shown)}"
    return found[0]


def buttons(shown: Any) -> list[str]:
    return [each["text"]["text"] for each in _elements(shown) if each.get("type") == "button"]


def _elements(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    for inner in value if isinstance(value, list) else ():
        yield from _elements(inner)


def state_of(view: Mapping[str, Any], filled: Mapping[str, Any]) -> dict[str, Any]:
    """`view.state.values` as Slack sends it for these answers; only what the form offers can be chosen."""
    inputs = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    assert set(filled) <= set(inputs), set(filled) - set(inputs)
    return {name: {element["action_id"]: _filled(element, filled.get(name))} for name, element in inputs.items()}


def _filled(element: Mapping[str, Any], value: Any) -> dict[str, Any]:
    kind = element["type"]
    offered = [each["value"] for each in _elements(dict(element)) if "value" in each]
    match kind:
        case "plain_text_input":
            return {"type": kind, "value": value if value is not None else element.get("initial_value")}
        case "datepicker":
            return {"type": kind, "selected_date": value or element.get("initial_date")}
        case "multi_static_select":
            assert set(value or ()) <= set(offered), value
            return {"type": kind, "selected_options": [{"value": each} for each in value or ()]}
        case "static_select" | "external_select":
            assert kind == "external_select" or value is None or value in offered, value
            return {"type": kind, "selected_option": {"value": value} if value else element.get("initial_option")}
    raise AssertionError(f"unknown input {kind}")


@dataclass
class House:
    """The running service; `stop` and `start` again play a restart on the same database."""

    slack: Workspace
    settings: Settings
    clock: WalkingClock
    service: Service
    people: int = 0
    running: bool = field(default=False)

    def __post_init__(self) -> None:
        self.app = self.service.web()
        self.start()

    @property
    def side(self) -> SlackSide:
        """Slack's side of the service."""
        side = self.service.sides[0]
        assert isinstance(side, SlackSide)
        return side

    def start(self) -> None:
        self.service.start()
        self.running = True

    def stop(self) -> None:
        if self.running:
            self.running = False
            self.service.stop()

    def restart(self) -> None:
        self.stop()
        self.service = build(self.settings, self.clock)
        self.__post_init__()

    def member(self, user: str, team: str = TEAM) -> Member:
        return Member(self, user, team)

    def tick(self) -> None:
        """What the clock does every half minute, now."""
        self.service.clockwork.tick_now(PLAN)

    def outbox(self) -> dict[str, int]:
        """How many messages are in each state."""
        with self.service.store.read() as work:
            return work.outbox.counts()

    def delivered(self) -> None:
        """Wait until nothing is on its way any more."""
        until("everything is delivered", lambda: not {"pending", "sending"} & self.outbox().keys())

    def audit(self, subject: str) -> list[AuditEntry]:
        with self.service.store.read() as work:
            return list(work.audit.of(subject))

    def registrations(self, partner: str = "acme") -> list[tuple[str, str | None, str]]:
        with self.service.store.read() as work:
            return [(each.id, each.customer, each.state) for each in work.registrations.of_partner(partner)]


def until(what: str, true: Callable[[], Any], seconds: float = 10.0) -> None:
    """Look again and again until `true()`; fails after `seconds`."""
    end, pause = time.monotonic() + seconds, Event()
    while not true():
        assert time.monotonic() < end, f"waited in vain until {what}"
        pause.wait(0.01)


@contextmanager
def living(slack: Workspace, database: str, start: datetime = MONDAY, **other: Any) -> Iterator[House]:
    """A house at work; whatever it sent is kept in `slack`."""
    clock, chosen = WalkingClock(start), settings(slack, database, **other)
    house = House(slack, chosen, clock, build(chosen, clock))
    try:
        yield house
    finally:
        slack.hold.set()
        house.stop()
