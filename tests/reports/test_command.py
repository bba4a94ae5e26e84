"""`tierline report deals` as an operator types it."""

import json
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import cli
from bot.settings import Settings
from tests.reports.telling import tell
from tests.support.desk import fill_database, open_desk

Run = Callable[..., Result]
QUARTER = ("--from", "2024-07-01", "--to", "2024-09-30")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with two decided registrations and one that waits."""
    file = fill_database(tmp_path_factory.mktemp("told"))
    desk = open_desk(file)
    tell(
        desk,
        {"when": "2024-07-01 10:00", "state": "approved", "decided": "2024-07-01 12:30"},
        {"when": "2024-07-02 10:00", "state": "declined", "decided": "2024-07-09 10:00", "partner": "globex"},
        {"when": "2024-07-03 10:00"},
    )
    desk.store.close()
    return file


@pytest.fixture
def report(told: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    url = f"sqlite:///{shutil.copy(told, tmp_path / 'desk.db')}"
    settings = {"DATABASE_URL": url, "TIERLINE_TIME_ZONE": "America/Los_Angeles", "TIERLINE_COUNTRY": "US"}

    def run(*words: str) -> Result:
        done = CliRunner().invoke(cli, ["report", "deals", *words], env=settings, prog_name="tierline")
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        assert "Traceback" not in done.output
        return done

    return run


def test_tables_and_what_they_mean(report: Run) -> None:
    shown = report(*QUARTER).stdout
    assert shown.startswith(
        "3 deal registrations were filed from Jul 1, 2024 to Sep 30, 2024, 2 were decided, in 17.3 business hours "
        "at the median; 50% approved. 2 first answers were late.\n\nBy partner\n"
    )
    assert "Globex GmbH          1      1        32.0" in shown
    assert "\nBy manager\n" in shown
    assert "Conflicts: share of the filed ones" in shown
    assert "[Chart]" not in shown


def test_an_object_for_programs(report: Run) -> None:
    told = json.loads(report(*QUARTER, "--json").stdout)
    assert (told["from"], told["to"]) == ("2024-07-01", "2024-09-30")
    assert datetime.fromisoformat(told["as_of"])
    assert told["all"]["approval_rate"] == 0.5
    assert [(each["partner"], each["filed"], each["median_hours"]) for each in told["partners"]] == [
        ("acme", 2, 2.5),
        ("globex", 1, 32.0),
    ]
    assert [each["manager"] for each in told["managers"]] == ["pam@vendor.example", "sam@vendor.example"]
    assert "Median hours" in told["definitions"]


def test_the_picture_and_the_rows_in_files(report: Run) -> None:
    done = report(*QUARTER, "--csv", "deals.csv", "--chart", "deals.png", "--json")
    assert json.loads(done.stdout)["all"]["filed"] == 3
    assert done.stderr == "Written to deals.csv.\nWritten to deals.png.\n"
    assert Path("deals.png").read_bytes().startswith(b"\x89PNG")
    assert (
        Path("deals.csv")
        .read_text("utf-8-sig")
        .splitlines()[1]
        .startswith("partner,acme,Acme Communications,2,1,1,1.0,2.5")
    )


@pytest.mark.parametrize(
    ("words", "filed"),
    [
        (["--partner", "Acme"], 2),
        (["--partner", "globex"], 1),
        (["--manager", "SAM@vendor.example"], 1),
        (["--program", "twilio-segment-2024"], 3),
        (["--program", "twilio-build-2022"], 0),
        (["--partner", "Acme", "--manager", "sam@vendor.example"], 0),
    ],
)
def test_one_partner_manager_or_program(report: Run, words: list[str], filed: int) -> None:
    assert json.loads(report(*QUARTER, *words, "--json").stdout)["all"]["filed"] == filed


def test_nothing_to_report_is_said_and_no_empty_picture_drawn(report: Run) -> None:
    done = report("--from", "2023-01-01", "--to", "2023-12-31", "--partner", "Acme", "--chart", "none.png")
    assert done.exit_code == 0
    assert done.stdout == (
        "No deal registration of Acme Communications was filed, decided or expired from Jan 1, 2023 to Dec 31, 2023.\n"
    )
    assert "nothing to draw" in done.stderr
    assert not Path("none.png").exists()


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (["--from", "2024-07-31", "--to", "2024-07-01"], 2, "--to (2024-07-01) lies before --from (2024-07-31)"),
        (["--from", "July", "--to", "2024-07-01"], 2, "'July' does not match"),
        ([*QUARTER, "--partner", "Zork"], 1, "I know no partner or manager “Zork”"),
        ([*QUARTER, "--manager", "zoe@vendor.example"], 1, "No partner is managed by zoe@vendor.example"),
        ([*QUARTER, "--program", "zork"], 1, "There is no program 'zork'. Known are 8x8-sellwith8-2023,"),
        ([*QUARTER, "--csv", "nowhere/deals.csv"], 1, "nowhere/deals.csv could not be written: No such file"),
        ([], 2, "Missing option '--from'"),
    ],
)
def test_what_is_wrong_is_said_in_words(report: Run, words: list[str], status: int, sentence: str) -> None:
    done = report(*words)
    assert done.exit_code == status
    assert sentence in done.stderr
