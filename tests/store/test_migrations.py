"""The schema goes up, down, and equals the models, on both databases."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect, text

from store import migrate as migrating
from store.engine import make_engine, open_store, parse_url
from store.errors import StoreError, StoreUnavailable
from store.migrate import alembic_config, current_revision, downgrade, migrate
from store.models import Base
from store.schema import HEAD


def engine_of(url: str) -> Engine:
    return make_engine(parse_url(url))


def test_up_down_and_up_again(empty_database: str) -> None:
    assert migrate(empty_database)
    assert not migrate(empty_database)
    downgrade(empty_database, "base")
    engine = engine_of(empty_database)
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    engine.dispose()
    assert migrate(empty_database)
    store = open_store(empty_database)
    store.check()
    store.close()


def test_the_migrated_schema_is_what_the_models_say(database: str) -> None:
    engine = engine_of(database)
    with engine.connect() as connection:
        options = {"compare_server_default": True, "target_metadata": Base.metadata}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []
        assert current_revision(connection) == HEAD
        assert ScriptDirectory.from_config(alembic_config(connection)).get_heads() == [HEAD]
        names = {
            table: {check["name"] for check in inspect(connection).get_check_constraints(table)}
            for table in ("partners", "registrations")
        }
    engine.dispose()
    assert names == {
        "partners": {"ck_partners_status", "ck_partners_type"},
        "registrations": {"ck_registrations_role"},
    }


def test_an_older_file_is_copied_before_it_is_changed(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'tierline.db'}"
    migrate(url)
    downgrade(url, "0001")
    assert migrate(url)
    copy = create_engine(f"sqlite:///{tmp_path / f'tierline.db.before-{HEAD}'}")
    with copy.connect() as connection:
        assert current_revision(connection) == "0001"
    copy.dispose()


def test_a_migration_that_breaks_a_reference_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path / 'tierline.db'}"
    migrate(url)

    def orphan(config: object, revision: str) -> None:
        connection = config.attributes["connection"]  # type: ignore[attr-defined]  # Alembic's Config
        connection.execute(text("INSERT INTO steps VALUES ('nobody', 'launch', 'legal', NULL)"))

    monkeypatch.setattr(migrating.command, "downgrade", orphan)
    with pytest.raises(StoreError, match="break references"):
        downgrade(url, "0001")
    engine = create_engine(url)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM steps")) == 0
    engine.dispose()


def test_serving_does_not_load_the_migration_tool() -> None:
    program = "import sys, store.engine, store.portfolio.importing; sys.exit('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_an_outdated_schema_is_said_with_what_to_do(database: str) -> None:
    engine = engine_of(database)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    store = open_store(database)
    with pytest.raises(StoreUnavailable, match=f"schema 0000, this version needs {HEAD}. Run `tierline migrate`"):
        store.check()
    store.close()
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": HEAD})
    engine.dispose()


def test_whoever_changed_something_before_is_known_by_their_address(empty_database: str) -> None:
    migrate(empty_database)
    downgrade(empty_database, "0009")
    trail = (
        (1, "T1/UPAM Pam Okafor", "old@vendor.example"),
        (2, "T1/UPAM Pam Okafor", "pam@vendor.example"),
        (3, "clock", None),
        (4, None, "gone@vendor.example"),
    )
    engine = engine_of(empty_database)
    with engine.begin() as connection:
        words = "INSERT INTO audit_details (sequence, actor, email, salts) VALUES (:sequence, :actor, :email, '{}')"
        names = ("sequence", "actor", "email")
        connection.execute(text(words), [dict(zip(names, each, strict=True)) for each in trail])
    engine.dispose()
    migrate(empty_database)
    store = open_store(empty_database)
    with store.read() as work:
        assert work.accounts.all() == {"pam@vendor.example": (("T1", "UPAM"),)}
        assert work.accounts.addresses("UPAM", "T1") == {"pam@vendor.example"}
        assert work.accounts.addresses("UPAM", "T2") == frozenset()
    store.close()
