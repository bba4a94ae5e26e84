"""A loopback Slack that counts what it accepted, and that can slow down, fail or hang up on request."""

import json
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

Fault = str
"""`limited` (429, not taken), `busy` (503, not taken), `no:<code>` (not taken, in Slack's own words), `hang_up` and
`broken` (taken, then a dropped connection or 500), `late` (taken, and answered when nobody waits any more)."""


class CountingSlack:
    """The conversations of one workspace. `faults` gives the next `chat.postMessage` calls their end, one each."""

    def __init__(self, clock: Callable[[], float] = time.time, lag: float = 0.0) -> None:
        """`lag` is after how many seconds an accepted message is found in the history.

        `impatient` counts posts of a caller to a channel that it was told to leave alone for a while.
        """
        self.clock = clock
        self.lag = lag
        self.faults: deque[Fault] = deque()
        self.look_faults: deque[Fault] = deque()
        self.choose_fault: Callable[[], Fault | None] = lambda: None
        self.delay: Callable[[], float] = lambda: 0.0
        self.retry_after = 1
        self.late_by = 1.0
        self.impatient = 0
        self._told_to_wait: dict[tuple[str, str], float] = {}
        self.people: dict[str, str] = {}
        self.guests: set[str] = set()
        self.calls: Counter[str] = Counter()
        self.messages: dict[str, list[dict[str, Any]]] = {}
        self.base_url = ""
        self._lock = threading.Lock()
        self._last = 0.0

    def accepted(self) -> Counter[str]:
        """How many messages stand in all conversations for each occurrence mark."""
        with self._lock:
            said = [message for channel in self.messages.values() for message in channel]
        return Counter(message["metadata"]["event_payload"]["occurrence"] for message in said)

    def answer(
        self, method: str, body: dict[str, Any], caller: str = ""
    ) -> tuple[int, dict[str, str], dict[str, Any] | None]:
        """Status, headers and JSON of one call; JSON None hangs up."""
        body["caller"] = caller
        with self._lock:
            self.calls[method] += 1
        handler = getattr(self, "_" + method.replace(".", "_"), None)
        if handler is None:
            return 200, {}, {"ok": False, "error": "unknown_method"}
        return handler(body)

    def _chat_postMessage(self, body: dict[str, Any]) -> tuple[int, dict[str, str], dict[str, Any] | None]:  # noqa: N802 - Slack's name
        time.sleep(self.delay())
        where = (body.pop("caller"), body["channel"])
        with self._lock:
            fault = self.faults.popleft() if self.faults else self.choose_fault()
            self.impatient += time.monotonic() < self._told_to_wait.get(where, 0.0)
            if fault == "limited":
                self._told_to_wait[where] = time.monotonic() + self.retry_after
        if fault and (fault in {"limited", "busy"} or fault.startswith("no:")):
            return self._refuse(fault)
        message = self._accept(body)
        if fault == "late":
            time.sleep(self.late_by)
        if fault == "hang_up":
            return 200, {}, None
        if fault == "broken":
            return 500, {}, {"ok": False, "error": "internal_error"}
        return 200, {}, {"ok": True, "channel": body["channel"], "ts": message["ts"], "message": message}

    def _refuse(self, fault: Fault) -> tuple[int, dict[str, str], dict[str, Any] | None]:
        if fault == "limited":
            return 429, {"Retry-After": str(self.retry_after)}, {"ok": False, "error": "ratelimited"}
        if fault == "busy":
            return 503, {}, {"ok": False, "error": "service_unavailable"}
        return 200, {}, {"ok": False, "error": fault.removeprefix("no:")}

    def _accept(self, body: dict[str, Any]) -> dict[str, Any]:
        with self._lock:
            self._last = max(self.clock(), self._last + 0.000001)
            message = {**body, "ts": f"{self._last:.6f}", "type": "message"}
            self.messages.setdefault(body["channel"], []).append(message)
        return message

    def _chat_update(self, body: dict[str, Any]) -> tuple[int, dict[str, str], dict[str, Any] | None]:
        with self._lock:
            for message in self.messages.get(body["channel"], []):
                if message["ts"] == body["ts"]:
                    message.update({"text": body["text"], "blocks": body.get("blocks")})
                    return 200, {}, {"ok": True, "channel": body["channel"], "ts": body["ts"]}
        return 200, {}, {"ok": False, "error": "message_not_found"}

    def _chat_delete(self, body: dict[str, Any]) -> tuple[int, dict[str, str], dict[str, Any] | None]:
        with self._lock:
            said = self.messages.get(body["channel"], [])
            self.messages[body["channel"]] = [message for message in said if message["ts"] != body["ts"]]
        return 200, {}, {"ok": True}

    def _conversations_history(self, body: dict[str, Any]) -> tuple[int, dict[str, str], dict[str, Any] | None]:
        if self.look_faults:
            return self._refuse(self.look_faults.popleft())
        shown = [message for message in self._visible(body) if "thread_ts" not in message]
        return self._page(shown[::-1], body)

    def _conversations_replies(self, body: dict[str, Any]) -> tuple[int, dict[str, str], dict[str, Any] | None]:
        return self._page([message for message in self._visible(body) if message.get("thread_ts") == body["ts"]], body)

    def _visible(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        oldest, newest = float(body.get("oldest", 0)), self.clock() - self.lag
        with self._lock:
            said = list(self.messages.get(body["channel"], []))
        return [message for message in said if oldest <= float(message["ts"]) <= newest + 0.001]

    def _page(
        self, shown: list[dict[str, Any]], body: dict[str, Any]
    ) -> tuple[int, dict[str, str], dict[str, Any] | None]:
        start, limit = int(body.get("cursor") or 0), int(body["limit"])
        more = str(start + limit) if start + limit < len(shown) else ""
        page = shown[start : start + limit]
        if not body.get("include_all_metadata"):
            page = [{key: value for key, value in message.items() if key != "metadata"} for message in page]
        return 200, {}, {"ok": True, "messages": page, "response_metadata": {"next_cursor": more}}

    def _conversations_open(self, body: dict[str, Any]) -> tuple[int, dict[str, str], dict[str, Any] | None]:
        return 200, {}, {"ok": True, "channel": {"id": "D" + body["users"]}}

    def _users_lookupByEmail(self, body: dict[str, Any]) -> tuple[int, dict[str, str], dict[str, Any] | None]:  # noqa: N802 - Slack's name
        user = self.people.get(body["email"])
        if user is None:
            return 200, {}, {"ok": False, "error": "users_not_found"}
        return 200, {}, {"ok": True, "user": {"id": user, "is_restricted": user in self.guests}}


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, slack: CountingSlack) -> None:
        self.slack = slack
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that was killed leaves a broken pipe behind: part of the experiment."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
        is_json = "json" in self.headers.get("Content-Type", "")
        body = json.loads(raw) if is_json else dict(parse_qsl(raw))
        method, caller = self.path.rpartition("/")[2], self.headers.get("Authorization", "")
        status, headers, answer = self.server.slack.answer(method, body, caller)
        if answer is None:
            return
        payload = json.dumps(answer).encode()
        self.send_response(status)
        for name, value in {**headers, "Content-Type": "application/json", "Content-Length": str(len(payload))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


@contextmanager
def serving(slack: CountingSlack) -> Iterator[CountingSlack]:
    """Serve on a free loopback port; `slack.base_url` is for the client."""
    with _Server(slack) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        slack.base_url = f"http://127.0.0.1:{server.server_address[1]}/api/"
        try:
            yield slack
        finally:
            server.shutdown()
            thread.join()
