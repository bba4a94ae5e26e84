"""One PostgreSQL for this folder's tests, a fresh database for each, and a Slack that counts."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from tests.support import postgres
from tests.support.counting_slack import CountingSlack, serving
from tests.support.delivery_desk import DeliveryDesk
from tests.support.outbox_store import OutboxStore, engine


@pytest.fixture(scope="session")
def postgres_server(request: pytest.FixtureRequest) -> Iterator[str]:
    if request.config.getoption("--no-postgres"):
        pytest.skip("--no-postgres")
    with postgres.running() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, of either kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'outbox.db'}"
        return
    server = request.getfixturevalue("postgres_server")
    name = "d" + tmp_path.name.replace("-", "_").lower()
    with _administering(server) as run:
        run(f'CREATE DATABASE "{name}"')
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    with _administering(server) as run:
        run(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def _administering(server: str):
    admin = engine(server)
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        yield lambda words: connection.execute(text(words))
    admin.dispose()


@pytest.fixture(scope="session")
def outbox_in_postgres(postgres_server: str) -> Iterator[OutboxStore]:
    """One database for all: making a new one takes longer than most tests."""
    with _administering(postgres_server) as run:
        run("CREATE DATABASE outbox")
    opened = OutboxStore(make_url(postgres_server).set(database="outbox").render_as_string(hide_password=False))
    opened.create()
    yield opened
    opened.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OutboxStore]:
    """An empty outbox in either kind of database."""
    if request.param == "postgresql":
        shared: OutboxStore = request.getfixturevalue("outbox_in_postgres")
        with shared.write() as work:
            work.session.execute(text("TRUNCATE outbox"))
        yield shared
        return
    opened = OutboxStore(f"sqlite:///{tmp_path / 'outbox.db'}")
    opened.create()
    yield opened
    opened.close()


@pytest.fixture
def slack() -> Iterator[CountingSlack]:
    with serving(CountingSlack()) as running:
        yield running


@pytest.fixture
def desk(store: OutboxStore, slack: CountingSlack) -> DeliveryDesk:
    return DeliveryDesk(store, slack)
