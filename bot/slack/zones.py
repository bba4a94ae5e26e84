"""Where managers live: Slack's time zone of each is kept, until the person chooses one."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from slack_sdk import WebClient

from bot.clock import Clock
from bot.delivery.transport import Refused
from bot.profiles import zone_of
from bot.slack.errors import NETWORK, judge
from bot.slack.installed import Installs
from bot.slack.transport import delivery_client
from bot.zones import KEPT, is_old, keep_zones
from store.engine import Store

log = logging.getLogger("tierline.slack")

Client = Callable[[], WebClient | None]
FEW: Final = 10
"""Look-ups a tick: Slack allows some fifty a minute, and answers to people need them too."""


def installed_at(installs: Installs, workspace: str, base_url: str) -> Client:
    """What gives the client of one workspace's installation, as it is at that moment."""

    def client() -> WebClient | None:
        found = installs.find(workspace)
        return delivery_client(found.authorized.bot_token or "", base_url) if found else None

    return client


class ZoneKeeper:
    """Looks up a few managers a tick, those longest unknown first; stops for as long as Slack asks to."""

    def __init__(self, store: Store, client: Client, clock: Clock, workspace: str) -> None:
        """`client` gives that of the home `workspace`, None while Tierline is not installed there."""
        self._store = store
        self._client = client
        self._clock = clock
        self._workspace = workspace
        self._asked: dict[str, datetime] = {}
        self._rests_until: datetime | None = None

    def tick(self) -> int:
        """How many zones were stored.

        Raises:
            StoreError: the database cannot be used; the next tick tries again.
        """
        now = self._clock.now()
        client = self._client()
        if client is None or (self._rests_until is not None and now < self._rests_until):
            return 0
        found = self._found(client, self._unknown(now), now)
        return self._keep(found, now) if found else 0

    def _unknown(self, now: datetime) -> list[str]:
        """Managers without a zone, or with one that is old, and that were not asked about lately."""
        with self._store.read() as work:
            managers = {each.lower() for each in work.partners.managers()}
            clocks = work.person_clocks.all()
        since = now - KEPT
        old = {who for who in managers if (clock := clocks.get(who)) is None or is_old(clock, since)}
        due = [who for who in old if who not in self._asked or self._asked[who] < since]
        return sorted(due, key=lambda who: (clocks[who].changed_at if who in clocks else since - KEPT, who))[:FEW]

    def _found(self, client: WebClient, people: list[str], now: datetime) -> dict[str, str]:
        found: dict[str, str] = {}
        for who in people:
            try:
                told: Any = client.users_lookupByEmail(email=who).get("user")
            except NETWORK as error:
                judged = judge(error)
                if not isinstance(judged, Refused) or judged.retry_after is not None:
                    seconds = judged.retry_after if isinstance(judged, Refused) else None
                    self._rests_until = now + timedelta(seconds=seconds or 0)
                    return found
                log.info("Slack does not say in which zone a manager is: %s", judged.reason)
                told = None
            self._asked[who] = now
            zone = zone_of(told.get("tz")) if isinstance(told, dict) else None
            if zone is not None:
                found[who] = zone
        return found

    def _keep(self, found: dict[str, str], now: datetime) -> int:
        with self._store.write() as work:
            return keep_zones(work, found, now, self._workspace)
