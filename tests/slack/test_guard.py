"""The door: what Slack did not sign just now, for the first time, does not come in, and nothing makes it fall over."""

import asyncio
import json
import logging
import time
from collections.abc import MutableMapping
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_sdk.signature import SignatureVerifier

from bot.bodies import Refused
from bot.slack.guard import LIMIT, Guard, Seen
from bot.slack.http import SlackDoor
from tests.slack.conftest import StandIn, served
from tests.support.slack import FORM, JSON, SECRET, Answer, call, signed

COMMAND = {"command": "/partner", "text": "hello", "team_id": "T0TEAM", "user_id": "U0PAM", "channel_id": "C1"}
BODY = urlencode(COMMAND).encode()

Headers = list[tuple[bytes, bytes]]


def send(door: SlackDoor, body: bytes, headers: Headers, **other: str) -> Answer:
    return asyncio.run(call(served(door, lambda: None), body, headers, **other))


def without(headers: Headers, name: bytes) -> Headers:
    return [pair for pair in headers if pair[0] != name]


def changed(headers: Headers, name: bytes, value: bytes) -> Headers:
    return [*without(headers, name), (name, value)]


def test_a_signed_command_is_answered(door: SlackDoor) -> None:
    headers = signed(BODY, FORM)
    named = {key.decode(): value.decode() for key, value in headers}
    assert SignatureVerifier(SECRET).is_valid_request(BODY, named)
    answer = send(door, BODY, headers)
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.json()["text"].startswith("You asked: hello")


@pytest.mark.parametrize("name", [b"x-slack-signature", b"x-slack-request-timestamp"])
def test_an_unsigned_request_is_refused_with_one_line(door: SlackDoor, assistant: StandIn, name: bytes) -> None:
    answer = send(door, BODY, without(signed(BODY, FORM), name))
    assert (answer.status, answer.json()) == (401, {"error": "unsigned"})
    assert assistant.asked == []


@pytest.mark.parametrize("seconds", [-301, 302, -86_400])
def test_a_stale_request_is_refused(door: SlackDoor, seconds: int) -> None:
    assert send(door, BODY, signed(BODY, FORM, at=time.time() + seconds)).json() == {"error": "stale"}


def test_a_request_from_before_the_start_is_refused_but_a_moment_of_grace_is_given(door: SlackDoor) -> None:
    assert send(door, BODY, signed(BODY, FORM, at=time.time() - 60)).json() == {"error": "stale"}
    assert send(door, BODY, signed(BODY, FORM, at=time.time() - 2)).status == 200


def test_a_request_signed_by_somebody_else_or_changed_on_the_way_is_refused(
    door: SlackDoor, assistant: StandIn
) -> None:
    assert send(door, BODY, signed(BODY, FORM, secret="other")).json() == {"error": "wrong_signature"}
    assert send(door, BODY + b"&text=more", signed(BODY, FORM)).json() == {"error": "wrong_signature"}
    assert assistant.asked == []


def test_a_recorded_request_does_not_pass_a_second_time(door: SlackDoor, assistant: StandIn) -> None:
    headers = signed(BODY, FORM)
    assert send(door, BODY, headers).status == 200
    again = send(door, BODY, headers)
    assert (again.status, again.json()) == (409, {"error": "repeated"})
    assert len(assistant.asked) == 1


def test_slacks_own_retry_is_signed_anew_and_passes(door: SlackDoor, assistant: StandIn) -> None:
    send(door, BODY, signed(BODY, FORM, at=time.time() - 1))
    assert send(door, BODY, signed(BODY, FORM)).status == 200
    assert len(assistant.asked) == 2


@pytest.mark.parametrize("announced", [True, False])
def test_an_oversized_body_is_refused_before_it_is_whole(door: SlackDoor, announced: bool) -> None:
    body = b"x" * (LIMIT + 1)
    headers = signed(body, FORM)
    if announced:
        headers.append((b"content-length", str(len(body)).encode()))
    assert send(door, body, headers).status == 413


def test_an_endless_body_is_not_read_to_its_end(door: SlackDoor) -> None:
    pieces = iter(range(40))
    statuses: list[int] = []

    async def receive() -> dict[str, Any]:
        next(pieces)
        return {"type": "http.request", "body": b"x" * 65_536, "more_body": True}

    async def keep(message: MutableMapping[str, Any]) -> None:
        statuses.append(message.get("status", 0))

    asyncio.run(door({"type": "http", "method": "POST", "headers": signed(b"x", FORM)}, receive, keep))
    assert statuses[0] == 413
    assert next(pieces) == LIMIT // 65_536 + 1


