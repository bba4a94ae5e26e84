"""Opening the database and keeping transactions short: SQLite for one machine, PostgreSQL by the same code."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DisconnectionError,
    IntegrityError,
    InterfaceError,
    NoSuchModuleError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from store.errors import BUSY, MIGRATE, StoreError, StoreUnavailable, describe
from store.remembered import Remembered
from store.repositories.counters import touched_portfolio
from store.schema import HEAD
from store.work import Work

BUSY_SECONDS = 10
# WAL with FULL: an acknowledged commit survives a power cut, and readers never wait for the writer.
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "trusted_schema=OFF")
_VERSION = "SELECT value FROM counters WHERE name = 'portfolio'"


def parse_url(url: str) -> URL:
    """Read a database address; `postgres://` and `postgresql://` mean psycopg 3.

    Raises:
        StoreError: it is no address of SQLite or PostgreSQL, or the folder of the SQLite file does not exist.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise StoreError("DATABASE_URL is no database address; expected one like sqlite:///tierline.db.") from None
    kind = parsed.get_backend_name()
    if kind in ("postgres", "postgresql"):
        return parsed.set(drivername="postgresql+psycopg")
    if kind != "sqlite":
        raise StoreError(f"DATABASE_URL names {kind!r}; Tierline keeps its data in SQLite or PostgreSQL.")
    if parsed.database in (None, "", ":memory:"):
        raise StoreError(
            "DATABASE_URL must name a file, like sqlite:///tierline.db: a database in memory would be lost."
        )
    folder = Path(parsed.database).parent
    if not folder.is_dir():
        raise StoreUnavailable(f"The folder {folder} for the database file does not exist. Create it, then try again.")
    return parsed


