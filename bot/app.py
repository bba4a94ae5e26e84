"""The composition root: the one place where the parts are made and put together. Nothing is built at import."""

import json
import os
import secrets
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import SystemRandom
from typing import TYPE_CHECKING, Protocol

from filelock import FileLock, Timeout
from slack_bolt import App
from slack_sdk import WebClient

from bot.clock import Clock, SystemClock, steady
from bot.clockwork import Clockwork, Tick
from bot.delivery.courier import Courier, Pace
from bot.delivery.transport import Transport
from bot.delivery.worker import RoundsThread
from bot.metrics import Metrics
from bot.parts import SLACK, TEAMS, desk_settings, load_catalog, open_checked
from bot.service import Bell, Service, Side
from bot.setting_values import secret
from bot.settings import BadSettings, Settings, by_oauth
from bot.slack import outgoing
from bot.slack.aftermath import Aftermath
from bot.slack.audiences import Audiences
from bot.slack.connecting import check_connection, connect
from bot.slack.fitting import Fitting
from bot.slack.guard import Guard
from bot.slack.http import SlackDoor
from bot.slack.identity import Directory, Identity
from bot.slack.installed import Installed, Only
from bot.slack.listeners import listening
from bot.slack.payloads import Reader
from bot.slack.people import Addresses
from bot.slack.posting import Poster
from bot.slack.replays import once
from bot.slack.side import SlackSide
from bot.slack.socket import SocketDoor
from bot.slack.surface import Surface
from bot.slack.transport import SlackTransport, delivery_client
from bot.slack.zones import ZoneKeeper
from bot.teams_settings import for_slack, for_teams, missing_settings
from handlers.assistant import Assistant
from handlers.audit import CLOCK, note
from handlers.deals.clock import DealClock
from handlers.deals.drafts import KEPT_FOR
from handlers.delivery.notices import ParkedNotices
from handlers.desk import DeskSettings
from handlers.digests.channels import ChannelPlanner
from handlers.digests.planner import DigestPlanner
from handlers.reviews.planner import ReminderPlanner
from programs.catalog import Catalog
from store.engine import Store, parse_url, sqlite_file

if TYPE_CHECKING:  # botbuilder costs half a second and fifty megabytes: it is loaded where Teams is served
    from bot.teams.edges import Edges

PATIENCE = 2
"""Seconds to wait for a locked database: surfaces wait three for an answer."""
LAG = 0.01
"""Seconds that a question may be behind what another process has just written."""
PLAN, ZONES = "plan", "zones"
REPEATS_WITHIN = timedelta(days=7)
QUESTIONS_KEPT = timedelta(days=30)
FORMS_KEPT = timedelta(days=7)


