"""Every kind of token and sender, what the door answers, and the word in the log.

`python -m tests.support.teams_matrix` prints the table of docs/TEAMS_SDK.md; a test asks that it stands there.
"""

import base64
import hashlib
import hmac
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.support.teams_keys import (
    APP,
    KID,
    SERVICE,
    TENANT,
    Json,
    activity,
    bearer,
    claims,
    key,
    published,
    token,
)

EMULATOR = "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"
"""The tenant in which botbuilder believes for the Bot Framework Emulator and for skills."""
ELSEWHERE = "https://attacker.example/"
OTHER = "99999999-0000-0000-0000-000000000000"


@dataclass(frozen=True)
class Case:
    """One kind of request: in words, how it is made (header and activity), and the word in the log when refused."""

    words: str
    made: Callable[[], tuple[str | None, Json]]
    word: str = ""

    @property
    def status(self) -> int:
        return 401 if self.word else 200


def keys() -> list[Json]:
    """The keys that the matrix needs published."""
    return [published(), published("of-webchat", ("webchat",)), published("of-nobody", None)]


def _with(header: str | None, **changes: object) -> tuple[str | None, Json]:
    return header, activity(**changes)


def _part(content: Json) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()


def _unsigned() -> str:
    return f"Bearer {_part({'alg': 'none', 'kid': KID})}.{_part(claims())}."


def _with_public_key_as_secret() -> str:
    public = key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    signed = f"{_part({'alg': 'HS256', 'typ': 'JWT', 'kid': KID})}.{_part(claims())}"
    mac = base64.urlsafe_b64encode(hmac.new(public, signed.encode(), hashlib.sha256).digest()).rstrip(b"=")
    return f"Bearer {signed}.{mac.decode()}"


def _changed_after_signing() -> str:
    head, _, signature = token().split(".")
    return f"Bearer {head}.{_part(claims(exp=int(time.time()) + 9999))}.{signature}"


def _in(seconds: int) -> int:
    return int(time.time()) + seconds


CASES = (
    Case("a good token", lambda: _with(bearer())),
    Case("expired four minutes ago (clocks differ)", lambda: _with(bearer(exp=_in(-240)))),
    Case("valid in four minutes (clocks differ)", lambda: _with(bearer(nbf=_in(240)))),
    Case("of another tenant, in a channel of ours", lambda: _with(bearer(), channelData={"tenant": {"id": OTHER}})),
    Case("the tenant named by the conversation alone", lambda: _with(bearer(), channelData={"x": 1})),
    Case("no header", lambda: _with(None), "no_token"),
    Case("an empty header", lambda: _with(""), "no_token"),
    Case("another scheme", lambda: _with("Basic dXNlcjpwYXNz"), "no_token"),
    Case("no token in the header", lambda: _with("Bearer"), "no_token"),
    Case("something that is no token", lambda: _with("Bearer abc.def.ghi"), "no_token"),
    Case("two tokens", lambda: _with(f"{bearer()} {token()}"), "no_token"),
    Case("an absurdly long token", lambda: _with(bearer(more="x" * 20_000)), "no_token"),
    Case("another key that calls itself the same", lambda: _with(bearer(signed_by="stranger")), "wrong_signature"),
    Case("claims changed after signing", lambda: _with(_changed_after_signing()), "wrong_signature"),
    Case("HS256 with the public key as secret", lambda: _with(_with_public_key_as_secret()), "other_signature"),
    Case("algorithm `none`", lambda: _with(_unsigned()), "other_signature"),
    Case("RS512", lambda: _with(bearer(alg="RS512")), "other_signature"),
    Case("no key named", lambda: _with(bearer(kid=None)), "other_signature"),
    Case("an unknown key", lambda: _with(bearer(kid="invented")), "unknown_key"),
    Case("a key for another channel", lambda: _with(bearer(kid="of-webchat")), "not_accepted"),
    Case("a key for no channel", lambda: _with(bearer(kid="of-nobody")), "not_accepted"),
    Case("another issuer", lambda: _with(bearer(iss="https://issuer.example")), "other_issuer"),
    Case("issuer `https`", lambda: _with(bearer(iss="https")), "other_issuer"),
    Case("no issuer", lambda: _with(bearer(iss=None)), "other_issuer"),
    Case("the emulator's issuer", lambda: _with(bearer(iss=EMULATOR, ver="1.0", appid=APP)), "other_issuer"),
    Case("a skill's token", lambda: _with(bearer(iss=EMULATOR, ver="1.0", appid=OTHER)), "other_issuer"),
    Case("a skill's claims under the channel's issuer", lambda: _with(bearer(ver="1.0", appid=OTHER)), "not_for_us"),
    Case("another app's audience", lambda: _with(bearer(aud=OTHER)), "other_app"),
    Case("several audiences, ours among them", lambda: _with(bearer(aud=[APP, OTHER])), "other_app"),
    Case("no audience", lambda: _with(bearer(aud=None)), "other_app"),
    Case("expired an hour ago", lambda: _with(bearer(exp=_in(-3600))), "expired"),
    Case("valid in an hour", lambda: _with(bearer(nbf=_in(3600))), "not_valid_yet"),
    Case("no `exp`", lambda: _with(bearer(exp=None)), "no_end"),
    Case("no `serviceurl` claim", lambda: _with(bearer(serviceurl=None)), "no_service"),
    Case("another `serviceurl` claim", lambda: _with(bearer(serviceurl=f"{SERVICE}x")), "not_for_us"),
    Case("no `serviceUrl` in the activity", lambda: _with(bearer(), serviceUrl=None), "service_not_allowed"),
    Case(
        "a service that is not Microsoft's, in the token too",
        lambda: _with(bearer(serviceurl=ELSEWHERE), serviceUrl=ELSEWHERE),
        "service_not_allowed",
    ),
    Case("a token for another channel", lambda: _with(bearer(kid="of-webchat"), channelId="webchat"), "other_channel"),
    Case("no channel", lambda: _with(bearer(), channelId=None), "other_channel"),
    Case("another tenant", lambda: _with(bearer(), **_of(OTHER)), "other_tenant"),
    Case("a tenant that is no text", lambda: _with(bearer(), channelData={"tenant": {"id": [TENANT]}}), "other_tenant"),
    Case("no tenant", lambda: _with(bearer(), channelData=None, conversation={"id": "a:personal"}), "no_tenant"),
)


def _of(tenant: str) -> Json:
    assert tenant != TENANT
    return {"channelData": {"tenant": {"id": tenant}}, "conversation": {"id": "a:personal", "tenantId": tenant}}


def table() -> str:
    """The matrix in Markdown."""
    rows = [f"| {case.words} | {case.status} | {f'`{case.word}`' if case.word else ''} |" for case in CASES]
    return "\n".join(("| What comes | Answer | In the log |", "|---|---|---|", *rows))


if __name__ == "__main__":
    sys.stdout.write(f"{table()}\n")
