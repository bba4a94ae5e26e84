"""What pages hear: the state first, then what concerns them, until the demo ends."""

import asyncio
import json
from typing import Any

from bot.demo.events import Event, Feed


def heard(encoded: str) -> tuple[str, dict[str, Any]]:
    kind, data, *_ = encoded.split("\n")
    return kind.removeprefix("event: "), json.loads(data.removeprefix("data: "))


def test_a_page_hears_what_is_for_everybody_and_for_its_person_and_nothing_else() -> None:
    async def listen() -> list[str]:
        feed = Feed()
        stream = feed.listen("U1", lambda: Event("state", {"me": "U1"}))
        encoded = [await anext(stream)]
        feed.publish("message", {"text": "for you"}, "U1")
        feed.publish("message", {"text": "for another"}, "U2")
        feed.publish("message", {"text": "for all"})
        encoded += [await anext(stream), await anext(stream)]
        await stream.aclose()
        return encoded

    assert [heard(each) for each in asyncio.run(listen())] == [
        ("state", {"me": "U1"}),
        ("message", {"text": "for you"}),
        ("message", {"text": "for all"}),
    ]


def test_a_page_that_listens_when_the_demo_ends_is_told_and_let_go() -> None:
    async def listen() -> list[str]:
        feed = Feed()
        stream = feed.listen("U1", lambda: Event("state", {}))
        encoded = [await anext(stream)]
        feed.close()
        return encoded + [each async for each in stream]

    kinds = [heard(each)[0] for each in asyncio.run(listen())]
    assert kinds[0] == "state"
    assert set(kinds[1:]) == {"end"}
