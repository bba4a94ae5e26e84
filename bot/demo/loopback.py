"""The demo lives on this machine alone: nothing in it may be reached from another one."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import ip_address

import uvicorn
from starlette.types import ASGIApp

from handlers.errors import UserError

START_SECONDS = 20.0


def require_loopback(host: str) -> str:
    """`host`, if it is this machine and nothing else.

    Raises:
        UserError: any other address or name; the demo has no sign-in, so it is never opened to a network.
    """
    if host == "localhost":
        return host
    try:
        if ip_address(host).is_loopback:
            return host
    except ValueError:
        pass
    raise UserError(f"The demo has no sign-in and only listens on this machine: use 127.0.0.1 instead of {host!r}.")


def bind(host: str = "127.0.0.1", port: int = 0) -> socket.socket:
    """A socket bound to this machine, so that its address is known before anything is served on it; port 0 takes a
    free one.

    Raises:
        UserError: `host` is not this machine, or the port is taken.
    """
    family = socket.AF_INET6 if ":" in require_loopback(host) else socket.AF_INET
    bound = socket.socket(family)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError as error:
        bound.close()
        raise UserError(f"Port {port} is taken: stop what uses it, or choose another with --port.") from error
    return bound


def address(bound: socket.socket) -> str:
    """Where a bound socket is reached: `http://127.0.0.1:<port>`."""
    host, port = bound.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


@contextmanager
def serving(app: ASGIApp, bound: socket.socket, hang_up: Callable[[], None] = lambda: None) -> Iterator[str]:
    """Serve `app` from a thread while the block runs; gives its address. Closes the socket at the end.

    `hang_up` is called before the server stops, to end what would otherwise go on for ever.

    Raises:
        UserError: the server did not start.
    """
    config = uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=1, ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([bound],), name="demo-http", daemon=True)
    thread.start()
    try:
        _wait_until_started(server, thread)
        yield address(bound)
    finally:
        hang_up()
        server.should_exit = True
        thread.join(START_SECONDS)
        bound.close()


def _wait_until_started(server: uvicorn.Server, thread: threading.Thread) -> None:
    waited, step = 0.0, 0.02
    while not server.started:
        thread.join(step)
        waited += step
        if not thread.is_alive() or waited > START_SECONDS:
            raise UserError("The local server did not start; run again with --log-level debug to see why.")
