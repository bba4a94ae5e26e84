"""Bringing a database to this version's schema. Only commands import this module: serving never loads Alembic."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, inspect, text

from store.engine import make_engine, parse_url, sentences, sqlite_file
from store.errors import StoreError
from store.schema import HEAD

_LOCK = 7_216_553_101  # any fixed number: two migrations of one PostgreSQL database wait for each other


def migrate(url: str) -> bool:
    """Upgrade the database to this version's schema; False when it was there already.

    A file of SQLite that holds tables is first copied beside itself, as `NAME.before-REVISION`.

    Raises:
        StoreError: the database cannot be reached, or the upgrade would break a reference; nothing was changed.
    """
    with _engine(url) as engine:
        with engine.connect() as connection:
            before = current_revision(connection)
        if before == HEAD:
            return False
        file = sqlite_file(engine.url)
        if file is not None and before is not None:
            _copy(engine, file.with_name(f"{file.name}.before-{HEAD}"))
        with engine.begin() as connection:
            _change(connection, command.upgrade, HEAD)
    return True


def migrate_if_new(url: str) -> bool:
    """Make the tables when an SQLite file is missing or holds none; False (and nothing done) otherwise.

    Raises:
        StoreError: the database cannot be reached.
    """
    file = sqlite_file(parse_url(url))
    if file is None:
        return False
    if file.exists():
        with _engine(url) as engine:
            if inspect(engine).get_table_names():
                return False
    return migrate(url)


def downgrade(url: str, revision: str) -> None:
    """Take the database back to an older schema (`base`: no tables at all). Data of what is dropped is lost."""
    with _engine(url) as engine, engine.begin() as connection:
        _change(connection, command.downgrade, revision)


def current_revision(connection: Connection) -> str | None:
    """The schema a database is at; None when it has none."""
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if found is None else str(found)


def alembic_config(connection: Connection) -> Config:
    """Alembic's settings for one open connection; no ini file is needed."""
    config = Config()
    config.set_main_option("script_location", "store:migrations")
    config.attributes["connection"] = connection
    return config


@contextmanager
def _engine(url: str) -> Iterator[Engine]:
    # Rebuilding a table of SQLite deletes its rows first: enforced references would take the children along.
    engine = make_engine(parse_url(url), foreign_keys=False)
    try:
        with sentences():
            yield engine
    finally:
        engine.dispose()


def _change(connection: Connection, change: Callable[[Config, str], None], revision: str) -> None:
    """Run Alembic inside the transaction that is open: everything or nothing, and one process at a time."""
    lite = connection.dialect.name == "sqlite"
    if not lite:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    change(alembic_config(connection), revision)
    if lite and connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise StoreError("The migration would break references between rows, so nothing was changed. Please report it.")


def _copy(engine: Engine, copy: Path) -> None:
    """A consistent copy of an SQLite database; one of an earlier attempt is replaced."""
    copy.unlink(missing_ok=True)
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("VACUUM INTO ?", (str(copy),))
    finally:
        connection.close()
