"""A desk whose registrations are told row by row, and both databases for what is counted."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.conftest import database, migrated_file, migrated_postgres, postgres_server, store
from tests.support.desk import Desk, fill_database, open_desk

__all__ = ["database", "migrated_file", "migrated_postgres", "postgres_server", "store"]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """The usual small portfolio; it is Monday, July 15, 2024, 9:00 in Los Angeles."""
    opened = open_desk(fill_database(tmp_path))
    yield opened
    opened.store.close()
