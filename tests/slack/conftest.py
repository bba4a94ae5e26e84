"""The Slack surface by itself: real app, door and guard, with a stand-in for the assistant behind them.

Here one sees what the surface asks the assistant for and what it makes of each kind of outcome, also of those that the
real handlers hardly ever give. The whole house, with nothing replaced but Slack, is tested in `tests/house`.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.routing import Route

from bot.clock import FrozenClock
from bot.service import health
from bot.slack.aftermath import Aftermath
from bot.slack.guard import Guard
from bot.slack.http import PATH, SlackDoor
from bot.slack.identity import Directory, identify
from bot.slack.listeners import build_app
from handlers.documents import (
    Audience,
    Button,
    Buttons,
    Field,
    FieldErrors,
    Form,
    Input,
    Outcome,
    Paragraph,
    Reply,
    text,
)
from handlers.errors import UserError
from handlers.request import Request, Role
from tests.support.slack import SECRET, LoopbackSlack, SignedSlack, loopback_slack

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@dataclass
class StandIn:
    """What `bot.slack.surface.Answers` asks for: gives each kind of outcome on demand and keeps what it was asked."""

    asked: list[Request] = field(default_factory=list)
    later: list[tuple[Request, str, str | None]] = field(default_factory=list)
    down: Exception | None = None

    def handle(self, request: Request) -> Outcome:
        self.asked.append(request)
        if self.down:
            raise self.down
        if request.actor.role is Role.outsider:
            raise UserError("Only people of our own company may ask.")
        if request.route:
            return self._route(request)
        match request.text:
            case "register":
                return FORM
            case "share":
                return Reply("Acme is Silver.", audience=Audience.conversation)
            case "wrong":
                raise UserError("There is no partner Acmee. Did you mean Acme?")
            case "bug":
                raise KeyError("secret-of-the-database")
            case words:
                return Reply(f"You asked: {words}", (Buttons((Button("Evidence", "tiers.evidence", "acme"),)),))

    def _route(self, request: Request) -> Outcome:
        match request.route:
            case "deals.open":
                return FORM
            case "deals.submit" if request.values["customer"] == "bug":
                raise KeyError("secret-of-the-database")
            case "deals.submit" if request.values["customer"] == "taken":
                raise UserError("Globex is already registered as DR-1001.")
            case "deals.submit" if request.values["customer"] == "wrong":
                return FieldErrors({"close_on": "The close date is in the past.", "gone": "Also this."})
            case "deals.submit":
                return Reply(f"DR-1002 is submitted for {request.values['customer']}.")
            case "deals.approve":
                return Reply(f"{request.value} is approved by {request.actor.name}.", replaces=True)
            case "home":
                return Reply(f"Good day, {request.actor.name}.", (Paragraph(text("Nothing waits for you.")),))
            case route:
                return Reply(f"{route} {request.value}")

    def answer_later(self, request: Request, target: str, thread: str | None) -> None:
        if self.down:
            raise self.down
        self.later.append((request, target, thread))


FORM = Form(
    "deals.submit",
    "Register a deal",
    "Register",
    (Field("customer", "Customer", Input.line), Field("close_on", "Close", Input.day)),
    state=(("partner", "acme"),),
)


@pytest.fixture(scope="session")
def slack_server() -> Iterator[LoopbackSlack]:
    with loopback_slack(LoopbackSlack()) as server:
        yield server


@pytest.fixture
def slack(slack_server: LoopbackSlack) -> LoopbackSlack:
    slack_server.forget()
    return slack_server


@pytest.fixture
def assistant() -> StandIn:
    return StandIn()


@pytest.fixture
def aftermath() -> Iterator[Aftermath]:
    after = Aftermath()
    yield after
    after.close()


@pytest.fixture
def client(slack: LoopbackSlack) -> WebClient:
    return WebClient("xoxb-test", base_url=slack.base_url, retry_handlers=[])


@pytest.fixture
def bolt(client: WebClient, assistant: StandIn, aftermath: Aftermath) -> Any:
    return build_app(
        assistant,
        client,
        identify(client),
        FrozenClock(NOON),
        aftermath=aftermath,
        directory=Directory(client),
        zone="America/New_York",
    )


def served(door: SlackDoor, ready: Callable[[], None]) -> Starlette:
    """The door and the health checks as a server would run them."""
    return Starlette(routes=[Route(PATH, door), *health(ready)])


@pytest.fixture
def door(bolt: Any) -> Iterator[SlackDoor]:
    opened = SlackDoor(bolt, Guard(SECRET, time.time), workers=2)
    yield opened
    opened.close()


@pytest.fixture
def pam(door: SlackDoor, slack: LoopbackSlack) -> SignedSlack:
    """A member of our team, who uses Slack."""
    return SignedSlack(served(door, lambda: None), slack.hook)
