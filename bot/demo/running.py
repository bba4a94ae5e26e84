"""The demo as a whole: a sample portfolio, the real app on loopback, and the page that plays Slack around it."""

import secrets
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import SecretStr

from bot.app import PLAN, build
from bot.clock import ShiftedClock, SystemClock, today
from bot.delivery.courier import Pace
from bot.demo.ids import COUNTRY, IDS, ZONE
from bot.demo.loopback import address, bind, serving
from bot.demo.server import build_demo
from bot.demo.web_api import PATH
from bot.parts import SLACK, TEAMS
from bot.service import Service
from bot.settings import Settings
from handlers.portfolio import portfolio_vocabulary
from programs.catalog import Catalog
from store.engine import open_store
from store.migrate import migrate
from store.portfolio.importing import import_portfolio
from store.portfolio.sample import write_sample
from store.records import ChannelBinding

BETWEEN_MESSAGES = 0.05  # the played workspace has no rate limit to keep
DELIVERY_SECONDS = 5.0
GLANCE = 0.05


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
        settings = demo_settings(url, address(page), token, secret)
        services: list[Service] = []

        def advance(instant: datetime) -> None:
            clock.advance_to(instant)
            for service in services:
                service.clockwork.tick_now(PLAN)
                service.wake()
                _wait_until_delivered(service, clock.now())

        played = build_demo(address(app), secret, token, clock.now, advance, own_url=address(page))
        opened = stack.enter_context(serving(played, page, played.hang_up))
        services.append(build(settings, clock, Pace(interval=BETWEEN_MESSAGES)))
        stack.enter_context(serving(services[0].web(), app))
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
            for channel, partner in ((IDS.with_acme, "acme"), (IDS.with_northwind, "northwind")):
                work.bindings.bind(ChannelBinding(IDS.team, channel, partner, "demo", clock.now()))
    finally:
        store.close()
    return url


def new_token() -> str:
    """A bot token for one run, which nobody outside of it can guess."""
    return f"xoxb-{secrets.token_hex(16)}"


def demo_settings(database_url: str, workspace_url: str, token: str, signing_secret: str) -> Settings:
    """Settings for the played workspace; nothing is taken from the environment."""
    return Settings(
        _env_file=None,
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
