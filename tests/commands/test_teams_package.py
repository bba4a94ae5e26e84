"""`tierline teams-package`: an admin makes the app, uploads it, changes something and makes it again."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from bot.teams.package import project_version
from tests.commands.conftest import Run

BOT = "6f2c1d9e-0b7a-4c55-9d1e-3a8f0c2b7d64"
SET = {"TEAMS_APP_ID": BOT, "TIERLINE_PUBLIC_URL": "https://tierline.example.com:8443"}


def written(file: str = "tierline-teams.zip") -> dict[str, Any]:
    with zipfile.ZipFile(file) as archive:
        made: dict[str, Any] = json.loads(archive.read("manifest.json"))
    return made


def test_the_settings_are_enough(tierline: Run) -> None:
    done = tierline("teams-package", **SET)
    assert done.exit_code == 0
    assert "Written to tierline-teams.zip." in done.output
    assert f"for the bot {BOT} at https://tierline.example.com:8443/api/messages." in done.output
    made = written()
    assert made["bots"][0]["botId"] == BOT
    assert made["validDomains"] == ["tierline.example.com"]
    assert made["version"] == project_version()


def test_options_go_before_settings(tierline: Run) -> None:
    other = BOT.replace("6", "7")
    pages = ("--website", "https://vendor.example", "--privacy", "https://vendor.example/p")
    words = ("--app-id", other, "--domain", "Desk.Vendor.Example", "--name", "Partner desk", "--developer", "Vendor")
    done = tierline("teams-package", "--out", "app.zip", "--version", "3.2.1", *words, *pages, **SET)
    assert done.exit_code == 0
    made = written("app.zip")
    assert made["bots"][0]["botId"] == other
    assert made["validDomains"] == ["desk.vendor.example"]
    assert (made["version"], made["name"]["short"], made["developer"]["name"]) == ("3.2.1", "Partner desk", "Vendor")
    assert made["developer"]["termsOfUseUrl"] == "https://vendor.example"
    assert "--terms" in done.output, "what was not given is said"
    assert "at https://desk.vendor.example/api/messages." in done.output


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, "TIERLINE_PUBLIC_URL"),
        ({"TIERLINE_PUBLIC_URL": "https://tierline.example.com"}, "TEAMS_APP_ID"),
        ({"TEAMS_APP_ID": BOT, "TIERLINE_PUBLIC_URL": "http://127.0.0.1:8080"}, "--domain: read '127.0.0.1'"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_written(
    tierline: Run, tmp_path: Path, settings: dict[str, str], said: str
) -> None:
    done = tierline("teams-package", **settings)
    assert done.exit_code == 1
    assert said in done.stderr
    assert list(tmp_path.glob("*.zip")) == []


def test_a_changed_app_needs_a_higher_version_and_the_words_say_why(tierline: Run) -> None:
    assert tierline("teams-package", "--version", "1.0.0", **SET).exit_code == 0
    assert tierline("teams-package", "--version", "1.0.0", **SET).exit_code == 0, "nothing has changed"
    refused = tierline("teams-package", "--version", "1.0.0", "--name", "Desk", **SET)
    assert refused.exit_code == 1
    assert "no update" in refused.stderr
    assert "--bump for 1.0.1" in refused.stderr
    assert written()["name"]["short"] == "Tierline", "the file that is there stays"
    assert tierline("teams-package", "--version", "0.9.9", **SET).exit_code == 1
    assert tierline("teams-package", "--bump", "--name", "Desk", **SET).exit_code == 0
    assert (written()["version"], written()["name"]["short"]) == ("1.0.1", "Desk")
    assert tierline("teams-package", "--version", "1.0.10", **SET).exit_code == 0
    assert tierline("teams-package", "--version", "1.0.9", **SET).exit_code == 1, "numbers, not letters"


def test_a_bump_never_falls_behind_tierline_itself(tierline: Run) -> None:
    assert tierline("teams-package", "--version", "0.0.1", **SET).exit_code == 0
    assert tierline("teams-package", "--bump", **SET).exit_code == 0
    assert written()["version"] == project_version()


def test_a_bump_needs_something_to_follow(tierline: Run) -> None:
    done = tierline("teams-package", "--bump", **SET)
    assert done.exit_code == 1
    assert "tierline-teams.zip is not there" in done.stderr
    assert tierline("teams-package", "--bump", "--version", "1.0.0", **SET).exit_code == 2


def test_another_bots_package_and_other_files_are_not_written_over(tierline: Run, tmp_path: Path) -> None:
    assert tierline("teams-package", "--version", "1.0.0", **SET).exit_code == 0
    other = tierline("teams-package", "--version", "2.0.0", "--app-id", BOT.replace("6", "7"), **SET)
    assert other.exit_code == 1
    assert "another bot" in other.stderr
    (tmp_path / "notes.zip").write_bytes(b"my notes")
    done = tierline("teams-package", "--out", "notes.zip", **SET)
    assert done.exit_code == 1
    assert "left alone" in done.stderr
    assert (tmp_path / "notes.zip").read_bytes() == b"my notes"


def test_a_folder_that_is_not_there_is_said(tierline: Run) -> None:
    done = tierline("teams-package", "--out", "nowhere/app.zip", **SET)
    assert done.exit_code == 1
    assert "nowhere/app.zip could not be written" in done.stderr
