"""Starts the played Teams, beside the played Slack, and the small bot on loopback.

python -m tests.demo.teams_playing      keeps them running, to look at the page by hand
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx

from bot.clock import ShiftedClock
from bot.demo.loopback import address, bind, serving
from bot.demo.server import build_demo
from bot.demo.teams.ids import APP, TENANT
from bot.demo.teams.server import PlayedTeams, build_teams_demo
from tests.demo.playing import StartsAt
from tests.demo.small_app import SECRET
from tests.demo.small_app import TOKEN as SLACK_TOKEN
from tests.demo.small_bot import TOKEN, SmallBot


@dataclass(frozen=True, slots=True)
class Playing:
    """The address of the page, the clock it moves, the played Teams and the bot in it."""

    url: str
    clock: ShiftedClock
    teams: PlayedTeams
    bot: SmallBot

    def connector(self) -> httpx.Client:
        """A client of the Bot Connector with the bot's token."""
        return httpx.Client(
            base_url=f"{self.teams.service_url}v3", headers={"Authorization": f"Bearer {TOKEN}"}, trust_env=False
        )


@contextmanager
def playing(port: int = 0) -> Iterator[Playing]:
    """Both servers while the block runs; the clock begins on Friday, March 6, 2026, 10:00 in Los Angeles."""
    clock = ShiftedClock(StartsAt(datetime(2026, 3, 6, 18, 0, tzinfo=UTC)))
    app_socket, demo_socket = bind(), bind(port=port)
    app, own = address(app_socket), address(demo_socket)
    teams = build_teams_demo(app, APP, TENANT, TOKEN, clock.now, clock.advance_to, own_url=own)
    bot = SmallBot(teams.openid_url)
    demo = build_demo(app, SECRET, SLACK_TOKEN, clock.now, clock.advance_to, own_url=own, teams=teams)
    with serving(demo, demo_socket, demo.hang_up) as url, serving(bot.app(), app_socket):
        yield Playing(url, clock, teams, bot)


if __name__ == "__main__":
    with playing(8095) as play:
        print(play.url + "/teams", flush=True)  # noqa: T201 - a tool for developers
        threading.Event().wait()
