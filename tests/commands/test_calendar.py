"""`tierline calendar` as an operator types it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from icalendar import Calendar

from bot.__main__ import cli
from bot.settings import Settings
from tests.support.desk import fill_database

Run = Callable[..., Result]
SUMMER = ("--from", "2024-07-15", "--to", "2024-10-14")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill_database(tmp_path_factory.mktemp("filled"))


@pytest.fixture
def calendar(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    settings = {"DATABASE_URL": f"sqlite:///{filled}", "TIERLINE_TIME_ZONE": "America/Los_Angeles"}

    def run(*words: str) -> Result:
        done = CliRunner().invoke(cli, ["calendar", *words], env=settings, prog_name="tierline")
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        assert "Traceback" not in done.output
        return done

    return run


def test_what_will_be_posted_when_to_whom_and_why(calendar: Run) -> None:
    shown = calendar(*SUMMER, "--partner", "Acme").stdout
    assert "Thu Jul 18 | Pipeline review | Acme Communications | Segment 2024 | pam@vendor.example" in shown
    assert "Figures of the pipeline review on Thu Jul 18, 2024 are frozen" in shown
    assert "Kyoto" not in shown
    assert "Kyoto Voice" in calendar(*SUMMER, "--manager", "pam@vendor.example").stdout


def test_files_for_a_calendar_program_and_a_spreadsheet(calendar: Run, tmp_path: Path) -> None:
    done = calendar(*SUMMER, "--ics", "reviews.ics", "--csv", "reviews.csv", "--json")
    lines = json.loads(done.stdout)
    assert [each["partner"] for each in lines if (each["day"], each["sort"]) == ("2024-07-18", "meeting")] == [
        "Acme Communications"
    ]
    events = Calendar.from_ical((tmp_path / "reviews.ics").read_bytes()).walk("VEVENT")
    assert len(events) == sum(each["sort"] in ("meeting", "proposed") for each in lines)
    assert len((tmp_path / "reviews.csv").read_text("utf-8").strip().splitlines()) == len(lines) + 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--from", "2024-08-01", "--to", "2024-07-01"), "swap them"),
        (("--partner", "Nobody Ltd"), "I know no partner"),
        (("--manager", "nobody@vendor.example"), "No partner is managed by"),
        (("--from", "soon"), "does not match the format"),
        ((*SUMMER, "--ics", "no/such/folder/x.ics"), "could not be written"),
    ],
)
def test_what_cannot_be_is_said(calendar: Run, words: tuple[str, ...], said: str) -> None:
    done = calendar(*words)
    assert done.exit_code != 0
    assert said in done.output


def test_nothing_ahead_is_said(calendar: Run) -> None:
    assert calendar("--from", "2024-07-20", "--to", "2024-07-21", "--partner", "Acme").stdout == (
        "Nothing from 2024-07-20 to 2024-07-21.\n"
    )
