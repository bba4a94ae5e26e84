"""The desk that handler stories are told at."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest

from tests.support.desk import Desk, fill_database, open_desk


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database that every story starts from; each gets a copy."""
    return fill_database(tmp_path_factory.mktemp("filled"))


@pytest.fixture
def desk(filled: Path, tmp_path: Path) -> Iterator[Desk]:
    opened = open_desk(Path(copyfile(filled, tmp_path / "desk.db")))
    yield opened
    opened.store.close()
