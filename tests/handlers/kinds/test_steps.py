"""Where does a partner stand in the launch lifecycle?"""

from collections.abc import Iterator
from datetime import date

import pytest

from handlers.kinds.steps import SKILL
from store.models import StepRow
from tests.support.asking import Asking, buttons, figures, rows, told

SEGMENT, EIGHT = "twilio-segment-2024", "8x8-sellwith8-2023"
BEFORE = ("evaluation", "legal", "onboarding", "launch_prep", "launch")
AFTER = ("enablement", "co_marketing", "referrals", "governance", "product_collaboration")
FILES = {
    "partners.csv": """partner,name
kyoto,Kyoto Voice
new,Newcomer
gone,Out Of Order
live,Live
all,All Done
acme,Acme
""",
    "enrollments.csv": "partner,program\n"
    + "".join(f"{each},{EIGHT}\n" for each in ("kyoto", "new", "gone", "live", "all"))
    + f"acme,{SEGMENT}\nkyoto,{SEGMENT}\n",
    "agreements.csv": "partner,agreement,signed_on,expires_on\nkyoto,partnership,2024-08-01,\n",
    "steps.csv": "partner,program,step,done_on\n"
    + f"kyoto,{EIGHT},evaluation,2024-07-15\nkyoto,{EIGHT},legal,2024-07-16\nkyoto,{EIGHT},onboarding,\n"
    + f"gone,{EIGHT},evaluation,2024-01-01\ngone,{EIGHT},launch,2024-02-01\n"
    + "".join(f"live,{EIGHT},{step},2024-01-01\n" for step in (*BEFORE, "governance"))
    + "".join(f"all,{EIGHT},{step},2024-01-01\n" for step in (*BEFORE, *AFTER)),
}


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asking]:
    desk = told(tmp_path_factory.mktemp("steps"), FILES)
    with desk.store.write() as work:  # a program of one's own that is no longer loaded
        work.session.add(StepRow(partner="new", program="own-2025", step="evaluation", done_on=date(2024, 1, 1)))
    yield Asking(desk, SKILL)
    desk.store.close()


def test_the_first_step_that_is_not_done_is_the_current_one(asking: Asking) -> None:
    answer = asking.one("kyoto")
    assert answer.facts == {"done": ["evaluation"], "current": "legal"}
    assert answer.about == "Kyoto Voice in SellWith8 2023"
    assert answer.reply.summary == "In SellWith8 2023, Kyoto Voice is at Legal, step 2 of 10; 1 is done."
    assert figures(answer) == [("Steps done", "1 of 10")]
    assert asking.on(date(2024, 7, 14)).one("kyoto").facts == {"done": [], "current": "evaluation"}
    assert asking.on(date(2024, 7, 16)).one("kyoto").facts == {"done": ["evaluation", "legal"], "current": "onboarding"}
    assert asking.line("new") == "In SellWith8 2023, Newcomer is at Evaluation, step 1 of 10; none is done."


def test_the_checklist_and_the_agreement_of_the_current_step_are_shown(asking: Asking) -> None:
    shown = asking.words("kyoto")
    assert "Legal: The partner signs the partnership agreement. Partnership agreement: signed only from Aug 1" in shown
    assert "Checklist:\n• Partnership agreement signed" in shown
    assert "Rule: 8x8 SellWith8 Program Guide 2023, Step 2, Legal." in shown
    assert asking.words("new").count("\n• ") == 6


def test_every_step_is_listed_with_its_day(asking: Asking) -> None:
    states = {row[0]: row[1:] for row in rows(asking.one("kyoto")) if len(row) == 3}
    assert states["Evaluation"] == ("before launch", "Jul 15, 2024")
    assert states["Legal"] == ("before launch", "recorded for Jul 16, 2024")
    assert states["Onboarding"] == ("before launch", "begun")
    assert states["Governance"] == ("ongoing", "not yet")


def test_after_the_launch_and_at_the_end(asking: Asking) -> None:
    live = asking.one("live")
    assert live.facts["current"] == "enablement"
    assert live.facts["done"] == ["evaluation", "governance", "launch", "launch_prep", "legal", "onboarding"]
    assert live.reply.summary == ("Live has launched in SellWith8 2023 and is at Enablement, step 6 of 10; 6 are done.")
    assert asking.one("all").facts["current"] is None
    assert asking.line("all") == "All Done has done all 10 steps of SellWith8 2023."


def test_a_step_done_before_its_turn_is_pointed_out(asking: Asking) -> None:
    answer = asking.one("gone")
    assert answer.facts == {"done": ["evaluation", "launch"], "current": "legal"}
    assert "Done before a step that should come first: Launch." in asking.words("gone")
    assert "should come first" not in asking.words("live")


def test_a_step_that_was_named_is_answered_first(asking: Asking) -> None:
    assert asking.line("kyoto", step="evaluation", checks=True) == (
        "Yes: Kyoto Voice finished Evaluation in SellWith8 2023 on Jul 15, 2024."
    )
    assert asking.line("kyoto", step="legal", checks=True).startswith(
        "No: Kyoto Voice has not finished Legal; it is recorded for Jul 16, 2024. In SellWith8 2023, Kyoto Voice is at"
    )
    assert asking.line("kyoto", step="launch", checks=True).startswith(
        "No: Kyoto Voice has not finished Launch. In SellWith8"
    )
    wrong = asking.one("kyoto", step="take_off")
    assert (wrong.status, len(wrong.facts["suggestions"])) == ("not_found", 10)  # type: ignore[arg-type]  # names
    assert wrong.reply.summary.startswith(
        "There is no step “take off” in SellWith8 2023. Its steps are Evaluation, Legal"
    )


def test_a_program_without_steps_says_so(asking: Asking) -> None:
    answer = asking.one("acme")
    assert answer.facts == {"done": [], "current": None}
    assert answer.reply.summary == (
        "Segment 2024 has no launch steps, so Acme is at none. It moves through tiers instead."
    )
    assert buttons(answer) == {"What's missing?": "what's missing for acme in Segment 2024"}
    assert asking.one("kyoto", program=SEGMENT).facts["current"] is None


def test_the_steps_themselves(asking: Asking) -> None:
    answer = asking.one()
    assert answer.facts == {"done": [], "current": None}
    assert answer.reply.summary == (
        "SellWith8 2023 has 10 steps: before launch, in order, Evaluation, Legal, Onboarding, Launch preparation and "
        "Launch; ongoing Enablement, Co-marketing, Referrals, Governance and Product collaboration."
    )
    assert asking.line(program=SEGMENT) == "Segment 2024 has no launch steps."
