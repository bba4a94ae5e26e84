"""What the door, the SDK's room and whoever listens say to each other: plain values, so that each can be replaced."""

from dataclasses import dataclass
from typing import Any, Final, Protocol

Json = dict[str, Any]

ANSWERED: Final = (
    *("adaptiveCard/action", "application/search", "message/submitAction", "task/fetch", "task/submit"),
    *("composeExtension/fetchTask", "composeExtension/submitAction"),
)
"""The invokes that a listener answers; Teams is told of all others that nobody implements them."""


class Unverified(Exception):
    """Not certainly sent to us by Teams: one `word` why, which says nothing of the token."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


class Malformed(Exception):
    """A verified activity of a shape that Teams never sends."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What is certain of an activity once its token was checked."""

    tenant: str
    service_url: str


@dataclass(frozen=True, slots=True)
class Invoked:
    """The answer to an invoke: an HTTP status and, unless nothing is to be said, a body."""

    status: int
    body: Json | None = None


class Checks(Protocol):
    """Tells whether Teams sent an activity (`bot.teams.sdk.verifying.Verifier`)."""

    async def verify(self, header: str | None, activity: Json) -> Verified:
        """Raises Unverified, and nothing else, when it is not certain."""


class Listener(Protocol):
    """Hears of every verified activity, as the JSON that Teams sent."""

    async def keep(self, body: Json) -> None:
        """Something that gets no answer here: a message, an install, a changed conversation, a reaction."""

    async def invoke(self, name: str, body: Json) -> Invoked:
        """One of `ANSWERED`, which somebody waits for."""


class Desk(Protocol):
    """The same as a synchronous object: what the door is given and runs on its pool of threads."""

    def keep(self, body: Json) -> None:
        """Returns once the activity cannot be lost any more; an error makes the door ask Teams to send it again."""

    def invoke(self, name: str, body: Json) -> Invoked:
        """The answer, within the seconds that Teams waits."""
