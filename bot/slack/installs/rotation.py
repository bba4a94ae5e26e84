"""Tokens that expire are exchanged ahead of time, by one process at a time, and never while somebody waits."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from bot.clock import Clock
from bot.problems import log
from bot.slack.errors import NETWORK, judge
from bot.slack.installs.exchange import Exchange, RefreshRefused, Tokens
from handlers.audit import CLOCK, note
from store.engine import Store
from store.errors import StoreError
from store.repositories.installations import FreshToken, Installation
from store.sealing import Sealer, bot_token, refresh_token

AHEAD: Final = timedelta(hours=2)
LEASE: Final = timedelta(minutes=2)
"""Longer than the call may take; a process that dies during it leaves the exchange to the next one after so long."""

REFUSED: Final = timedelta(hours=1)


class Rotation:
    """A tick of the clock: every token that expires within two hours is exchanged for a new one."""

    def __init__(
        self, store: Store, sealer: Sealer, exchange: Exchange, clock: Clock, changed: Callable[[str], None]
    ) -> None:
        """`changed` is called with each workspace whose token is another one now."""
        self._store = store
        self._sealer = sealer
        self._exchange = exchange
        self._clock = clock
        self._changed = changed

    def tick(self) -> int:
        """Exchange what is due; the number of new tokens.

        Raises:
            StoreError: the database cannot be used.
        """
        now = self._clock.now()
        with self._store.read() as work:
            due = work.installations.expiring(now + AHEAD, now)
        return sum(self._renew(each) for each in due)

    def _renew(self, seen: Installation) -> bool:
        """The refresh token works once: whoever has the lease may use it, and nobody else."""
        if not self._lease(seen, LEASE):
            return False
        try:
            fresh = self._exchange.refresh(self._opened(seen), self._clock.now())
        except RefreshRefused as refused:
            log.error("Slack refuses to renew the token of %s (%s): install again", seen.workspace, refused.code)
            self._wait(seen, REFUSED)
            return False
        except StoreError as error:
            log.error("The token of %s cannot be renewed: %s", seen.workspace, error.sentence)
            self._wait(seen, REFUSED)
            return False
        except NETWORK as error:
            log.warning("The token of %s was not renewed: %s", seen.workspace, judge(error).reason)
            return False  # the lease stays: what is unclear is not tried again at once
        return self._keep(seen, fresh)

    def _opened(self, seen: Installation) -> str:
        return self._sealer.open(seen.refresh_token or "", refresh_token(seen.workspace))

    def _keep(self, seen: Installation, fresh: Tokens) -> bool:
        expires = fresh.expires_at or self._clock.now()
        token = self._sealer.seal(fresh.bot, bot_token(seen.workspace))
        again = self._sealer.seal(fresh.refresh or "", refresh_token(seen.workspace))
        with self._store.write() as work:
            kept = work.installations.renew(seen, FreshToken(token, again, expires))
            if kept:
                subject = f"installation:{seen.workspace}"
                note(work, self._clock.now(), CLOCK, "token.renewed", subject, workspace=seen.workspace)
        if kept:
            self._changed(seen.workspace)
            log.info("The token of %s was renewed", seen.workspace)
        return kept

    def _lease(self, seen: Installation, length: timedelta) -> bool:
        now = self._clock.now()
        with self._store.write() as work:
            return work.installations.lease(seen, now + length, now)

    def _wait(self, seen: Installation, length: timedelta) -> None:
        until: datetime = self._clock.now() + length
        with self._store.write() as work:
            work.installations.extend(seen, until)
