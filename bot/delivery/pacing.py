"""How fast one channel of one workspace may be written to."""

from collections.abc import Callable
from typing import Final

from store.outbox import Lanes

Steady = Callable[[], float]
SHARE: Final = 4.0
"""How many times as long as a slow call took its lane then rests: it gets a fifth of the time, not all of it."""


class Pacer:
    """Allows `burst` messages at once and then one every `interval` seconds, for each lane on its own.

    A lane is a target of a workspace (`store.outbox.lane`).
    """

    def __init__(self, interval: float, burst: int, steady: Steady, slow: float = 1.0) -> None:
        """A call that takes more than `slow` seconds makes its lane rest."""
        self._slow = slow
        self._interval = interval
        self._burst = burst
        self._credit = interval * (burst - 1)
        self._steady = steady
        self._paid_until: dict[str, float] = {}
        self._limited: dict[str, float] = {}
        self._resting: dict[str, float] = {}

    def wait(self, lane: str) -> float:
        """Seconds until a message to `lane` may go; 0 when it may go now."""
        until = max(self._paid_until.get(lane, 0.0) - self._credit, self._resting.get(_workspace(lane), 0.0))
        return max(0.0, until - self._steady())

    def spend(self, lane: str) -> None:
        """Count one message to `lane`."""
        self._paid_until[lane] = max(self._paid_until.get(lane, 0.0), self._steady()) + self._interval

    def took(self, lane: str, seconds: float) -> None:
        """Let a lane rest whose calls take long: the others are served meanwhile."""
        if seconds > self._slow:
            self.hold(lane, SHARE * seconds)

    def hold(self, lane: str, seconds: float) -> None:
        """Let nothing go to `lane` for so long."""
        until = self._steady() + seconds + self._credit
        self._paid_until[lane] = max(self._paid_until.get(lane, 0.0), until)

    def limited(self, lane: str, seconds: float) -> None:
        """The platform asked to slow down: hold the lane, and the workspace when another lane of it is held so too."""
        now, workspace = self._steady(), _workspace(lane)
        self.hold(lane, seconds)
        self._limited = {each: until for each, until in self._limited.items() if until > now}
        if any(each != lane and _workspace(each) == workspace for each in self._limited):
            self._resting[workspace] = max(self._resting.get(workspace, 0.0), now + seconds)
        self._limited[lane] = now + seconds

    def lanes(self) -> Lanes:
        """What may be claimed now; lanes at rest are forgotten."""
        now = self._steady()
        self._paid_until = {lane: until for lane, until in self._paid_until.items() if until > now}
        self._resting = {workspace: until for workspace, until in self._resting.items() if until > now}
        busy = tuple(lane for lane, until in self._paid_until.items() if until - self._credit > now)
        return Lanes(self._burst, tuple(self._paid_until.keys() - set(busy)), busy, tuple(self._resting))


def _workspace(lane: str) -> str:
    return lane.partition("|")[0]
