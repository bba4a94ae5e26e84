"""`tierline feedback`: what people said of answers is read, and exported as test cases without people's ids."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest

from store.engine import open_store
from store.records import NewQuestion
from tests.commands.conftest import Run

AT = datetime(2024, 7, 15, 16, 0, tzinfo=UTC)
ALSO = {"also": [{"status": "answered", "kind": "gap", "reading": {"partner": "acme", "tier": "silver"}}]}
FIRST = NewQuestion(
    "T1", "D0PAM", "19.5", AT, "U0PAM", "tier Acmé\nplease", date(2024, 7, 15), "answered", "tier", '{"partner":"acme"}'
)


@pytest.fixture
def rated(database: str, tmp_path: Path) -> str:
    """A database with a good answer, two bad ones, the later one to a follow-up, and one that nobody rated."""
    url = f"sqlite:///{copyfile(database.removeprefix('sqlite:///'), tmp_path / 'desk.db')}"
    store = open_store(url)
    with store.write() as work:
        asked = work.asked
        asked.rate(asked.add(FIRST), "T1", "good", "U0DANA", AT)
        follow = replace(FIRST, text="and for silver?", reading=json.dumps({"partner": "acme"} | ALSO))
        asked.rate(asked.add(follow), "T1", "bad", "U0DANA", AT, "It misses\none person.")
        asked.rate(asked.add(replace(FIRST, thread="30.1", text="x")), "T1", "bad", "U0DANA", AT.replace(day=20))
        asked.add(replace(FIRST, thread="31.1", text="unrated"))
    store.close()
    return url


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_wrong_answers_become_test_cases_without_peoples_ids(tierline: Run, rated: str) -> None:
    done = tierline("feedback", "export", DATABASE_URL=rated)
    first, second = lines(done.stdout)
    assert done.exit_code == 0
    assert first == {
        "text": "and for silver?",
        "as_of": "2024-07-15",
        "thread": "1",
        "before": ["tier Acmé\nplease"],
        "expect": {"status": "answered", "kind": "tier", "reading": {"partner": "acme"}, **ALSO},
        "verdict": "bad",
        "comment": "It misses\none person.",
    }
    assert second["text"] == "x"
    assert "thread" not in second
    assert "U0" not in done.stdout
    assert "D0" not in done.stdout


def test_who_asked_is_exported_only_when_asked_for(tierline: Run, rated: str) -> None:
    shown = lines(tierline("feedback", "export", "--with-people", "--verdict", "all", DATABASE_URL=rated).stdout)
    assert [(each["text"], each["verdict"], each["user"]) for each in shown] == [
        ("tier Acmé\nplease", "good", "U0PAM"),
        ("and for silver?", "bad", "U0PAM"),
        ("x", "bad", "U0PAM"),
    ]


def test_a_file_is_written_and_a_day_narrows_it(tierline: Run, rated: str, tmp_path: Path) -> None:
    out = tmp_path / "cases.jsonl"
    done = tierline("feedback", "export", "--since", "2024-07-16", "--output", str(out), "--database-url", rated)
    assert (done.exit_code, done.stdout) == (0, "")
    assert [each["text"] for each in lines(out.read_text("utf-8"))] == ["x"]


def test_a_day_begins_in_the_zone_of_the_desk(tierline: Run, rated: str) -> None:
    late = tierline("feedback", "export", "--since", "2024-07-16", DATABASE_URL=rated, TIERLINE_TIME_ZONE="Asia/Tokyo")
    assert len(lines(late.stdout)) == 2


def test_the_list_is_for_reading(tierline: Run, rated: str) -> None:
    assert tierline("feedback", "list", "--verdict", "all", DATABASE_URL=rated).stdout.splitlines()[:5] == [
        "1  2024-07-15  good  tier Acmé please",
        '    answered, tier, {"partner":"acme"}',
        "2  2024-07-15  bad  and for silver?",
        '    answered, tier, {"partner": "acme", "also": [{"status": "answered", "kind":…',
        "    “It misses one person.”",
    ]


def test_nothing_rated_is_said_in_words(tierline: Run, database: str) -> None:
    assert tierline("feedback", "list", DATABASE_URL=database).stdout == "No answer is rated bad.\n"
    assert tierline("feedback", "list", "--verdict", "all", DATABASE_URL=database).stdout == "No answer is rated.\n"
    assert tierline("feedback", "export", DATABASE_URL=database).stdout == ""
    assert tierline("feedback", "export", "--since", "July", DATABASE_URL=database).exit_code == 2
