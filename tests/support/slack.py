"""Slack at its network edge: a loopback Web API that keeps every call, and requests signed as Slack signs them."""

import asyncio
import hmac
import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode

from starlette.types import ASGIApp, Message

SECRET = "test-signing-secret"
TEAM = "T0TEAM"
BOT = "U0BOT"


def members() -> dict[str, dict[str, Any]]:
    """The people whom users.info knows unless a test says otherwise: full members of the workspace."""
    names = {"U0PAM": "pam", "U0BOSS": "boss"}
    return {
        user: {"id": user, "profile": {"real_name": name, "email": f"{name}@team.example"}}
        for user, name in names.items()
    }


Played = TypeVar("Played", bound="LoopbackSlack")


@dataclass
class Call:
    """One call that arrived: the method (or `hook` for a response URL) and its arguments."""

    method: str
    body: dict[str, Any]


@dataclass
class LoopbackSlack:
    """Answers Slack's Web API on a loopback port. `errors` makes a method fail; `people` are known to users.info."""

    base_url: str = ""
    calls: list[Call] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    people: dict[str, dict[str, Any]] = field(default_factory=members)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    inside: dict[str, list[str]] = field(default_factory=dict)
    """Who is in a channel, by its id."""
    _arrived: threading.Condition = field(default_factory=threading.Condition)

    @property
    def hook(self) -> str:
        """A response URL."""
        return self.base_url.removesuffix("api/") + "hook/1"

    def forget(self) -> None:
        with self._arrived:
            self.calls.clear()
            self.errors.clear()
            self.answers.clear()
            self.people = members()

    def count(self, method: str) -> int:
        with self._arrived:
            return sum(call.method == method for call in self.calls)

    def wait(self, method: str, number: int = 1) -> dict[str, Any]:
        """The arguments of the `number`-th call of `method`, as soon as it is there."""
        with self._arrived:
            found = self._arrived.wait_for(lambda: [c for c in self.calls if c.method == method][number - 1 :], 5)
            assert found, f"{method} was not called {number} times; calls: {[call.method for call in self.calls]}"
            return found[0].body

    def called(self, authorization: str, method: str, body: dict[str, Any]) -> dict[str, Any]:
        """One call as it arrives; here, whatever token it carries is good."""
        return self.answer(method, body)

    def answer(self, method: str, body: dict[str, Any]) -> dict[str, Any]:
        with self._arrived:
            self.calls.append(Call(method, body))
            self._arrived.notify_all()
            error = self.errors.get(method)
        if error:
            return {"ok": False, "error": error}
        if method == "auth.test":
            own = {"ok": True, "team_id": TEAM, "user_id": BOT, "bot_id": "B0BOT", "url": "https://x.slack.com/"}
            return own | self.answers.get(method, {})
        if method == "users.info":
            user = self.people.get(body.get("user", ""))
            return {"ok": True, "user": user} if user else {"ok": False, "error": "user_not_found"}
        if method == "conversations.info" and method not in self.answers:
            return {"ok": True, "channel": {"id": body.get("channel"), "is_ext_shared": False}}
        if method == "users.list":
            return {"ok": True, "members": list(self.people.values())}
        if method == "conversations.members":
            return {"ok": True, "members": self.inside.get(body.get("channel", ""), [])}
        if method == "files.getUploadURLExternal":
            return {"ok": True, "file_id": "F0FILE", "upload_url": self.base_url.removesuffix("api/") + "upload/1"}
        if method == "files.completeUploadExternal":
            return {"ok": True, "files": [{"id": "F0FILE"}]}
        return {"ok": True, **self.answers.get(method, {})}


