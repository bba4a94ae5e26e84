"""Where a message for a person, a chat or a channel goes in Teams."""

from dataclasses import dataclass
from typing import Final

from bot.clock import Clock
from bot.teams.client import Connector
from store.engine import Store
from store.repositories.conversations import KnownConversation

ADDRESS: Final = "https://smba.trafficmanager.net/teams/"
"""Where the service is for tenants of the public cloud that never wrote to us."""
_ENDED: Final = {
    "removed": "Tierline was removed from that chat or channel: add the app there again.",
    "blocked": "That person has blocked Tierline in Teams, or removed it.",
}


@dataclass(frozen=True, slots=True)
class Addresses:
    """Finds the conversation of a `channel:…`, `user:…` or `email:…` target in one tenant; `bot` is our own id."""

    store: Store
    connector: Connector
    clock: Clock
    tenant: str
    bot: str

    def conversation(self, target: str) -> KnownConversation:
        """The conversation to post to.

        Raises:
            ValueError: there is none that takes messages; the text says why, and what to do.
            client.NETWORK: the chat with a person could not be opened.
        """
        kind, _, value = target.partition(":")
        if kind not in {"channel", "user", "email"} or not value:
            raise ValueError(f"expected channel:…, user:… or email:…, got {target!r}")
        known, address = self._known(kind, value)
        if known is not None and known.state != "active":
            raise ValueError(_ENDED[known.state])
        if known is not None:
            return known
        if kind == "channel":
            return self._new(value, "channel" if value.endswith("@thread.tacv2") else "group", address)
        if kind == "email":
            words = "has not opened Tierline in Teams yet: they have to add the app and say hello (not_opened)"
            raise ValueError(f"{value} {words}")
        return self._opened(value, address)

    def ended(self, known: KnownConversation, state: str) -> None:
        """A conversation turned out to take no messages."""
        with self.store.write() as work:
            work.conversations.ended(known.workspace, known.conversation, state)

    def _known(self, kind: str, value: str) -> tuple[KnownConversation | None, str]:
        with self.store.read() as work:
            address = work.conversations.address(self.tenant) or ADDRESS
            if kind == "channel":
                return work.conversations.get(self.tenant, value), address
            by = {"person": value} if kind == "user" else {"email": value.lower()}
            return work.conversations.personal(self.tenant, **by), address

    def _opened(self, person: str, address: str) -> KnownConversation:
        id = self.connector.personal(address, self.tenant, self.bot, person)
        if not id:
            raise ValueError("Teams opened a chat with that person, and did not say which.")
        known = self._new(id, "personal", address, person)
        with self.store.write() as work:
            work.conversations.seen(known)
        return known

    def _new(self, id: str, kind: str, address: str, person: str | None = None) -> KnownConversation:
        return KnownConversation(self.tenant, id, kind, "active", address, None, person, None, self.clock.now())