def sqlite_file(url: URL) -> Path | None:
    """The file of an SQLite address; None for PostgreSQL."""
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def make_engine(url: URL, *, foreign_keys: bool = True, patience: int = BUSY_SECONDS) -> Engine:
    """An engine that has not connected yet; it waits `patience` seconds for a connection, and as long for a lock.

    `foreign_keys=False` is for migrations that rebuild SQLite tables.
    """
    pool = {"pool_size": 16, "max_overflow": 16, "pool_timeout": patience}
    if url.get_backend_name() != "sqlite":
        return _make_postgres(url, patience, pool)
    engine = create_engine(url, connect_args={"timeout": patience}, **pool)

    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver must not begin transactions on its own
        own = (f"busy_timeout={patience * 1000}", f"foreign_keys={'ON' if foreign_keys else 'OFF'}")
        for pragma in (*own, *_PRAGMAS):
            connection.execute(f"PRAGMA {pragma}")

    def begin(connection: Connection) -> None:
        # A writer takes its lock at once: upgrading a read lock later fails instead of waiting.
        reading = connection.get_execution_options().get("reading", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", begin)
    return engine


def _make_postgres(url: URL, patience: int, pool: dict[str, Any]) -> Engine:
    engine = create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": patience}, **pool)

    def prepare(connection: Any, _record: object) -> None:
        connection.execute(f"SET lock_timeout = '{patience}s'")
        connection.commit()

    event.listen(engine, "connect", prepare)
    return engine


def _keep_to(file: Path, engine: Engine) -> None:
    """Use the SQLite file that is there: none is made anew, and one that was replaced is opened again.

    Without this, open connections would go on writing into a file that was moved away or deleted.
    """

    def identity() -> tuple[int, int] | None:
        try:
            found = file.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def before_connecting(_dialect: object, _record: object, arguments: list[Any], options: dict[str, Any]) -> None:
        if not file.exists():
            raise StoreUnavailable(f"The database file {file} is not there. Put it back; nothing was written.")
        # The file may go between the look and the opening: then SQLite must not make an empty one.
        arguments[0] = f"{file.absolute().as_uri()}?mode=rw"
        options["uri"] = True

    def connected(_connection: object, record: Any) -> None:
        record.info["file"] = identity()

    def taken(_connection: object, record: Any, _proxy: object) -> None:
        found = identity()
        if found is None or record.info.get("file") != found:
            raise DisconnectionError(f"{file} was replaced")

    event.listen(engine, "do_connect", before_connecting)
    event.listen(engine, "connect", connected)
    event.listen(engine, "checkout", taken)


Turn = Callable[[], AbstractContextManager[None]]


def _in_turn(lock: Lock, patience: int) -> Turn:
    """Lets the writers of this process follow each other.

    SQLite lets them come back and look, a little later each time: under load some wait for seconds while it is free.
    """

    @contextmanager
    def turn() -> Iterator[None]:
        if not lock.acquire(timeout=patience):
            raise StoreUnavailable(BUSY)
        try:
            yield
        finally:
            lock.release()

    return turn


class Store:
    """The one way to the data. Safe to share between threads; every `read` or `write` is one transaction."""

    def __init__(self, url: URL, patience: int = BUSY_SECONDS, lag: float = 0.0) -> None:
        self.url = url
        self._version = Remembered[int](lag)
        self._engine = make_engine(url, patience=patience)
        options: dict[str, Any] = {"reading": True}
        file = sqlite_file(url)
        self._turn: Turn = nullcontext
        if file is not None:
            _keep_to(file, self._engine)
            self._turn = _in_turn(Lock(), patience)
        else:
            options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self._reading = self._engine.execution_options(**options)

    @contextmanager
    def read(self) -> Iterator[Work]:
        """One consistent snapshot; what is changed in it is thrown away.

        Raises:
            StoreUnavailable: the database cannot be used.
        """
        with sentences(), Session(self._reading, expire_on_commit=False, autoflush=False) as session:
            yield Work(session)

    @contextmanager
    def write(self) -> Iterator[Work]:
        """One transaction: committed at the end, rolled back on any exception.

        Raises:
            StoreUnavailable: the database cannot be used; nothing was written.
        """
        touched = False
        try:
            with sentences(), self._turn(), Session(self._engine, expire_on_commit=False) as session, session.begin():
                yield Work(session)
                touched = touched_portfolio(session)
        finally:
            if touched:
                self._version.forget()

    def portfolio_version(self) -> int:
        """The version of the portfolio tables, which every request asks for.

        What this store has written is seen at once, what others have written after at most `lag` seconds.

        Raises:
            StoreUnavailable: the database cannot be used.
        """
        return self._version.get(self._read_version)

    def _read_version(self) -> int:
        """Past the ORM. At every call the driver lets other threads go first: under load that is what it costs."""
        driver = self._engine.dialect.loaded_dbapi
        with sentences(driver.Error), closing(self._engine.raw_connection()) as connection:
            cursor = connection.cursor()
            cursor.execute(_VERSION)
            row = cursor.fetchone()
        return int(row[0]) if row else 0

    def check(self) -> None:
        """Make sure that the database can be used by this version of the program.

        Raises:
            StoreUnavailable: it cannot be reached, or its tables are missing or of another version.
        """
        file = sqlite_file(self.url)
        if file is not None and not file.exists():
            raise StoreUnavailable(f"There is no database {file} yet. Run `tierline import FOLDER` to fill one.")
        with self.read() as work:
            found = work.session.scalar(text("SELECT version_num FROM alembic_version"))
        if found != HEAD:
            raise StoreUnavailable(f"The database is of schema {found}, this version needs {HEAD}. {MIGRATE}")

    def close(self) -> None:
        """Close every pooled connection."""
        self._engine.dispose()


@contextmanager
def sentences(*also: type[Exception]) -> Iterator[None]:
    """Turn an error of the driver or the pool into a `StoreUnavailable`; rules and statements of ours pass through.

    A broken rule or a wrong statement is not the database's fault: it must come up as the bug it is. `also` names
    errors of a driver that is used past SQLAlchemy.
    """
    failures: tuple[type[Exception], ...] = (DatabaseError, InterfaceError, PoolTimeout, *also)
    try:
        yield
    except (IntegrityError, StaleDataError):
        raise
    except failures as error:
        sentence = describe(error)
        if sentence is None:
            raise
        raise StoreUnavailable(sentence) from error


def open_store(url: str, *, patience: int = BUSY_SECONDS, lag: float = 0.0) -> Store:
    """A store for a database address such as `sqlite:///tierline.db`; it does not connect yet.

    `patience` is how many seconds a transaction waits for a connection, or for a lock that another one holds; `lag` is
    how many seconds the portfolio's version may be behind what another process has written.

    Raises:
        StoreError: the address cannot be used.
    """
    parsed = parse_url(url)
    try:
        return Store(parsed, patience, lag)
    except NoSuchModuleError:
        raise StoreError(f"DATABASE_URL names a driver that is not there: {parsed.drivername}.") from None
