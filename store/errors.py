"""Errors of the store, as sentences a person can act on; never the driver's text, which may hold addresses or rows."""

from sqlalchemy.exc import DBAPIError
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
_SENTENCES = (
    (
        ("locked", "busy", "40001", "40p01", "55p03"),
        "The database is busy. Nothing was written; try again in a moment.",
    ),
    (("no such table", "no such column", "42p01", "42703"), f"The database lacks tables of this version. {MIGRATE}"),
    (("not a database", "malformed"), "The database file is damaged or is no SQLite file. Restore it from a backup."),
    (("readonly", "read-only", "42501"), "The database may not be written. Check the rights on its file or account."),
    (("disk is full", "disk full", "53100"), "The disk of the database is full. Free some space, then try again."),
    (("unable to open",), "The database file cannot be opened. Check that its folder exists and may be written."),
    (
        ("password", "role ", "28p01", "28000"),
        "The database refused the account. Check user and password in DATABASE_URL.",
    ),
    (("does not exist", "3d000"), "The database named in DATABASE_URL does not exist. Create it, then try again."),
)
_UNREACHABLE = "The database cannot be reached. Check DATABASE_URL and that the database runs."


def describe(error: BaseException) -> str:
    """The sentence for a driver's or the pool's error."""
    if isinstance(error, PoolTimeout):
        return _SENTENCES[0][1]
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    state = str(getattr(cause, "sqlstate", None) or "").lower()
    words = str(cause).lower()
    for marks, sentence in _SENTENCES:
        if state in marks or any(mark in words for mark in marks):
            return sentence
    return _UNREACHABLE
