"""Two partners claim one customer: the first is first, the desk sees why, and neither partner learns of the other."""

import json

import pytest

from handlers.documents import FieldErrors, Reply
from handlers.errors import Conflict, NotAllowed
from tests.deals.conftest import Days
from tests.deals.opportunities import opportunity
from tests.support.desk import DANA, NOA, PAM, SAM


@pytest.fixture
def rivals(days: Days) -> tuple[str, str]:
    """Acme's registration, and Globex's a day later for the same customer under another name."""
    first = days.register(PAM, customer="Initrode AG", customer_domain="", country="DE")
    days.wait()
    return first, days.register(SAM, partner="globex", customer="INITRODE", customer_domain="", country="DE")


def test_the_second_waits_for_a_resolution_and_reads_that_it_was_submitted(days: Days, rivals: tuple[str, str]) -> None:
    first, second = rivals
    assert (days.get(first).state, days.get(second).state) == ("submitted", "conflict_hold")
    receipt = days.messages()[f"registration:{second}/receipt"]
    assert "Submitted" in receipt
    assert "Acme" not in receipt
    assert "conflict" not in receipt.lower()
    card = days.messages()[f"registration:{second}/card"]
    assert "Acme Communications (DR-1001, submitted)" in card
    assert "Same name and country 0.90" in card
    assert "Approve" not in card


def test_nobody_approves_it_before_a_resolution_is_chosen(days: Days, rivals: tuple[str, str]) -> None:
    with pytest.raises(Conflict, match="conflict hold"):
        days.press("deals.approve", days.value(rivals[1]), DANA)


def test_the_first_claim_stands_and_the_other_reads_nothing_but_that(days: Days, rivals: tuple[str, str]) -> None:
    first, second = rivals
    days.press("deals.approve", days.value(first), DANA)
    days.said()
    resolved = days.press(
        "deals.resolve_now",
        "",
        DANA,
        registration=days.value(second),
        resolution="first_stands",
        reason="Acme was first",
    )
    assert isinstance(resolved, Reply)
    news = days.messages()[f"registration:{second}/news"]
    assert "This account is already protected. It may reopen after October 2024." in news
    assert "Acme" not in news
    assert "120,000" in news  # its own amount
    assert (days.get(second).resolution, days.get(second).reason_code) == ("first_stands", "already_protected")


@pytest.mark.parametrize(("resolution", "role"), [("split", "influenced"), ("different", "sourced")])
def test_both_may_stand(days: Days, rivals: tuple[str, str], resolution: str, role: str) -> None:
    first, second = rivals
    for field in ("resolution", "reason"):
        values = {"resolution": resolution, "reason": "They agreed"} | {field: ""}
        refused = days.press("deals.resolve_now", "", DANA, registration=days.value(second), **values)
        assert isinstance(refused, FieldErrors)
        assert set(refused.errors) == {field}
    days.press(
        "deals.resolve_now", "", DANA, registration=days.value(second), resolution=resolution, reason="They agreed"
    )
    for number in rivals:
        days.press("deals.approve", days.value(number), DANA)
    assert [days.get(each).state for each in (first, second)] == ["approved", "approved"]
    assert days.get(second).role == role


def test_the_customer_chooses_within_five_working_days(days: Days, rivals: tuple[str, str]) -> None:
    days.press(
        "deals.resolve_now", "", DANA, registration=days.value(rivals[1]), resolution="customer_chooses", reason="Asked"
    )
    assert str(days.get(rivals[1]).answer_due_on) == "2024-07-23"


def test_who_gains_from_either_claim_does_not_resolve_it(days: Days, rivals: tuple[str, str]) -> None:
    with pytest.raises(NotAllowed, match="You submitted DR-1002 yourself"):
        days.press("deals.resolve", days.value(rivals[1]), SAM)
    other = days.register(NOA, partner="top", customer="Initrode", customer_domain="", country="DE")
    with pytest.raises(NotAllowed, match="DR-1002"):
        days.press("deals.resolve", days.value(other), SAM)


def test_what_looks_alike_is_looked_at_before_it_is_approved(days: Days) -> None:
    days.register(PAM, customer="Weyland Yutani", customer_domain="", country="DE")
    second = days.register(SAM, partner="globex", customer="Weyland Yamani", customer_domain="", country="DE")
    assert days.get(second).state == "submitted"
    with pytest.raises(Conflict, match="say that you have looked at it first"):
        days.press("deals.approve", days.value(second), DANA)
    days.press("deals.looked", days.value(second), DANA)
    days.press("deals.approve", days.value(second), DANA)
    assert days.get(second).state == "approved"
    assert "looked_at" in days.actions(second)


def test_an_open_opportunity_of_nobody_holds_and_a_new_product_for_a_customer_does_not(days: Days) -> None:
    with days.desk.store.write() as work:
        opportunity(work, "OPP-90", "Vandelay", "proposal", product="segment", customer_domain="vandelay.com")
        opportunity(work, "OPP-91", "Soylent", "closed_won", product="flex")
    held = days.register(customer="Vandelay Inc.", customer_domain="vandelay.com")
    assert days.get(held).state == "conflict_hold"
    free = days.register(customer="Soylent Corp", customer_domain="")
    assert days.get(free).state == "submitted"
    with days.desk.store.read() as work:
        (kept,) = work.matches.of(free)
    assert (kept.other, kept.score) == ("OPP-91", 50)
    assert json.loads(kept.parts)[-1][0] == "New product for a customer"


def test_an_amended_customer_is_held_against_the_others_anew(days: Days) -> None:
    days.register(PAM)
    second = days.register(SAM, partner="globex", customer="Hooli", customer_domain="hooli.com")
    amended = days.press(
        "deals.amend_submit",
        "",
        SAM,
        registration=second,
        customer="Initrode",
        customer_domain="initrode.com",
        products=("twilio-segment-2024/segment",),
        earr="120k",
        currency="USD",
        expected_close_on="2024-12-31",
        deal_stage="",
        notes="",
    )
    assert isinstance(amended, Reply)
    assert days.get(second).state == "conflict_hold"
    assert days.actions(second) == ["submitted", "amended", "held"]
    days.press("deals.withdraw", second, SAM)
    assert days.get(second).state == "withdrawn"
