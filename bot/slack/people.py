"""Where a message for a person or a channel goes in Slack."""

from collections.abc import Callable

from slack_sdk import WebClient

from bot.slack.audiences import GUEST_FLAGS


class Addresses:
    """Turns `channel:…`, `user:…` and `email:…` targets into conversation ids; remembers people for a while."""

    def __init__(self, client: WebClient, steady: Callable[[], float], keep: float = 3600.0) -> None:
        """`steady` counts seconds; `keep` is how many of them a found person is remembered."""
        self._client = client
        self._steady = steady
        self._keep = keep
        self._known: dict[str, tuple[float, str]] = {}

    def conversation(self, target: str) -> str:
        """The conversation id of a target.

        Raises:
            ValueError: the target has none of the three forms, or the address is a guest's.
            slack_sdk.errors.SlackApiError: Slack knows no such person; any other failure of the call too.
        """
        kind, _, value = target.partition(":")
        if kind not in {"channel", "user", "email"} or not value:
            raise ValueError(f"expected channel:…, user:… or email:…, got {target!r}")
        return value if kind == "channel" else self._direct(target, kind, value)

    def _direct(self, target: str, kind: str, value: str) -> str:
        found_at, conversation = self._known.get(target, (0.0, ""))
        if conversation and self._steady() - found_at < self._keep:
            return conversation
        user = value if kind == "user" else self._colleague(value)
        conversation = str(self._client.conversations_open(users=user)["channel"]["id"])
        self._known[target] = (self._steady(), conversation)
        return conversation

    def _colleague(self, email: str) -> str:
        """The user id of one of our own people: an address that somebody wrote down may be a guest's."""
        found = self._client.users_lookupByEmail(email=email)["user"]
        if any(found.get(flag) for flag in GUEST_FLAGS):
            raise ValueError(f"{email} is no colleague's address, and the message is for our own people (guest)")
        return str(found["id"])
