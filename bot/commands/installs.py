"""`tierline installs`: which workspaces installed the app, and removing one."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

import click

from bot.clock import SystemClock
from bot.commands.database import database_option
from bot.commands.failing import in_words
from bot.commands.operator import operator
from bot.settings import load_settings
from handlers.audit import note
from store.engine import Store, open_store
from store.repositories.installations import Installation

COLUMNS = ("WORKSPACE", "NAME", "INSTALLED (UTC)", "BY", "TOKEN")
PLATFORM = "slack"
REMOVED = "The installation was removed. Install Tierline again, then try the message again."


@click.group("installs")
def installs() -> None:
    """Look at the workspaces that installed the app, and remove one."""


@installs.command("list")
@database_option
@in_words
def list_installs(database_url: str | None) -> None:
    """List every workspace that installed the app. Tokens are never shown."""
    with _opened(database_url) as store, store.read() as work:
        found = work.installations.all()
    if not found:
        click.echo("No workspace has installed the app.")
        return
    rows = [COLUMNS, *map(_row, found)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


@installs.command("remove")
@click.argument("workspace")
@click.option("--yes", is_flag=True, help="Do not ask.")
@database_option
@in_words
def remove(workspace: str, yes: bool, database_url: str | None) -> None:
    """Forget WORKSPACE (T…) and its token, and park the messages that wait for it.

    In Slack the app stays until an admin removes it there; a running bot stops answering within half a minute.
    """
    with _opened(database_url) as store:
        with store.read() as work:
            known = work.installations.get(workspace)
        if known is None:
            raise click.ClickException(
                f"The workspace {workspace} has not installed the app. See `tierline installs list`."
            )
        if not yes:
            click.confirm(f"Remove {known.name} ({workspace}) and its token?", abort=True)
        with store.write() as work:
            now = SystemClock().now()
            work.installations.remove(workspace)
            parked = work.outbox.park_workspace(workspace, REMOVED, now)
            note(work, now, operator(), "installation.removed", f"installation:{workspace}", workspace=workspace)
    click.echo(f"{known.name} ({workspace}) is removed; {parked} waiting messages are parked.")


def _row(each: Installation) -> tuple[str, ...]:
    until = f"until {each.expires_at:%Y-%m-%d %H:%M}" if each.expires_at else "does not expire"
    return each.workspace, each.name, f"{each.installed_at:%Y-%m-%d %H:%M}", each.installed_by, until


@contextmanager
def _opened(database_url: str | None) -> Iterator[Store]:
    with closing(open_store(database_url or load_settings().database_url)) as store:
        store.check()
        yield store