def build(settings: Settings, clock: Clock, pace: Pace | None = None, edges: "Edges | None" = None) -> Service:
    """Put the whole bot together; with one Slack token it talks to Slack once, to learn who it is.

    `edges` is where Microsoft is, for tests and the demo.

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
        base = Base(settings, clock, pace or Pace(), catalog, store, lock, Metrics(), Bell())
        service = _served(base, edges)
        undo.pop_all()
    return service


def _served(base: "Base", edges: "Edges | None") -> Service:
    """The sides that are configured. The desk is at home in Slack where that is one of them."""
    settings, sides, ticks = base.settings, list[Side](), dict[str, Tick]()
    tenant = (settings.teams_tenant_id or "") if for_teams(settings) else ""
    if for_slack(settings):
        from bot.several import several  # cryptography is loaded where tokens are kept, and nowhere else

        begun = several if by_oauth(settings) else _single
        opened = begun(base)
        desk = desk_settings(settings, opened.home, SLACK, {tenant: TEAMS} if tenant else {})
    else:
        opened = None
        desk = desk_settings(settings, tenant, TEAMS)
    assistant = Assistant(base.store, base.catalog, desk, base.bell.ring)
    if opened is not None:
        side, more = opened.side(assistant)
        sides.append(side)
        ticks |= more
    if tenant:
        from bot.teams.serving import teams

        sides.append(teams(base, assistant, edges))
    for side in sides:
        base.bell.add(side.wake)
    return base.service(desk, assistant, sides, ticks)


Ready = tuple[Side, Mapping[str, Tick]]
"""A side, and what the clock does for it."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Slack as it was found: the workspace the desk is at home in, and how its side is made."""

    home: str
    side: Callable[[Assistant], Ready]


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
    bell: Bell

    def courier(self, transport: Transport, pace: Pace | None = None) -> RoundsThread:
        """Delivers through `transport`, as fast as that platform allows."""
        owner = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}"
        by_chance = SystemRandom()
        return RoundsThread(
            Courier(owner, self.store, transport, self.clock, steady, by_chance, pace or self.pace, self.metrics),
            name=f"{transport.platform}-courier",
        )

    def door(self, app: App) -> SlackDoor:
        """Slack's address, behind the guard."""
        guard = Guard(secret(self.settings.slack_signing_secret), time.time)
        return SlackDoor(app, guard, first_time=once(self.store, self.clock), answered=self.metrics.answered)

    def fitting(self, audiences: Audiences, workspace: str) -> Fitting:
        """What looks at a message's readers before it is posted in one workspace."""

        return Fitting(audiences, self.bound_in(workspace))

    def bound_in(self, workspace: str) -> Callable[[str], str | None]:
        """What gives the partner that a channel of one workspace is bound to."""

        def bound(channel: str) -> str | None:
            with self.store.read() as work:
                found = work.bindings.get(workspace, channel)
            return found.partner if found else None

        return bound

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

    def service(
        self, desk: DeskSettings, assistant: Assistant, sides: Sequence[Side], ticks: Mapping[str, Tick]
    ) -> Service:
        """The sides at work; `ticks` are what the clock does besides planning and forgetting."""
        planners = (
            ReminderPlanner(self.store, self.catalog, desk),
            DealClock(self.store, self.catalog, desk),
            ParkedNotices(self.store, desk),
            DigestPlanner(self.store, self.catalog, desk),
            ChannelPlanner(self.store, self.catalog, desk),
        )
        every = _ticks(self.store, planners, self.clock, self.bell.ring) | dict(ticks)
        clockwork = Clockwork(every, steady, SystemClock().now, self.metrics.ticked)
        self.metrics.look_at(self.store, self.clock, clockwork.since)
        token = secret(self.settings.tierline_metrics_token)
        return Service(self.store, assistant, clockwork, self.lock, self.metrics, tuple(sides), token)


def _single(base: Base) -> Opened:
    """One workspace, whose token is a setting."""
    settings = base.settings
    client = delivery_client(secret(settings.slack_bot_token), settings.slack_api_base_url)
    identity = connect(client)

    def side(assistant: Assistant) -> Ready:
        audiences, aftermath = Audiences(client), Aftermath()
        ticks = base.zones(lambda: client, identity.team)
        addresses = Addresses(client, steady)
        transport = SlackTransport(client, outgoing.stored, addresses, base.fitting(audiences, identity.team).refusal)
        surface = base.surface(assistant, aftermath, client, identity, audiences)
        app, courier = listening(Only(Installed.of(identity, client, surface)), client), base.courier(transport)
        if settings.slack_app_token is None:
            return SlackSide(courier, aftermath, door=base.door(app)), ticks
        connection = SocketDoor(app, secret(settings.slack_app_token), client, base.metrics.answered)
        check_connection(connection, client)
        return SlackSide(courier, aftermath, connection=connection), ticks

    return Opened(identity.team, side)


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
            work.inbox.forget(now - REPEATS_WITHIN)
            work.open_forms.forget(now - FORMS_KEPT)
            work.handed_files.forget(now)
            if gone := work.asked.forget(now - QUESTIONS_KEPT):
                note(work, now, CLOCK, "questions.forgotten", "questions", json.dumps({"questions": gone}))

    return {PLAN: Tick(plan, 30.0), "forget": Tick(forget, 3600.0)}
