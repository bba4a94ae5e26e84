"""`tierline import`: a portfolio with a thousand oddities does not flood the screen."""

from pathlib import Path

import pytest

from tests.commands.conftest import Run
from tests.support.desk import PORTFOLIO, write_folder

HEAD = "registration,partner,program,customer,product,earr,currency,state,submitted_on\n"
ROW = "R-{},acme,twilio-segment-2024,Initech,segment,1000,USD,mulled_over,2024-01-02\n"


def folder_with(tmp_path: Path, odd: int) -> Path:
    """A portfolio with `odd` registrations in an unusual state."""
    registrations = HEAD + "".join(ROW.format(number) for number in range(odd))
    return write_folder(tmp_path / "portfolio", PORTFOLIO | {"registrations.csv": registrations})


@pytest.mark.parametrize(("odd", "shown", "more"), [(20, 20, ""), (21, 20, "1"), (1500, 20, "1,480")])
def test_twenty_warnings_a_file_are_enough(tierline: Run, tmp_path: Path, odd: int, shown: int, more: str) -> None:
    imported = tierline("import", str(folder_with(tmp_path, odd)))
    assert imported.exit_code == 0, imported.output
    warnings = [line for line in imported.stderr.splitlines() if line.startswith("Warning: registrations.csv")]
    assert sum("mulled_over" in line for line in warnings) == shown
    rest = [line for line in warnings if "mulled_over" not in line]
    assert rest == ([f"Warning: registrations.csv: … and {more} more like these"] if more else [])


def test_each_file_has_its_own_twenty(tierline: Run, tmp_path: Path) -> None:
    columns = "".join(f",column{number}" for number in range(30))
    meetings = f"partner,program,kind,scheduled_on{columns}\nacme,twilio-segment-2024,qbr,2024-07-18{',' * 30}\n"
    folder = write_folder(folder_with(tmp_path, 30), {"meetings.csv": meetings})
    said = tierline("import", str(folder)).stderr
    assert said.count("Warning: registrations.csv") == 21
    assert said.count("Warning: meetings.csv") == 21


def test_a_file_may_have_nothing_but_its_key_columns(tierline: Run, tmp_path: Path) -> None:
    """A meeting that was only scheduled, a step that was only reached."""
    meetings = "partner,program,kind,scheduled_on\nacme,twilio-segment-2024,qbr,2024-07-18\n"
    folder = write_folder(tmp_path / "portfolio", PORTFOLIO | {"meetings.csv": meetings})
    assert "meetings: 1 added, 0 changed, 0 unchanged" in tierline("import", str(folder)).stdout
    assert "meetings: 0 added, 0 changed, 1 unchanged" in tierline("import", str(folder)).stdout
