"""`tierline programs` as it is typed."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.commands.programs import programs
from tests.programs.test_own_program import ORBIT


def run(*words: str, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(programs, words, env={"TIERLINE_PROGRAMS_DIR": "", **(env or {})})


def test_list_names_every_program() -> None:
    result = run("list")
    assert result.exit_code == 0
    assert "twilio-segment-2024\tTwilio Segment Partner Program 2024\t2024\t5\t13" in result.output
    assert "8x8-sellwith8-2023" in result.output


def test_show_has_thresholds_access_and_sources() -> None:
    result = run("show", "twilio-segment-2024")
    assert "Certified technical people\tpeople\t-\t3\t10\t15\t-\tTwilio Segment Partner Program Guide" in result.output
    assert "Market development funds\t-\t-\tby invitation\tyes\tyes\tmdf_terms" in result.output
    assert "Global Strategic\tGS, GSP, Global, Strategic" in result.output
    assert "Pipeline call\tnot stated" in result.output
    assert "Segment Technology Partnerships\tbd@segment.com" in result.output
    assert "partner\tvendor\tNet new accounts; Upsell" in result.output
    assert "p. 5, Program requirements: The table's mark for Silver is lost" in result.output
    assert "p. 10, Program governance: The guide says quarterly" in result.output


def test_show_one_tier_only() -> None:
    result = run("show", "twilio-build-2022", "--tier", "silver")
    assert "Requirement\tUnit\tSilver\tSource" in result.output
    assert "Counted revenue\tUSD\t200,000\t" in result.output
    assert "Credentials" not in result.output


def test_show_a_program_without_tiers() -> None:
    result = run("show", "8x8-sellwith8-2023")
    assert "Requirements" not in result.output
    assert "launch_prep\tpre_launch" in result.output


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (("show", "twilio-segment"), "did you mean twilio-segment-2024?"),
        (("show", "twilio-build-2022", "--tier", "sliver"), "did you mean silver?"),
        (("check", "nowhere.yml"), "nowhere.yml:1: cannot read it"),
        (("list", "--folder", "nowhere"), "this is not a folder"),
    ],
)
def test_what_is_not_there_is_said_with_exit_code_1(words: tuple[str, ...], answer: str) -> None:
    result = run(*words)
    assert result.exit_code == 1
    assert answer in result.output
    assert "Traceback" not in result.output


def test_check_says_what_a_right_definition_has(tmp_path: Path) -> None:
    file = tmp_path / "orbit.yml"
    file.write_text(ORBIT, encoding="utf-8")
    result = run("check", str(file))
    assert result.exit_code == 0
    assert "is right: Orbit Alliance 2025 (orbit-2025) with 3 tiers, 4 requirements, 1 benefits" in result.output


def test_check_says_everything_that_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "orbit.yml"
    file.write_text(ORBIT.replace("{star: 2}", "{stars: 2}").replace("edition:", "editon:"), encoding="utf-8")
    result = run("check", str(file))
    assert result.exit_code == 1
    assert "3 problems in the program definition" in result.output
    assert "did you mean edition?" in result.output


def test_a_folder_of_ones_own_comes_from_the_environment(tmp_path: Path) -> None:
    (tmp_path / "orbit.yml").write_text(ORBIT, encoding="utf-8")
    assert "orbit-2025" in run("list", env={"TIERLINE_PROGRAMS_DIR": str(tmp_path)}).output


def test_on_a_terminal_the_rows_are_drawn_as_tables() -> None:
    master, slave = pty.openpty()
    words = [sys.executable, "-c", "from bot.commands.programs import programs; programs()", "list"]
    try:
        finished = subprocess.run(words, stdout=slave, stdin=subprocess.DEVNULL, check=True, timeout=60)
        drawn = os.read(master, 65536).decode()
    finally:
        os.close(slave)
        os.close(master)
    assert finished.returncode == 0
    assert "twilio-segment-2024" in drawn
    assert "┃" in drawn
    assert "\t" not in drawn
