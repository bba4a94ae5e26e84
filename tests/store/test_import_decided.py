"""Importing over decisions that were taken here: a folder of yesterday does not undo them."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from store.engine import Store
from store.portfolio.exporting import export_portfolio
from store.portfolio.importing import ImportReport
from store.portfolio.problems import PortfolioError
from store.records import NewRegistration
from tests.store.conftest import NOW
from tests.store.folders import write_folder
from tests.support.deciding import decided

Load = Callable[[Path], ImportReport]
Folders = tuple[Path, Path]


@pytest.fixture
def folders(store: Store, load: Load, tmp_path: Path, new_registration: Callable[..., NewRegistration]) -> Folders:
    """DR-1008, exported while it waited, then approved by Dana Ruiz, then exported again."""
    load(write_folder(tmp_path / "in"))
    with store.write() as work:
        work.registrations.submit(new_registration())
    export_portfolio(store, tmp_path / "waiting")
    with store.write() as work:
        decided(work, "DR-1008", 1, "approved", "UDANA Dana Ruiz", NOW)
    export_portfolio(store, tmp_path / "approved")
    return tmp_path / "waiting", tmp_path / "approved"


def replaced(folder: Path, *pairs: tuple[str, str]) -> Path:
    """The folder with other words in its registrations."""
    file = folder / "registrations.csv"
    words = file.read_text(encoding="utf-8")
    for before, after in pairs:
        assert before in words
        words = words.replace(before, after)
    file.write_text(words, encoding="utf-8")
    return folder


def stands(store: Store) -> tuple[str, date | None, str | None]:
    with store.read() as work:
        kept = work.registrations.get("DR-1008")
    assert kept is not None
    return kept.state, kept.decided_on, kept.decided_by


APPROVED = ("approved", NOW.date(), "UDANA Dana Ruiz")


def test_a_folder_from_before_the_decision_does_not_undo_it(store: Store, load: Load, folders: Folders) -> None:
    with pytest.raises(PortfolioError) as caught:
        load(folders[0])
    assert [str(problem) for problem in caught.value.problems] == [
        "registrations.csv:3:state: read 'submitted'; expected 'approved': it was decided here on 2026-11-20 by "
        "Dana Ruiz; export the portfolio and correct that copy, or leave this row out"
    ]
    assert stands(store) == APPROVED


def test_the_day_of_a_decision_is_not_moved(store: Store, load: Load, folders: Folders) -> None:
    with pytest.raises(PortfolioError, match="decided_on: read '2026-11-21'; expected '2026-11-20'"):
        load(replaced(folders[1], ("2026-11-20,\n", "2026-11-21,\n")))
    assert stands(store) == APPROVED


def test_a_folder_from_after_the_decision_is_taken(store: Store, load: Load, folders: Folders) -> None:
    assert not load(folders[1]).written
    assert load(replaced(folders[1], ("Cedar Bank", "Cedar Bank plc"))).written
    assert stands(store) == APPROVED


@pytest.mark.parametrize("state", ["won", "withdrawn", "revoked"])
def test_what_became_of_it_afterwards_is_taken(store: Store, load: Load, folders: Folders, state: str) -> None:
    load(replaced(folders[1], ("approved", state)))
    assert stands(store) == (state, *APPROVED[1:])


@pytest.mark.parametrize("state", ["declined", "in_review", "draft"])
def test_another_decision_is_not_taken(store: Store, load: Load, folders: Folders, state: str) -> None:
    with pytest.raises(PortfolioError, match=f"read '{state}'; expected 'approved'"):
        load(replaced(folders[1], ("approved", state)))
    assert stands(store) == APPROVED


def test_the_audit_trail_names_the_registrations_that_an_import_changed(
    store: Store, load: Load, folders: Folders
) -> None:
    load(replaced(folders[1], ("Cedar Bank", "Cedar Bank plc")))
    with store.read() as work:
        first, last = work.audit.of("portfolio")
    assert json.loads(first.after or "")["registrations"] == {"added": 1, "changed": 0, "changed_ids": []}
    assert json.loads(last.after or "")["registrations"] == {"added": 0, "changed": 1, "changed_ids": ["DR-1008"]}