def refused_unread(door: SlackDoor, headers: Headers) -> tuple[int, dict[bytes, bytes]]:
    """Status and headers of the answer to a request whose body nobody reads."""
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> dict[str, Any]:
        raise AssertionError("the body was read")

    async def keep(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    asyncio.run(door({"type": "http", "method": "POST", "headers": headers}, receive, keep))
    return sent[0]["status"], dict(sent[0]["headers"])


@pytest.mark.parametrize(
    "headers",
    [
        [],
        without(signed(BODY, FORM), b"x-slack-signature"),
        changed(signed(BODY, FORM), b"x-slack-signature", b"v0=none"),
        changed(signed(BODY, FORM), b"x-slack-request-timestamp", b"now"),
        signed(BODY, FORM, at=1.0),
    ],
)
def test_a_request_without_a_stamp_of_now_is_refused_before_its_body_is_read(door: SlackDoor, headers: Headers) -> None:
    status, answered = refused_unread(door, headers)
    assert status == 401
    assert answered[b"connection"] == b"close"


def test_a_body_that_never_ends_is_not_waited_for(bolt: Any) -> None:
    hasty = SlackDoor(bolt, Guard(SECRET, time.time), workers=1, patience=0.01)
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return await asyncio.get_running_loop().create_future()

    async def keep(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    asyncio.run(hasty({"type": "http", "method": "POST", "headers": signed(BODY, FORM)}, receive, keep))
    hasty.close()
    assert sent[0]["status"] == 408
    assert json.loads(sent[1]["body"]) == {"error": "too_slow"}


@pytest.mark.parametrize(
    "signature", ["v0=é".encode(), b"v0=", b"", b"\xff\xfe", b"v1=" + b"0" * 64, b"v0=" + b"G" * 64, b"v0=" + b"0" * 65]
)
def test_a_signature_that_is_none_is_refused(door: SlackDoor, signature: bytes) -> None:
    assert send(door, BODY, changed(signed(BODY, FORM), b"x-slack-signature", signature)).status == 401


@pytest.mark.parametrize("stamp", [b"now", b"", b"1e9", b"-5", "١٢٣".encode(), b"9" * 400, b"17.5"])
def test_a_timestamp_that_is_no_number_is_refused(door: SlackDoor, stamp: bytes) -> None:
    assert send(door, BODY, changed(signed(BODY, FORM), b"x-slack-request-timestamp", stamp)).status == 401


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (JSON, b"{"),
        (JSON, b"[]"),
        (JSON, b"null"),
        (JSON, b"\xff\xfe"),
        (JSON, b"[" * 100_000 + b"]" * 100_000),
        (JSON, b'{"n": ' + b"9" * 5000 + b"}"),
        (FORM, b"payload=garbage"),
        (FORM, b"payload=[]"),
        (FORM, b"payload="),
        (FORM, b"text=%ff"),
        (FORM, b"\xff"),
        (FORM, b"&".join([b"a=1"] * 200)),
        (FORM, b""),
    ],
)
def test_a_signed_but_malformed_body_is_refused(door: SlackDoor, kind: str, body: bytes) -> None:
    answer = send(door, body, signed(body, kind))
    assert (answer.status, answer.json()) == (400, {"error": "malformed"})


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (FORM, BODY + b"&text=again"),
        (JSON, b'{"type": "x", "a": ' + b"[" * 70 + b"]" * 70 + b"}"),
        (FORM, b"payload=" + b'{"a":' * 70 + b"1" + b"}" * 70),
    ],
)
def test_a_field_that_stands_twice_and_nesting_that_slack_never_needs_are_refused(
    door: SlackDoor, kind: str, body: bytes
) -> None:
    assert send(door, body, signed(body, kind)).json() == {"error": "malformed"}


@pytest.mark.parametrize("name", [b"x-slack-signature", b"x-slack-request-timestamp", b"content-type"])
def test_a_header_that_decides_something_stands_once(door: SlackDoor, assistant: StandIn, name: bytes) -> None:
    headers = signed(BODY, FORM)
    again = next(pair for pair in headers if pair[0] == name)
    assert send(door, BODY, [*headers, again]).status == 400
    assert assistant.asked == []


@pytest.mark.parametrize("spelled", [rb"\ud800", rb"\uDFFF"])
def test_half_of_a_surrogate_pair_arrives_as_a_question_mark(
    door: SlackDoor, assistant: StandIn, spelled: bytes
) -> None:
    body = b'{"type": "event_callback", "team_id": "T0TEAM", "event_id": "Ev1", "event": {"type": "app_mention", '
    body += b'"user": "U0PAM", "user_team": "T0TEAM", "ts": "1.1", "channel": "C0' + spelled + b'", "text": "tier"}}'
    assert send(door, body, signed(body, JSON)).status == 200
    assert assistant.later[0][0].conversation.id == "C0?"


