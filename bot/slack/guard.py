"""What stands before Bolt: nothing that Slack has not signed, just now, for the first time, is looked at any further.

Bolt's own chain parses a body before it verifies it, fails with a traceback on malformed headers, logs refused bodies
and lets a recorded request pass again for five minutes. Source of the signature: docs.slack.dev, "Verifying requests
from Slack".
"""

import hashlib
import hmac
import json
import re
from collections import OrderedDict
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any, Final
from urllib.parse import parse_qsl

from bot.bodies import HALF, Refused, named, too_deep, whole

LIMIT: Final = 1_000_000
WINDOW: Final = 300
GRACE: Final = 5

_SIGNATURE = re.compile(rb"v0=[0-9a-f]{64}")
_TIMESTAMP = re.compile(rb"[0-9]{1,11}")
_FIELDS: Final = 100
_ONCE: Final = frozenset((b"x-slack-request-timestamp", b"x-slack-signature", b"content-type", b"content-length"))
_FORM: Final = b"application/x-www-form-urlencoded"
_JSON: Final = b"application/json"


class Seen:
    """Signatures of the last minutes, for refusing a request that comes a second time. Safe for threads.

    At most `most` are kept; beyond that the oldest go first.
    """

    def __init__(self, most: int = 200_000) -> None:
        self._most = most
        self._until: OrderedDict[bytes, float] = OrderedDict()
        self._lock = Lock()

    def first_time(self, signature: bytes, now: float, until: float) -> bool:
        """Whether `signature` is new; it is remembered through `until` (seconds, same clock as `now`)."""
        with self._lock:
            while self._until and (len(self._until) >= self._most or next(iter(self._until.values())) < now):
                self._until.popitem(last=False)
            if signature in self._until:
                return False
            self._until[signature] = until
            return True


class Guard:
    """Verifies requests and reads their payload.

    `time` is the machine's time in seconds since the epoch: Slack signs with real time, whatever clock answers use.
    """

    def __init__(self, secret: str, time: Callable[[], float], *, limit: int = LIMIT) -> None:
        """Raises ValueError for an empty `secret`, with which everybody could sign."""
        if not secret:
            raise ValueError("the Slack signing secret is empty: set SLACK_SIGNING_SECRET")
        self._key = secret.encode()
        self._time = time
        self._oldest = time() - GRACE
        self._seen = Seen()
        self.limit = limit

    def expect(self, headers: Iterable[tuple[bytes, bytes]]) -> None:
        """Look at the headers alone (names in lower case), so that nothing is kept of a body that cannot pass.

        Raises:
            Refused: 401 unsigned or stale.
        """
        self._stamped(named(headers, _ONCE))

    def admit(self, headers: Iterable[tuple[bytes, bytes]], body: bytes) -> tuple[dict[str, Any], str]:
        """The payload of a request whose header names are in lower case, and its signature.

        Raises:
            Refused: 401 unsigned or stale, 409 repeated, 413 too large, 415 another content type, 400 malformed.
        """
        if len(body) > self.limit:
            raise Refused(413, "too_large")
        by_name = named(headers, _ONCE)
        signature = self._verified(by_name, body)
        kind = by_name.get(b"content-type", b"").partition(b";")[0].strip().lower()
        if kind not in (_FORM, _JSON):
            raise Refused(415, "unsupported_content_type")
        now = self._time()
        if not self._seen.first_time(signature, now, now + 2 * WINDOW):
            raise Refused(409, "repeated")
        return _payload(kind, body), signature.decode()

    def _verified(self, by_name: dict[bytes, bytes], body: bytes) -> bytes:
        """The signature, when it is Slack's over this body and from a moment ago."""
        stamp, signature = self._stamped(by_name)
        digest = hmac.new(self._key, b"v0:" + stamp + b":" + body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(b"v0=" + digest.encode(), signature):
            raise Refused(401, "wrong_signature")
        return signature

    def _stamped(self, by_name: dict[bytes, bytes]) -> tuple[bytes, bytes]:
        """Timestamp and signature, when both are there and the moment is now.

        A request signed before this process started is refused too, because what came before a restart is not
        remembered. Slack signs each of its own retries anew. `GRACE` seconds before the start are let in, so that a
        restart loses nothing that was on its way; the price is that a request signed within them can be admitted
        twice, once before the restart and once after it. What would write a second time is dropped by its key.
        """
        stamp = by_name.get(b"x-slack-request-timestamp", b"")
        signature = by_name.get(b"x-slack-signature", b"")
        if not _TIMESTAMP.fullmatch(stamp) or not _SIGNATURE.fullmatch(signature):
            raise Refused(401, "unsigned")
        if abs(self._time() - int(stamp)) > WINDOW or int(stamp) < self._oldest:
            raise Refused(401, "stale")
        return stamp, signature


def _payload(kind: bytes, body: bytes) -> dict[str, Any]:
    """The JSON object of an event, the fields of a command, or the JSON object inside an interaction's form."""
    try:
        words = body.decode("utf-8")
        if kind == _JSON:
            spelled = words
            found: Any = json.loads(spelled)
        else:
            pairs = parse_qsl(words, keep_blank_values=True, max_num_fields=_FIELDS, errors="strict")
            fields = dict(pairs)
            if len(fields) < len(pairs):
                raise ValueError("a field stands twice")
            spelled = fields.get("payload", "")
            found = json.loads(spelled) if "payload" in fields else fields
    except (ValueError, RecursionError):
        # ValueError: not UTF-8, not JSON, a number or a form of absurd size. RecursionError: nested absurdly deep.
        raise Refused(400, "malformed") from None
    if not isinstance(found, dict) or not found or too_deep(found):
        raise Refused(400, "malformed")
    return whole(found) if HALF in spelled else found
