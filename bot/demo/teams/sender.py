"""The line to the real app: activities with a signed token, over HTTP to its one address, like Teams' own."""

import http.client
import json
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from bot.demo.answers import Answer
from bot.demo.events import Json
from bot.demo.loopback import require_loopback
from bot.demo.teams.signing import Signer
from bot.demo.traffic import Exchange, Traffic

PATH = "/api/messages"
PATIENCE_SECONDS = 15.0  # msteams-docs, issue 6084: Teams waits about so long, then it sends a message again
UNREACHED = "Unable to reach app. Please try again."
WRONG = "Something went wrong. Please try again."


class Sender:
    """Sends activities to the app `app_id` at `app_url` (scheme, loopback host, port); tokens are made at `epoch()`."""

    def __init__(self, app_url: str, app_id: str, signer: Signer, epoch: Callable[[], int], traffic: Traffic) -> None:
        parts = urlsplit(app_url)
        self._host = require_loopback(parts.hostname or "")
        self._port = parts.port or 80
        self._app_id = app_id
        self._signer = signer
        self._epoch = epoch
        self._traffic = traffic

    def send(self, activity: Json) -> Answer:
        """Send one activity; what an invoke is answered with is in the body."""
        began = time.perf_counter()
        answer = self._exchange(activity)
        spent = (time.perf_counter() - began) * 1000
        name = f"{activity['type']} {activity.get('name') or activity.get('action') or ''}".strip()
        self._traffic.add(Exchange("to_app", name, spent, answer.status, activity, answer.body, answer.problem))
        return answer

    def _exchange(self, activity: Json) -> Answer:
        token = self._signer.token(self._app_id, activity["serviceUrl"], self._epoch())
        headers = {"Content-Type": "application/json; charset=utf-8", "Authorization": f"Bearer {token}"}
        connection = http.client.HTTPConnection(self._host, self._port, timeout=PATIENCE_SECONDS)
        try:
            connection.request("POST", PATH, json.dumps(activity).encode(), headers)
            response = connection.getresponse()
            return _read(response.status, response.read().decode("utf-8", "replace"))
        except (OSError, http.client.HTTPException):
            return Answer(0, None, UNREACHED)
        finally:
            connection.close()


def _read(status: int, text: str) -> Answer:
    try:
        body = json.loads(text) if text else None
    except (ValueError, RecursionError):
        body = text
    return Answer(status, body, None if 200 <= status < 300 else WRONG)
