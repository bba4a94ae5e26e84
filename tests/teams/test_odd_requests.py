"""Whatever is sent: the door answers, and never with a failure of its own."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jwt import PyJWS

from tests.support.teams_door import Street, teams_street
from tests.support.teams_keys import KID, activity, bearer, claims, key, key_server

LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20)
VALUES = st.recursive(
    LEAVES | st.sampled_from(["", "msteams", "a;messageid=1", "2026-11-26T09:00:00Z", "9999-99-99", 10**400]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "name", "x"]), inner, max_size=3)
    ),
    max_leaves=5,
)
FIELDS = (
    *("type", "id", "timestamp", "localTimestamp", "expiration", "channelId", "serviceUrl", "from", "conversation"),
    *("recipient", "text", "textFormat", "channelData", "entities", "attachments", "membersAdded", "replyToId"),
    *("name", "value", "locale", "action", "deliveryMode", "importance", "relatesTo", "semanticAction"),
)
TYPES = ("message", "invoke", "conversationUpdate", "installationUpdate", "messageReaction", "event", "handoff")
INVOKES = (
    *("adaptiveCard/action", "task/fetch", "application/search", "composeExtension/query", "fileConsent/invoke"),
    *("composeExtension/submitAction", "signin/tokenExchange", "tab/fetch", "config/submit", None),
)
MANY = settings(max_examples=250, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def street() -> Iterator[Street]:
    with key_server() as keys, teams_street(keys) as street:
        yield street


@MANY
@given(st.sampled_from(TYPES), st.sampled_from(INVOKES), st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=3))
def test_an_odd_activity_under_a_good_token(street: Street, kind: str, name: str, changes: dict[str, Any]) -> None:
    street.desk.kept.clear()
    body = activity(type=kind, name=name, value={}) | changes
    answer = street.client.post(
        "/api/messages",
        content=json.dumps(body).encode(),
        headers={"authorization": bearer(), "content-type": "application/json"},
    )
    assert answer.status_code in (200, 400, 401, 501)
    assert street.desk.kept in ([], [json.loads(json.dumps(body))])


@MANY
@given(st.dictionaries(st.sampled_from(("iss", "aud", "exp", "nbf", "iat", "sub", "jti", "ver", "appid")), VALUES))
def test_odd_claims_that_microsoft_signed(street: Street, odd: dict[str, Any]) -> None:
    payload = json.dumps(claims() | odd).encode()
    signed = PyJWS().encode(payload, key(), "RS256", headers={"kid": KID})
    assert street.post(activity(), f"Bearer {signed}").status_code in (200, 401)


@MANY
@given(st.dictionaries(st.sampled_from(("alg", "kid", "typ", "crit", "b64", "jwk", "x5u")), VALUES), VALUES)
def test_odd_heads_and_claims_that_nobody_signed(street: Street, head: dict[str, Any], said: object) -> None:
    parts = [json.dumps(part).encode() for part in ({"alg": "RS256", "kid": KID} | head, said)]
    forged = b".".join((*map(_part, parts), b"AAAA")).decode()
    assert street.post(activity(), f"Bearer {forged}").status_code == 401


@MANY
@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=60))
def test_odd_headers(street: Street, words: str) -> None:
    assert street.post(activity(), words).status_code == 401
    assert street.post(activity(), f"Bearer {words}").status_code == 401


def _part(content: bytes) -> bytes:
    return base64.urlsafe_b64encode(content).rstrip(b"=")
