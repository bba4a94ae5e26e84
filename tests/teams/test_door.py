"""The door for Teams over HTTP: what is read of a request, what the desk is given, and what Teams is answered."""

import json
import logging
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from bot.clock import steady
from bot.teams.door import KINDS, LIMIT, PATH
from bot.teams.listening import ANSWERED, Invoked
from tests.support.teams_door import Street, teams_street
from tests.support.teams_keys import TENANT, Json, activity, bearer, key_server


@pytest.fixture(scope="module")
def served() -> Iterator[Street]:
    with key_server() as keys, teams_street(keys, patience=0.5) as street:
        yield street


@pytest.fixture
def street(served: Street) -> Street:
    served.desk.__init__()  # type: ignore[misc]  # a desk as new
    served.measured.clear()
    return served


def invoke(name: str, value: Any = None, **changes: Any) -> Json:
    return activity(type="invoke", name=name, value={} if value is None else value, **changes)


@pytest.mark.parametrize(
    "kind",
    [
        *("message", "messageUpdate", "messageDelete", "messageReaction", "conversationUpdate", "installationUpdate"),
        *("event", "endOfConversation", "somethingNew"),
    ],
)
def test_what_gets_no_answer_is_kept_as_it_came(street: Street, kind: str) -> None:
    body = activity(type=kind, membersAdded=[{"id": "29:mira"}], reactionsAdded=[{"type": "like"}], action="add")
    answer = street.post(body)
    assert (answer.status_code, answer.content) == (200, b"")
    assert street.desk.kept == [body]
    assert street.measured[0][0] == (kind if kind in KINDS else "other")


def test_somebody_who_types_is_not_kept(street: Street) -> None:
    assert street.post(activity(type="typing")).status_code == 200
    assert street.desk.kept == []


@pytest.mark.parametrize("name", ANSWERED)
def test_an_invoke_is_answered_with_what_the_desk_says(street: Street, name: str) -> None:
    body = invoke(name, {"action": {"verb": "deals.open", "data": {"form": "t"}}, "data": {}})
    answer = street.post(body)
    assert (answer.status_code, answer.json()) == (200, {"done": "✓"})
    assert street.desk.asked == [(name, body)]
    assert street.desk.kept == []
    assert street.measured[0][0] == name


def test_a_dialog_closes_with_an_empty_answer(street: Street) -> None:
    street.desk.answer = Invoked(200)
    answer = street.post(invoke("task/submit"))
    assert (answer.status_code, answer.content) == (200, b"")


def test_a_desk_may_answer_with_another_status(street: Street) -> None:
    street.desk.answer = Invoked(412, {"error": "sign in"})
    assert street.post(invoke("adaptiveCard/action")).status_code == 412


@pytest.mark.parametrize(
    "body",
    [
        invoke("composeExtension/query", {"commandId": "find"}),
        invoke("fileConsent/invoke", {"action": "accept"}),
        invoke("signin/verifyState", {"state": "1"}),
        invoke("config/fetch", {}),
        invoke("task/somethingNew", {}),
        activity(type="invoke", name=None, value={"a": 1}),
    ],
    ids=lambda body: str(body.get("name")),
)
def test_an_invoke_that_nobody_knows_is_not_implemented(street: Street, body: Json) -> None:
    assert street.post(body).status_code == 501
    assert street.desk.asked == street.desk.kept == []


@pytest.mark.parametrize(
    "changes",
    [
        {"from": ""},
        {"from": "29:mira"},
        {"from": ["29:mira"]},
        {"timestamp": "yesterday"},
        {"timestamp": 7},
        {"localTimestamp": "2026-99-99T99:99:99Z"},
        {"type": None},
        {"type": 7},
        {"type": ""},
        {"type": ["message"]},
        {"type": "m" * 2000},
        {"conversation": {"tenantId": TENANT}},
        {"conversation": {"id": "", "tenantId": TENANT}},
        {"conversation": {"id": 7, "tenantId": TENANT}},
        {"conversation": None},
        {"conversation": "a:personal"},
        {"entities": "many"},
        {"attachments": {"a": 1}},
        {"membersAdded": "29:mira"},
        {"recipient": "28:me"},
        {"recipient": [1]},
        {"type": "invoke", "name": "task/fetch"},
        {"type": "invoke", "name": "task/submit", "value": "text"},
        {"type": "invoke", "name": "adaptiveCard/action", "value": [1]},
        {"type": "invoke", "name": "fileConsent/invoke", "value": "text"},
    ],
    ids=str,
)
def test_a_verified_activity_of_an_impossible_shape_is_malformed(street: Street, changes: dict[str, Any]) -> None:
    answer = street.post(activity(**changes))
    assert (answer.status_code, answer.json()) == (400, {"error": "malformed"})
    assert street.desk.kept == street.desk.asked == []


