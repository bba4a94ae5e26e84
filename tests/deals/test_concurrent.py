"""Many partners submit at the same second for the same customers: each customer has one first claim, no row is lost."""

from pathlib import Path

import pytest

from tests.support import postgres
from tests.support.many_deals import opened, submit_at_once, wrongs


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_of_many_at_once_exactly_one_is_first(database: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    if database == "sqlite":
        _check(f"sqlite:///{tmp_path / 'many.db'}", tmp_path)
    elif request.config.getoption("--no-postgres"):
        pytest.skip("--no-postgres")
    else:
        with postgres.running() as address:
            _check(address, tmp_path)


def _check(url: str, folder: Path) -> None:
    store, assistant = opened(url, folder / "portfolio", partners=12)
    outcomes = submit_at_once(assistant, submissions=60, partners=12, customers=7, threads=8, seed=1)
    assert wrongs(store, outcomes, 60, 7) == []
    store.close()