@contextmanager
def loopback_slack(slack: Played) -> Iterator[Played]:
    """Serve `slack` on a free loopback port while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("content-length", 0))).decode(errors="surrogateescape")
            if self.path.startswith("/upload/"):
                self._answer(slack.called("", "upload", {"content": raw}))
                return
            is_json = "json" in self.headers.get("content-type", "")
            body = json.loads(raw) if is_json and raw else dict(parse_qsl(raw, keep_blank_values=True))
            method = "hook" if self.path.startswith("/hook/") else self.path.removeprefix("/api/")
            for key in ("view", "blocks", "metadata", "files"):
                if isinstance(body.get(key), str):
                    body[key] = json.loads(body[key])
            self._answer(slack.called(self.headers.get("authorization", ""), method, body))

        def _answer(self, told: dict[str, Any]) -> None:
            words = json.dumps(told).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(words)))
            self.end_headers()
            self.wfile.write(words)

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    slack.base_url = f"http://127.0.0.1:{server.server_address[1]}/api/"
    try:
        yield slack
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def json(self) -> Any:
        return json.loads(self.body)


async def call(
    app: ASGIApp,
    body: bytes,
    headers: list[tuple[bytes, bytes]],
    *,
    method: str = "POST",
    path: str = "/slack/events",
    query: str = "",
) -> Answer:
    """One request to an ASGI app; the body arrives in pieces of 64 KiB."""
    pieces = [body[at : at + 65_536] for at in range(0, len(body), 65_536)] or [b""]
    sent: list[Message] = []

    async def receive() -> Message:
        piece = pieces.pop(0) if pieces else b""
        return {"type": "http.request", "body": piece, "more_body": bool(pieces)}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "scheme": "http",
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 1),
        "headers": headers,
    }
    await app(scope, receive, send)
    named = {key.decode(): value.decode() for key, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], named, b"".join(message.get("body", b"") for message in sent[1:]))


def signed(body: bytes, kind: str, *, at: float | None = None, secret: str = SECRET) -> list[tuple[bytes, bytes]]:
    """Headers that Slack sends with `body`."""
    stamp = str(int(time.time() if at is None else at))
    # By hand, because Slack's own signer takes no bytes that are not UTF-8.
    signature = "v0=" + hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, "sha256").hexdigest()
    return [
        (b"content-type", kind.encode()),
        (b"x-slack-request-timestamp", stamp.encode()),
        (b"x-slack-signature", signature.encode()),
    ]


FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


class SignedSlack:
    """Plays Slack towards the app: builds payloads as Slack does, signs them and posts them."""

    def __init__(self, app: ASGIApp, hook: str) -> None:
        self._app = app
        self._hook = hook
        self._number = 0
        self.at: float | None = None
        """The second in which requests are signed; None is now."""
        self.repeat = 0
        """Which of Slack's repeats the requests are; 0 is none."""

    def command(self, text: str, **other: str) -> Answer:
        fields = {
            "command": "/partner",
            "text": text,
            "team_id": TEAM,
            "channel_id": "C0CHAN",
            "channel_name": "partners",
            "user_id": "U0PAM",
            "user_name": "pam",
            "api_app_id": "A0APP",
            "response_url": self._hook,
            "trigger_id": self._fresh("trigger"),
        }
        return self._post(urlencode(fields | other).encode(), FORM)

    def press(self, action_id: str, value: str = "", **other: Any) -> Answer:
        action = {"type": "button", "action_id": action_id, "block_id": "b", "value": value, "action_ts": "1.1"}
        where = {
            "channel": {"id": "C0CHAN", "name": "partners"},
            "container": {"type": "message", "message_ts": "17.1", "channel_id": "C0CHAN", "is_ephemeral": False},
            "message": {"type": "message", "ts": "17.1", "text": "x"},
            "response_url": self._hook,
        }
        return self._interact({"type": "block_actions", "actions": [action], **where} | other)

    def submit(self, view: Mapping[str, Any], values: Mapping[str, Any], **other: Any) -> Answer:
        shown = {**view, "id": "V0VIEW", "hash": self._fresh("hash"), "state": {"values": values}}
        return self._interact({"type": "view_submission", "view": shown} | other)

    def suggest(self, action_id: str, typed: str, **other: Any) -> Answer:
        return self._interact(
            {"type": "block_suggestion", "action_id": action_id, "block_id": "partner", "value": typed} | other
        )

    def shortcut(self, callback_id: str) -> Answer:
        return self._interact({"type": "shortcut", "callback_id": callback_id, "action_ts": "1.1"})

    def message_shortcut(self, callback_id: str, words: str, channel: str = "C0CHAN") -> Answer:
        """Choose a shortcut from a message's menu."""
        said = {"type": "message", "user": "U0SAM", "ts": "1.2", "text": words}
        payload = {"type": "message_action", "callback_id": callback_id, "action_ts": "1.1", "message": said}
        return self._interact(payload | {"channel": {"id": channel, "name": "x"}, "message_ts": "1.2"})

    def close(self, view: Mapping[str, Any], values: Mapping[str, Any]) -> Answer:
        """Close a form with what was typed into it."""
        shown = {**view, "id": "V0VIEW", "hash": self._fresh("hash"), "state": {"values": values}}
        return self._interact({"type": "view_closed", "is_cleared": False, "view": shown})

    def rate(self, action_id: str, value: str, **other: Any) -> Answer:
        """Press one of two feedback buttons: the payload says which by the pressed half's text and value."""
        words = {"type": "plain_text", "text": "x", "emoji": False}
        action = {"type": "feedback_buttons", "action_id": action_id, "block_id": "b", "text": words, "value": value}
        return self.press(action_id, actions=[action | {"action_ts": "1.1"}], **other)

    def event(self, event: Mapping[str, Any], **other: Any) -> Answer:
        envelope = {
            "type": "event_callback",
            "team_id": TEAM,
            "api_app_id": "A0APP",
            "event_id": self._fresh("Ev"),
            "event_time": 1,
            "is_ext_shared_channel": False,
            "authorizations": [{"enterprise_id": None, "team_id": TEAM, "user_id": BOT, "is_bot": True}],
            "event": {"event_ts": "18.1", **event},
        }
        return self._post(json.dumps(envelope | other).encode(), JSON)

    def _interact(self, payload: dict[str, Any]) -> Answer:
        person = {"id": "U0PAM", "username": "pam", "name": "pam", "team_id": TEAM}
        whole = {
            "team": {"id": TEAM, "domain": "x"},
            "user": person,
            "api_app_id": "A0APP",
            "trigger_id": self._fresh("trigger"),
        }
        return self._post(urlencode({"payload": json.dumps(whole | payload)}).encode(), FORM)

    def _post(self, body: bytes, kind: str) -> Answer:
        repeat = [(b"x-slack-retry-num", b"%d" % self.repeat)] if self.repeat else []
        return asyncio.run(call(self._app, body, [*signed(body, kind, at=self.at), *repeat]))

    def _fresh(self, what: str) -> str:
        self._number += 1
        return f"{what}.{self._number}"
