"""A courier as the product builds it, against a loopback Slack, with every source of time and chance in hand."""

import json
from collections.abc import Callable
from datetime import datetime
from random import Random
from typing import Any

from bot.clock import Clock
from bot.delivery.courier import Courier, Outboxes, Pace
from bot.delivery.transport import Transport
from bot.slack.people import Addresses
from bot.slack.transport import SlackTransport, delivery_client
from store.outbox import NewMessage


def shown(document: str) -> dict[str, Any]:
    """A rendering that needs no blocks: experiments on delivery look at marks, not at words."""
    return {"text": json.loads(document)["words"]}


def message(key: str, due_at: datetime, *, channel: str = "C1", words: str = "hello", **more: Any) -> NewMessage:
    values: dict[str, Any] = {"target": f"channel:{channel}", "document": json.dumps({"words": words}), **more}
    return NewMessage(occurrence_key=key, kind="reminder", platform="slack", workspace="T1", due_at=due_at, **values)


def slack_transport(
    base_url: str, steady: Callable[[], float], timeout: float = 5, token: str = "xoxb-test"
) -> SlackTransport:
    client = delivery_client(token, base_url)
    client.timeout = timeout  # type: ignore[assignment]  # the library hands it to urlopen, which takes fractions
    return SlackTransport(client, shown, Addresses(client, steady))


def courier(
    store: Outboxes, transport: Transport, clock: Clock, steady: Callable[[], float], pace: Pace, seed: int = 1
) -> Courier:
    return Courier("test", store, transport, clock, steady, Random(seed), pace)
