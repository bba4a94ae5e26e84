"""The installations in memory: found without Slack, and hardly ever with the database."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Final

from bot.slack.identity import Identity
from bot.slack.installed import Build, Installed
from store.engine import Store
from store.repositories.installations import Installation
from store.sealing import Sealer, bot_token


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a workspace until a moment: its installation as of a revision, or that it has none (0)."""

    until: float
    revision: int = 0
    installed: Installed | None = None


class Registry:
    """Installations of the allowed workspaces, looked up anew after half a minute and whenever one changed here.

    An installation that did not change keeps what it knows of people and channels; one with another token starts
    anew. Where another process changes something, this one sees it within that half minute.
    """

    KEPT: Final = 30.0

    def __init__(
        self, store: Store, sealer: Sealer, build: Build, allowed: frozenset[str], seconds: Callable[[], float]
    ) -> None:
        """`allowed` are the workspaces that may use this at all, whatever the database says."""
        self._store = store
        self._sealer = sealer
        self._build = build
        self._allowed = allowed
        self._seconds = seconds
        self._known: dict[str, _Known] = {}
        self._drops = 0
        self._lock = Lock()

    def find(self, workspace: str) -> Installed | None:
        """The installation of a workspace; None when it is not installed or not allowed.

        Raises:
            StoreError: the database cannot be used, or the token cannot be opened.
        """
        if workspace not in self._allowed:
            return None
        now = self._seconds()
        with self._lock:
            known, drops = self._known.get(workspace), self._drops
        if known is not None and now < known.until:
            return known.installed
        return self._look(workspace, known, now + self.KEPT, drops)

    def drop(self, workspace: str) -> None:
        """Look anew the next time: the installation changed, or is gone."""
        with self._lock:
            self._drops += 1
            self._known.pop(workspace, None)

    def _look(self, workspace: str, known: _Known | None, until: float, drops: int) -> Installed | None:
        with self._store.read() as work:
            found = work.installations.get(workspace)
        fresh = _Known(until)
        if found is not None:
            same = known.installed if known is not None and known.revision == found.revision else None
            fresh = _Known(until, found.revision, same or self._open(found))
        with self._lock:
            if self._drops == drops:  # else it may have changed while it was read: the next one looks again
                self._known[workspace] = fresh
        return fresh.installed

    def _open(self, found: Installation) -> Installed:
        token = self._sealer.open(found.token, bot_token(found.workspace))
        return self._build(Identity(found.workspace, found.bot_user, found.bot, found.enterprise), token)
