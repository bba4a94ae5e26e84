"""`tierline serve`: the bot behind HTTP, or over Socket Mode when an app token is set."""

import signal

import click

from bot.commands.failing import in_words

MOST_AT_ONCE = 128
"""Connections and requests; beyond that the answer is 503, and Slack tries again."""


@click.command()
@in_words
def serve() -> None:
    """Run the bot with the settings of the environment and of .env."""
    import uvicorn

    from bot.app import build
    from bot.clock import SystemClock
    from bot.logs import start_logging
    from bot.settings import load_settings

    settings = load_settings()
    start_logging(settings.log_level, settings.tierline_log_format)
    signal.signal(signal.SIGTERM, _end)
    service = build(settings, SystemClock())
    here = f"http://{settings.host}:{settings.port}"
    how = ", ".join(f"{here}{each}" if each.startswith("/") else each for each in (s.listens for s in service.sides))
    click.echo(f"Tierline listens: {how}. Stop with Ctrl+C.", err=True)
    uvicorn.run(
        service.web(),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        limit_concurrency=MOST_AT_ONCE,
        timeout_graceful_shutdown=10,
    )


def _end(_: int, __: object) -> None:
    """The end that was asked for, and no failure: the server hands the signal on once it has stopped."""
    raise SystemExit(0)
