"""A courier with its clock and a Slack that counts: what tests of delivery move and look at."""

from datetime import UTC, datetime, timedelta

from bot.clock import FrozenClock
from bot.delivery.courier import Courier, Pace
from bot.slack.transport import SlackTransport
from store.models.outbox import MessageState
from store.outbox import NewMessage
from tests.support.counting_slack import CountingSlack
from tests.support.couriers import courier, slack_transport
from tests.support.outbox_store import OutboxStore

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PACE = Pace(lease=60, call=12, settle=20, interval=1, burst=3)


class DeliveryDesk:
    """A courier with its clock."""

    def __init__(self, store: OutboxStore, slack: CountingSlack, transport: SlackTransport | None = None) -> None:
        self.store, self.slack, self.clock = store, slack, FrozenClock(NOW)
        slack.clock = lambda: self.clock.now().timestamp()
        self.transport = transport or slack_transport(slack.base_url, self.steady)
        self.courier = self.another()

    def another(self) -> Courier:
        return courier(self.store, self.transport, self.clock, self.steady, PACE)

    def steady(self) -> float:
        return self.clock.now().timestamp()

    def put(self, *messages: NewMessage) -> list[bool]:
        with self.store.write() as work:
            return [work.outbox.put(message, self.clock.now()) for message in messages]

    def later(self, **step: float) -> None:
        self.clock.instant += timedelta(**step)

    def states(self) -> list[str]:
        with self.store.read() as work:
            return [row.state for row in reversed(work.outbox.listing(tuple(MessageState), 100))]

    def reasons(self) -> list[str]:
        with self.store.read() as work:
            return [row.reason or "" for row in work.outbox.listing(("pending", "parked", "expired"), 100)]

    def words(self, channel: str = "C1") -> list[str]:
        return [said["text"] for said in self.slack.messages.get(channel, [])]