GOOD = json.dumps(activity()).encode()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"{}",
        b"[]",
        b"[1]",
        b'"text"',
        b"7",
        b"null",
        b"\xff\xfe",
        b"\xef\xbb\xbf" + GOOD,
        GOOD + GOOD,
        GOOD.replace(b'"type": "message"', b'"type": "message", "type": "invoke"'),
        GOOD.replace(b'"somethingNew": {', b'"somethingNew": {"a": 1, "a": 2, '),
        GOOD.replace(b"2027", b"NaN"),
        GOOD.replace(b"2027", b"-Infinity"),
        GOOD.replace(b"2027", b"9" * 5000),
        GOOD.replace(b"2027", b"[" * 200 + b"]" * 200),
        GOOD.replace(b"2027", b"[" * 50_000 + b"]" * 50_000),
        GOOD.replace(b"2027", b'{"a":' * 30_000 + b"1" + b"}" * 30_000),
    ],
    ids=lambda content: f"{content[:12]!r}…{len(content)}",
)
def test_what_is_no_json_object_is_refused_before_anybody_is_verified(street: Street, content: bytes) -> None:
    answer = street.send(content, authorization="Bearer nobody looks at this")
    assert (answer.status_code, answer.json()) == (400, {"error": "malformed"})


def test_half_a_surrogate_pair_does_not_reach_the_database(street: Street) -> None:
    assert street.send(GOOD.replace(b"tier Northwind", b"tier \\ud83d")).status_code == 200
    assert street.desk.kept[0]["text"] == "tier ?"


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "application/jsonx"])
def test_another_content_type_is_refused(street: Street, kind: str) -> None:
    assert street.send(GOOD, content_type=kind).status_code == 415


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "Application/JSON"])
def test_json_may_name_its_charset(street: Street, kind: str) -> None:
    assert street.send(GOOD, content_type=kind).status_code == 200


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS"])
def test_other_methods_are_refused(street: Street, method: str) -> None:
    assert street.client.request(method, PATH, headers={"authorization": bearer()}).status_code == 405


def test_a_doubled_header_is_refused(street: Street) -> None:
    headers = [("authorization", bearer()), ("authorization", bearer()), ("content-type", "application/json")]
    assert street.client.post(PATH, content=GOOD, headers=headers).json() == {"error": "doubled_header"}


@pytest.mark.parametrize("announced", [True, False])
def test_an_oversized_body_is_refused(street: Street, announced: bool) -> None:
    content = GOOD.replace(b"tier Northwind", b"x" * LIMIT)
    headers = {"authorization": bearer(), "content-type": "application/json"}
    sent: Any = content if announced else (content[at : at + 50_000] for at in range(0, len(content), 50_000))
    assert street.client.post(PATH, content=sent, headers=headers).status_code == 413


def test_the_largest_message_that_teams_takes_is_let_in(street: Street) -> None:
    assert street.post(activity(text="ü" * 50_000)).status_code == 200


@pytest.mark.parametrize("body", [b"", GOOD[:50]])
def test_a_body_that_does_not_come_is_not_waited_for(street: Street, body: bytes) -> None:
    began = steady()
    assert raw(street, f"Authorization: {bearer()}\r\nContent-Type: application/json", body) == 408
    assert steady() - began < 3


def test_without_a_token_no_body_is_waited_for(street: Street) -> None:
    began = steady()
    assert raw(street, "Content-Type: application/json", b"") == 401
    assert steady() - began < 0.4


def raw(street: Street, headers: str, body: bytes) -> int:
    """The status of the answer to a request that promises more of a body than it sends."""
    host, _, port = street.url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=5) as peer:
        words = f"POST {PATH} HTTP/1.1\r\nHost: {host}\r\n{headers}\r\nContent-Length: {len(GOOD)}\r\n\r\n"
        peer.sendall(words.encode() + body)
        return int(peer.recv(1000).split()[1])


def test_the_same_activity_twice_is_handed_over_twice(street: Street) -> None:
    """Teams repeats what it heard no answer to; the desk knows by conversation and id what it has."""
    assert [street.post(activity()).status_code for _ in range(2)] == [200, 200]
    assert [body["id"] for body in street.desk.kept] == ["1732600000000"] * 2


def test_a_message_that_could_not_be_kept_is_asked_for_again(street: Street, caplog: pytest.LogCaptureFixture) -> None:
    street.desk.fails = RuntimeError("the database is away")
    answer = street.post(activity())
    assert (answer.status_code, answer.json()) == (503, {"error": "not_taken"})
    assert caplog.records[-1].levelno == logging.ERROR
    assert street.post(invoke("task/fetch")).status_code == 500


def test_a_slow_desk_keeps_no_other_request_waiting(street: Street) -> None:
    street.desk.slow = 1.0
    slow = [threading.Thread(target=street.post, args=(activity(),)) for _ in range(4)]
    for thread in slow:
        thread.start()
    began = steady()
    assert street.post(activity(), "Bearer nobody").status_code == 401
    assert steady() - began < 0.5
    for thread in slow:
        thread.join()
    assert len(street.desk.kept) == 4


def test_closing_waits_for_what_was_taken_and_takes_nothing_more() -> None:
    with key_server() as keys, teams_street(keys) as street:
        assert street.post(activity()).status_code == 200
        street.desk.slow = 0.5
        last = threading.Thread(target=street.post, args=(activity(),))
        last.start()
        while not street.door._pool.load:
            pass
        assert street.door.close(5)
        last.join()
        assert len(street.desk.kept) == 2
        assert street.post(activity()).status_code == 503


def test_every_kind_that_is_measured_is_known(street: Street) -> None:
    for body in (activity(), activity(type="x"), activity(type="refused"), invoke("task/fetch"), invoke("x")):
        street.post(body)
    street.post(activity(), None)
    kinds = [kind for kind, _ in street.measured]
    assert kinds == ["message", "other", "other", "task/fetch", "invoke", "refused"]
    assert set(kinds) <= set(KINDS)
