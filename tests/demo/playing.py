"""Starts the played workspace and the small app on loopback."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.clock import ShiftedClock, SystemClock
from bot.demo.loopback import address, bind, serving
from bot.demo.server import build_demo
from tests.demo.small_app import SECRET, TOKEN, small_app


@dataclass(frozen=True, slots=True)
class Playing:
    """The address of the page, and the clock it moves."""

    url: str
    clock: ShiftedClock


class StartsAt:
    """A clock that begins at a fixed moment and then goes on."""

    def __init__(self, start: datetime) -> None:
        self._real = SystemClock()
        self._offset = start - self._real.now()

    def now(self) -> datetime:
        return self._real.now() + self._offset


@contextmanager
def playing(port: int = 0) -> Iterator[Playing]:
    """Both servers while the block runs; the clock begins on Friday, March 6, 2026, 10:00 in Los Angeles."""
    clock = ShiftedClock(StartsAt(datetime(2026, 3, 6, 18, 0, tzinfo=UTC)))
    app_socket, demo_socket = bind(), bind(port=port)
    demo = build_demo(address(app_socket), SECRET, TOKEN, clock.now, clock.advance_to, own_url=address(demo_socket))
    with serving(demo, demo_socket, demo.hang_up) as url, serving(small_app(f"{url}/api/"), app_socket):
        yield Playing(url, clock)
