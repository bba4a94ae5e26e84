"""Requests that Slack might send, changed in ways that somebody else might change them."""

import json
import random
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from tests.support.slack import FORM, JSON, SignedSlack, signed

Headers = list[tuple[bytes, bytes]]
SECRET_WORD = "zqbodyzq"
"""Stands in every body: no log may hold it."""
HOSTILE: tuple[Any, ...] = (
    *(None, True, -1, 2**70, 1e308, "", " ", "\x00", "\ud800", "<!channel>", "<@U0PAM>", "‮", "a" * 30_000),
    *([], {}, [[]], [{}], {"a": {"b": {}}}, ["x"] * 300, "D", "C0CHAN", "T9", "ask", "deals.approve#1", "staff.save"),
    *("DR-1|1", "0|0", "9" * 400, "2024-13-45", "acme|twilio-segment-2024|qbr|2024-07-18", "%", "💥" * 50, "../../etc"),
)


PRESSED = ("ask", "ask.share", "deals.open", "deals.approve#1", "reviews.held", "portfolio.csv", "feedback.rate")


@dataclass(frozen=True)
class Case:
    """One request: how it was made (`what`), its bytes, and whether its signature holds."""

    what: str
    body: bytes
    headers: Headers
    signed: bool


class Recorder(SignedSlack):
    """Builds what Slack sends, and keeps it instead of sending it."""

    def __init__(self) -> None:
        super().__init__(None, "http://127.0.0.1:9/hook/1")  # type: ignore[arg-type]
        self.bodies: list[tuple[bytes, str]] = []

    def _post(self, body: bytes, kind: str) -> Any:
        self.bodies.append((body, kind))


def originals() -> list[tuple[bytes, str]]:
    """One of every kind of payload that is listened for."""
    pam = Recorder()
    for words in ("tier Acme", "help", "register", "staff", f"gap {SECRET_WORD}", "preview as Acme our gap"):
        pam.command(words)
    for route in (
        "ask",
        "ask.share",
        "deals.open",
        "deals.approve#1",
        "reviews.held",
        "portfolio.csv",
        "feedback.rate",
    ):
        pam.press(route, SECRET_WORD)
    view = {"type": "modal", "private_metadata": json.dumps({"registration": SECRET_WORD}), "blocks": []}
    for route in ("deals.submit", "deals.decline_submit", "staff.save", "staff.stand_in_save", "feedback.comment"):
        pam.submit(
            view | {"callback_id": route},
            {"customer": {"customer": {"type": "plain_text_input", "value": SECRET_WORD}}},
        )
    pam.suggest("partners.search", SECRET_WORD)
    pam.shortcut("register_deal")
    said = {
        "user": "U0PAM",
        "user_team": "T0TEAM",
        "text": f"<@U0BOT> {SECRET_WORD}",
        "ts": "18.5",
        "channel": "C0CHAN",
    }
    pam.event({"type": "app_mention", **said})
    pam.event({"type": "message", "channel_type": "im", **said})
    for tab in ("home", "messages"):
        pam.event({"type": "app_home_opened", "user": "U0PAM", "channel": "D1", "tab": tab})
    for change in ("channel_shared", "member_joined_channel"):
        pam.event({"type": change, "channel": "C0CHAN"})
    return pam.bodies


def payload_case(rng: random.Random, corpus: list[tuple[bytes, str]], number: int) -> Case:
    """A signed request of which one to four places inside were changed."""
    body, kind = rng.choice(corpus)
    fields = dict(parse_qsl(body.decode(), keep_blank_values=True)) if kind == FORM else {}
    payload: Any = json.loads(fields.get("payload", "null")) if "payload" in fields else (fields or json.loads(body))
    for _ in range(rng.randint(1, 4)):
        payload = _changed(rng, payload)
    if isinstance(payload, dict) and rng.random() < 0.8:  # most are no repeats
        payload["trigger_id" if kind == FORM else "event_id"] = f"{number}.{rng.random()}"
    if kind == JSON:
        changed = json.dumps(payload).encode()
    elif "payload" in fields:
        changed = urlencode({"payload": json.dumps(payload)}).encode()
    else:
        flat = payload if isinstance(payload, dict) else {"text": str(payload)}
        words = {str(key): str(value).encode("utf-8", "replace") for key, value in flat.items()}
        changed = urlencode(words).encode()
    return Case("payload", changed, signed(changed, kind), signed=True)


