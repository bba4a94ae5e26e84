"""Which deals are registered, which wait, which answers are late."""

from datetime import date

import pytest

from handlers.kinds.registrations import SKILL, answer
from handlers.question import Kind, Question
from programs.windows import Window
from tests.handlers.kinds.asking import BUILD, SEGMENT, ask, buttons, shown, table
from tests.support.desk import Desk


def asking(**slots: object) -> Question:
    return Question(Kind.registrations, **slots)  # type: ignore[arg-type]  # the names are those of Question


def numbers(desk: Desk, question: Question) -> list[str]:
    (found,) = ask(desk, answer, question)
    assert found.status == "answered"
    ids = found.facts["registrations"]
    assert isinstance(ids, list)
    return [str(each)[-1] for each in ids]


def summary(desk: Desk, question: Question) -> str:
    return ask(desk, answer, question)[0].reply.summary


def test_a_partners_registrations_with_what_waits_first_and_late_ones_marked(book: Desk) -> None:
    (found,) = ask(book, answer, asking(partners=("acme",)))
    assert found.facts == {"registrations": ["DR-1001", "DR-1002", "DR-1003"]}
    assert found.reading == {"partner": "acme"}
    assert found.about == "Acme Communications"
    assert found.reply.summary == (
        "Acme Communications has 3 deal registrations: 1 approved, 1 in review and 1 submitted. 1 answer is late."
    )
    assert table(found).rows == (
        ("DR-1002", "Hooli", "EUR 60,000", "submitted", "Jul 8, 2024", "late, was due Jul 10, 2024"),
        ("DR-1003", "Umbrella", "unknown", "in review", "Jul 12, 2024", "due Jul 16, 2024"),
        ("DR-1001", "Initech", "$120,000", "approved", "Jun 3, 2024", "decided Jun 5, 2024"),
    )
    assert buttons(found)["Open DR-1002"].value == "registration DR-1002"
    assert buttons(found)["Register a deal"].value == "acme"


@pytest.mark.parametrize(
    ("slots", "found"),
    [
        ({}, "123456"),
        ({"everybody": True}, "123456"),
        ({"partners": ("globex",)}, "45"),
        ({"partners": ("globex",), "program": BUILD}, "4"),
        ({"program": SEGMENT}, "1235"),
        ({"state": "submitted"}, "25"),
        ({"state": "waiting"}, "235"),
        ({"state": "open"}, "1235"),
        ({"state": "decided"}, "14"),
        ({"state": "won"}, ""),
        ({"manager": "sam@vendor.example"}, "45"),
        ({"manager": "PAM@vendor.example", "state": "draft"}, "6"),
        ({"manager": "sam@vendor.example", "program": BUILD}, "4"),
        ({"period": Window(date(2024, 6, 3), date(2024, 7, 8))}, "12"),
        ({"partners": ("lone",)}, ""),
    ],
)
def test_everything_that_is_asked_holds_together(book: Desk, slots: dict[str, object], found: str) -> None:
    assert "".join(numbers(book, asking(**slots))) == found


@pytest.mark.parametrize(
    ("slots", "words"),
    [
        ({"partners": ("lone",)}, "Lone Star Consulting has no deal registrations."),
        ({"partners": ("acme",), "state": "approved"}, "Acme Communications has 1 approved deal registration."),
        ({"partners": ("globex",), "program": BUILD}, "Globex GmbH has 1 deal registration in Build 2022 (declined)."),
        ({"state": "in_review"}, "There is 1 in review deal registration."),
        ({"state": "submitted"}, "There are 2 submitted deal registrations. 1 answer is late."),
        (
            {"manager": "sam@vendor.example"},
            "Partners managed by sam@vendor.example have 2 deal registrations: 1 declined and 1 submitted.",
        ),
        (
            {
                "partners": ("acme",),
                "period": Window(date(2024, 6, 1), date(2024, 6, 30)),
                "period_words": "last month",
            },
            "Acme Communications has 1 deal registration, submitted last month (Jun 1, 2024 to Jun 30, 2024) "
            "(approved).",
        ),
    ],
)
def test_the_first_line_answers(book: Desk, slots: dict[str, object], words: str) -> None:
    assert summary(book, asking(**slots)) == words


def test_an_empty_list_says_what_to_do(book: Desk) -> None:
    (narrow,) = ask(book, answer, asking(partners=("acme",), state="lost"))
    assert narrow.reply.summary == "Acme Communications has no lost deal registrations."
    assert buttons(narrow)["All registrations"].value == "registrations of Acme Communications"
    assert "Register a deal" in buttons(ask(book, answer, asking(partners=("lone",)))[0])


def test_everybodys_name_the_partner_and_foreign_words_stay_literal(book: Desk) -> None:
    (found,) = ask(book, answer, asking())
    assert table(found).columns[1] == "Partner"
    assert ("Globex GmbH", "Wayne *Corp* <@U1>") in {row[1:3] for row in table(found).rows}
    assert "DR-1006  Kyoto Voice" in shown(found)


def test_nothing_is_late_on_its_last_day(book: Desk) -> None:
    book.as_of = date(2024, 7, 10)
    (found,) = ask(book, answer, asking(partners=("acme",)))
    assert "late" not in found.reply.summary
    assert table(found).rows[0][-1] == "due Jul 10, 2024"
    book.as_of = date(2024, 7, 17)
    assert summary(book, asking(partners=("acme",))).endswith("2 answers are late.")


def test_a_manager_in_a_program_is_the_manager_of_that_enrollment(book: Desk) -> None:
    with book.store.write() as work:
        work.session.connection().exec_driver_sql(
            f"UPDATE enrollments SET manager = 'pam@vendor.example' WHERE partner = 'globex' AND program = '{BUILD}'"
        )
    assert numbers(book, asking(manager="sam@vendor.example", program=BUILD)) == []
    assert numbers(book, asking(manager="pam@vendor.example", program=BUILD)) == ["4"]
    assert numbers(book, asking(manager="sam@vendor.example")) == ["4", "5"]


def test_a_long_list_says_how_much_of_it_is_shown(book: Desk) -> None:
    with book.store.write() as work:
        for number in range(2000, 2150):
            work.session.connection().exec_driver_sql(
                "INSERT INTO registrations (registration, partner, state, submitted_on, version) "
                f"VALUES ('DR-{number}', 'nova-1', 'won', '2024-01-01', 1)"
            )
    (found,) = ask(book, answer, asking(partners=("nova-1",)))
    assert len(numbers(book, asking(partners=("nova-1",)))) == 150
    assert len(table(found).rows) == 100
    assert table(found).caption.startswith("The first 100 of 150")


def test_the_skill_is_declared() -> None:
    assert (SKILL.kind, SKILL.answer) == (Kind.registrations, answer)
    assert SKILL.sure
    assert SKILL.examples
