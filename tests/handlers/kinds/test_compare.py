"""Partners side by side."""

from handlers.documents import Table
from handlers.kinds.compare import answer
from handlers.question import Kind, Question
from tests.handlers.kinds.asking import BUILD, LAUNCH, SEGMENT, ask, buttons, shown, table
from tests.support.desk import Desk


def asking(partners: str, **slots: object) -> Question:
    return Question(Kind.compare, partners=tuple(partners.split()), **slots)  # type: ignore[arg-type]  # of Question


ACME = {
    "partner": "acme",
    "program": SEGMENT,
    "recorded_tier": "bronze",
    "since": "2024-03-01",
    "met_tier": "bronze",
    "technical": 7,
    "sales": 5,
    "revenue": "164500.00",
    "next_tier": "silver",
    "missing": ["revenue", "technical"],
}
GLOBEX = {
    "partner": "globex",
    "program": SEGMENT,
    "recorded_tier": "registered",
    "since": "2024-01-10",
    "met_tier": "registered",
    "technical": 0,
    "sales": 0,
    "revenue": "0.00",
    "next_tier": "bronze",
    "missing": ["revenue", "sales", "technical"],
}


def test_two_partners_in_the_program_they_share(book: Desk) -> None:
    (found,) = ask(book, answer, asking("globex acme"))
    assert (found.status, found.kind, found.about) == ("answered", "compare", "")
    assert found.facts == {"partners": ["globex", "acme"], "rows": [GLOBEX, ACME]}
    assert found.reading == {"partner": ["globex", "acme"]}
    assert found.reply.summary == (
        "In Segment 2024: Globex GmbH is Registered with $0, 0 technical and 0 sales people; "
        "Acme Communications is Bronze with $164,500, 7 technical and 5 sales people."
    )
    assert table(found).columns == ("Figure", "Globex GmbH", "Acme Communications")
    assert ("Tier met", "Registered", "Bronze") in table(found).rows
    missing = "3 certified technical people and $35,500 of counted revenue"
    assert (
        "Missing for it",
        "3 certified technical people, 1 sales-trained person and $20,000 of counted revenue",
        missing,
    ) in (table(found).rows)
    assert "Jul 17, 2023 to Jul 15, 2024" in shown(found)
    assert buttons(found)["Brief: Globex GmbH"].value == "brief globex"


def test_partners_that_share_no_program_show_all_of_theirs(book: Desk) -> None:
    (found,) = ask(book, answer, asking("acme kyoto"))
    rows = found.facts["rows"]
    assert isinstance(rows, list)
    assert [(row["partner"], row["program"]) for row in rows] == [("acme", SEGMENT), ("kyoto", LAUNCH)]
    assert rows[1] == {
        "partner": "kyoto",
        "program": LAUNCH,
        "recorded_tier": None,
        "since": None,
        "met_tier": None,
        "technical": 0,
        "sales": 0,
        "revenue": "0.00",
        "next_tier": None,
        "missing": [],
    }
    assert found.reply.summary.startswith("They share no program. In SellWith8 2023: Kyoto Voice has $0")
    assert [part.caption for part in found.reply.parts if isinstance(part, Table)] == ["SellWith8 2023", "Segment 2024"]


def test_a_named_program_leaves_out_who_is_not_in_it(book: Desk) -> None:
    (found,) = ask(book, answer, asking("acme globex", program=BUILD))
    rows = found.facts["rows"]
    assert isinstance(rows, list)
    assert [row["partner"] for row in rows] == ["globex"]
    assert found.facts["partners"] == ["acme", "globex"]
    assert "Acme Communications is not enrolled" in found.reply.summary


def test_nobody_is_in_it(book: Desk) -> None:
    (found,) = ask(book, answer, asking("acme globex", program=LAUNCH))
    assert found.status == "not_found"
    assert "They are enrolled in Build 2022 and Segment 2024." in found.reply.summary


def test_many_partners_have_a_row_each_and_nobody_stands_twice(book: Desk) -> None:
    (found,) = ask(book, answer, asking("acme nova-1 top globex nova-2 acme"))
    assert table(found).columns[0] == "Figure"
    assert len(table(found).columns) == 6
    with book.store.write() as work:
        work.session.connection().exec_driver_sql(
            f"INSERT INTO enrollments (partner, program, tier, focus) VALUES ('lone', '{SEGMENT}', 'bronze', '')"
        )
    (found,) = ask(book, answer, asking("acme nova-1 top globex nova-2 lone"))
    assert table(found).columns[0] == "Partner"
    assert len(table(found).rows) == 6
    assert ("by designation only" in shown(found)) is False
    assert "Top Integrators is Global Strategic" in found.reply.summary
