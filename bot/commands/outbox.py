"""`tierline outbox`: which messages could not be delivered, trying them again, and taking one out for good."""

import json
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime

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
STUCK = "Its sender has stopped; the running bot looks whether it arrived, and sends it if not."


@click.group("outbox")
def outbox() -> None:
    """Look at the messages that wait or were given up, try them again, or take one out."""


@outbox.command("list")
@click.option(
    "--state",
    type=click.Choice(MessageState),
    default=MessageState.parked,
    show_default=True,
    help="Where the messages stand; parked ones were given up for a reason that a person can act on.",
)
@click.option("--all", "every", is_flag=True, help="Messages of every state, with the state.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line; nothing of what a message says.")
@database_option
@in_words
def list_messages(state: MessageState, every: bool, as_json: bool, database_url: str | None) -> None:
    """List the newest messages of a state, and why they stand so."""
    states, now = tuple(MessageState) if every else (state,), SystemClock().now()
    with _opened(database_url) as store, store.read() as work:
        found = work.outbox.listing(states, MOST)
        counts = work.outbox.counts()
    older = sum(counts.get(each, 0) for each in states) - len(found)
    if as_json:
        for each in found:
            click.echo(json.dumps(_facts(each, now)))
        return
    if not found:
        click.echo("There is no message." if every else f"No message is {state}.")
        return
    click.echo("\n".join(_lines(found, now, with_state=every)))
    if older > 0:
        click.echo(f"… and {older:,} older")


@outbox.command("retry")
@click.argument("id", type=int, required=False)
@click.option("--all-parked", is_flag=True, help="Every parked message.")
@click.option("--kind", help="Every parked message of this kind, as the list names it.")
@database_option
@in_words
def retry(id: int | None, all_parked: bool, kind: str | None, database_url: str | None) -> None:
    """Let the running bot try the parked message ID again, or all of them."""
    if (id is not None) == (all_parked or kind is not None):
        raise click.UsageError("name either the ID of one message, or --all-parked or --kind.")
    with _opened(database_url) as store, store.write() as work:
        now = SystemClock().now()
        ids = (id,) if id is not None else work.undelivered.parked_ids(kind)
        for each in ids:
            if not work.outbox.retry(each, now):
                raise click.ClickException(f"There is no parked message {each}. See `tierline outbox list`.")
            note(work, now, operator(), "message.retried", f"message:{each}")
    if id is not None:
        click.echo(f"Message {id} is due again; the running bot tries it at once.")
    elif ids:
        click.echo(f"Messages that are due again: {len(ids):,}. The running bot tries them at once.")
    else:
        click.echo(f"No message {f'of kind {kind} ' if kind else ''}is parked.")


@outbox.command("drop")
@click.argument("id", type=int)
@click.option("--reason", required=True, help="Why it shall not be sent; it stands in the audit trail.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@database_option
@in_words
def drop(id: int, reason: str, yes: bool, database_url: str | None) -> None:
    """Take the parked or waiting message ID out for good: it is never sent."""
    if not reason.strip():
        raise click.UsageError("--reason: say why.")
    if not yes:
        click.confirm(f"Message {id} will never be sent. Drop it?", abort=True, err=True)
    with _opened(database_url) as store, store.write() as work:
        now = SystemClock().now()
        dropped = work.undelivered.drop(id, reason.strip(), now)
        if dropped is None:
            raise click.ClickException(f"There is no parked or waiting message {id}. See `tierline outbox list --all`.")
        was = json.dumps({"was": dropped.before})
        note(work, now, operator(), "message.dropped", f"message:{id}", was, reason=reason.strip())
    click.echo(f"Message {id} is dropped." + (" An earlier attempt may have arrived." if dropped.maybe_sent else ""))


def _facts(each: Listed, now: datetime) -> dict[str, object]:
    return {
        "id": each.id,
        "kind": each.kind,
        "target": each.target or None,
        "key": each.occurrence_key,
        "state": each.state,
        "stuck": _stuck(each, now),
        "due_at": each.due_at.isoformat(),
        "next_at": each.next_at.isoformat(),
        "tries": each.tries,
        "maybe_sent": each.maybe_sent,
        "reason": each.reason,
    }


def _stuck(each: Listed, now: datetime) -> bool:
    """Whether its sender's lease ended without an end of the message."""
    return each.state == MessageState.sending and each.next_at <= now


def _lines(found: Iterable[Listed], now: datetime, *, with_state: bool) -> Iterator[str]:
    """A table with aligned columns; an update has no target, so its occurrence key says what it is about."""
    rows = [_row(COLUMNS, "STATE" if with_state else "")]
    for each in found:
        where, due = each.target or each.occurrence_key, f"{each.due_at:%Y-%m-%d %H:%M}"
        cells = (str(each.id), each.kind, where, due, STUCK if _stuck(each, now) else each.reason or "")
        rows.append(_row(cells, each.state if with_state else ""))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _row(cells: tuple[str, ...], state: str) -> tuple[str, ...]:
    return (cells[0], state, *cells[1:]) if state else cells


@contextmanager
def _opened(database_url: str | None) -> Iterator[Store]:
    with closing(open_store(database_url or load_settings().database_url)) as store:
        store.check()
        yield store
