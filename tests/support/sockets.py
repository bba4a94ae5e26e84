"""Slack's end of a Socket Mode connection, on loopback."""

import base64
import hashlib
import json
import socket
import struct
import threading
from typing import Any

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
