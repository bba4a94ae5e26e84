"""The composition root: the one place where the parts are made and put together. Nothing is built at import."""

import json
import os
import secrets
import socket
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import ExitStack, asynccontextmanager, closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import SystemRandom
from typing import Any, Protocol

from filelock import FileLock, Timeout
from slack_bolt import App
from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot.clock import Clock, SystemClock, steady
from bot.clockwork import Clockwork, Tick
from bot.delivery.courier import Courier, Pace
from bot.delivery.transport import Transport
from bot.delivery.worker import CourierThread
from bot.metrics import CONTENT_TYPE, Metrics
from bot.metrics_page import metrics_route
from bot.parts import PLATFORM, desk_settings, load_catalog, open_checked
from bot.setting_values import secret
from bot.settings import BadSettings, Settings, by_oauth
from bot.slack import outgoing
from bot.slack.aftermath import Aftermath
from bot.slack.audiences import Audiences
from bot.slack.connecting import check_connection, connect
from bot.slack.fitting import Fitting
from bot.slack.guard import Guard
from bot.slack.http import SlackDoor, routes
from bot.slack.identity import Directory, Identity
from bot.slack.installed import Installed, Only
from bot.slack.listeners import listening
from bot.slack.payloads import Reader
from bot.slack.people import Addresses
from bot.slack.posting import Poster
from bot.slack.replays import once
from bot.slack.socket import SocketDoor
from bot.slack.surface import Surface
from bot.slack.transport import SlackTransport, delivery_client
from bot.slack.zones import ZoneKeeper
from bot.teams_settings import missing_settings
from handlers.assistant import Assistant
from handlers.audit import CLOCK, note
from handlers.deals.clock import DealClock
from handlers.deals.drafts import KEPT_FOR
from handlers.delivery.notices import ParkedNotices
from handlers.desk import DeskSettings
from handlers.digests.channels import ChannelPlanner
from handlers.digests.planner import DigestPlanner
from handlers.errors import UserError
from handlers.reviews.planner import ReminderPlanner
from programs.catalog import Catalog
from store.engine import Store, parse_url, sqlite_file

STOP_WITHIN = 10.0
PATIENCE = 2
"""Seconds to wait for a locked database: Slack waits three for an answer."""
LAG = 0.01
"""Seconds that a question may be behind what another process has just written."""
PLAN, ZONES = "plan", "zones"
REPEATS_WITHIN = timedelta(days=7)
QUESTIONS_KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Service:
    """Everything that runs. `door` is Slack over HTTP, `connection` is Socket Mode: one of the two.

    `pages` are those that browsers see during an install.
    """

    store: Store
    assistant: Assistant
    courier: CourierThread
    clockwork: Clockwork
    aftermath: Aftermath
    lock: FileLock | None
    metrics: Metrics
    metrics_token: str | None = None
    door: SlackDoor | None = None
    connection: SocketDoor | None = None
    pages: Sequence[BaseRoute] = ()

    def start(self) -> None:
        """Begin to deliver, to tick and, in Socket Mode, to listen."""
        self.assistant.warm()
        self.courier.start()
        self.clockwork.start()
        if self.connection is not None:
            self.connection.start()

    def stop(self, within: float = STOP_WITHIN) -> None:
        """Take nothing new, finish what was begun, and after `within` seconds close the database whatever goes on."""
        until = steady() + within

        def left() -> float:
            return max(0.0, until - steady())

        if self.connection is not None:
            self.connection.close(left() / 2)
        if self.door is not None:
            self.door.close(left() / 2)
        self.clockwork.stop(left() / 2)
        self.aftermath.close(left() / 2)
        self.courier.stop(left())
        self.store.close()
        if self.lock is not None:
            self.lock.release()

    def ailing(self) -> str | None:
        """What no longer runs although the process lives, so that a restart helps; None when all is well."""
        return self.clockwork.ailing() or self.courier.ailing()

    def ready(self) -> None:
        """Return when requests can be answered.

        Raises:
            StoreError: the database cannot be used, or is of another version.
            UserError: Slack is not connected (Socket Mode).
        """
        self.store.check()
        if self.connection is not None and not self.connection.connected:
            raise UserError("There is no connection to Slack just now.")

    def web(self) -> Starlette:
        """The HTTP application: Slack's address and install pages where used, health checks, metrics; starts and stops.

        In Socket Mode it has the health checks and the metrics alone.
        """

        @asynccontextmanager
        async def lifespan(_: Starlette) -> AsyncIterator[None]:
            try:
                self.start()
                yield
            finally:
                self.stop()

        metrics = metrics_route(self.metrics.page, CONTENT_TYPE, self.metrics_token)
        health = routes(self.door, self.ready, self.ailing)
        return Starlette(routes=[*health, metrics, *self.pages], lifespan=lifespan)


def build(settings: Settings, clock: Clock, pace: Pace | None = None) -> Service:
    """Put the whole bot together; with one token it talks to Slack once, to learn who it is.

    Raises:
        BadSettings: settings are missing, Slack refuses a token, or another process uses the SQLite database.
        StoreError: the database cannot be used.
        DefinitionError: a program definition is wrong.
    """
    problems = missing_settings(settings)
    if problems:
        raise BadSettings("\n".join(problems))
    catalog = load_catalog(settings)
    with ExitStack() as undo:  # a start that fails leaves nothing open
        store = undo.enter_context(closing(open_checked(settings, patience=PATIENCE, lag=LAG)))
        lock = _only_process(settings)
        if lock is not None:
            undo.callback(lock.release)
        base = Base(settings, clock, pace or Pace(), catalog, store, lock, Metrics())
        service = _several(base) if by_oauth(settings) else _single(base)
        undo.pop_all()
    return service


