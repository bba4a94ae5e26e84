"""`tierline serve`: the bot behind HTTP, or over Socket Mode when an app token is set."""

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
    start_logging(settings.log_level)
    service = build(settings, SystemClock())
    how = "Socket Mode" if service.connection else f"http://{settings.host}:{settings.port}/slack/events"
    click.echo(f"Tierline listens: {how}. Stop with Ctrl+C.", err=True)
    uvicorn.run(
        service.web(),
        host=settings.host,
        port=settings.port,
        log_level=settings.log_level.lower(),
        access_log=False,
        server_header=False,
        limit_concurrency=MOST_AT_ONCE,
        timeout_graceful_shutdown=10,
    )
