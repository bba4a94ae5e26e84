"""`tierline import`, `export`, `sample` and `migrate` as an operator types them."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import cli


@pytest.fixture
def tierline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Run a command in an empty folder, with an empty environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATABASE_URL", raising=False)

    def run(*words: str) -> Result:
        return CliRunner().invoke(cli, words)

    return run


def test_the_first_run_needs_no_other_step(tierline, tmp_path: Path) -> None:
    assert tierline("sample", "portfolio", "--today", "2026-11-20").exit_code == 0
    first = tierline("import", "portfolio")
    assert first.exit_code == 0, first.output
    assert first.stderr == "Made a new database.\n"
    assert "partners: 39 added, 0 changed, 0 unchanged" in first.stdout
    again = tierline("import", "portfolio")
    assert again.stdout.endswith("Nothing has changed since the last import.\n")
    assert tierline("export", "copy").exit_code == 0
    assert (tmp_path / "copy" / "steps.csv").exists()
    assert tierline("migrate").stdout.startswith("The database was already at schema")


def test_a_dry_run_leaves_no_database_behind(tierline, tmp_path: Path) -> None:
    tierline("sample", "portfolio", "--today", "2026-11-20")
    shown = tierline("import", "portfolio", "--dry-run")
    assert "partners: 39 added" in shown.stdout
    assert shown.stdout.endswith("Nothing was written (--dry-run).\n")
    assert not (tmp_path / "tierline.db").exists()


def test_a_dry_run_shows_old_and_new_values(tierline, tmp_path: Path) -> None:
    tierline("sample", "portfolio", "--today", "2026-11-20")
    tierline("import", "portfolio")
    partners = tmp_path / "portfolio" / "partners.csv"
    partners.write_text(partners.read_text(encoding="utf-8").replace("Acme Communications,", "Acme Corp,"), "utf-8")
    shown = tierline("import", "portfolio", "--dry-run").stdout
    assert "  acme: name: Acme Communications -> Acme Corp\n" in shown


def test_bad_cells_end_with_status_1_and_a_line_each(tierline, tmp_path: Path) -> None:
    tierline("sample", "portfolio", "--today", "2026-11-20")
    steps = tmp_path / "portfolio" / "steps.csv"
    steps.write_text("partner,program,step,done_on\nacme,8x8-sellwith8-2023,legl,soon\n", encoding="utf-8")
    failed = tierline("import", "portfolio")
    assert failed.exit_code == 1
    assert "2 problems in the portfolio, so nothing was imported" in failed.stderr
    assert "steps.csv:2:step: read 'legl'; expected a known step of 8x8-sellwith8-2023; nearest: legal" in failed.stderr
    assert "steps.csv:2:done_on: read 'soon'; expected a day as YYYY-MM-DD" in failed.stderr


def test_files_that_are_there_are_not_replaced_unasked(tierline, tmp_path: Path) -> None:
    tierline("sample", "portfolio", "--today", "2026-11-20")
    refused = tierline("sample", "portfolio", "--today", "2026-11-21")
    assert refused.exit_code == 1
    assert "portfolio has partners.csv" in refused.stderr
    assert tierline("sample", "portfolio", "--today", "2026-11-21", "--force").exit_code == 0
    missing = tierline("export", "portfolio", "--database-url", "sqlite:///none.db")
    assert missing.exit_code == 1
    assert "There is no database none.db yet" in missing.stderr


def test_a_dry_run_shows_control_characters_as_text(tierline, tmp_path: Path) -> None:
    tierline("sample", "portfolio", "--today", "2026-11-20")
    tierline("import", "portfolio")
    partners = tmp_path / "portfolio" / "partners.csv"
    words = partners.read_text(encoding="utf-8").replace("Acme Communications,", "Acme\x1b]0;owned\x07,")
    partners.write_text(words, encoding="utf-8")
    (tmp_path / "portfolio" / "\x1b[2J.csv").write_text("a\n", encoding="utf-8")
    shown = tierline("import", "portfolio", "--dry-run")
    assert "\x1b" not in shown.output
    assert "  acme: name: Acme Communications -> Acme\\x1b]0;owned\\x07\n" in shown.stdout
    assert "Warning: \\x1b[2J.csv: no part of a portfolio" in shown.stderr
