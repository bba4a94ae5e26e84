"""How fast one channel may be written to."""

from collections.abc import Callable

Steady = Callable[[], float]


class Pacer:
    """Allows `burst` messages at once and then one every `interval` seconds, for each target on its own."""

    def __init__(self, interval: float, burst: int, steady: Steady) -> None:
        self._interval = interval
        self._credit = interval * (burst - 1)
        self._steady = steady
        self._paid_until: dict[str, float] = {}

    def wait(self, target: str) -> float:
        """Seconds until a message to `target` may go; 0 when it may go now."""
        return max(0.0, self._paid_until.get(target, 0.0) - self._credit - self._steady())

    def spend(self, target: str) -> None:
        """Count one message to `target`."""
        self._paid_until[target] = max(self._paid_until.get(target, 0.0), self._steady()) + self._interval

    def hold(self, target: str, seconds: float) -> None:
        """Let nothing go to `target` for so long, because its platform said so."""
        until = self._steady() + seconds + self._credit
        self._paid_until[target] = max(self._paid_until.get(target, 0.0), until)

    def busy(self) -> tuple[str, ...]:
        """Targets that must wait now; those at rest are forgotten."""
        now = self._steady()
        self._paid_until = {target: until for target, until in self._paid_until.items() if until > now}
        return tuple(target for target in self._paid_until if self.wait(target) > 0)
