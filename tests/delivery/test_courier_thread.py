"""The courier's thread: woken after a commit, stopped with what it holds brought to its end."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

from bot.clock import FrozenClock
from bot.delivery.courier import Pace
from bot.delivery.transport import Outcome, always
from bot.delivery.worker import RoundsThread
from store.outbox import NewMessage
from tests.support.counting_slack import CountingSlack
from tests.support.couriers import courier, message, slack_transport
from tests.support.outbox_store import OutboxStore

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class Watched:
    """A transport that says when a post began and waits until it may go on."""

    platform = "slack"
    blind = False

    def __init__(self, base_url: str) -> None:
        self._inner = slack_transport(base_url, time.monotonic)
        self.find, self.update, self.withdraw = self._inner.find, self._inner.update, self._inner.withdraw
        self.began, self.may_end, self.ended = threading.Event(), threading.Event(), threading.Semaphore(0)

    def post(self, message: NewMessage, in_time: Callable[[], bool] = always) -> Outcome:
        self.began.set()
        self.may_end.wait(10)
        try:
            return self._inner.post(message, in_time)
        finally:
            self.ended.release()


def test_a_wake_delivers_without_waiting_for_the_poll(store: OutboxStore, slack: CountingSlack) -> None:
    transport = Watched(slack.base_url)
    transport.may_end.set()
    thread = RoundsThread(courier(store, transport, FrozenClock(NOW), time.monotonic, Pace()), poll=3600)
    thread.start()
    for key in ("a", "b"):
        with store.write() as work:
            work.outbox.put(message(key, NOW), NOW)
        thread.wake()
        assert transport.ended.acquire(timeout=10)
    assert thread.stop(10)
    with store.read() as work:
        assert work.outbox.counts() == {"sent": 2}


def test_stopping_finishes_the_message_under_way_and_gives_back_the_rest(
    store: OutboxStore, slack: CountingSlack
) -> None:
    transport = Watched(slack.base_url)
    with store.write() as work:
        for number in range(3):
            work.outbox.put(message(f"m{number}", NOW), NOW)
    thread = RoundsThread(courier(store, transport, FrozenClock(NOW), time.monotonic, Pace()))
    thread.start()
    assert transport.began.wait(10)
    assert not thread.stop(0)
    transport.may_end.set()
    assert thread.stop(10)
    with store.read() as work:
        assert work.outbox.counts() == {"sent": 1, "pending": 2}
