"""What happens by itself over days, weeks and a year, by a clock that a test moves."""

import pytest

from handlers.documents import FieldErrors, Form, Reply
from handlers.errors import Conflict
from tests.deals.conftest import Days
from tests.support.desk import DANA, NOA, PAM, SAM

EXTENDED = {"happened_on": "2024-10-01", "evidence": "Demo for the board"}


def test_an_answer_that_does_not_come_is_asked_for_then_late_then_escalated(days: Days) -> None:
    number = days.register()  # Monday; due on Wednesday
    days.said()
    assert days.wait() == [f"channel:CDEALS: {number} waits for an answer by Jul 17, 2024: {deal()}"]
    assert days.wait() == []  # Wednesday, the last day
    late = f"The answer to {number} is late, it was due by Jul 17, 2024: {deal()}"
    assert sorted(days.wait()) == [f"channel:CDEALS: {late}", f"email:pam@vendor.example: {late}", f"user:UPAM: {late}"]
    assert days.wait(20) == []  # the desk has no admins by setting: there is nobody to escalate to
    days.press("deals.approve", days.value(number), DANA)
    assert "approved" in days.actions(number)


def test_a_weekend_and_a_holiday_do_not_count(days: Days) -> None:
    days.wait(4)  # Friday, July 19
    number = days.register()
    days.said()
    assert days.get(number).answer_due_on is not None
    assert days.wait(2) == []
    assert len(days.wait()) == 1  # Monday


def test_the_clock_stands_still_while_information_is_awaited_and_only_those_fields_open(days: Days) -> None:
    number = days.register()
    asked = days.press(
        "deals.ask_submit",
        "",
        DANA,
        registration=days.value(number),
        question="Which CTO?",
        fields=("evidence", "country"),
    )
    assert isinstance(asked, Reply)
    assert f"user:UPAM: The deal desk asks about {number}: Which CTO?" in days.said()
    assert days.wait(2) == []  # the second working day passes without a reminder to the desk
    assert days.wait() == [f"user:UPAM: The deal desk still waits for your answer about {number}: Which CTO?"]
    form = days.press("deals.answer", number)
    assert isinstance(form, Form)
    assert [each.name for each in form.fields] == ["country", "evidence"]
    wrong = days.press("deals.answer_submit", "", registration=number, country="XX", evidence="x")
    assert isinstance(wrong, FieldErrors)
    days.press("deals.answer_submit", "", registration=number, country="GB", evidence="Jane, their CTO", earr="1")
    it = days.get(number)
    assert (it.state, it.evidence, str(it.earr)) == ("in_review", "Jane, their CTO", "120000.00")
    assert str(it.answer_due_on) == "2024-07-22"  # Wednesday, and the three working days that it stood still
    assert str(it.submitted_on) == "2024-07-15"


def test_information_that_never_comes_withdraws_it_after_reminders(days: Days) -> None:
    number = days.register()
    days.press("deals.ask_submit", "", DANA, registration=days.value(number), question="Who?", fields=("evidence",))
    days.said()
    said = days.wait(15)
    assert [each for each in said if "still waits" in each] == [
        f"user:UPAM: The deal desk still waits for your answer about {number}: Who?"
    ] * 2
    assert said[-1].startswith(f"user:UPAM: {number} is withdrawn")
    assert days.get(number).state == "withdrawn"
    assert days.actions(number)[-1] == "lapsed"


def test_protection_is_warned_of_extended_once_and_ends(days: Days) -> None:
    number = days.register()
    days.press("deals.approve", days.value(number), DANA)
    assert str(days.get(number).protected_until) == "2024-10-13"
    days.said()
    said = days.wait(80)
    assert sum("days more, through Oct 13, 2024" in each for each in said) == 4  # 30 and 14 days, to two people
    assert sum("No news of" in each for each in said) == 1
    assert sum("is at risk" in each for each in said) == 1
    extended = days.press("deals.extend_submit", "", registration=number, **EXTENDED)
    assert isinstance(extended, Reply)
    assert extended.summary == f"{number} is protected through Dec 12, 2024."
    with pytest.raises(Conflict, match="program admin decides about another extension"):
        days.press("deals.extend", number)
    said = days.wait(75)
    assert sum("more, through Dec 12, 2024" in each for each in said) == 6  # 30, 14 and 3 days
    assert days.get(number).state == "expired"
    assert sum(f"{number} is expired" in each for each in said) == 1


def test_old_evidence_does_not_extend(days: Days) -> None:
    number = days.register()
    days.press("deals.approve", days.value(number), DANA)
    days.wait(40)
    refused = days.press("deals.extend_submit", "", registration=number, happened_on="2024-07-16", evidence="x")
    assert isinstance(refused, FieldErrors)
    assert refused.errors == {"happened_on": "Evidence is of the last 30 days, not after today."}


def test_what_expired_lately_is_taken_up_again_unless_somebody_else_came(days: Days) -> None:
    number = days.register()
    days.press("deals.approve", days.value(number), DANA)
    days.wait(95)
    assert days.get(number).state == "expired"
    days.press("deals.reinstate", days.value(number))
    assert (days.get(number).state, str(days.get(number).submitted_on)) == ("approved", "2024-07-15")


def test_an_appeal_goes_to_somebody_else(days: Days) -> None:
    number = days.register()
    days.press("deals.decline_submit", "", DANA, registration=days.value(number), code="other", reason="Too early")
    days.press("deals.appeal_submit", "", registration=number, reason="They signed a letter")
    with pytest.raises(Conflict, match="appealed"):
        days.press("deals.approve", days.value(number), SAM)
    ruled = days.press("deals.rule_submit", "", NOA, registration=number, ruling="reopen", reason="The letter counts")
    assert isinstance(ruled, Reply)
    with pytest.raises(Conflict, match="You decided it before"):
        days.press("deals.approve", days.value(number), DANA)
    days.press("deals.approve", days.value(number), SAM)
    assert days.get(number).state == "approved"
    assert days.actions(number) == ["submitted", "declined", "appealed", "reopened", "approved"]


def test_a_year_without_anybody_says_each_thing_once_and_restarts_double_nothing(days: Days) -> None:
    first = days.register()
    second = days.register(SAM, partner="globex", customer="Hooli", customer_domain="hooli.com")
    days.press("deals.approve", days.value(first), DANA)
    said = []
    for _ in range(52):
        days.clock = type(days.clock)(days.desk.store, days.clock._catalog, days.clock._settings)
        said += days.wait(7)
    assert len(said) == len(set(said))
    assert days.get(first).state == "expired"
    assert days.get(second).state == "submitted"  # nobody is declined by a clock


def test_two_approvers_of_whom_one_lets_go(days: Days) -> None:
    number = days.register()
    days.press("deals.approve", days.value(number), DANA)
    with pytest.raises(Exception, match="which does not include this"):
        days.press("deals.revoke", days.value(number), PAM)
    days.press("deals.revoke_submit", "", NOA, registration=days.value(number), reason="The customer says no")
    assert days.get(number).state == "approved"
    with pytest.raises(Conflict, match="second approver"):
        days.press("deals.revoke_submit", "", NOA, registration=days.value(number), reason="Again")


def deal() -> str:
    return "Acme Communications with Initrode, $120,000 a year"
