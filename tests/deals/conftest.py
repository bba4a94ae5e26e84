"""A desk whose days go by: the real assistant and the real clock of deals on a small portfolio."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from shutil import copyfile

import pytest
from sqlalchemy import select

from bot.render.plain import plain
from handlers.deals.clock import DealClock
from handlers.documents import Outcome, Reply
from handlers.request import Actor, Conversation, Place, Value
from handlers.wire import load
from programs.catalog import Catalog
from store.models import OutboxMessage
from store.records import Registration
from tests.support.desk import NOW, PAM, Desk, fill_database, open_desk

DEAL: dict[str, Value] = {
    "partner": "acme",
    "customer": "Initrode",
    "customer_domain": "initrode.com",
    "country": "GB",
    "products": ("twilio-segment-2024/segment",),
    "earr": "120k",
    "currency": "USD",
    "expected_close_on": "2024-12-31",
    "role": "sourced",
    "evidence": "Workshop with the CTO on July 10",
}


@dataclass
class Days:
    """The desk on the day it is, at nine in the morning of its zone unless moved."""

    desk: Desk
    clock: DealClock
    now: datetime = NOW
    seen: set[int] = field(default_factory=set)

    @property
    def today(self) -> date:
        return self.desk.assistant.desk.today(self.now)

    def press(self, route: str, value: str = "", actor: Actor = PAM, **values: Value) -> Outcome:
        """Press a button, or submit a form when there are values."""
        request = self.desk.request(
            actor, Place.direct, route=route, value=value, values=values, now=self.now, as_of=self.today
        )
        return self.desk.assistant.handle(request)

    def in_channel(self, route: str, value: str, actor: Actor, channel: str, **values: Value) -> Outcome:
        """The same in a channel shared with others; a submitted form says no channel."""
        where = Conversation(channel, Place.shared if channel else Place.direct)
        asked = self.desk.request(actor, route=route, value=value, values=values, now=self.now, as_of=self.today)
        return self.desk.assistant.handle(replace(asked, conversation=where))

    def register(self, actor: Actor = PAM, **changes: Value) -> str:
        """Register the deal, changed; gives its number."""
        outcome = self.press("deals.submit", "", actor, **(DEAL | changes))
        assert isinstance(outcome, Reply), outcome
        return outcome.summary.split(":")[0].removeprefix("Registered as ")

    def get(self, number: str) -> Registration:
        """The registration as it is stored."""
        with self.desk.store.read() as work:
            found = work.registrations.get(number)
        assert found is not None
        return found

    def value(self, number: str) -> str:
        """What a fresh card's buttons carry."""
        return f"{number}|{self.get(number).version}"

    def wait(self, days: int = 1) -> list[str]:
        """Let days go by, the clock ticking each morning and each midnight; gives what was said, with its target."""
        said: list[str] = []
        for _ in range(days):
            self.now += timedelta(days=1)
            self.clock.tick(self.now.replace(hour=7, minute=30))
            self.clock.tick(self.now)
            self.clock.tick(self.now)
            said += self.said()
        return said

    def said(self) -> list[str]:
        """What was written for sending and not looked at before: `target: first line`."""
        with self.desk.store.read() as work:
            rows = work.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
            fresh = [row for row in rows if row.id not in self.seen and row.operation == "post"]
        self.seen |= {row.id for row in fresh}
        return [f"{row.target}: {load(row.document).summary}" for row in fresh]

    def messages(self) -> Mapping[str, str]:
        """Everything that was written for sending, as plain text by key."""
        with self.desk.store.read() as work:
            return {
                row.occurrence_key: plain(load(row.document)) for row in work.session.scalars(select(OutboxMessage))
            }

    def actions(self, number: str) -> list[str]:
        """What the audit trail has about a registration."""
        with self.desk.store.read() as work:
            return [entry.action.removeprefix("registration.") for entry in work.audit.of(f"registration:{number}")]


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill_database(tmp_path_factory.mktemp("deals"))


@pytest.fixture
def days(filled: Path, tmp_path: Path) -> Iterator[Days]:
    desk = open_desk(Path(copyfile(filled, tmp_path / "desk.db")))
    clock = DealClock(desk.store, Catalog.load(), desk.assistant.desk)
    yield Days(desk, clock, datetime(2024, 7, 15, 17, 0, tzinfo=UTC))
    desk.store.close()
