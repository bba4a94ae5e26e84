"""`tierline ask`: for people, for scripts, and in bulk."""

import json
from typing import Any

import pytest

from tests.commands.conftest import Run

DAY = ("--as-of", "2024-07-15")
KEYS = ["status", "kind", "reading", "facts", "text", "also"]


@pytest.fixture
def ask(tierline: Run, database: str) -> Run:
    def run(*words: str, typed: str | bytes = "") -> Any:
        return tierline("ask", *words, typed=typed, DATABASE_URL=database)

    return run


def objects(stdout: str) -> list[Any]:
    """The printed objects: every line is one."""
    return [json.loads(line) for line in stdout.splitlines()]


def test_a_person_reads_the_answer(ask: Run) -> None:
    answer = ask("what tier is Acme", *DAY)
    assert answer.exit_code == 0
    assert answer.stdout.startswith("Acme Communications is Bronze in Segment 2024")
    assert "Certified technical people" in answer.stdout
    assert answer.stderr == ""


def test_a_script_reads_one_object_on_one_line(ask: Run) -> None:
    answer = ask("what tier is Acme", "--json", *DAY)
    assert answer.stdout.count("\n") == 1
    (told,) = objects(answer.stdout)
    assert list(told) == KEYS
    assert (told["status"], told["kind"], told["reading"]) == ("answered", "tier", {"partner": "acme"})
    assert told["facts"]["recorded_tier"] == "bronze"
    assert told["facts"]["since"] == "2024-03-01"
    assert set(told["facts"]) == {"recorded_tier", "since", "met_tier", "next_tier"}
    assert told["also"] == []


def test_what_is_missing_has_amounts_as_text(ask: Run) -> None:
    (told,) = objects(ask("what's missing for Acme to reach silver", "--json", *DAY).stdout)
    assert told["reading"] == {"partner": "acme", "tier": "silver"}
    assert told["facts"].keys() == {"recorded_tier", "target_tier", "met", "missing"}
    technical = next(each for each in told["facts"]["missing"] if each["requirement"] == "technical")
    assert technical == {"requirement": "technical", "have": "7", "need": "10", "short": "3"}
    revenue = next(each for each in told["facts"]["missing"] if each["requirement"] == "revenue")
    assert revenue == {"requirement": "revenue", "have": "164500.00", "need": "200000.00", "short": "35500.00"}


def test_two_questions_in_one_message_give_one_object(ask: Run) -> None:
    (told,) = objects(ask("what tier is Acme, and what's missing for silver", "--json", *DAY).stdout)
    assert told["kind"] == "tier"
    (other,) = told["also"]
    assert list(other) == KEYS
    assert (other["kind"], other["also"]) == ("gap", [])


def test_a_partner_in_two_programs_gets_an_answer_each(ask: Run) -> None:
    (told,) = objects(ask("tier Globex", "--json", *DAY).stdout)
    assert [told["facts"]["recorded_tier"], *(each["facts"]["recorded_tier"] for each in told["also"])] == [
        "registered",
        "silver",
    ]


def test_registering_a_deal_says_what_the_form_starts_with(ask: Run) -> None:
    (told,) = objects(ask("register Acme Initech", "--json", *DAY).stdout)
    assert (told["status"], told["kind"]) == ("answered", "register")
    assert told["facts"] == {"partner": "acme", "customer": "Initech"}


@pytest.mark.parametrize(
    ("question", "status", "fact"),
    [
        ("tier Nova", "ambiguous", "candidates"),
        ("tier Nirvana Holdings", "not_found", "suggestions"),
        ("sing me a song", "answered", "suggestions"),
        ("which partners sing", "not_understood", "suggestions"),
    ],
)
def test_what_cannot_be_answered_has_a_status_and_status_0(ask: Run, question: str, status: str, fact: str) -> None:
    answer = ask(question, "--json", *DAY)
    (told,) = objects(answer.stdout)
    assert answer.exit_code == 0
    assert told["status"] == status
    assert isinstance(told["facts"][fact], list)


def test_the_day_decides(ask: Run) -> None:
    (before,) = objects(ask("gap Acme silver", "--json", "--as-of", "2024-02-01").stdout)
    (after,) = objects(ask("gap Acme silver", "--json", *DAY).stdout)
    assert before["facts"]["missing"] != after["facts"]["missing"]


@pytest.mark.parametrize("day", ["2024-02-30", "tomorrow", "15/07/2024"])
def test_a_day_that_is_none_is_said(ask: Run, day: str) -> None:
    refused = ask("tier Acme", "--as-of", day)
    assert refused.exit_code == 2
    assert day in refused.stderr


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_and_last_day_of_all_are_days(ask: Run, day: str) -> None:
    assert ask("what tier is Acme, and what's missing for silver", "--as-of", day).exit_code == 0


