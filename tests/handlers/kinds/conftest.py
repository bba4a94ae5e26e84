"""The desk with a portfolio of deals, meetings and steps."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest

from tests.handlers.kinds.asking import BOOK
from tests.support.desk import Desk, fill_database, open_desk


@pytest.fixture(scope="session")
def booked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database that every story starts from; each gets a copy."""
    return fill_database(tmp_path_factory.mktemp("booked"), BOOK)


@pytest.fixture
def book(booked: Path, tmp_path: Path) -> Iterator[Desk]:
    opened = open_desk(Path(copyfile(booked, tmp_path / "book.db")))
    yield opened
    opened.store.close()


@pytest.fixture(scope="module")
def booked_desk(booked: Path) -> Iterator[Desk]:
    """The same desk for every example of a property: only for asking."""
    opened = open_desk(booked)
    yield opened
    opened.store.close()
