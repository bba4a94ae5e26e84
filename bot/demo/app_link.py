"""The line to the real app: signed HTTP requests, three seconds to answer, like Slack's own."""

import http.client
import json
import time
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from bot.demo.answers import Answer
from bot.demo.events import Json
from bot.demo.loopback import require_loopback
from bot.demo.signing import signed_headers
from bot.demo.traffic import Exchange, Traffic

PATIENCE_SECONDS = 3.0
_FORM = "application/x-www-form-urlencoded"


class AppLink:
    """Sends requests to the app at `app_url` (scheme, loopback host, port), signed with `secret` at `epoch()`."""

    def __init__(self, app_url: str, secret: str, epoch: Callable[[], int], traffic: Traffic) -> None:
        parts = urlsplit(app_url)
        self._host = require_loopback(parts.hostname or "")
        self._port = parts.port or 80
        self._secret = secret
        self._epoch = epoch
        self._traffic = traffic

    def command(self, name: str, fields: Json) -> Answer:
        """A slash command: plain form fields."""
        return self._send(name, urlencode(fields).encode(), _FORM, fields)

    def interaction(self, payload: Json) -> Answer:
        """A pressed button, a submitted dialog, a typed search: one form field `payload` with JSON."""
        body = urlencode({"payload": json.dumps(payload)}).encode()
        return self._send(payload["type"], body, _FORM, payload)

    def event(self, envelope: Json) -> Answer:
        """An event callback: JSON."""
        return self._send(envelope["event"]["type"], json.dumps(envelope).encode(), "application/json", envelope)

    def _send(self, name: str, body: bytes, content_type: str, shown: Json) -> Answer:
        began = time.perf_counter()
        answer = self._exchange(body, content_type)
        spent = (time.perf_counter() - began) * 1000
        self._traffic.add(Exchange("to_app", name, spent, answer.status, shown, answer.body, answer.problem))
        return answer

    def _exchange(self, body: bytes, content_type: str) -> Answer:
        headers = {"Content-Type": content_type} | signed_headers(self._secret, body, self._epoch())
        connection = http.client.HTTPConnection(self._host, self._port, timeout=PATIENCE_SECONDS)
        try:
            connection.request("POST", "/slack/events", body, headers)
            response = connection.getresponse()
            return _read(response.status, response.read().decode("utf-8", "replace"))
        except TimeoutError:
            return Answer(0, None, "Tierline did not answer within 3 seconds. Try again.")
        except OSError:
            return Answer(0, None, "Tierline cannot be reached. Is it still running?")
        finally:
            connection.close()


def _read(status: int, text: str) -> Answer:
    if status != 200:
        return Answer(status, text, f"Tierline answered with HTTP status {status}.")
    try:
        return Answer(status, json.loads(text) if text else None)
    except ValueError:
        return Answer(status, text)
