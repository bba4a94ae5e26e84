"""Two companies' workspaces that may install the app, and one that may not; Slack is strict and on this machine."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest

from store.engine import open_store
from store.staff_records import StaffMember
from tests.support.desk import NOW, fill_database
from tests.support.several import ALPHA, BETA, FOREIGN, SeveralSlack, Street, street
from tests.support.slack import loopback_slack


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small portfolio; Pam and Sam run the program in both workspaces, Dana of Beta only looks."""
    file = fill_database(tmp_path_factory.mktemp("street"))
    roles = [(f"{team}/{user}", "admin") for team in (ALPHA, BETA) for user in ("U0PAM", "U0SAM")]
    with closing(open_store(f"sqlite:///{file}")) as store, store.write() as work:
        for person, role in (*roles, (f"{BETA}/U0DANA", "viewer")):
            work.staff.put(StaffMember(person, role, None, "test", NOW))
    return file


@pytest.fixture
def database(filled: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(filled, tmp_path / 'street.db')}"


@pytest.fixture
def slack() -> Iterator[SeveralSlack]:
    with loopback_slack(SeveralSlack()) as several:
        for team in (ALPHA, BETA, FOREIGN):
            several.add(team)
        yield several
        assert several.refused == [], "a call was made with a token that belongs nowhere"


@pytest.fixture
def open_street(slack: SeveralSlack, database: str) -> Iterator[Callable[..., Street]]:
    with ExitStack() as stack:

        def opened(**other: Any) -> Street:
            return stack.enter_context(street(slack, other.pop("database", database), **other))

        yield opened


@pytest.fixture
def installed(open_street: Callable[..., Street]) -> Street:
    """Installed in both workspaces."""
    opened = open_street()
    for team in (ALPHA, BETA):
        assert opened.install(team).status == 200
    return opened
