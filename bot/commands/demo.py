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
    stopped = threading.Event()
    for caught in (signal.SIGINT, signal.SIGTERM):
        signal.signal(caught, lambda *_: stopped.set())
    click.echo("Tierline demo: loading a sample portfolio. Stop with Ctrl+C.", err=True)
    with running_demo(port) as address:
        click.echo(f"Open {address}")
        stopped.wait()
