"""The command line as an operator types it: an empty folder, none of our settings in the environment."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import cli
from bot.settings import Settings
from tests.support.desk import fill_database

Run = Callable[..., Result]


@pytest.fixture(scope="package")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a filled database; nothing here writes to it."""
    return f"sqlite:///{fill_database(tmp_path_factory.mktemp('desk'))}"


@pytest.fixture(autouse=True)
def nothing_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def tierline() -> Run:
    """Run a command; settings are given by name, `typed` is its standard input."""

    def run(*words: str, typed: str | bytes = "", **settings: str) -> Result:
        result = CliRunner().invoke(cli, words, input=typed, env=settings, prog_name="tierline")
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert "Traceback" not in result.output
        return result

    return run
