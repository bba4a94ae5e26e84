"""What a platform must offer for messages to be delivered to it, and the three ways an attempt can end."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from store.outbox import NewMessage


@dataclass(frozen=True, slots=True)
class Sent:
    """The platform has it: `channel` and `id` name the message there."""

    channel: str
    id: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The platform certainly did not take it. `retry_after` is in seconds; None: trying again is no use.

    `reason` is a sentence for the person who looks after the installation. `limit` says that the platform asked to
    slow down, which may hold for the whole workspace.
    """

    reason: str
    retry_after: float | None = None
    limit: bool = False


@dataclass(frozen=True, slots=True)
class Unclear:
    """Nobody knows: it may have arrived (a timeout, a dropped connection, a server error)."""

    reason: str


Outcome = Sent | Refused | Unclear
LATE: Final = Refused("Finding out where it goes took too long.", 0.0)


def always() -> bool:
    """There is time."""
    return True


class Transport(Protocol):
    """One platform. Calls block for a bounded time, try once, and end in an outcome instead of an exception."""

    platform: str
    blind: bool
    """Whether nobody can look afterwards what was posted: then a person decides, and is believed."""

    def post(self, message: NewMessage, in_time: Callable[[], bool] = always) -> Outcome:
        """Post the message, marked so that `find` recognizes it; `LATE` when it is not `in_time` right before that."""
        ...

    def find(self, message: NewMessage, since: datetime) -> Outcome | None:
        """Look whether an attempt after `since` arrived: `Sent`, or None when it certainly did not."""
        ...

    def update(self, message: NewMessage, channel: str, id: str) -> Outcome:
        """Rewrite a posted message; one that people deleted meanwhile counts as `Sent`."""
        ...

    def withdraw(self, message: NewMessage, channel: str, id: str) -> None:
        """Delete what turned out to be a second copy of `message`; failing is logged."""
        ...
