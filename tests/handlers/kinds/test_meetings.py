"""When we meet a partner next, and when we last did."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kinds.meetings import answer
from handlers.meetings import meeting_states
from handlers.question import Kind, Question
from programs.catalog import Catalog
from store.records import Meeting
from tests.handlers.kinds.asking import BUILD, LAUNCH, SEGMENT, ask, buttons, shown
from tests.support.desk import Desk


def asking(partner: str, **slots: object) -> Question:
    return Question(Kind.meetings, partners=(partner,), **slots)  # type: ignore[arg-type]  # names of Question


def test_the_next_and_the_last_with_what_was_missed(book: Desk) -> None:
    (found,) = ask(book, answer, asking("acme", meeting="pipeline_review"))
    assert (found.status, found.about) == ("answered", "Acme Communications in Segment 2024")
    assert found.facts == {"meeting": "pipeline_review", "next_on": "2024-07-18", "last_held_on": "2024-05-17"}
    assert found.reading == {"partner": "acme", "meeting": "pipeline_review"}
    assert found.reply.summary == (
        "The next pipeline review with Acme Communications in Segment 2024 is on Thu Jul 18, 2024; "
        "the last was held on Fri May 17, 2024. The one scheduled for Jun 13, 2024 is overdue: "
        "it is not recorded as held."
    )
    assert "Who takes part: Partner and Partner account team" in shown(found)
    assert "p. 9, Revenue requirements. The guide does not say how often." in shown(found)
    assert buttons(found)["Mark Jun 13 as held"].value == f"acme|{SEGMENT}|pipeline_review|2024-06-13"


def test_the_last_one_leads_where_it_is_asked_for(book: Desk) -> None:
    (found,) = ask(book, answer, asking("acme", meeting="pipeline_review", last=True))
    assert found.reply.summary.startswith(
        "The last pipeline review with Acme Communications in Segment 2024 was held on Fri May 17, 2024; "
        "the next is on Thu Jul 18, 2024."
    )


def test_a_program_has_one_answer_about_all_kinds_where_none_is_named(book: Desk) -> None:
    (found,) = ask(book, answer, asking("kyoto"))
    assert found.facts == {"meeting": None, "next_on": None, "last_held_on": "2024-07-15"}
    assert "meeting" not in found.reading
    words = shown(found)
    assert "Pipeline review, last held: Thu Jun 20, 2024" in words
    assert "QBR, last held: Mon Jul 15, 2024" in words
    assert "Executive meeting, last held: never" in words
    (planned,) = ask(book, answer, asking("acme"))
    assert planned.facts == {"meeting": None, "next_on": "2024-07-18", "last_held_on": "2024-05-17"}
    assert planned.reply.summary.startswith("The next pipeline review with Acme Communications in Segment 2024 is on ")


def test_a_kind_of_which_none_was_held_says_so_and_how_often_it_should_be(book: Desk) -> None:
    (executive,) = ask(book, answer, asking("kyoto", meeting="executive"))
    assert executive.facts == {"meeting": "executive", "next_on": None, "last_held_on": None}
    assert "none has been held yet. The program asks for one every year." in executive.reply.summary
    (asked_last,) = ask(book, answer, asking("kyoto", meeting="executive", last=True))
    assert asked_last.reply.summary.startswith("No executive meeting with Kyoto Voice in SellWith8 2023 has been held")


def test_what_is_recorded_counts_even_where_the_guide_does_not_know_it(book: Desk) -> None:
    (found,) = ask(book, answer, asking("globex", meeting="executive"))
    assert found.facts == {"meeting": "executive", "next_on": "2024-07-15", "last_held_on": None}
    assert found.reply.summary.startswith("The next executive meeting with Globex GmbH in Build 2022 is today, Mon Jul")
    assert "says nothing about this kind of meeting" in shown(found)
    assert "Mark Jul 15 as held" in buttons(found)


def test_each_program_with_such_a_review_answers(book: Desk) -> None:
    abouts = [each.about for each in ask(book, answer, asking("globex", meeting="pipeline_review"))]
    assert abouts == ["Globex GmbH in Segment 2024", "Globex GmbH in Build 2022"]
    (build,) = ask(book, answer, asking("globex", meeting="pipeline_review", program=BUILD))
    assert build.facts == {"meeting": "pipeline_review", "next_on": None, "last_held_on": None}


def test_what_no_program_has_is_said(book: Desk) -> None:
    (found,) = ask(book, answer, asking("acme", meeting="executive"))
    assert found.status == "answered"
    assert found.facts == {"meeting": "executive", "next_on": None, "last_held_on": None}
    assert found.reply.summary == (
        "No executive meeting with Acme Communications is recorded, and the guide of Segment 2024 names none."
    )
    assert "The guide names: QBR and pipeline review." in shown(found)


def test_who_is_in_no_such_program(book: Desk) -> None:
    assert ask(book, answer, asking("lone"))[0].status == "not_found"
    assert ask(book, answer, asking("acme", program=LAUNCH))[0].status == "not_found"


@pytest.mark.parametrize(
    ("day", "next_on", "last", "missed"),
    [
        (date(2024, 5, 16), "2024-05-16", None, 0),
        (date(2024, 5, 17), "2024-06-13", "2024-05-17", 0),
        (date(2024, 6, 13), "2024-06-13", "2024-05-17", 0),
        (date(2024, 6, 14), "2024-07-18", "2024-05-17", 1),
        (date(2024, 8, 16), None, "2024-05-17", 3),
    ],
)
def test_the_day_itself_belongs_to_what_comes(
    book: Desk, day: date, next_on: str | None, last: str | None, missed: int
) -> None:
    book.as_of = day
    (found,) = ask(book, answer, asking("acme", meeting="pipeline_review"))
    assert (found.facts["next_on"], found.facts["last_held_on"]) == (next_on, last)
    assert found.reply.summary.count("overdue") == (missed > 0)
    if missed == 3:
        assert "3 are overdue, not recorded as held: the latest was scheduled for Aug 15, 2024." in found.reply.summary


PROGRAM = Catalog.load().get(LAUNCH)
DAYS = st.integers(-60, 60).map(lambda days: date(2024, 7, 15) + timedelta(days))


@given(st.lists(st.tuples(DAYS, st.none() | DAYS), max_size=6), DAYS)
def test_a_meeting_is_to_come_missed_or_held(meetings: list[tuple[date, date | None]], day: date) -> None:
    recorded = [Meeting("p", LAUNCH, "qbr", scheduled, held, None) for scheduled, held in meetings]
    (state,) = meeting_states(PROGRAM, recorded, day, "qbr")
    held = [held for _, held in meetings if held is not None and held <= day]
    assert state.last_held_on == max(held, default=None)
    assert state.next_on is None or state.next_on >= day
    assert all(on < day for on in state.missed)
    to_come = [scheduled for scheduled, held in meetings if scheduled >= day and (held is None or held > day)]
    assert state.next_on == min(to_come, default=None)
    assert len(state.missed) + len(to_come) + len(held) == len(meetings)