def test_a_batch_is_answered_in_order(ask: Run) -> None:
    lines = [json.dumps({"text": f"tier {name}"}) for name in ("Acme", "Nova", "Globex", "Acme")]
    answer = ask("--json", "--batch", *DAY, typed="\n".join(lines[:2]) + "\n\n" + "\n".join(lines[2:]))
    told = objects(answer.stdout)
    assert [each["reading"].get("partner") for each in told] == ["acme", None, "globex", "acme"]
    assert told[0] == told[3]


def test_a_batch_without_json_reads_like_single_questions(ask: Run) -> None:
    batch = ask("--batch", *DAY, typed='{"text": "tier Acme"}\n{"text": "tier Nova"}\n')
    assert batch.stdout == ask("tier Acme", *DAY).stdout + ask("tier Nova", *DAY).stdout


def test_whatever_a_question_holds_its_answer_is_one_line(ask: Run) -> None:
    strange = ["", " ", "tier \ud800", "tier \x00", "tier a\u2028b", "tier 🦜\n\nAcme", "tier " + "x" * 20_000]
    answer = ask("--json", "--batch", *DAY, typed="\n".join(json.dumps({"text": text}) for text in strange))
    assert answer.exit_code == 0
    assert [list(told) for told in objects(answer.stdout)] == [KEYS] * len(strange)
    assert answer.stdout.isascii(), "a terminal of another encoding, or a reader that splits at U+2028, would trip"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"tier Acme", "line 2 is no JSON"),
        (b'{"text": "tier \xff"}', "line 2 is no JSON"),
        (b'{"question": "tier Acme"}', "line 2 has no \u201ctext\u201d"),
        (b'["tier Acme"]', "line 2 has no \u201ctext\u201d"),
        (b'{"text": 7}', "line 2 has no \u201ctext\u201d"),
        (b'{"text": "tier Acme", "user": 7}', "line 2: \u201cuser\u201d is no text"),
    ],
)
def test_a_bad_line_is_named_after_the_good_ones_were_answered(ask: Run, line: bytes, said: str) -> None:
    answer = ask("--json", "--batch", *DAY, typed=b'{"text": "tier Acme"}\n' + line + b'\n{"text": "tier Nova"}\n')
    assert answer.exit_code == 1
    assert said in answer.stderr
    assert len(objects(answer.stdout)) == 1


@pytest.mark.parametrize("words", [(), ("tier Acme", "--batch")])
def test_a_question_or_a_batch_is_needed_not_both(ask: Run, words: tuple[str, ...]) -> None:
    refused = ask(*words)
    assert refused.exit_code == 2
    assert "Give a question, or --batch" in refused.stderr


def test_without_a_database_it_says_what_to_run(tierline: Run) -> None:
    refused = tierline("ask", "tier Acme")
    assert refused.exit_code == 1
    assert refused.stderr == (
        "Error: There is no database tierline.db yet. Run `tierline import FOLDER` to fill one.\n"
    )


def test_a_broken_definition_of_ones_own_is_said(tierline: Run, database: str) -> None:
    refused = tierline("ask", "tier Acme", DATABASE_URL=database, TIERLINE_PROGRAMS_DIR="nowhere")
    assert refused.exit_code == 1
    assert "nowhere" in refused.stderr


@pytest.mark.parametrize(("typed", "meant"), [("aks", "ask"), ("imprt", "import"), ("docter", "doctor")])
def test_an_unknown_command_gets_the_nearest_name(tierline: Run, typed: str, meant: str) -> None:
    refused = tierline(typed, "tier Acme")
    assert refused.exit_code == 2
    assert f"there is no command '{typed}'; did you mean '{meant}'?" in refused.stderr


def test_a_command_like_no_other_is_referred_to_help(tierline: Run) -> None:
    assert "there is no command 'qqq'; see --help." in tierline("qqq").stderr


def test_answering_as_a_manager_is_answering_as_staff(ask: Run) -> None:
    (answer,) = objects(ask("tier Acme", "--json", "--as", "PAM@vendor.example").stdout)
    assert answer["status"] == "answered"


def test_answering_as_a_stranger_refuses_as_in_chat_and_tells_nothing(ask: Run) -> None:
    (answer,) = objects(ask("tier Acme", "--json", "--as", "eve@rival.example").stdout)
    assert (answer["status"], answer["kind"], answer["reading"], answer["facts"]) == ("refused", "tier", {}, {})
    assert "Acme" not in answer["text"]
