"""The composition root: the one place where the parts are made and put together. Nothing is built at import."""

import os
import secrets
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager, closing
from dataclasses import dataclass
from datetime import timedelta
from random import SystemRandom

from filelock import FileLock, Timeout
from pydantic import SecretStr
from slack_sdk import WebClient
from starlette.applications import Starlette

from bot.clock import Clock, SystemClock, steady
from bot.clockwork import Clockwork, Tick
from bot.delivery.courier import Courier, Pace
from bot.delivery.worker import CourierThread
from bot.parts import desk_settings, load_catalog, open_checked
from bot.settings import BadSettings, Settings, missing_for_slack
from bot.slack import outgoing
from bot.slack.aftermath import Aftermath
from bot.slack.audiences import Audiences
from bot.slack.connecting import check_connection, connect
from bot.slack.fitting import Fitting
from bot.slack.guard import Guard
from bot.slack.http import SlackDoor, routes
from bot.slack.identity import Directory
from bot.slack.people import Addresses
from bot.slack.socket import SocketDoor
from bot.slack.surface import build_app
from bot.slack.transport import SlackTransport, delivery_client
from handlers.assistant import Assistant
from handlers.reviews import ReminderPlanner
from programs.catalog import Catalog
from store.engine import Store, parse_url, sqlite_file

STOP_WITHIN = 10.0
PATIENCE = 2
"""Seconds to wait for a locked database: Slack waits three for an answer."""
LAG = 0.01
"""Seconds that a question may be behind what another process has just written."""
PLAN = "plan"
REPEATS_WITHIN = timedelta(days=7)
QUESTIONS_KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Service:
    """Everything that runs. `door` is Slack over HTTP, `connection` is Socket Mode: one of the two."""

    store: Store
    assistant: Assistant
    courier: CourierThread
    clockwork: Clockwork
    aftermath: Aftermath
    door: SlackDoor | None
    connection: SocketDoor | None
    lock: FileLock | None

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
            self.connection.close()
        if self.door is not None:
            self.door.close(left() / 2)
        self.clockwork.stop()
        self.aftermath.close(left() / 2)
        self.courier.stop(left())
        self.store.close()
        if self.lock is not None:
            self.lock.release()

    def web(self) -> Starlette:
        """The HTTP application: Slack's address when it is used, and the health checks; it starts and stops this."""

        @asynccontextmanager
        async def lifespan(_: Starlette) -> AsyncIterator[None]:
            try:
                self.start()
                yield
            finally:
                self.stop()

        return Starlette(routes=routes(self.door, self.store.check), lifespan=lifespan)


def build(settings: Settings, clock: Clock, pace: Pace | None = None) -> Service:
    """Put the whole bot together; it talks to Slack once, to learn who it is.

    Raises:
        BadSettings: settings are missing, Slack refuses a token, or another process uses the SQLite database.
        StoreError: the database cannot be used.
        DefinitionError: a program definition is wrong.
    """
    problems = missing_for_slack(settings)
    if problems:
        raise BadSettings("\n".join(problems))
    catalog = load_catalog(settings)
    with ExitStack() as undo:  # a start that fails leaves nothing open
        store = undo.enter_context(closing(open_checked(settings, patience=PATIENCE, lag=LAG)))
        lock = _only_process(settings)
        if lock is not None:
            undo.callback(lock.release)
        client = delivery_client(_secret(settings.slack_bot_token), settings.slack_api_base_url)
        service = _assemble(settings, clock, pace or Pace(), catalog, store, lock, client)
        if service.connection is not None:
            check_connection(service.connection, client)
        undo.pop_all()
    return service


def _assemble(
    settings: Settings,
    clock: Clock,
    pace: Pace,
    catalog: Catalog,
    store: Store,
    lock: FileLock | None,
    client: WebClient,
) -> Service:
    identity = connect(client)
    desk = desk_settings(settings, identity.team)
    audiences = Audiences(client)
    fitting = Fitting(audiences, lambda channel: _bound(store, identity.team, channel))
    courier = CourierThread(_courier(store, client, clock, pace, fitting))
    assistant = Assistant(store, catalog, desk, courier.wake)
    aftermath = Aftermath()
    app = build_app(
        assistant,
        client,
        identity,
        clock,
        aftermath=aftermath,
        directory=Directory(client),
        audiences=audiences,
        zone=desk.zone,
    )
    over_socket = settings.slack_app_token is not None
    return Service(
        store=store,
        assistant=assistant,
        courier=courier,
        clockwork=Clockwork(
            _ticks(store, ReminderPlanner(store, catalog, desk), clock, courier.wake), steady, SystemClock().now
        ),
        aftermath=aftermath,
        door=None if over_socket else SlackDoor(app, Guard(_secret(settings.slack_signing_secret), time.time)),
        connection=SocketDoor(app, _secret(settings.slack_app_token), client) if over_socket else None,
        lock=lock,
    )


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


def _bound(store: Store, workspace: str, channel: str) -> str | None:
    """The partner that a channel is bound to, as it is recorded at this moment."""
    with store.read() as work:
        found = work.bindings.get(workspace, channel)
    return found.partner if found else None


def _courier(store: Store, client: WebClient, clock: Clock, pace: Pace, fitting: Fitting) -> Courier:
    transport = SlackTransport(client, outgoing.stored, Addresses(client, steady), fitting.refusal)
    owner = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}"
    return Courier(owner, store, transport, clock, steady, SystemRandom(), pace)


def _ticks(store: Store, planner: ReminderPlanner, clock: Clock, written: Callable[[], None]) -> dict[str, Tick]:
    """What the clock does: write down what is due and wake the courier; forget what is of no more use."""

    def plan() -> None:
        if planner.tick(clock.now()):
            written()

    def forget() -> None:
        with store.write() as work:
            work.inbound.forget(clock.now() - REPEATS_WITHIN)
            work.asked.forget(clock.now() - QUESTIONS_KEPT)

    return {PLAN: Tick(plan, 30.0), "forget": Tick(forget, 3600.0)}


def _secret(value: SecretStr | None) -> str:
    return value.get_secret_value() if value else ""
