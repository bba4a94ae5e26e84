"""`tierline demo`: everything in a browser, on this machine, without an account."""

import signal
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager

import click

from bot.commands.failing import in_words


@click.command()
@click.option("--port", default=8090, show_default=True, help="Port of the page; 0 takes a free one.")
@in_words
def demo(port: int) -> None:
    """Play Slack and Microsoft Teams in the browser around the real app, with a sample portfolio."""
    from bot.demo.running import running_demo

    click.echo("Tierline demo: loading a sample portfolio. Stop with Ctrl+C.", err=True)
    _run(running_demo(port), where_to_look)


@click.command("demo-emulator")
@click.option("--port", default=8091, show_default=True, help="Port of the emulator; 0 takes a free one.")
@in_words
def demo_emulator(port: int) -> None:
    """Run the real app, with a sample portfolio, against a third-party Slack emulator (Linux on x86-64, Node.js)."""
    from bot.demo.emulator import PACKAGE, VERSION, running_emulator

    click.echo(f"Tierline with {PACKAGE} {VERSION}. Stop with Ctrl+C.", err=True)
    click.echo("The emulator listens on every network interface of this machine and asks for no password.", err=True)
    _run(running_emulator(port))


def where_to_look(address: str) -> str:
    """The line that tells where both pages of the demo are."""
    return f"Open {address} (Slack) or {address}/teams (Microsoft Teams)"


def _run(running: AbstractContextManager[str], told: Callable[[str], str] = "Open {}".format) -> None:
    """Print the address of what runs and keep it running until it is interrupted."""
    from bot.logs import start_logging

    start_logging("WARNING")
    stopped = threading.Event()
    for caught in (signal.SIGINT, signal.SIGTERM):
        signal.signal(caught, lambda *_: stopped.set())
    with running as address:
        click.echo(told(address))
        stopped.wait()
