"""A database that cannot be used is said in words; a transaction is whole or nothing."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from store.engine import Store, open_store, parse_url, sqlite_file
from store.errors import StoreError, StoreUnavailable
from store.migrate import migrate
from store.models import PartnerRow
from tests.store.conftest import NOW


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("tierline.db", "no database address"),
        ("mysql://localhost/tierline", "names 'mysql'"),
        ("sqlite://", "would be lost"),
        ("sqlite:///:memory:", "would be lost"),
        ("sqlite:////nowhere/at/all/tierline.db", "folder /nowhere/at/all for the database file does not exist"),
    ],
)
def test_an_address_that_cannot_work_is_refused_at_once(url: str, sentence: str) -> None:
    with pytest.raises(StoreError, match=sentence):
        open_store(url)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_way_to_write_postgresql_means_psycopg(scheme: str) -> None:
    store = open_store(f"{scheme}://user:secret@127.0.0.1:1/tierline")
    assert store.url.drivername == "postgresql+psycopg"
    for use in (store.check, store.portfolio_version):
        with pytest.raises(StoreUnavailable, match="cannot be reached") as caught:
            use()
        assert "secret" not in caught.value.sentence
    store.close()


def test_a_missing_database_is_not_made_by_looking_for_it(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'tierline.db'}")
    with pytest.raises(StoreUnavailable, match=r"no database .* yet\. Run `tierline import FOLDER`"):
        store.check()
    store.close()
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_goes_away_is_neither_written_nor_made_anew(tmp_path: Path) -> None:
    file = tmp_path / "tierline.db"
    migrate(f"sqlite:///{file}")
    store = open_store(f"sqlite:///{file}")
    store.check()
    moved = file.rename(tmp_path / "moved.db")
    with pytest.raises(StoreUnavailable, match="is not there"):
        store.portfolio_version()
    with pytest.raises(StoreUnavailable, match="is not there"), store.write() as work:
        work.portfolio_version()
    assert not file.exists()
    moved.rename(file)
    store.check()
    store.close()


def test_a_transaction_waits_for_a_lock_only_as_long_as_it_was_told(database: str) -> None:
    store = open_store(database, patience=2)
    lite = sqlite_file(store.url) is not None
    with store.read() as work:
        assert work.session.scalar(text("PRAGMA busy_timeout" if lite else "SHOW lock_timeout")) in (2000, "2s")
    store.close()


def test_a_database_without_tables_names_the_command(empty_database: str) -> None:
    if file := sqlite_file(parse_url(empty_database)):
        file.touch()
    store = open_store(empty_database)
    with store.read() as work:
        work.session.execute(text("SELECT 1"))
    for use in (store.check, store.portfolio_version):
        with pytest.raises(StoreUnavailable, match="Run `tierline migrate`"):
            use()
    store.close()


def test_a_damaged_file_is_said_in_words(tmp_path: Path) -> None:
    file = tmp_path / "tierline.db"
    file.write_bytes(b"this is no database" * 100)
    store = open_store(f"sqlite:///{file}")
    with pytest.raises(StoreUnavailable, match="damaged or is no SQLite file"):
        store.check()
    store.close()


@pytest.mark.parametrize(
    "statement",
    [
        "SELEC 1",
        "SELECT no_such_function(1)",
        "SELECT 'locked' FROM partners GROUP",
    ],
)
def test_a_mistake_in_a_statement_is_a_bug_and_no_outage(store: Store, statement: str) -> None:
    with pytest.raises(DBAPIError), store.read() as work:
        work.session.execute(text(statement))


def test_an_exception_takes_back_everything_in_the_transaction(store: Store) -> None:
    def change_and_fail() -> None:
        with store.write() as work:
            work.session.add(PartnerRow(partner="acme", name="Acme"))
            work.inbound.claim("event:1", NOW)
            work.session.flush()
            raise LookupError("a bug")

    with pytest.raises(LookupError):
        change_and_fail()
    with store.write() as work:
        assert work.partners.get("acme") is None
        assert work.inbound.claim("event:1", NOW)


def test_what_is_changed_while_reading_is_thrown_away_or_refused(store: Store, partner: str) -> None:
    def rename() -> None:
        with store.read() as work:
            work.session.execute(text("UPDATE partners SET name = 'Other'"))

    if store.url.get_backend_name() == "sqlite":
        rename()
    else:
        with pytest.raises(StoreUnavailable, match="may not be written"):
            rename()
    with store.read() as work:
        found = work.partners.get(partner)
    assert found is not None
    assert found.name == "Acme"


def test_the_version_is_zero_before_the_first_import(store: Store) -> None:
    with store.read() as work:
        assert work.portfolio_version() == store.portfolio_version() == 0


def test_sqlite_is_kept_safe_against_power_cuts(tmp_path: Path) -> None:
    (tmp_path / "tierline.db").touch()
    store = open_store(f"sqlite:///{tmp_path / 'tierline.db'}")
    with store.read() as work:
        settings = [
            work.session.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    store.close()
    assert settings == ["wal", 2, 1]
