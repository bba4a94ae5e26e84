"""How many certified people does a partner have, who are they, and who does not count?"""

from collections.abc import Iterator
from datetime import date

import pytest

from handlers.kinds.people import SKILL
from tests.support.asking import Asking, buttons, figures, rows, told

SEGMENT, BUILD, EIGHT = "twilio-segment-2024", "twilio-build-2022", "8x8-sellwith8-2023"
FILES = {
    "partners.csv": "partner,name\nacme,Acme\nboth,Both\nkyoto,Kyoto Voice\nlone,Lone Star\ntop,Top\n",
    "enrollments.csv": f"""partner,program,tier
acme,{SEGMENT},registered
both,{SEGMENT},bronze
both,{BUILD},silver
kyoto,{EIGHT},
top,{SEGMENT},global_strategic
""",
    "people.csv": """partner,email,name,credential,earned_on,expires_on,left_on
acme,ada@acme.example,Ada,technical,2024-07-15,,
acme,ben@acme.example,Ben,technical,2023-01-01,2024-07-15,
acme,cy@acme.example,Cy,technical,2023-01-01,2024-07-14,
acme,dee@acme.example,Dee,technical,2023-01-01,,2024-07-15
acme,eli@acme.example,Eli,technical,2023-01-01,,2024-07-16
acme,fay@acme.example,Fay,technical,2024-07-16,,
acme,gus@acme.example,Gus,technical,,,
acme,ada@acme.example,Ada,sales,2024-01-01,,
acme,hal@acme.example,Hal,,,,
both,ada@both.example,Ada,technical,2024-01-01,,
both,Ada@Both.example,Ada,technical,2023-01-01,2024-08-01,
both,bo@both.example,Bo,segment_sales,2024-01-01,2024-09-13,
lone,zoe@lone.example,Zoe,sales,2024-01-01,,
""",
}


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asking]:
    desk = told(tmp_path_factory.mktemp("people"), FILES)
    yield Asking(desk, SKILL)
    desk.store.close()


def test_people_count_from_the_day_earned_through_the_last_valid_day_unless_gone(asking: Asking) -> None:
    answer = asking.one("acme")
    assert (answer.facts, answer.about) == ({"technical": 3, "sales": 1}, "Acme")
    assert answer.reply.summary == "On Jul 15, 2024, Acme has 3 certified technical people and 1 sales-trained person."
    assert asking.on(date(2024, 7, 14)).one("acme").facts == {"technical": 4, "sales": 1}
    assert asking.on(date(2024, 7, 16)).one("acme").facts == {"technical": 2, "sales": 1}


def test_who_counts_comes_first_and_who_does_not_says_why(asking: Asking) -> None:
    assert [(row[1].split()[0], row[4]) for row in rows(asking.one("acme", credential="technical"))] == [
        ("Ada", "yes"),
        ("Ben", "yes"),
        ("Eli", "yes"),
        ("Cy", "no: expired"),
        ("Dee", "no: has left the partner"),
        ("Fay", "no: earned after this day"),
        ("Gus", "no: not earned"),
    ]


def test_a_person_counts_once_whatever_the_case_of_the_address(asking: Asking) -> None:
    assert asking.one("both").facts == {"technical": 1, "sales": 0}
    assert "Counting no more within 60 days: Ada" not in asking.words("both")


def test_who_stops_counting_soon_is_said(asking: Asking) -> None:
    shown = asking.words("acme")
    expected = (
        "Counting no more within 60 days: Ben (certified technical people, last day Jul 15, 2024) and "
        "Eli (certified technical people, last day Jul 15, 2024)."
    )
    assert expected in shown
    assert "Bo (segment sales certification, last day Sep 13, 2024)" in asking.words("both")
    assert "Counting no more" not in asking.on(date(2024, 7, 14)).words("both")


def test_a_credential_that_was_named_is_answered_beside_what_the_next_tier_asks(asking: Asking) -> None:
    assert asking.line("acme", credential="technical") == (
        "On Jul 15, 2024, Acme has 3 certified technical people; Bronze in Segment 2024 asks for 3."
    )
    assert asking.line("acme", requirement="sales") == (
        "On Jul 15, 2024, Acme has 1 sales-trained person; Bronze in Segment 2024 asks for 1."
    )
    assert asking.line("both", credential="segment_sales") == (
        "On Jul 15, 2024, Both has 1 person with the credential “Segment sales certification”."
    )
    assert asking.line("both", credential="technical") == (
        "On Jul 15, 2024, Both has 1 certified technical person; Silver in Segment 2024 asks for 10; "
        "Gold in Build 2022 asks for 15."
    )
    assert (
        asking.line("kyoto", requirement="technical")
        == "On Jul 15, 2024, Kyoto Voice has no certified technical people."
    )


def test_the_credential_of_build_2022_is_shown_where_somebody_has_it(asking: Asking) -> None:
    assert asking.line("both") == (
        "On Jul 15, 2024, Both has 1 certified technical person, no sales-trained people and "
        "1 person with the credential “Segment sales certification”."
    )
    assert "it counts toward no tier" in asking.words("both")


def test_the_way_to_the_next_tier_of_each_program(asking: Asking) -> None:
    assert figures(asking.one("both", credential="technical")) == [
        ("Certified technical people, for Silver in Segment 2024", "1 of 10, 9 short"),
        ("Certified technical people, for Gold in Build 2022", "1 of 15, 14 short"),
    ]
    assert buttons(asking.one("both")) == {"What's missing?": "what's missing for both"}
    assert figures(asking.one("top")) == []


def test_nobody_says_what_to_do(asking: Asking) -> None:
    assert asking.line("kyoto") == (
        "On Jul 15, 2024, Kyoto Voice has no certified technical people and no sales-trained people."
    )
    assert "people.csv" in asking.words("kyoto")
    assert buttons(asking.one("kyoto")) == {}
    assert asking.one("lone").facts == {"technical": 0, "sales": 1}
    assert asking.one("acme", program=BUILD).status == "not_found"


def test_the_source_stands_below(asking: Asking) -> None:
    shown = asking.words("acme", credential="technical")
    assert "Rule: Twilio Segment Partner Program Guide 2024, p. 5, Program requirements." in shown
    assert "Our reading: Certified technical people in Segment 2024: A footnote asks this" in shown
