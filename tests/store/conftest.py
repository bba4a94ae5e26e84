"""Both databases for every test: SQLite copied from a migrated file, PostgreSQL emptied before each test."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from store.engine import Store, open_store
from store.migrate import migrate
from store.models import Base, PartnerRow
from store.portfolio.importing import ImportReport, import_portfolio
from store.records import NewRegistration
from tests.store.folders import VOCABULARY
from tests.support import postgres

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgres_server(request: pytest.FixtureRequest) -> Iterator[str]:
    if request.config.getoption("--no-postgres"):
        pytest.skip("--no-postgres")
    with postgres.running() as address:
        yield address


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: str) -> Iterator[tuple[str, Engine]]:
    migrate(postgres_server)
    engine = create_engine(postgres_server)
    yield postgres_server, engine
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a migrated database without rows."""
    if request.param == "sqlite":
        return f"sqlite:///{shutil.copy(request.getfixturevalue('migrated_file'), tmp_path / 'tierline.db')}"
    address, engine = request.getfixturevalue("migrated_postgres")
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # the audit trail refuses it otherwise
        connection.execute(text(f"TRUNCATE {', '.join(Base.metadata.tables)}"))
    return str(address)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server = request.getfixturevalue("postgres_server")
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("CREATE DATABASE empty"))
        yield make_url(server).set(database="empty").render_as_string(hide_password=False)
        connection.execute(text("DROP DATABASE empty WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    opened = open_store(database)
    yield opened
    opened.close()


@pytest.fixture
def load(store: Store) -> Callable[[Path], ImportReport]:
    """Import a folder into the store as the operator would."""

    def run(path: Path) -> ImportReport:
        return import_portfolio(store, path, VOCABULARY, at=NOW, actor="operator")

    return run


@pytest.fixture
def new_registration() -> Callable[..., NewRegistration]:
    """A registration to submit; arguments replace its fields."""
    usual = NewRegistration(
        partner="acme",
        program="gems",
        customer="Cedar Bank",
        customer_domain="cedar.example",
        country="US",
        product="segment",
        earr=Decimal("41000.00"),
        currency="USD",
        role="sourced",
        expected_close_on=NOW.date(),
        evidence="Met their CTO on Monday.",
        submitted_by="U1",
        submitted_at=NOW,
        submitted_on=NOW.date(),
        answer_due_on=NOW.date(),
    )

    def make(**fields: Any) -> NewRegistration:
        return replace(usual, **fields)

    return make


@pytest.fixture
def partner(store: Store) -> str:
    """The id of a partner that is in the store, and nothing else is."""
    with store.write() as work:
        work.session.add(PartnerRow(partner="acme", name="Acme"))
    return "acme"
