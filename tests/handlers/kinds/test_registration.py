"""Where one registration stands."""

from datetime import UTC, date, datetime

import pytest

from handlers.kinds.registration import answer
from handlers.question import Kind, Question
from handlers.request import Actor
from tests.handlers.kinds.asking import ask, buttons, shown
from tests.support.desk import DANA, PAM, Desk

NOON = datetime(2024, 7, 9, 12, tzinfo=UTC)


def asking(number: str | None, **slots: object) -> Question:
    return Question(Kind.registration, registration=number, **slots)  # type: ignore[arg-type]  # names of Question


def test_a_decided_one(book: Desk) -> None:
    (found,) = ask(book, answer, asking("DR-1001"))
    assert (found.status, found.about) == ("answered", "Acme Communications")
    assert found.facts == {
        "registration": "DR-1001",
        "state": "approved",
        "submitted_on": "2024-06-03",
        "decided_on": "2024-06-05",
    }
    assert found.reply.summary == (
        "DR-1001 is approved: Acme Communications with Initech, $120,000 a year. "
        "Decided on Jun 5, 2024, 2 days after it was submitted."
    )
    assert "approved for 40 days" in shown(found)
    assert "Initech (initech.example)" in shown(found)


@pytest.mark.parametrize(
    ("number", "end"),
    [
        ("DR-1002", "Submitted on Jul 8, 2024, 7 days ago; the answer was due on Jul 10, 2024, so it is 5 days late."),
        (
            "DR-1003",
            "an unknown amount a year. Submitted on Jul 12, 2024, 3 days ago; an answer is due by Jul 16, 2024.",
        ),
        ("DR-1004", "Decided on Feb 1, 2024, the day it was submitted."),
        ("DR-1005", "Submitted on Jul 15, 2024, today; an answer is due by Jul 17, 2024."),
        ("DR-1006", "DR-1006 is draft: Kyoto Voice with Tyrell, $100 a year."),
    ],
)
def test_how_long_and_how_late(book: Desk, number: str, end: str) -> None:
    assert ask(book, answer, asking(number))[0].reply.summary.endswith(end)


def test_a_registration_without_days_has_none(book: Desk) -> None:
    facts = ask(book, answer, asking("DR-1006"))[0].facts
    assert (facts["submitted_on"], facts["decided_on"]) == (None, None)


@pytest.mark.parametrize("written", ["dr-1001", "1001", " DR-1001 "])
def test_the_number_may_be_written_carelessly(book: Desk, written: str) -> None:
    assert ask(book, answer, asking(written))[0].facts["registration"] == "DR-1001"


def test_no_such_number(book: Desk) -> None:
    (found,) = ask(book, answer, asking("DR-9999", partners=("acme",)))
    assert (found.status, found.kind) == ("not_found", "registration")
    assert "“DR-9999”" in found.reply.summary
    assert buttons(found)["List registrations"].value == "registrations of Acme Communications"
    (nameless,) = ask(book, answer, asking(None))
    assert nameless.status == "not_found"
    assert buttons(nameless)["List registrations"].value == "all registrations"


def test_who_decided_and_why(book: Desk) -> None:
    with book.store.write() as work:
        decision = {"decided_by": "UDANA Dana Ruiz", "decided_on": date(2024, 7, 9), "decided_at": NOON}
        work.registrations.change("DR-1002", 1, {"state": "declined", "reason": "A <b>rival</b>", **decision})
    (found,) = ask(book, answer, asking("DR-1002"))
    assert "Reason: A <b>rival</b>" in shown(found)
    assert "Decided: Jul 9, 2024 by @Dana Ruiz" in shown(found)
    assert "1 day after it was submitted" in found.reply.summary


def test_only_who_may_decide_gets_the_card_and_only_while_it_waits(book: Desk) -> None:
    def offered(number: str, actor: Actor) -> list[str]:
        (found,) = book.assistant.answers(book.request(actor, text=f"status of {number}"))
        return list(buttons(found))

    assert "Decide" in offered("DR-1002", DANA)
    assert "Decide" not in offered("DR-1002", PAM)
    assert "Decide" not in offered("DR-1001", DANA)
