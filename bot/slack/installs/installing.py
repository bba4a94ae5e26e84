"""Finishing an install: what Slack granted is sealed and kept, and serves from that moment on."""

from collections.abc import Callable

from bot.clock import Clock
from bot.problems import log
from bot.slack.installs.exchange import Exchange, Granted
from handlers.audit import note
from store.engine import Store
from store.repositories.installations import Installation, NewInstallation
from store.sealing import Sealer, bot_token, refresh_token


class Installing:
    """Installs in the `allowed` workspaces."""

    def __init__(
        self,
        store: Store,
        sealer: Sealer,
        exchange: Exchange,
        allowed: frozenset[str],
        clock: Clock,
        changed: Callable[[str], None],
    ) -> None:
        """`changed` is called with each workspace that was installed, also when it was there before."""
        self._store = store
        self._sealer = sealer
        self._exchange = exchange
        self._allowed = allowed
        self._clock = clock
        self._changed = changed

    def address(self, state: str) -> str:
        """Where Slack asks a person whether to install the app."""
        return self._exchange.address(state)

    def finish(self, code: str) -> Installation:
        """Exchange the code and keep what it brings; a workspace that installs again gets its new token.

        Raises:
            NotGranted: the install cannot be used; nothing is kept.
            StoreError: the database cannot be used.
        """
        granted = self._exchange.grant(code, self._allowed, self._clock.now())
        with self._store.write() as work:
            kept = work.installations.put(self._sealed(granted))
            who, subject = f"{kept.workspace}/{kept.installed_by} ", f"installation:{kept.workspace}"
            note(work, kept.installed_at, who, "installation.added", subject, workspace=kept.workspace)
        self._changed(kept.workspace)
        log.info("Installed in %s (%s) by %s", kept.name, kept.workspace, kept.installed_by or "an unnamed person")
        return kept

    def _sealed(self, granted: Granted) -> NewInstallation:
        who, tokens = granted.identity, granted.tokens
        return NewInstallation(
            workspace=who.team,
            name=granted.name,
            enterprise=who.enterprise,
            bot_user=who.bot_user,
            bot=who.bot,
            token=self._sealer.seal(tokens.bot, bot_token(who.team)),
            refresh_token=self._sealer.seal(tokens.refresh, refresh_token(who.team)) if tokens.refresh else None,
            expires_at=tokens.expires_at,
            scopes=granted.scopes,
            installed_by=granted.installed_by,
            installed_at=self._clock.now(),
        )
