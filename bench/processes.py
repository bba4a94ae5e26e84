"""Starting the servers, and what the operating system says of them."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def server(kind: str, settings: Mapping[str, str]) -> Iterator[tuple[int, int, float]]:
    """Run a server; gives its port, its process id, and the seconds from its start to its first answer."""
    port = _free_port()
    environment = {"PATH": os.environ["PATH"], "PORT": str(port), **settings}
    began = time.perf_counter()
    with subprocess.Popen([sys.executable, "-m", "bench.servers", kind], env=environment) as process:
        try:
            _wait(port, process)
            yield port, process.pid, time.perf_counter() - began
        finally:
            process.terminate()


def memory(pid: int) -> float:
    """The resident memory of a process in megabytes (Linux)."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else float("nan")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), 1) as connection:
                connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                if connection.recv(16):
                    return
        except OSError:
            time.sleep(0.005)
    raise RuntimeError("the server did not start")
