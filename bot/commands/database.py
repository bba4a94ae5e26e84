"""`tierline migrate`, and what commands share that open the database."""

import click

from bot.commands.failing import in_words
from bot.settings import load_settings

database_option = click.option(
    "--database-url",
    metavar="URL",
    help="SQLite file or PostgreSQL, like sqlite:///tierline.db; DATABASE_URL by default.",
)


@click.command()
@database_option
@in_words
def migrate_command(database_url: str | None) -> None:
    """Bring the database to this version's schema. A file of SQLite is copied beside itself first."""
    from store.migrate import migrate
    from store.schema import HEAD

    changed = migrate(database_url or load_settings().database_url)
    click.echo(f"The database {'is now' if changed else 'was already'} at schema {HEAD}.")
