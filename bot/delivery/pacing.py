"""How fast one channel of one workspace may be written to."""

from collections.abc import Callable

Steady = Callable[[], float]


class Pacer:
    """Allows `burst` messages at once and then one every `interval` seconds, for each lane on its own.

    A lane is a target of a workspace (`store.outbox.lane`).
    """

    def __init__(self, interval: float, burst: int, steady: Steady) -> None:
        self._interval = interval
        self._credit = interval * (burst - 1)
        self._steady = steady
        self._paid_until: dict[str, float] = {}

    def wait(self, lane: str) -> float:
        """Seconds until a message to `lane` may go; 0 when it may go now."""
        return max(0.0, self._paid_until.get(lane, 0.0) - self._credit - self._steady())

    def spend(self, lane: str) -> None:
        """Count one message to `lane`."""
        self._paid_until[lane] = max(self._paid_until.get(lane, 0.0), self._steady()) + self._interval

    def hold(self, lane: str, seconds: float) -> None:
        """Let nothing go to `lane` for so long, because its platform said so."""
        until = self._steady() + seconds + self._credit
        self._paid_until[lane] = max(self._paid_until.get(lane, 0.0), until)

    def busy(self) -> tuple[str, ...]:
        """Lanes that must wait now; those at rest are forgotten."""
        now = self._steady()
        self._paid_until = {lane: until for lane, until in self._paid_until.items() if until > now}
        return tuple(lane for lane in self._paid_until if self.wait(lane) > 0)
