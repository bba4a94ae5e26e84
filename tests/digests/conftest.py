"""A desk in New York with a small portfolio in a real database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.engine import Store, open_store
from store.migrate import migrate
from tests.support.digest_desk import DigestDesk


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("digests") / "empty.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def store(empty: Path, tmp_path: Path) -> Iterator[Store]:
    (tmp_path / "t.db").write_bytes(empty.read_bytes())
    opened = open_store(f"sqlite:///{tmp_path / 't.db'}")
    yield opened
    opened.close()


@pytest.fixture
def desk(store: Store) -> DigestDesk:
    return DigestDesk(store, admins=frozenset({"noa@vendor.example"}))
