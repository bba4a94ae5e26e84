"""Which partners …: every filter of its own and together, counted as the rules count, and said in one line."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy import text as sql

from handlers.documents import Note, Paragraph, Table, Text
from handlers.kinds.portfolio import SKILL
from handlers.portfolio_figures import Remembered
from handlers.portfolio_reply import MOST_ROWS
from handlers.question import Filter, Kind, Question
from store.models import EnrollmentRow, PartnerRow
from store.repositories.counters import touch_portfolio
from tests.support.desk import SAM, Desk, fill_database, open_desk
from tests.support.lists import BUILD, EIGHT, PORTFOLIO, SEGMENT, Asker, buttons, partners, rows

EVERYBODY = "alder birch cedar dogwood elm fir hazel"
GONE = {"": date.min}
PAMS, SAMS = "pam@vendor.example", "sam@vendor.example"
PEOPLE = "certified technical people"
DOGWOOD = (
    "for Bronze: the baseline partner agreement, 3 certified technical people, 1 sales-trained person and $20,000 of "
    "counted revenue"
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    opened = open_desk(fill_database(tmp_path_factory.mktemp("lists"), PORTFOLIO))
    yield opened
    opened.store.close()


@pytest.fixture(scope="module")
def ask(desk: Desk) -> Asker:
    return Asker(desk)


@pytest.mark.parametrize(
    ("parts", "listed"),
    [
        ({}, EVERYBODY),
        ({"tier": "bronze"}, "alder cedar hazel"),
        ({"tier": "platinum"}, ""),
        ({"program": EIGHT}, "fir"),
        ({"program": "of-nobody"}, ""),
        ({"manager": "pam@vendor.example"}, "alder birch dogwood fir hazel"),
        ({"manager": "Sam@Vendor.Example"}, "cedar elm hazel"),
        ({"ready": True}, "alder"),
        ({"at_risk": True}, "birch dogwood hazel"),
        ({"near": "silver"}, "cedar"),
        ({"near": "bronze"}, ""),
        ({"near": "gold"}, ""),
        ({"lacking": "technical"}, "birch cedar dogwood hazel"),
        ({"lacking": "sales"}, "birch dogwood hazel"),
        ({"lacking": "revenue"}, "birch dogwood hazel"),
        ({"lacking": "baseline"}, "dogwood"),
        ({"lacking": "mdf_terms"}, ""),
        ({"inactive": True}, "dogwood fir"),
        ({"overdue": "qbr"}, "alder"),
        ({"overdue": "executive"}, "fir"),
        ({"overdue": "pipeline_review"}, ""),
        ({"step": "legal"}, "fir"),
        ({"step": "evaluation"}, ""),
    ],
)
def test_each_filter_lists_those_who_meet_it(ask: Asker, parts: dict[str, object], listed: str) -> None:
    assert ask.list(**parts) == listed


@pytest.mark.parametrize(
    ("parts", "listed"),
    [
        ({"manager": PAMS, "at_risk": True}, "birch dogwood hazel"),
        ({"manager": PAMS, "program": SEGMENT, "at_risk": True}, "birch dogwood"),
        ({"tier": "bronze", "lacking": "technical", "near": "silver"}, "cedar"),
        ({"at_risk": True, "inactive": True}, "dogwood"),
        ({"inactive": True, "step": "legal", "overdue": "executive"}, "fir"),
        ({"inactive": True, "tier": "registered", "lacking": "baseline"}, "dogwood"),
        ({"ready": True, "at_risk": True}, ""),
        ({"ready": True, "overdue": "qbr"}, "alder"),
    ],
)
def test_filters_hold_together(ask: Asker, parts: dict[str, object], listed: str) -> None:
    assert ask.list(**parts) == listed


def test_one_enrollment_must_meet_it_all(ask: Asker) -> None:
    assert ask.list(tier="silver", program=BUILD) == "hazel"
    assert ask.list(tier="bronze", program=BUILD) == ""
    assert ask.list(tier="bronze", manager="pam@vendor.example") == "alder"


def test_designated_partners_are_never_at_risk_and_nothing_is_missing_above_gold(ask: Asker) -> None:
    assert "elm" not in ask.list(at_risk=True)
    assert ask.list(tier="global_strategic", lacking="technical") == ""
    assert rows(ask.answer(tier="global_strategic"))["Elm"] == (
        "Segment 2024", "Global Strategic", "Registered", "–", "sam@vendor.example",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("day", "listed"),
    [(date(2024, 7, 14), "dogwood"), (date(2024, 7, 15), "dogwood fir"), (date(2024, 7, 16), "dogwood elm fir")],
)
def test_quiet_begins_on_the_ninety_first_day(ask: Asker, day: date, listed: str) -> None:
    assert ask.on(day).list(inactive=True) == listed


def test_the_list_is_read_as_of_the_day(ask: Asker) -> None:
    assert ask.on(date(2024, 4, 30)).list(ready=True) == ""
    assert ask.on(date(2024, 7, 16)).list(overdue="qbr") == "alder birch"
    assert ask.on(date(2024, 6, 2)).list(overdue="qbr") == ""
    assert ask.on(date(2024, 1, 31)).list(step="evaluation") == "fir"
    assert ask.on(date(2025, 4, 30)).list(ready=True) == "alder"
    assert ask.on(date(2025, 5, 1)).list(ready=True) == ""


@pytest.mark.parametrize(
    ("parts", "line"),
    [
        ({}, "There are 7 partners, as of Jul 15, 2024."),
        ({"program": SEGMENT}, "There are 6 partners in Segment 2024, as of Jul 15, 2024."),
        ({"program": EIGHT}, "There is 1 partner in SellWith8 2023, as of Jul 15, 2024."),
        ({"tier": "gold"}, "There are no Gold partners, as of Jul 15, 2024."),
        ({"manager": PAMS}, "You look after 5 partners, as of Jul 15, 2024."),
        ({"manager": PAMS, "tier": "silver"}, "You look after 2 Silver partners, as of Jul 15, 2024."),
        ({"manager": "sam@vendor.example"}, "sam@vendor.example looks after 3 partners, as of Jul 15, 2024."),
        ({"manager": "new@vendor.example"}, "new@vendor.example looks after no partners, as of Jul 15, 2024."),
        ({"ready": True}, "1 of the 7 partners is ready to advance, as of Jul 15, 2024."),
        (
            {"manager": PAMS, "program": SEGMENT, "at_risk": True},
            "2 of your 3 partners in Segment 2024 are at risk of a lower tier, as of Jul 15, 2024.",
        ),
        (
            {"near": "silver", "tier": "bronze", "manager": "sam@vendor.example"},
            "1 of the 2 Bronze partners of sam@vendor.example is one requirement short of Silver, as of Jul 15, 2024.",
        ),
        (
            {"near": "gold", "manager": PAMS},
            "None of your 5 partners is one requirement short of Gold, as of Jul 15, 2024.",
        ),
        (
            {"lacking": "technical"},
            "4 of the 7 partners lack certified technical people for their next tier, as of Jul 15, 2024.",
        ),
        (
            {"lacking": "baseline"},
            "1 of the 7 partners lacks the baseline partner agreement for its next tier, as of Jul 15, 2024.",
        ),
        (
            {"lacking": "poc_terms"},
            "None of the 7 partners lacks poc terms for its next tier, as of Jul 15, 2024.",
        ),
        ({"inactive": True}, "2 of the 7 partners have had no activity for more than 90 days, as of Jul 15, 2024."),
        ({"overdue": "qbr"}, "1 of the 7 partners has an overdue QBR, as of Jul 15, 2024."),
        ({"step": "legal"}, "1 of the 7 partners is at the step Legal, as of Jul 15, 2024."),
        (
            {"step": "legal", "program": EIGHT},
            "The only partner in SellWith8 2023 is at the step Legal, as of Jul 15, 2024.",
        ),
        (
            {"step": "launch", "program": EIGHT, "manager": PAMS},
            "None of your partners in SellWith8 2023 is at the step Launch, as of Jul 15, 2024.",
        ),
        (
            {"at_risk": True, "lacking": "baseline", "inactive": True},
            "1 of the 7 partners is at risk of a lower tier, lacks the baseline partner agreement for its next tier "
            "and has had no activity for more than 90 days, as of Jul 15, 2024.",
        ),
    ],
)
def test_the_first_line_answers_alone(ask: Asker, parts: dict[str, object], line: str) -> None:
    assert ask.line(**parts) == line


def test_your_partners_are_those_of_who_asks(desk: Desk) -> None:
    assert Asker(desk, SAM).line(manager=PAMS) == "pam@vendor.example looks after 5 partners, as of Jul 15, 2024."


@pytest.mark.parametrize(
    ("parts", "partner", "why"),
    [
        ({}, "Cedar", "for Silver: 1 certified technical person"),
        ({}, "Alder", "meets Silver"),
        ({}, "Fir", "–"),
        ({"ready": True}, "Alder", "meets Silver"),
        ({"at_risk": True}, "Birch", f"for Silver: 7 {PEOPLE}, 4 sales-trained people and $180,000 of counted revenue"),
        ({"near": "silver"}, "Cedar", "for Silver: 1 certified technical person"),
        ({"lacking": "baseline"}, "Dogwood", DOGWOOD),
        ({"inactive": True}, "Fir", "last active Apr 15, 2024, 91 days ago"),
        ({"inactive": True}, "Dogwood", "no activity recorded"),
        ({"overdue": "qbr"}, "Alder", "QBR of Jul 1, 2024 and Jul 14, 2024 not held"),
        ({"step": "legal"}, "Fir", "at Legal"),
        ({"step": "legal", "inactive": True}, "Fir", "last active Apr 15, 2024, 91 days ago; at Legal"),
    ],
)  # fmt: skip
def test_each_row_says_why(ask: Asker, parts: dict[str, object], partner: str, why: str) -> None:
    assert rows(ask.answer(**parts))[partner][3] == why


def test_a_row_has_the_program_both_tiers_and_the_manager(ask: Asker) -> None:
    assert rows(ask.answer(ready=True)) == {
        "Alder": ("Segment 2024", "Bronze", "Silver", "meets Silver", "pam@vendor.example")
    }
    assert rows(ask.answer(step="legal"))["Fir"][:3] == ("SellWith8 2023", "–", "–")
    assert rows(ask.answer(lacking="baseline"))["Dogwood"][2] == "no tier"


def test_the_note_has_window_day_and_sources(ask: Asker) -> None:
    (note,) = notes(ask, lacking="revenue", program=SEGMENT)
    assert note.startswith("Revenue counted Jul 17, 2023 to Jul 15, 2024. People and agreements as of Jul 15, 2024.")
    assert "Inactive partners are left out. Rule: Twilio Segment Partner Program Guide 2024, p. 9" in note
    assert "Our reading:" in note
    (note,) = notes(ask, inactive=True, program=SEGMENT)
    assert "p. 10, Program governance" in note
    assert "a quarter is read as 90" in note
    (note,) = notes(ask, step="legal")
    assert note == "Inactive partners are left out."


def notes(ask: Asker, **parts: object) -> list[str]:
    return [flat(part.text) for part in ask.answer(**parts).reply.parts if isinstance(part, Note)]


def flat(words: Text) -> str:
    return "".join(getattr(span, "text", "") for span in words)


def test_buttons_lead_on(ask: Asker) -> None:
    found = buttons(ask.answer(manager=PAMS).reply)
    assert found["Export CSV"].route == "portfolio.csv"
    asked = {label: each.value for label, each in found.items() if each.route == "ask"}
    assert asked == {
        "1 ready to advance": "which of my partners are ready to advance",
        "3 at risk": "which of my partners are at risk of a lower tier",
    }
    asked = {label: each.value for label, each in buttons(ask.answer(tier="bronze").reply).items()}
    assert asked["Alder"] == "tier alder"
    found = buttons(ask.answer(program=SEGMENT).reply)
    assert found["1 near Silver"].value == "which partners in Segment 2024 are one requirement short of Silver"


def test_nobody_is_said_with_a_way_on(ask: Asker) -> None:
    answer = ask.answer(near="gold", manager=PAMS)
    assert answer.facts == {"partners": (), "count": 0}
    assert not any(isinstance(part, Table) for part in answer.reply.parts)
    assert "Ask for fewer things at once" in ask.words(near="gold", inactive=True, manager=PAMS)
    assert buttons(answer.reply)["Show all of them"].value == "list my partners"
    assert buttons(ask.answer(tier="gold").reply)["Every partner"].value == "list partners"


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Desk]:
    """A desk with a portfolio that may be changed."""
    opened = open_desk(fill_database(tmp_path, PORTFOLIO))
    yield opened
    opened.store.close()


def test_an_empty_portfolio_is_said(own: Desk) -> None:
    change(own, "UPDATE partners SET status = 'inactive'")
    answer = Asker(own).answer()
    assert answer.reply.summary == "There are no partners, as of Jul 15, 2024."
    assert [flat(part.text) for part in answer.reply.parts if isinstance(part, Paragraph)] == [
        "The portfolio has no enrollments of active partners yet. Import a portfolio folder."
    ]


@pytest.mark.parametrize(
    ("parts", "before", "statement", "after"),
    [
        ({"ready": True}, "alder", "UPDATE enrollments SET tier = 'silver' WHERE partner = 'alder'", ""),
        ({"ready": True}, "alder", "UPDATE opportunities SET earr = 1999999999 WHERE earr = 2500000000", ""),
        ({"ready": True}, "alder", "UPDATE people SET left_on = '2024-07-15' WHERE credential = 'sales'", ""),
        ({"lacking": "baseline"}, "dogwood", "DELETE FROM agreements WHERE partner = 'cedar'", "cedar dogwood"),
        ({"manager": SAMS}, "cedar elm hazel", "DELETE FROM enrollments WHERE partner = 'elm'", "cedar hazel"),
        ({"overdue": "qbr"}, "alder", "UPDATE meetings SET held_on = scheduled_on", ""),
        ({"step": "legal"}, "fir", "UPDATE steps SET done_on = '2024-07-15'", ""),
        ({"inactive": True}, "dogwood fir", "UPDATE meetings SET held_on = scheduled_on", "dogwood"),
    ],
)  # fmt: skip
def test_the_list_is_exact_after_every_write(
    own: Desk, parts: dict[str, object], before: str, statement: str, after: str
) -> None:
    assert Asker(own).list(**parts) == before
    change(own, statement)
    assert Asker(own).list(**parts) == after


def change(desk: Desk, statement: str) -> None:
    with desk.store.write() as work:
        work.session.execute(sql(statement))
        touch_portfolio(work.session)


def test_a_long_list_shows_its_beginning_and_says_so(own: Desk) -> None:
    with own.store.write() as work:
        for number in range(1200):
            work.session.add(PartnerRow(partner=f"p{number:04}", name=f"Zebra {number:04}"))
        work.session.flush()
        for number in range(1200):
            work.session.add(EnrollmentRow(partner=f"p{number:04}", program=SEGMENT, tier="registered"))
        touch_portfolio(work.session)
    answer = Asker(own).answer()
    assert answer.facts["count"] == 1207
    assert partners(answer) == sorted(partners(answer))
    assert answer.reply.summary == "There are 1,207 partners, as of Jul 15, 2024."
    (table,) = [part for part in answer.reply.parts if isinstance(part, Table)]
    assert table.caption == f"The first {MOST_ROWS} of 1,208, by name"
    assert [row[0] for row in table.rows[:3]] == ["Alder", "Birch", "Cedar"]
    assert len(table.rows) == MOST_ROWS
    assert "1,158 more are listed in the CSV file." in Asker(own).words()


def test_partners_in_programs_that_nobody_knows_are_left_out(own: Desk) -> None:
    change(own, "UPDATE enrollments SET program = 'of-old' WHERE program = 'twilio-build-2022'")
    assert Asker(own).list(manager=PAMS) == "alder birch dogwood fir"


def test_a_program_without_tiers_never_meets_a_tier(own: Desk) -> None:
    change(own, "UPDATE enrollments SET tier = 'bronze' WHERE partner = 'fir'")
    assert Asker(own).list(tier="bronze") == "alder cedar hazel"


def test_what_a_question_names_beside_its_filter_narrows_it(desk: Desk) -> None:
    question = Question(Kind.portfolio, program=SEGMENT, manager="sam@vendor.example", tier="bronze")
    with desk.store.read() as work:
        (answer,) = SKILL.answer(desk.assistant._asked(desk.request(SAM, text=""), work), question)
    assert answer.facts["partners"] == ("cedar", "hazel")
    near = Question(Kind.portfolio, tier="silver", filter=Filter(near="silver"))
    with desk.store.read() as work:
        (answer,) = SKILL.answer(desk.assistant._asked(desk.request(SAM, text=""), work), near)
    assert answer.facts["partners"] == ("cedar",)


def test_the_next_list_of_a_day_reads_nothing_anew(own: Desk) -> None:
    asker, read = Asker(own), []
    assert asker.list(at_risk=True) == "birch dogwood hazel"  # both clocks are counted
    event.listen(own.store._engine, "before_cursor_execute", lambda *seen: read.append(seen[2]))
    asker.list(ready=True)
    assert asker.list(at_risk=True) == "birch dogwood hazel"
    assert not [each for each in read if "counters" not in each]
    asker.on(date(2024, 7, 16)).list(at_risk=True)
    assert any("FROM people" in each for each in read)


@pytest.mark.parametrize(("partners", "days"), [(0, 4), (40, 4), (10_000, 4), (20_000, 2), (100_000, 1)])
def test_the_larger_the_portfolio_the_fewer_days_are_kept(partners: int, days: int) -> None:
    remembered = Remembered(partners)
    for number in range(1, 9):
        remembered.active.get(date(2024, 7, number), dict)
    kept = [
        number for number in range(8, 0, -1) if remembered.active.get(date(2024, 7, number), lambda: GONE) is not GONE
    ]
    assert kept == [8, 7, 6, 5][:days]
