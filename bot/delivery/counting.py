"""What is counted of deliveries, and by nobody where nobody asks."""

from enum import StrEnum
from typing import Protocol


class End(StrEnum):
    """What became of an attempt."""

    sent = "sent"
    retried = "retried"
    parked = "parked"
    expired = "expired"


class Look(StrEnum):
    """What a look for a message that may have arrived found."""

    found = "found"
    missing = "missing"
    unknown = "unknown"


class Counts(Protocol):
    """Hears of each step; called once a message, from the courier's thread. `kind` is the message's."""

    def ended(self, kind: str, end: End, lag: float) -> None:
        """An attempt came to an end `lag` seconds after the message was due."""

    def unclear(self, kind: str) -> None:
        """Nobody knows whether an attempt arrived."""

    def looked(self, result: Look) -> None:
        """It was looked whether a message had arrived."""


class Uncounted:
    """Counts nothing."""

    def ended(self, kind: str, end: End, lag: float) -> None:
        """Nothing."""

    def unclear(self, kind: str) -> None:
        """Nothing."""

    def looked(self, result: Look) -> None:
        """Nothing."""
