"""Signed slash commands over a few kept-open connections, each one new, and how long each took."""

import asyncio
import hashlib
import hmac
import time
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

SECRET = "bench-signing-secret"


@dataclass(frozen=True, slots=True)
class Measured:
    """Answers a second, and latencies in milliseconds."""

    rate: float
    p50: float
    p99: float
    worst: float
    failed: int

    def words(self) -> str:
        return f"{self.rate:7,.0f}/s   p50 {self.p50:6.2f} ms   p99 {self.p99:7.2f} ms   worst {self.worst:7.1f} ms"


def requests(texts: Sequence[str], count: int, start: int) -> list[bytes]:
    """`count` signed HTTP requests, each with a trigger id of its own so that none is a repeat."""
    stamp = str(int(time.time()))
    return [_request(texts[number % len(texts)], start + number, stamp) for number in range(count)]


def run(port: int, wanted: Sequence[bytes], connections: int, expect: bytes) -> Measured:
    """Send all requests over `connections`; an answer counts when it is 200 and holds `expect`."""
    return asyncio.run(_run(port, wanted, connections, expect))


def _request(text: str, number: int, stamp: str) -> bytes:
    form = {
        "command": "/partner",
        "text": text,
        "team_id": "T0TEAM",
        "user_id": "U0PAM",
        "user_name": "pam",
        "channel_id": "C0DESK",
        "trigger_id": f"{number}.bench",
        "response_url": "https://hooks.slack.com/commands/1",
    }
    body = urlencode(form).encode()
    digest = hmac.new(SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    head = (
        "POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"X-Slack-Request-Timestamp: {stamp}\r\nX-Slack-Signature: v0={digest}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def _run(port: int, wanted: Sequence[bytes], connections: int, expect: bytes) -> Measured:
    times: list[float] = []
    failed = 0
    queue = iter(wanted)

    async def one() -> None:
        nonlocal failed
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for request in queue:
            began = time.perf_counter()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0] or 0)
            body = await reader.readexactly(length)
            times.append((time.perf_counter() - began) * 1000)
            failed += not (head.startswith(b"HTTP/1.1 200") and expect in body)
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(connections)))
    took = time.perf_counter() - began
    times.sort()
    return Measured(len(times) / took, times[len(times) // 2], times[int(len(times) * 0.99)], times[-1], failed)
