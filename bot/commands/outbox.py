"""`tierline outbox`: which messages could not be delivered, and trying one of them again."""

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager

import click

from bot.clock import SystemClock
from bot.commands.database import database_option
from bot.commands.failing import in_words
from bot.commands.operator import operator
from bot.settings import load_settings
from handlers.audit import note
from store.engine import Store, open_store
from store.models.outbox import MessageState
from store.outbox import Listed

MOST = 200
COLUMNS = ("ID", "KIND", "TARGET", "DUE (UTC)", "REASON")


@click.group("outbox")
def outbox() -> None:
    """Look at the messages that wait or were given up, and try one again."""


@outbox.command("list")
@click.option(
    "--state",
    type=click.Choice(MessageState),
    default=MessageState.parked,
    show_default=True,
    help="Where the messages stand; parked ones were given up for a reason that a person can act on.",
)
@database_option
@in_words
def list_messages(state: MessageState, database_url: str | None) -> None:
    """List the newest messages of a state, and why they stand so."""
    with _opened(database_url) as store, store.read() as work:
        found = work.outbox.listing([state], MOST)
        count = work.outbox.counts().get(state, 0)
    if not found:
        click.echo(f"No message is {state}.")
        return
    click.echo("\n".join(_lines(found)))
    if count > len(found):
        click.echo(f"… and {count - len(found):,} older")


@outbox.command("retry")
@click.argument("id", type=int)
@database_option
@in_words
def retry(id: int, database_url: str | None) -> None:
    """Let the running bot try the parked message ID again."""
    with _opened(database_url) as store, store.write() as work:
        now = SystemClock().now()
        if not work.outbox.retry(id, now):
            raise click.ClickException(f"There is no parked message {id}. See `tierline outbox list`.")
        note(work, now, operator(), "message.retried", f"message:{id}")
    click.echo(f"Message {id} is due again; the running bot tries it at once.")


def _lines(found: Iterable[Listed]) -> Iterator[str]:
    """A table with aligned columns; an update has no target, so its occurrence key says what it is about."""
    rows = [COLUMNS] + [
        (
            str(each.id),
            each.kind,
            each.target or each.occurrence_key,
            f"{each.due_at:%Y-%m-%d %H:%M}",
            each.reason or "",
        )
        for each in found
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


@contextmanager
def _opened(database_url: str | None) -> Iterator[Store]:
    with closing(open_store(database_url or load_settings().database_url)) as store:
        store.check()
        yield store
