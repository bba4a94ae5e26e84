"""`tierline demo`: everything in a browser, on this machine, without an account."""

import signal
import threading

import click

from bot.commands.failing import in_words


@click.command()
@click.option("--port", default=8090, show_default=True, help="Port of the page; 0 takes a free one.")
@in_words
def demo(port: int) -> None:
    """Play a Slack workspace in the browser around the real app, with a sample portfolio."""
    from bot.demo.running import running_demo
    from bot.logs import start_logging

    start_logging("WARNING")
    click.echo("Tierline demo: loading a sample portfolio. Stop with Ctrl+C.", err=True)
    stopped = _stop_signal()
    with running_demo(port) as address:
        click.echo(f"Open {address}")
        stopped.wait()


@click.command("demo-emulator")
@click.option("--port", default=8090, show_default=True, help="Port of the emulator's page.")
@in_words
def demo_emulator(port: int) -> None:
    """Run the same app against a third-party Slack emulator, which npm installs into .emulator (Linux, Node)."""
    from bot.demo.emulator import running_emulator
    from bot.logs import start_logging

    start_logging("WARNING")
    click.echo("Tierline demo: getting the emulator and a sample portfolio. Stop with Ctrl+C.", err=True)
    stopped = _stop_signal()
    with running_emulator(port) as emulated:
        click.echo(f"Open {emulated.address}")
        stopped.wait()


def _stop_signal() -> threading.Event:
    """Set as soon as somebody wants the program to end."""
    stopped = threading.Event()
    for caught in (signal.SIGINT, signal.SIGTERM):
        signal.signal(caught, lambda *_: stopped.set())
    return stopped
