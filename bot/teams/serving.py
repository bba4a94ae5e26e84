"""Teams at work: its parts made from the settings and put together. Loaded only where Teams is configured."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import httpx
from starlette.routing import BaseRoute, Route

from bot.app import Base
from bot.clock import steady
from bot.crew import Crew
from bot.delivery.worker import RoundsThread
from bot.payloads import text
from bot.problems import log
from bot.service import Bell
from bot.setting_values import secret
from bot.settings import Settings
from bot.teams.addresses import Addresses
from bot.teams.client import NETWORK, Connector, Json, http_client
from bot.teams.credentials import Certificate, Credential, ManagedIdentity, Secret
from bot.teams.dialogs import Dialogs
from bot.teams.door import PATH, TeamsDoor
from bot.teams.edges import Edges, service_allowed
from bot.teams.errors import judge
from bot.teams.files import Files
from bot.teams.fitting import Fitting
from bot.teams.inbox import InboxWorker
from bot.teams.letters import Letters
from bot.teams.messages import Messages
from bot.teams.outgoing import Drawing
from bot.teams.people import Audiences, Directory
from bot.teams.reading import Reader, conversation_of
from bot.teams.sdk.tokens import Tokens
from bot.teams.sdk.verifying import Verifier
from bot.teams.showing import Showing
from bot.teams.surface import Surface
from bot.teams.transport import TeamsTransport
from handlers.assistant import Assistant
from handlers.documents import Reply
from handlers.routes import opening

SLOWER: Final = 2.0
BURST: Final = 7
"""A conversation takes 7 messages in a second and 1,800 in an hour: twice Slack's interval, and more at once.

Source: learn.microsoft.com, "Optimize your bot with rate limiting in Teams", per bot per thread limit.
"""


@dataclass(frozen=True, slots=True)
class TeamsSide:
    """What takes activities, works on them and delivers; `crew` rewrites messages after a button was pressed."""

    verifier: Verifier
    door: TeamsDoor
    inbox: RoundsThread
    courier: RoundsThread
    crew: Crew
    http: httpx.Client
    files: Files

    @property
    def listens(self) -> str:
        """Where Teams reaches it."""
        return PATH

    def start(self) -> None:
        """Begin to deliver, and to work on what was kept."""
        self.verifier.warm()
        self.courier.start()
        self.inbox.start()

    def hush(self, within: float) -> None:
        """Take nothing new, and finish in `within` seconds what was begun."""
        self.door.close(within / 2)
        self.inbox.stop(within / 2)

    def stop(self, within: float) -> None:
        """Finish what is being delivered, in `within` seconds."""
        self.crew.finish(within / 2)
        self.courier.stop(within / 2)
        self.http.close()

    def wake(self) -> None:
        """Deliver now what has just been written."""
        self.courier.wake()

    def ailing(self) -> str | None:
        """What no longer runs although the process lives."""
        return self.courier.ailing() or self.inbox.ailing()

    def ready(self) -> None:
        """Teams reaches us, and not we Teams: nothing has to be connected."""

    def routes(self) -> Sequence[BaseRoute]:
        """Teams' address, and the one of files."""
        return [Route(PATH, self.door), *self.files.routes()]


def teams(base: Base, assistant: Assistant, edges: Edges | None) -> TeamsSide:
    """The side of the settings' tenant. `edges` is where Microsoft is, for tests and the demo."""
    settings, store, clock = base.settings, base.store, base.clock
    app, tenant, around = settings.teams_app_id or "", settings.teams_tenant_id or "", edges or Edges()
    http = http_client()
    token = around.token or Tokens(credential(settings), app, tenant, clock).get
    connector = Connector(http, token, lambda url: service_allowed(url, around))
    addresses = Addresses(store, connector, clock, tenant, f"28:{app}")
    bound, drawing = base.bound_in(tenant), Drawing(opening())
    audiences = Audiences(connector, tenant, steady, bound)
    fitting = Fitting(audiences, bound)
    pace = replace(base.pace, interval=SLOWER * base.pace.interval, burst=BURST)
    courier = base.courier(TeamsTransport(connector, addresses, drawing, fitting), pace)
    zone, directory = settings.tierline_time_zone, Directory(connector, tenant, steady)
    reader = Reader(tenant, clock, directory, audiences, zone=zone)
    files = Files(store, clock, settings.tierline_public_url)
    showing = Showing(assistant, Letters(store, base.bell.ring), Dialogs(store, drawing), files)
    crew = Crew(1, "teams-after")
    came = Bell()
    messages = Messages(tenant, store, clock, reader, showing, came.ring)
    inbox = RoundsThread(InboxWorker(store, clock, messages), name="teams-inbox")
    came.add(inbox.wake)
    rewriting = _Rewriting(crew, connector, drawing)
    surface = Surface(tenant, store, reader, messages, showing, rewriting.soon)
    verifier = Verifier(app, tenant, around)
    door = TeamsDoor(verifier, surface, answered=base.metrics.answered)
    return TeamsSide(verifier, door, inbox, courier, crew, http, files)


def credential(settings: Settings) -> Credential:
    """How we log in to Microsoft; the settings name one way."""
    if settings.teams_managed_identity:
        return ManagedIdentity()
    if settings.teams_certificate_file is not None:
        return Certificate(settings.teams_certificate_file)
    return Secret(secret(settings.teams_client_secret))


@dataclass(frozen=True, slots=True)
class _Rewriting:
    """Draws a message anew for everybody: what an invoke is answered with is seen by whoever pressed the button."""

    crew: Crew
    connector: Connector
    drawing: Drawing

    def soon(self, activity: Json, reply: Reply) -> None:
        """Rewrite the message of a pressed button, once the invoke is answered."""
        self.crew.submit(self._now, activity, reply)

    def _now(self, activity: Json, reply: Reply) -> None:
        where, message = conversation_of(activity)[0], text(activity, "replyToId")
        try:
            self.connector.update(text(activity, "serviceUrl"), where, message, self.drawing.activity(reply))
        except (*NETWORK, ValueError) as error:
            log.warning("A message could not be rewritten for everybody: %s", judge(error).reason)
