"""Who looks after a partner?"""

from collections.abc import Iterator

import pytest

from handlers.kinds.manager import SKILL
from tests.support.asking import Asking, buttons, told

SEGMENT, BUILD, EIGHT = "twilio-segment-2024", "twilio-build-2022", "8x8-sellwith8-2023"
FILES = {
    "partners.csv": "partner,name\none,One\nsame,Same\ntwo,Two\nnone,None Inc\nlone,Lone Star\n",
    "enrollments.csv": f"""partner,program,tier,enrolled_on,manager
one,{SEGMENT},gold,2023-02-01,pam@vendor.example
same,{SEGMENT},,,pam@vendor.example
same,{EIGHT},,,Pam@vendor.example
two,{SEGMENT},,,pam@vendor.example
two,{BUILD},,,
none,{BUILD},bronze,,
""",
}


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asking]:
    desk = told(tmp_path_factory.mktemp("manager"), FILES)
    yield Asking(desk, SKILL)
    desk.store.close()


def test_the_manager_of_a_partner(asking: Asking) -> None:
    answer = asking.one("one")
    assert (answer.facts, answer.about) == ({"manager": "pam@vendor.example"}, "One in Segment 2024")
    assert answer.reply.summary == "You (pam@vendor.example) look after One in Segment 2024."
    assert "Segment 2024: Gold, enrolled on Feb 1, 2023" in asking.words("one")
    assert buttons(answer) == {"Their partners": "partners of pam@vendor.example"}


def test_one_manager_in_every_program_is_one_answer(asking: Asking) -> None:
    answer = asking.one("same")
    assert answer.about == "Same"
    assert answer.reply.summary == "You (Pam@vendor.example) look after Same in SellWith8 2023 and Segment 2024."


def test_different_managers_are_an_answer_each(asking: Asking) -> None:
    answers = asking.answers("two")
    assert [(answer.about, answer.facts["manager"]) for answer in answers] == [
        ("Two in Segment 2024", "pam@vendor.example"),
        ("Two in Build 2022", None),
    ]
    assert asking.line("two", program=BUILD) == "Nobody is recorded as looking after Two in Build 2022."


def test_nobody_is_never_made_up(asking: Asking) -> None:
    assert asking.one("none").facts == {"manager": None}
    assert "enrollments.csv" in asking.words("none")
    lone = asking.one("lone")
    assert (lone.status, lone.facts) == ("answered", {"manager": None})
    assert lone.reply.summary == (
        "Nobody is recorded as looking after Lone Star: it is not enrolled in any program yet."
    )
    assert asking.one("one", program=BUILD).status == "not_found"


def test_somebody_who_was_named_is_confirmed_or_denied(asking: Asking) -> None:
    assert asking.line("one", manager="PAM@vendor.example").startswith("Yes: You (pam@vendor.example) look after One")
    assert asking.line("one", manager="sam@vendor.example").startswith("No: You (pam@vendor.example) look after One")
    assert asking.line("none", manager="sam@vendor.example").startswith("No: nobody is recorded as looking after None")
