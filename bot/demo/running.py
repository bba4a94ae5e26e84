"""The demo as a whole: a sample portfolio, the real app on loopback, and the pages that play Slack and Teams."""

import secrets
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from bot.app import PLAN, build
from bot.clock import ShiftedClock, SystemClock, today
from bot.delivery.courier import Pace
from bot.demo.ids import COUNTRY, IDS, PEOPLE, ZONE
from bot.demo.loopback import address, bind, serving
from bot.demo.server import build_demo
from bot.demo.teams.ids import APP, TENANT, object_of
from bot.demo.teams.ids import TEAMS as TEAMS_IDS
from bot.demo.teams.server import build_teams_demo
from bot.demo.web_api import PATH
from bot.parts import SLACK, TEAMS
from bot.service import Service
from bot.settings import Settings
from bot.teams.edges import Edges
from handlers.portfolio import portfolio_vocabulary
from programs.catalog import Catalog
from store.engine import open_store
from store.migrate import migrate
from store.portfolio.importing import import_portfolio
from store.portfolio.sample import write_sample
from store.records import ChannelBinding

BETWEEN_MESSAGES = 0.05  # the played workspace has no rate limit to keep
BOUND = (
    (IDS.team, IDS.with_acme, "acme"),
    (IDS.team, IDS.with_northwind, "northwind"),
    (TENANT, TEAMS_IDS.with_acme, "acme"),
    (TENANT, TEAMS_IDS.with_northwind, "northwind"),
)
DELIVERY_SECONDS = 5.0
GLANCE = 0.05


class _Told(Settings):
    """Only what the demo says: what is set here for a real workspace or tenant must not get into it."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)


@contextmanager
def running_demo(port: int) -> Iterator[str]:
    """Run everything while the block runs; gives the address to open. Data lives in a temporary folder.

    Raises:
        UserError: the port is taken, or a server did not start.
    """
    clock = ShiftedClock(SystemClock())
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="tierline-demo-")))
        url = load_sample(folder, clock)
        page, app = bind(port=port), bind()
        token, secret = new_token(), secrets.token_hex(16)
        settings = demo_settings(url, address(page), token, secret).model_copy(update=teams_settings(address(page)))
        services: list[Service] = []

        def advance(instant: datetime) -> None:
            clock.advance_to(instant)
            for service in services:
                service.clockwork.tick_now(PLAN)
                service.wake()
                _wait_until_delivered(service, clock.now())

        teams = build_teams_demo(address(app), APP, TENANT, token, clock.now, advance, own_url=address(page))
        played = build_demo(address(app), secret, token, clock.now, advance, own_url=address(page), teams=teams)
        opened = stack.enter_context(serving(played, page, played.hang_up))
        edges = Edges(teams.openid_url, teams.issuer, loopback=frozenset({"127.0.0.1"}), token=lambda: token)
        services.append(build(settings, clock, Pace(interval=BETWEEN_MESSAGES), edges))
        stack.enter_context(serving(services[0].web(), app))
        teams.install_everywhere()
        yield opened


def _wait_until_delivered(service: Service, now: datetime) -> None:
    """Let what is due at `now` arrive before the clock moves on, as it would have on that day; not for ever."""
    pause = threading.Event()
    for _ in range(int(DELIVERY_SECONDS / GLANCE)):
        with service.store.read() as work:
            waits = any(work.outbox.anything_due(platform, now) for platform in (SLACK, TEAMS))
            if not (waits or work.inbox.anything_due(now) or work.outbox.counts().get("sending")):
                return
        pause.wait(GLANCE)


def load_sample(folder: Path, clock: ShiftedClock) -> str:
    """Write the sample portfolio of today into `folder`, import it into a new database there; gives its address."""
    url = f"sqlite:///{folder / 'demo.db'}"
    portfolio = folder / "portfolio"
    write_sample(portfolio, today(clock, ZONE))
    migrate(url)
    store = open_store(url)
    try:
        import_portfolio(store, portfolio, portfolio_vocabulary(Catalog.load()), at=clock.now(), actor="demo")
        with store.write() as work:
            for workspace, channel, partner in BOUND:
                work.bindings.bind(ChannelBinding(workspace, channel, partner, "demo", clock.now()))
    finally:
        store.close()
    return url


def new_token() -> str:
    """A bot token for one run, which nobody outside of it can guess."""
    return f"xoxb-{secrets.token_hex(16)}"


def teams_settings(public_url: str) -> dict[str, object]:
    """What is set beside Slack's for the played Teams, where its own desk decides what is filed there."""
    desk = f"{IDS.deal_desk},{TENANT}:{TEAMS_IDS.deal_desk}"
    approvers = {f"{TENANT}:{object_of(each)}" for each in PEOPLE if each.id in (IDS.dana, IDS.sam)}
    return {
        "teams_app_id": APP,
        "teams_tenant_id": TENANT,
        "teams_client_secret": SecretStr("never used: the demo has a token of its own"),
        "tierline_public_url": public_url,
        "tierline_deal_desk_channel": desk,
        "tierline_approvers": frozenset({IDS.dana, IDS.sam, *approvers}),
    }


def demo_settings(database_url: str, workspace_url: str, token: str, signing_secret: str) -> Settings:
    """Settings for the played workspace; nothing is taken from the environment."""
    return _Told(
        slack_bot_token=SecretStr(token),
        slack_signing_secret=SecretStr(signing_secret),
        slack_app_token=None,
        slack_api_base_url=workspace_url + PATH,
        database_url=database_url,
        log_level="WARNING",
        tierline_deal_desk_channel=IDS.deal_desk,
        tierline_review_channel=IDS.pipeline_reviews,
        tierline_admins=frozenset({"noa.levi@vendor.example"}),
        tierline_approvers=frozenset({IDS.dana, IDS.sam}),
        tierline_time_zone=ZONE,
        tierline_country=COUNTRY,
        tierline_programs_dir=None,
    )
