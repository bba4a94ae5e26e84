"""A house with Teams at its door: real HTTP, real tokens, a real database; Microsoft's end of the wire is played."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from handlers.portfolio import portfolio_vocabulary
from programs.catalog import Catalog
from store.engine import open_store
from store.migrate import migrate
from store.portfolio.importing import import_portfolio
from store.staff_records import StaffMember
from tests.support.desk import NOW, PORTFOLIO, write_folder
from tests.support.teams_house import TeamsHouse, TeamsMember, living_in_teams, teams_settings
from tests.support.teams_keys import KeyServer, key_server
from tests.support.teams_world import DANA, EVE, GUS, NOA, PAM, TeamsWorld, teams_world


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the small portfolio."""
    folder = tmp_path_factory.mktemp("imported")
    write_folder(folder / "portfolio", PORTFOLIO)
    url = f"sqlite:///{folder / 'house.db'}"
    migrate(url)
    store = open_store(url)
    import_portfolio(store, folder / "portfolio", portfolio_vocabulary(Catalog.load()), at=NOW, actor="test")
    with store.write() as work:
        for who, name in (("dana@vendor.example", "Dana Ruiz"), ("sam@vendor.example", "Sam Lindqvist")):
            work.staff.put(StaffMember(who, "approver", name, "test", NOW))
    store.close()
    return folder / "house.db"


@pytest.fixture
def database(imported: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(imported, tmp_path / 'house.db')}"


@pytest.fixture(scope="session")
def keys() -> Iterator[KeyServer]:
    with key_server() as server:
        yield server


@pytest.fixture
def world() -> Iterator[TeamsWorld]:
    with teams_world() as world:
        yield world


@pytest.fixture
def open_house(world: TeamsWorld, keys: KeyServer, database: str) -> Iterator[Callable[..., TeamsHouse]]:
    """Opens houses with settings of their own."""
    with ExitStack() as stack:

        def opened(**other: Any) -> TeamsHouse:
            return stack.enter_context(living_in_teams(world, keys, teams_settings(database, **other)))

        yield opened


@pytest.fixture
def house(open_house: Callable[..., TeamsHouse]) -> TeamsHouse:
    return open_house()


@pytest.fixture
def pam(house: TeamsHouse) -> TeamsMember:
    """A partner manager: may ask and register, not decide."""
    return house.member(PAM)


@pytest.fixture
def dana(house: TeamsHouse) -> TeamsMember:
    """An approver of the deal desk."""
    return house.member(DANA)


@pytest.fixture
def noa(house: TeamsHouse) -> TeamsMember:
    """The program admin."""
    return house.member(NOA)


@pytest.fixture
def gus(house: TeamsHouse) -> TeamsMember:
    """A guest of the tenant, from a partner."""
    return house.member(GUS)


@pytest.fixture
def eve(house: TeamsHouse) -> TeamsMember:
    """Somebody of another tenant."""
    return house.member(EVE)