def _changed(rng: random.Random, payload: Any) -> Any:
    """The same with one place dropped, replaced, doubled or wrapped."""
    places = list(_places(payload))
    if not places:
        return payload
    holder, key = rng.choice(places)
    match rng.randrange(5):
        case 0:
            del holder[key]
        case 1 | 2:
            holder[key] = deepcopy(rng.choice(HOSTILE))
        case 3:
            other, there = rng.choice(places)
            if (isinstance(other, dict) and there in other) or (isinstance(other, list) and there < len(other)):
                holder[key] = json.loads(json.dumps(other[there]))
        case 4:
            for _ in range(rng.choice((1, 5, 200))):
                holder[key] = [holder[key]]
    return payload


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield value, key
            yield from _places(inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield value, index
            yield from _places(inner)


def guard_case(rng: random.Random, corpus: list[tuple[bytes, str]], number: int) -> Case:
    """A request whose signature, headers or bytes are wrong in one way, or that is no request of Slack's at all."""
    body, kind = rng.choice(corpus)
    headers = signed(body, kind)
    what, change = rng.choice(GUARD)
    body, headers, holds = change(rng, body, headers)
    return Case(what, body, headers, holds)


Change = Callable[[random.Random, bytes, Headers], tuple[bytes, Headers, bool]]


def _without(rng: random.Random, body: bytes, headers: Headers) -> tuple[bytes, Headers, bool]:
    gone = rng.choice(headers)
    return body, [each for each in headers if each is not gone], gone[0] == b"content-type"


def _flipped(rng: random.Random, body: bytes, headers: Headers) -> tuple[bytes, Headers, bool]:
    at = rng.randrange(len(body))
    return body[:at] + bytes([body[at] ^ (1 << rng.randrange(8))]) + body[at + 1 :], headers, False


def _cut(rng: random.Random, body: bytes, headers: Headers) -> tuple[bytes, Headers, bool]:
    return body[: rng.randrange(len(body))], headers, False


def _header_noise(rng: random.Random, body: bytes, headers: Headers) -> tuple[bytes, Headers, bool]:
    at = rng.randrange(len(headers))
    noise = rng.choice((b"", b"0", b"v0=", b"v1=" + b"0" * 64, b"\xff\xfe", b"-5", b"9" * 20, rng.randbytes(12)))
    return body, [*headers[:at], (headers[at][0], noise), *headers[at + 1 :]], headers[at][0] == b"content-type"


def _doubled(rng: random.Random, body: bytes, headers: Headers) -> tuple[bytes, Headers, bool]:
    return body, [*headers, rng.choice(headers)], False


def _of_bolt(rng: random.Random, body: bytes, headers: Headers) -> tuple[bytes, Headers, bool]:
    name = rng.choice((b"x-slack-bolt-lazy-only", b"x-slack-bolt-lazy-function-name", b"x-slack-retry-num"))
    return body, [*headers, (name, b"1")], True


def _another_secret(rng: random.Random, body: bytes, headers: Headers) -> tuple[bytes, Headers, bool]:
    return body, signed(body, headers[0][1].decode(), secret=f"secret-{rng.random()}"), False


def _raw(rng: random.Random, body: bytes, headers: Headers) -> tuple[bytes, Headers, bool]:
    body = rng.choice((rng.randbytes(60), b"[" * 5_000, b'{"a":' * 900 + b"1" + b"}" * 900, b"payload=%ff", b"a=1&a=2"))
    return body, signed(body, rng.choice((FORM, JSON))), True


GUARD: tuple[tuple[str, Change], ...] = (
    ("header left out", _without),
    ("bit flipped", _flipped),
    ("cut short", _cut),
    ("header replaced", _header_noise),
    ("header doubled", _doubled),
    ("header of Bolt's", _of_bolt),
    ("another secret", _another_secret),
    ("signed nonsense", _raw),
)