@dataclass(frozen=True, slots=True)
class Base:
    """What every way to run is built on."""

    settings: Settings
    clock: Clock
    pace: Pace
    catalog: Catalog
    store: Store
    lock: FileLock | None
    metrics: Metrics

    def courier(self, transport: Transport) -> CourierThread:
        """Delivers through `transport`."""
        owner = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}"
        by_chance = SystemRandom()
        return CourierThread(
            Courier(owner, self.store, transport, self.clock, steady, by_chance, self.pace, self.metrics)
        )

    def door(self, app: App) -> SlackDoor:
        """Slack's address, behind the guard."""
        guard = Guard(secret(self.settings.slack_signing_secret), time.time)
        return SlackDoor(app, guard, first_time=once(self.store, self.clock), answered=self.metrics.answered)

    def fitting(self, audiences: Audiences, workspace: str) -> Fitting:
        """What looks at a message's readers before it is posted in one workspace."""

        def bound(channel: str) -> str | None:
            with self.store.read() as work:
                found = work.bindings.get(workspace, channel)
            return found.partner if found else None

        return Fitting(audiences, bound)

    def surface(
        self, assistant: Assistant, aftermath: Aftermath, client: WebClient, identity: Identity, audiences: Audiences
    ) -> Surface:
        """The listeners of one workspace, with people and channels of its own."""
        zone = self.settings.tierline_time_zone
        reader = Reader(identity, self.clock, zone=zone, directory=Directory(client), audiences=audiences)
        return Surface(assistant, reader, Poster(client), aftermath)

    def zones(self, client: Callable[[], WebClient | None], workspace: str) -> dict[str, Tick]:
        """What the clock does to know where managers live; `client` is that of the home workspace."""
        return {ZONES: Tick(ZoneKeeper(self.store, client, self.clock, workspace).tick, 3600.0)}

    def service(self, parts: "Parts", door: SlackDoor | None, **more: Any) -> Service:
        """The parts at work; `ticks` of `more` are what the clock does besides planning and forgetting."""
        planners = (
            ReminderPlanner(self.store, self.catalog, parts.desk),
            DealClock(self.store, self.catalog, parts.desk),
            ParkedNotices(self.store, parts.desk),
            DigestPlanner(self.store, self.catalog, parts.desk),
            ChannelPlanner(self.store, self.catalog, parts.desk),
        )
        ticks = _ticks(self.store, planners, self.clock, parts.courier.wake) | more.pop("ticks", {})
        clockwork = Clockwork(ticks, steady, SystemClock().now, self.metrics.ticked)
        self.metrics.look_at(self.store, self.clock, PLATFORM, clockwork.since)
        return Service(
            store=self.store,
            assistant=parts.assistant,
            courier=parts.courier,
            clockwork=clockwork,
            aftermath=parts.aftermath,
            door=door,
            lock=self.lock,
            metrics=self.metrics,
            metrics_token=secret(self.settings.tierline_metrics_token),
            **more,
        )


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts that every way to run has."""

    desk: DeskSettings
    assistant: Assistant
    courier: CourierThread
    aftermath: Aftermath


def _single(base: Base) -> Service:
    """One workspace, whose token is a setting."""
    settings = base.settings
    client = delivery_client(secret(settings.slack_bot_token), settings.slack_api_base_url)
    identity = connect(client)
    desk = desk_settings(settings, identity.team)
    audiences = Audiences(client)
    addresses = Addresses(client, steady)
    transport = SlackTransport(client, outgoing.stored, addresses, base.fitting(audiences, identity.team).refusal)
    courier = base.courier(transport)
    parts = Parts(desk, Assistant(base.store, base.catalog, desk, courier.wake), courier, Aftermath())
    surface = base.surface(parts.assistant, parts.aftermath, client, identity, audiences)
    app = listening(Only(Installed.of(identity, client, surface)), client)
    ticks = base.zones(lambda: client, identity.team)
    if settings.slack_app_token is None:
        return base.service(parts, base.door(app), ticks=ticks)
    connection = SocketDoor(app, secret(settings.slack_app_token), client, base.metrics.answered)
    check_connection(connection, client)
    return base.service(parts, None, connection=connection, ticks=ticks)


def _several(base: Base) -> Service:
    """Several workspaces, each with the token that its own install brought."""
    from bot.several import several  # cryptography is loaded where tokens are kept, and nowhere else

    return several(base)


def _only_process(settings: Settings) -> FileLock | None:
    """SQLite serves one process; a second one is told so instead of fighting over the file."""
    file = sqlite_file(parse_url(settings.database_url))
    if file is None:
        return None
    lock = FileLock(f"{file}.serving", thread_local=False)  # taken by one thread, given back by the server's
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise BadSettings(
            f"Another Tierline already serves from {file}. Stop it, or use PostgreSQL (DATABASE_URL) to run several."
        ) from None
    return lock


class Planner(Protocol):
    """Does what is due."""

    def tick(self, now: datetime) -> int:
        """Do what is due at `now` (aware); how many things that were."""


def _ticks(store: Store, planners: Sequence[Planner], clock: Clock, written: Callable[[], None]) -> dict[str, Tick]:
    """What the clock does: write down what is due and wake the courier; forget what is of no more use."""

    def plan() -> None:
        if any([planner.tick(clock.now()) for planner in planners]):
            written()

    def forget() -> None:
        with store.write() as work:
            now = clock.now()
            work.inbound.forget(now - REPEATS_WITHIN)
            work.drafts.forget(now - KEPT_FOR)
            if gone := work.asked.forget(now - QUESTIONS_KEPT):
                note(work, now, CLOCK, "questions.forgotten", "questions", json.dumps({"questions": gone}))

    return {PLAN: Tick(plan, 30.0), "forget": Tick(forget, 3600.0)}
