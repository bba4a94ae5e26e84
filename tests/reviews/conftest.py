"""A fresh office on a copied empty database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.engine import Store, open_store
from store.migrate import migrate
from tests.reviews.office import Office
from tests.support.review_desk import MONTHLY, OTHER


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("reviews") / "empty.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def store(empty: Path, tmp_path: Path) -> Iterator[Store]:
    (tmp_path / "t.db").write_bytes(empty.read_bytes())
    opened = open_store(f"sqlite:///{tmp_path / 't.db'}")
    yield opened
    opened.close()


@pytest.fixture
def office(store: Store) -> Office:
    """Pam manages Acme, whose program fixes no rhythm, and Globex, whose program asks for all three meetings."""
    office = Office(store)
    office.desk.partner("acme", "Acme Communications", OTHER, tier="silver")
    office.desk.partner("globex", "Globex Voice", MONTHLY)
    return office
