"""The Bolt app: few listeners, one a kind of payload, each handed to the surface of the installation it belongs to."""

import logging
import re
from typing import Any, Final

from slack_bolt import Ack, App, BoltContext, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk import WebClient

from bot.clock import Clock
from bot.problems import log, told
from bot.slack import outgoing
from bot.slack.aftermath import Aftermath
from bot.slack.audiences import Audiences
from bot.slack.identity import Directory, Identity
from bot.slack.installed import Installed, Installs, Only
from bot.slack.leaving import Leaving
from bot.slack.payloads import Reader
from bot.slack.posting import Poster, command_answer, view_update
from bot.slack.surface import CHANGES, COMMAND, SHORTCUTS, Answers, Surface
from handlers.documents import Options, Reply
from store.errors import StoreError

Json = dict[str, Any]
_ANY: Final = re.compile("")
LEAVING: Final = ("app_uninstalled", "tokens_revoked")
_HERE: Final = "tierline_installed"
NOT_INSTALLED: Final = "Tierline is not installed in this workspace, so nothing was done. Ask your admin to install it."


def build_app(
    assistant: Answers,
    client: WebClient,
    identity: Identity,
    clock: Clock,
    *,
    aftermath: Aftermath,
    directory: Directory | None = None,
    audiences: Audiences | None = None,
    zone: str = "UTC",
) -> App:
    """A Bolt app for the one workspace of `client`; it makes no call to Slack before the first request.

    Requests must have been verified before they are dispatched (`bot.slack.guard`, or Socket Mode's connection).
    `aftermath` is closed by the caller. `zone` (IANA) is for people whose own the directory does not know.
    """
    reader = Reader(identity, clock, zone=zone, directory=directory, audiences=audiences)
    surface = Surface(assistant, reader, Poster(client), aftermath)
    return listening(Only(Installed.of(identity, client, surface)), client)


def listening(installs: Installs, client: WebClient, leaving: Leaving | None = None) -> App:
    """A Bolt app that hands each payload to the installation it belongs to; `client` only says where Slack is.

    With `leaving` it listens for uninstalls too.
    """
    hall = Hall(installs)
    app = App(
        name="tierline.slack.bolt",  # Bolt sets the level of the logger of this name, so it must be one of its own
        logger=logging.getLogger("tierline.slack.bolt"),
        signing_secret="",
        client=WebClient(base_url=client.base_url, timeout=client.timeout),
        authorize=lambda context, team_id: hall.authorize(context, team_id),  # Bolt would fill in a method's `self` too
        process_before_response=True,
        token_verification_enabled=False,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        attaching_conversation_kwargs_enabled=False,
        raise_error_for_unhandled_request=True,
    )
    app.command(COMMAND)(hall.command)
    app.action(_ANY)(hall.action)
    app.view(_ANY)(hall.submission)
    app.view_closed(_ANY)(hall.closed)
    app.options(_ANY)(hall.suggestion)
    for callback_id in SHORTCUTS:
        app.shortcut(callback_id)(hall.shortcut)
    app.event("app_mention")(hall.mention)
    app.event("message")(hall.direct_message)
    app.event("app_home_opened")(hall.home)
    for event in CHANGES:
        app.event(event)(hall.readers_changed)
    if leaving is not None:
        for event, listener in zip(LEAVING, (leaving.uninstalled, leaving.revoked), strict=True):
            app.event(event)(listener)
    app.error(_failed)
    return app


def _failed(error: Exception) -> BoltResponse:
    """A payload that no listener wants, or a mistake in one: never Slack's own failure notice, never a repeat."""
    if isinstance(error, BoltUnhandledRequestError):
        log.info("A payload that nobody listens for was acknowledged")
    else:
        told(error)
    return BoltResponse(status=200, body="")


class Hall:
    """Where payloads come in: each goes to the surface of its installation.

    Where there is none it is acknowledged, with a sentence where the acknowledgement carries one, and nothing else
    happens.
    """

    def __init__(self, installs: Installs) -> None:
        self._installs = installs

    def authorize(self, context: BoltContext, team_id: str | None) -> AuthorizeResult:
        """Bolt's look-up, from memory or the database. It always finds something: for None, Bolt calls Slack."""
        here: Installed | str
        try:
            here = self._installs.find(team_id or "") or NOT_INSTALLED
        except StoreError as error:
            here = told(error)
        context[_HERE] = here
        if isinstance(here, Installed):
            return here.authorized
        return AuthorizeResult(enterprise_id=None, team_id=team_id)

    def command(self, ack: Ack, body: Json, context: BoltContext) -> None:
        """`/partner …`."""
        if surface := _surface(context):
            surface.command(ack, body)
        else:
            ack(command_answer(Reply(context[_HERE])))

    def shortcut(self, ack: Ack, body: Json, context: BoltContext) -> None:
        """A global shortcut."""
        surface = _surface(context)
        surface.shortcut(ack, body) if surface else ack()

    def action(self, ack: Ack, body: Json, context: BoltContext) -> None:
        """A pressed button."""
        surface = _surface(context)
        surface.action(ack, body) if surface else ack()

    def submission(self, ack: Ack, body: Json, context: BoltContext) -> None:
        """A submitted form."""
        if surface := _surface(context):
            surface.submission(ack, body)
        else:
            ack(view_update(Reply(context[_HERE])))

    def closed(self, ack: Ack, body: Json, context: BoltContext) -> None:
        """A form that was closed without submitting it."""
        surface = _surface(context)
        surface.closed(ack, body) if surface else ack()

    def suggestion(self, ack: Ack, body: Json, context: BoltContext) -> None:
        """Characters typed into a search field."""
        if surface := _surface(context):
            surface.suggestion(ack, body)
        else:
            ack(outgoing.options(Options(())))

    def mention(self, body: Json, context: BoltContext) -> None:
        """A mention in a channel."""
        if surface := _surface(context):
            surface.mention(body)

    def direct_message(self, body: Json, context: BoltContext, request: BoltRequest) -> None:
        """A message to the app."""
        if surface := _surface(context):
            surface.direct_message(body, request)

    def readers_changed(self, body: Json, context: BoltContext) -> None:
        """Other people may read along in a channel from now on."""
        if surface := _surface(context):
            surface.readers_changed(body)

    def home(self, body: Json, context: BoltContext) -> None:
        """An opened tab of the app."""
        if surface := _surface(context):
            surface.home(body)


def _surface(context: BoltContext) -> Surface | None:
    here = context[_HERE]
    return here.surface if isinstance(here, Installed) else None
