"""A house of real parts on a portfolio that the command line imported; only Slack's end of the wire is played."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.support import postgres
from tests.support.desk import PORTFOLIO, write_folder
from tests.support.house import PEOPLE, House, Member, living
from tests.support.slack import loopback_slack
from tests.support.workspace import Workspace, check_left

ROOT = Path(__file__).parents[2]


def command_line(*words: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m bot` in `folder` with nothing but these settings."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=folder,
        env=kept | {"PYTHONPATH": str(ROOT)} | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file that `tierline import FOLDER` made of the small portfolio."""
    folder = tmp_path_factory.mktemp("imported")
    write_folder(folder / "portfolio", PORTFOLIO)
    done = command_line("import", "portfolio", folder=folder, DATABASE_URL="sqlite:///house.db")
    assert done.returncode == 0, done.stderr
    assert "partners: 7 added" in done.stdout
    return folder / "house.db"


@pytest.fixture
def database(imported: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(imported, tmp_path / 'house.db')}"


@pytest.fixture(scope="session")
def postgres_server(request: pytest.FixtureRequest) -> Iterator[str]:
    if request.config.getoption("--no-postgres"):
        pytest.skip("--no-postgres")
    with postgres.running() as address:
        yield address


@pytest.fixture
def slack() -> Iterator[Workspace]:
    """Slack; in the end everything that reached it is held against its limits."""
    with loopback_slack(Workspace()) as workspace:
        for user, name in PEOPLE.items():
            email = f"{name.split()[0].lower()}@vendor.example"
            profile = {"real_name": name, "email": email}
            workspace.people[user] = {"id": user, "tz": "America/Los_Angeles", "profile": profile}
        yield workspace
        for call in workspace.left():
            check_left(call)


@pytest.fixture
def open_house(slack: Workspace, database: str) -> Iterator[Callable[..., House]]:
    """Opens houses with settings of their own."""
    with ExitStack() as stack:

        def opened(**other: Any) -> House:
            return stack.enter_context(living(slack, other.pop("database", database), **other))

        yield opened


@pytest.fixture
def house(open_house: Callable[..., House]) -> House:
    return open_house()


@pytest.fixture
def pam(house: House) -> Member:
    """A partner manager: may ask and register, not decide."""
    return house.member("U0PAM")


@pytest.fixture
def dana(house: House) -> Member:
    """An approver of the deal desk."""
    return house.member("U0DANA")


@pytest.fixture
def sam(house: House) -> Member:
    """Another approver."""
    return house.member("U0SAM")


@pytest.fixture
def noa(house: House) -> Member:
    """The program admin."""
    return house.member("U0NOA")
