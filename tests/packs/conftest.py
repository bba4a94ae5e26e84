"""Both databases for what is counted, and a desk with a year behind it for what is told."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest

from tests.packs.telling import PORTFOLIO, lived
from tests.store.conftest import database, migrated_file, migrated_postgres, postgres_server, store
from tests.support.desk import Desk, fill_database, open_desk

__all__ = ["database", "migrated_file", "migrated_postgres", "postgres_server", "store"]


@pytest.fixture(scope="session")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database that every story starts from; each gets a copy."""
    file = fill_database(tmp_path_factory.mktemp("lived"), PORTFOLIO)
    opened = open_desk(file)
    lived(opened)
    opened.store.close()
    return file


@pytest.fixture
def desk(lived_in: Path, tmp_path: Path) -> Iterator[Desk]:
    """It is Monday, July 15, 2024; on Thursday there is a pipeline review with Acme."""
    opened = open_desk(Path(copyfile(lived_in, tmp_path / "desk.db")))
    yield opened
    opened.store.close()
