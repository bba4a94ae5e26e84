"""Socket Mode: the same answers over a connection of our own, ended without losing one."""

import base64
import hashlib
import json
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.slack.socket import SocketDoor
from tests.slack.conftest import Desk
from tests.support.slack import TEAM, LoopbackSlack

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, section 1.3


class SocketSlack:
    """Slack's end of one Socket Mode connection (RFC 6455: unfragmented frames, no extensions)."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(5)
        self.url = f"ws://127.0.0.1:{self._listener.getsockname()[1]}/link"
        self._peer: socket.socket | None = None
        self.ready = threading.Event()

    def accept(self) -> None:
        peer, _ = self._listener.accept()
        peer.settimeout(5)
        request = b""
        while not request.endswith(b"\r\n\r\n"):
            request += peer.recv(1)
        headers = dict(line.split(b": ", 1) for line in request.split(b"\r\n") if b": " in line)
        key = next(value for name, value in headers.items() if name.lower() == b"sec-websocket-key")
        proof = base64.b64encode(hashlib.sha1(key + GUID, usedforsecurity=False).digest())
        peer.sendall(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + proof + b"\r\n\r\n"
        )
        self._peer = peer
        self.ready.set()

    def send(self, envelope: dict[str, Any]) -> None:
        assert self._peer
        words = json.dumps(envelope).encode()
        length = (
            struct.pack("!BB", 0x81, len(words)) if len(words) < 126 else struct.pack("!BBH", 0x81, 126, len(words))
        )
        self._peer.sendall(length + words)

    def receive(self) -> dict[str, Any]:
        """The next text frame from the app; its pings are passed over."""
        while True:
            opcode, length = struct.unpack("!BB", self._exactly(2))
            length &= 0x7F
            if length == 126:
                (length,) = struct.unpack("!H", self._exactly(2))
            mask = self._exactly(4)
            words = bytes(byte ^ mask[at % 4] for at, byte in enumerate(self._exactly(length)))
            if opcode == 0x81:
                answer: dict[str, Any] = json.loads(words)
                return answer

    def _exactly(self, size: int) -> bytes:
        assert self._peer
        found = b""
        while len(found) < size:
            found += self._peer.recv(size - len(found))
        return found

    def close(self) -> None:
        if self._peer:
            self._peer.close()
        self._listener.close()


@contextmanager
def connected(bolt: Any, client: WebClient, slack: LoopbackSlack) -> Iterator[tuple[SocketSlack, SocketDoor]]:
    end = SocketSlack()
    slack.answers["apps.connections.open"] = {"url": end.url}
    accepting = threading.Thread(target=end.accept)
    accepting.start()
    door = SocketDoor(bolt, "xapp-test", client)
    try:
        door.start()
        assert end.ready.wait(5)
        yield end, door
    finally:
        door.close()
        accepting.join()
        end.close()


def command(text: str) -> dict[str, Any]:
    payload = {"command": "/partner", "text": text, "team_id": TEAM, "user_id": "U0PAM", "channel_id": "C1"}
    return {"type": "slash_commands", "envelope_id": "e1", "accepts_response_payload": True, "payload": payload}


def test_a_command_is_answered_over_the_socket(bolt: Any, client: WebClient, slack: LoopbackSlack) -> None:
    with connected(bolt, client, slack) as (end, _):
        end.send(command("hello"))
        answer = end.receive()
    assert answer["envelope_id"] == "e1"
    assert answer["payload"]["text"].startswith("You asked: hello")
    assert answer["payload"]["response_type"] == "ephemeral"


def test_an_answer_under_way_is_finished_before_the_connection_ends(
    bolt: Any, client: WebClient, slack: LoopbackSlack, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    answer_now = desk.handle

    def slowly(request: Any) -> Any:
        begun.set()
        assert go_on.wait(5)
        return answer_now(request)

    monkeypatch.setattr(desk, "handle", slowly)
    with connected(bolt, client, slack) as (end, door):
        end.send(command("late"))
        assert begun.wait(5)
        closing = threading.Thread(target=door.close)
        closing.start()
        go_on.set()
        assert end.receive()["payload"]["text"].startswith("You asked: late")
        closing.join(5)
        assert not closing.is_alive()
        threads = [thread.name for thread in threading.enumerate() if "SocketMode" in thread.name]
        assert threads == []


def test_nothing_connects_before_the_start(bolt: Any, client: WebClient, slack: LoopbackSlack) -> None:
    SocketDoor(bolt, "xapp-test", client).close()
    assert slack.count("apps.connections.open") == 0
