"""Requests are signed so that Slack's own library takes them for genuine."""

import time

from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.signature import SignatureVerifier

from bot.demo.signing import signed_headers


@given(st.text(max_size=200), st.text(st.characters(categories=("L", "N")), min_size=1))
def test_slacks_own_verifier_accepts_what_the_demo_signs(body: str, secret: str) -> None:
    headers = signed_headers(secret, body.encode(), int(time.time()))
    assert SignatureVerifier(secret).is_valid_request(body.encode(), headers)


def test_a_changed_body_or_another_secret_is_refused() -> None:
    headers = signed_headers("secret", b"text=gap", int(time.time()))
    assert not SignatureVerifier("secret").is_valid_request(b"text=tier", headers)
    assert not SignatureVerifier("other").is_valid_request(b"text=gap", headers)


def test_an_old_request_is_refused() -> None:
    headers = signed_headers("secret", b"text=gap", int(time.time()) - 400)
    assert not SignatureVerifier("secret").is_valid_request(b"text=gap", headers)