@pytest.mark.parametrize("kind", ["text/plain", "", "multipart/form-data", "application/xml"])
def test_another_content_type_is_refused(door: SlackDoor, kind: str) -> None:
    assert send(door, BODY, signed(BODY, kind)).status == 415


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD"])
def test_another_method_is_refused(door: SlackDoor, method: str) -> None:
    assert send(door, BODY, signed(BODY, FORM), method=method).status == 405


def test_the_challenge_is_answered_only_when_signed(door: SlackDoor) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "abc", "token": "x"}).encode()
    assert send(door, body, signed(body, JSON)).json() == {"challenge": "abc"}
    assert send(door, body, [(b"content-type", JSON.encode())]).status == 401


def test_slacks_certificate_check_is_answered_like_any_signed_request(door: SlackDoor, assistant: StandIn) -> None:
    body = b"ssl_check=1&token=x"
    assert (send(door, body, signed(body, FORM)).status, assistant.asked) == (200, [])
    assert send(door, body, [(b"content-type", FORM.encode())]).status == 401


def test_bolts_own_headers_from_outside_have_no_effect(door: SlackDoor, assistant: StandIn) -> None:
    headers = [*signed(BODY, FORM), (b"x-slack-bolt-lazy-only", b"1"), (b"x-slack-bolt-lazy-function-name", b"command")]
    assert send(door, BODY, headers).json()["text"].startswith("You asked")
    assert len(assistant.asked) == 1


def test_what_is_refused_is_logged_without_its_body(door: SlackDoor, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        send(door, b"text=very-private", [(b"content-type", FORM.encode())])
    assert "unsigned" in caplog.text
    assert "private" not in caplog.text


def test_an_empty_secret_is_refused_at_the_start() -> None:
    with pytest.raises(ValueError, match="SLACK_SIGNING_SECRET"):
        Guard("", time.time)


def test_seen_signatures_are_bounded_and_forgotten() -> None:
    seen = Seen(most=2)
    assert seen.first_time(b"a", 0, 10)
    assert not seen.first_time(b"a", 10, 20)
    assert seen.first_time(b"b", 1, 11)
    assert seen.first_time(b"c", 2, 12)
    assert not seen.first_time(b"c", 12, 30)
    assert seen.first_time(b"c", 13, 30)


raw_headers = st.lists(
    st.tuples(
        st.sampled_from([b"content-type", b"x-slack-signature", b"x-slack-request-timestamp", b"content-length", b"x"]),
        st.binary(max_size=40) | st.sampled_from([FORM.encode(), JSON.encode(), b"5", b"v0=" + b"0" * 64]),
    ),
    max_size=6,
)
FUZZ = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FUZZ
@given(body=st.binary(max_size=200), headers=raw_headers)
def test_no_bytes_make_the_door_fall_over(door: SlackDoor, body: bytes, headers: Headers) -> None:
    assert 400 <= send(door, body, headers).status < 500


json_like: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["type", "team", "user", "id", "event", "actions", "view", "authorizations", "command", "state"]
            )
            | st.text(max_size=5),
            inner,
            max_size=5,
        )
    ),
    max_leaves=15,
)
KINDS = ["block_actions", "view_submission", "block_suggestion", "event_callback", "shortcut", "url_verification"]


@FUZZ
@given(inner=st.dictionaries(st.sampled_from(["event", "actions", "view", "team", "user", "channel"]), json_like),
       kind=st.sampled_from(KINDS), as_form=st.booleans())  # fmt: skip
def test_no_signed_payload_makes_the_door_fall_over(
    door: SlackDoor, inner: dict[str, Any], kind: str, as_form: bool
) -> None:
    words = json.dumps({"type": kind, **inner})
    body = urlencode({"payload": words}).encode() if as_form else words.encode()
    answer = send(door, body, signed(body, FORM if as_form else JSON))
    assert answer.status in (200, 400, 409)


def test_health_and_readiness(door: SlackDoor) -> None:
    class Down(Exception):
        sentence = "The database is down."

    def down() -> None:
        raise Down

    app = served(door, down)
    assert asyncio.run(call(app, b"", [], method="GET", path="/healthz")).status == 200
    answer = asyncio.run(call(app, b"", [], method="GET", path="/readyz"))
    assert (answer.status, answer.json()["reason"]) == (503, "The database is down.")
    ready = asyncio.run(call(served(door, lambda: None), b"", [], method="GET", path="/readyz"))
    assert (ready.status, ready.json()) == (200, {"status": "ready"})


def test_a_refusal_says_its_status_and_word() -> None:
    guard = Guard(SECRET, lambda: 1000.0, limit=3)
    with pytest.raises(Refused) as refused:
        guard.admit([], b"four")
    assert (refused.value.status, refused.value.word) == (413, "too_large")
