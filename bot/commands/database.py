"""`tierline migrate`, and what commands share that open the database."""

import json
from contextlib import closing

import click

from bot.clock import SystemClock
from bot.commands.failing import in_words
from bot.commands.operator import operator
from bot.settings import Settings, load_settings
from handlers.audit import note

database_option = click.option(
    "--database-url",
    metavar="URL",
    help="SQLite file or PostgreSQL, like sqlite:///tierline.db; DATABASE_URL by default.",
)


def settings_for(database_url: str | None) -> Settings:
    """The settings, with the database that a command was called with in place of DATABASE_URL.

    Raises:
        BadSettings: they cannot be used.
    """
    settings = load_settings()
    return settings.model_copy(update={"database_url": database_url}) if database_url else settings


@click.command()
@database_option
@in_words
def migrate_command(database_url: str | None) -> None:
    """Bring the database to this version's schema. A file of SQLite is copied beside itself first."""
    from store.migrate import migrate
    from store.schema import HEAD

    url = database_url or load_settings().database_url
    changed = migrate(url)
    if changed:
        note_migration(url)
    click.echo(f"The database {'is now' if changed else 'was already'} at schema {HEAD}.")


def note_migration(url: str) -> None:
    """Write into the audit trail that the database has this version's schema now.

    Raises:
        StoreError: the database cannot be used.
    """
    from store.engine import open_store
    from store.schema import HEAD

    with closing(open_store(url)) as store, store.write() as work:
        now = SystemClock().now()
        note(work, now, operator(), "schema.migrated", "database", json.dumps({"schema": HEAD}))
