"""The composition root of several workspaces: installed by OAuth, each served with the token of its own install."""

from bot.app import Base, Opened, Ready
from bot.clock import steady
from bot.clockwork import Tick
from bot.setting_values import secret, split_keys
from bot.settings import Settings
from bot.slack import outgoing
from bot.slack.aftermath import Aftermath
from bot.slack.audiences import Audiences
from bot.slack.identity import Identity
from bot.slack.installed import Installed
from bot.slack.installs.exchange import Exchange
from bot.slack.installs.installing import Installing
from bot.slack.installs.pages import REDIRECT, InstallPages
from bot.slack.installs.registry import Registry
from bot.slack.installs.rotation import Rotation
from bot.slack.leaving import Leaving
from bot.slack.listeners import listening
from bot.slack.people import Addresses
from bot.slack.routing import RoutedTransport
from bot.slack.scopes import needed
from bot.slack.side import SlackSide
from bot.slack.transport import SlackTransport, delivery_client
from bot.slack.zones import installed_at
from handlers.assistant import Assistant
from store.sealing import Sealer

ROTATE = "rotate"


def several(base: Base) -> Opened:
    """Slack for the workspaces of the settings. No workspace has to be installed yet."""
    home = base.settings.tierline_workspaces[0]
    return Opened(home, lambda assistant: _side(base, assistant, home))


def _side(base: Base, assistant: Assistant, home: str) -> Ready:
    settings, store, clock = base.settings, base.store, base.clock
    allowed, aftermath = frozenset(settings.tierline_workspaces), Aftermath()

    def installed(identity: Identity, token: str) -> Installed:
        client = delivery_client(token, settings.slack_api_base_url)
        audiences = Audiences(client)
        surface = base.surface(assistant, aftermath, client, identity, audiences)
        fits = base.fitting(audiences, identity.team).refusal
        transport = SlackTransport(client, outgoing.stored, Addresses(client, steady), fits)
        return Installed.of(identity, client, surface, transport)

    sealer = Sealer(split_keys(settings.tierline_token_keys))
    registry = Registry(store, sealer, installed, allowed, steady)
    exchange = exchange_of(settings)
    installing = Installing(store, sealer, exchange, allowed, clock, registry.drop)
    app = listening(registry, delivery_client("", settings.slack_api_base_url), Leaving(store, clock, registry.drop))
    at_home = installed_at(registry, home, settings.slack_api_base_url)
    rotation = Rotation(store, sealer, exchange, clock, registry.drop)
    courier = base.courier(RoutedTransport(registry, allowed))
    pages = InstallPages(store, installing, clock).routes()
    side = SlackSide(courier, aftermath, door=base.door(app), pages=pages)
    return side, {ROTATE: Tick(rotation.tick, 60.0), **base.zones(at_home, home)}


def exchange_of(settings: Settings) -> Exchange:
    """The app's side of OAuth, as the settings have it: it asks for exactly the scopes of the manifest."""
    return Exchange(
        client_id=settings.slack_client_id or "",
        client_secret=secret(settings.slack_client_secret),
        base_url=settings.slack_api_base_url,
        redirect=f"{settings.tierline_public_url}{REDIRECT}",
        scopes=tuple(sorted(needed())),
    )
