"""Errors of the store, as sentences a person can act on; never the driver's text, which may hold addresses or rows."""

from sqlalchemy.exc import DataError, DBAPIError, NotSupportedError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from store.records import Registration

MIGRATE = "Run `tierline migrate`, then try again."


class StoreError(Exception):
    """Something about the stored data that a person can understand; `sentence` says what and what to do next."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class StoreUnavailable(StoreError):
    """The database cannot be used now: unreachable, busy, not migrated, or damaged. Nothing was written."""


class UnknownRow(StoreError):
    """A row that should be changed does not exist."""


class StaleVersion(StoreError):
    """Somebody changed the registration first; `current` is how it stands now."""

    def __init__(self, current: Registration) -> None:
        super().__init__(f"{current.id} was changed in the meantime and is {current.state} now.")
        self.current = current


# The first fragment found in the driver's message (lower case) decides; sqlstates of PostgreSQL stand beside them.
BUSY = "The database is busy. Nothing was written; try again in a moment."
_SENTENCES = (
    (("no such table", "no such column", "42p01", "42703"), f"The database lacks tables of this version. {MIGRATE}"),
    (("locked", "busy", "40001", "40p01", "55p03"), BUSY),
    (("not a database", "malformed"), "The database file is damaged or is no SQLite file. Restore it from a backup."),
    (
        ("readonly", "read-only", "42501", "25006"),
        "The database may not be written. Check the rights on its file or account.",
    ),
    (("disk is full", "disk full", "53100"), "The disk of the database is full. Free some space, then try again."),
    (("unable to open",), "The database file cannot be opened. Check that its folder exists and may be written."),
    (
        ("password", "role ", "28p01", "28000"),
        "The database refused the account. Check user and password in DATABASE_URL.",
    ),
    (("does not exist", "3d000"), "The database named in DATABASE_URL does not exist. Create it, then try again."),
)
_UNREACHABLE = "The database cannot be reached. Check DATABASE_URL and that the database runs."


_BUGS = (ProgrammingError, DataError, NotSupportedError)
_BUGS_OF_SQLITE = ("SQLITE_ERROR", "SQLITE_MISUSE", "SQLITE_RANGE")


def origin(error: BaseException) -> BaseException:
    """The driver's own error inside one of SQLAlchemy's."""
    return error.orig if isinstance(error, DBAPIError) and error.orig is not None else error


def describe(error: BaseException) -> str | None:
    """The sentence for a driver's or the pool's error; None for a mistake in a statement of ours, which is a bug."""
    if isinstance(error, PoolTimeout):
        return BUSY
    cause = origin(error)
    state = str(getattr(cause, "sqlstate", None) or "").lower()
    words = str(cause).lower()
    for marks, sentence in _SENTENCES:
        # PostgreSQL's words may quote a statement of ours, so where there is a state it alone decides.
        if state in marks if state else any(mark in words for mark in marks):
            return sentence
    return None if _is_bug(error, cause) else _UNREACHABLE


def _is_bug(error: BaseException, cause: BaseException) -> bool:
    """Whether the database worked and refused the statement itself.

    SQLite's driver calls a syntax error operational too, so there the result code decides (sqlite.org/rescode.html).
    """
    return isinstance(error, _BUGS) or getattr(cause, "sqlite_errorname", "") in _BUGS_OF_SQLITE
