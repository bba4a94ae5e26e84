"""What is changed at the terminal leaves an entry that says who did it; the trail itself is read and verified."""

import getpass
import hashlib
import json
from pathlib import Path
from shutil import copyfile

import pytest

from tests.commands.conftest import Run
from tests.commands.test_outbox import parked
from tests.support.desk import PORTFOLIO, write_folder

__all__ = ["parked"]


def entries(tierline: Run, url: str) -> list[dict[str, str]]:
    shown = tierline("audit", "--json", DATABASE_URL=url)
    assert shown.exit_code == 0
    return [json.loads(line) for line in shown.stdout.splitlines()]


def test_an_import_says_who_and_which_files(tierline: Run, tmp_path: Path) -> None:
    url, folder = f"sqlite:///{tmp_path / 'new.db'}", write_folder(tmp_path / "in", PORTFOLIO)
    assert tierline("import", str(folder), DATABASE_URL=url).exit_code == 0
    made, imported = entries(tierline, url)
    assert (made["action"], imported["action"]) == ("schema.migrated", "portfolio.import")
    assert imported["actor"] == f"terminal/{getpass.getuser()} at the terminal"
    told = json.loads(imported["after"])
    assert told["partners"] == {"added": 7, "changed": 0}
    assert told["files"]["partners.csv"] == hashlib.sha256(PORTFOLIO["partners.csv"].encode()).hexdigest()
    assert set(told["files"]) == set(PORTFOLIO)
    assert tierline("import", str(folder), DATABASE_URL=url).exit_code == 0
    assert len(entries(tierline, url)) == 2


def test_a_message_that_is_tried_again_is_recorded(tierline: Run, parked: str) -> None:
    before = len(entries(tierline, parked))
    tierline("outbox", "retry", "1", DATABASE_URL=parked)
    tierline("outbox", "retry", "1", DATABASE_URL=parked)
    assert [(each["action"], each["subject"]) for each in entries(tierline, parked)[before:]] == [
        ("message.retried", "message:1")
    ]


@pytest.mark.parametrize("noted", ["", "1:" + "0" * 64, "99:" + "0" * 64])
def test_the_trail_is_verified_and_a_head_that_is_not_in_it_is_refused(
    tierline: Run, database: str, tmp_path: Path, noted: str
) -> None:
    url = f"sqlite:///{copyfile(database.removeprefix('sqlite:///'), tmp_path / 'desk.db')}"
    checked = tierline("audit", "--verify", *(["--head", noted] if noted else []), DATABASE_URL=url)
    assert checked.exit_code == (1 if noted else 0)
    words = {"": "unbroken", "1": "not the one that was noted", "9": "entries at its end are missing"}[noted[:1]]
    assert words in checked.output
