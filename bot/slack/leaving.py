"""When a workspace takes the app away, or its token: nothing is kept of it that could still be used."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from bot.clock import Clock
from bot.payloads import part, text
from handlers.audit import note
from store.engine import Store

log = logging.getLogger("tierline.slack")

PLATFORM: Final = "slack"
TAKEN_AWAY: Final = (
    "Tierline was taken away from this workspace, or its token was revoked. "
    "Install it again, then try the message again."
)
SKEW: Final = timedelta(seconds=60)
"""Slack's clock and ours may differ by so much."""

Json = dict[str, Any]


class Leaving:
    """Listeners for uninstalls and revoked tokens. Telling them twice, or late, does no harm.

    Slack repeats events for an hour: an installation that was made after the event is another one, and stays.
    """

    def __init__(self, store: Store, clock: Clock, gone: Callable[[str], None]) -> None:
        """`gone` is called with each workspace that was forgotten, for what is kept of it in memory."""
        self._store = store
        self._clock = clock
        self._gone = gone

    def uninstalled(self, body: Json) -> None:
        """The app was taken away from a workspace."""
        self._forget(body)

    def revoked(self, body: Json) -> None:
        """Tokens were revoked; those of people are none of ours."""
        bots = part(part(body, "event"), "tokens").get("bot")
        if isinstance(bots, list) and bots:
            self._forget(body)

    def _forget(self, body: Json) -> None:
        workspace = text(body, "team_id")
        with self._store.write() as work:
            known = work.installations.get(workspace)
            if known is None:
                return
            if not work.installations.remove(workspace, _told_at(body, self._clock.now()) + SKEW):
                log.info("An uninstall of %s was told after it was installed again; it stays", workspace)
                return
            now = self._clock.now()
            parked = work.outbox.park_workspace(workspace, TAKEN_AWAY, now)
            note(work, now, PLATFORM, "installation.left", f"installation:{workspace}", workspace=workspace)
        self._gone(workspace)
        log.warning("%s (%s) took Tierline away; %d waiting messages are parked", known.name, workspace, parked)


def _told_at(body: Json, now: datetime) -> datetime:
    """When it happened, by Slack's clock."""
    stamp = body.get("event_time")
    return datetime.fromtimestamp(stamp, UTC) if isinstance(stamp, int) and 0 < stamp < 2**33 else now
