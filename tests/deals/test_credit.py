"""From an approval to a counted win: the opportunity, the partner on it in time, the tier; and missing credit."""

import pytest

from handlers.documents import Buttons, FieldErrors, Reply
from handlers.errors import NotAllowed
from store.models import PersonRow
from tests.deals.conftest import Days
from tests.deals.opportunities import opportunity
from tests.support.desk import DANA, PAM, SAM


def test_an_approval_makes_the_opportunity_and_adds_the_partner(days: Days) -> None:
    number = days.register(deal_stage="proposal")
    days.press("deals.approve", days.value(number), DANA)
    with days.desk.store.read() as work:
        made = work.opportunities.get(f"OPP-{number}")
        assert made is not None
        assert (made.stage, str(made.earr), made.product) == ("proposal", "120000.00", "segment")
        assert work.opportunities.partners_of(made.id) == {"acme": "influenced"}
    assert days.get(number).opportunity == f"OPP-{number}"


def test_an_open_opportunity_of_the_customer_is_linked_instead(days: Days) -> None:
    with days.desk.store.write() as work:
        opportunity(work, "OPP-70", "Hooli", "proposal", product="segment", customer_domain="hooli.com")
        work.opportunities.join("OPP-70", "acme", "resold", days.today)
    number = days.register(customer="Hooli", customer_domain="hooli.com")
    days.press("deals.approve", days.value(number), DANA)
    assert days.get(number).opportunity == "OPP-70"


@pytest.mark.parametrize(("people", "told"), [(3, "This win takes Acme Communications to Silver"), (0, "still misses")])
def test_a_win_counts_at_once_and_the_tier_it_leads_to_is_named(days: Days, people: int, told: str) -> None:
    with days.desk.store.write() as work:
        for number in range(people):
            work.session.add(
                PersonRow(partner="acme", email=f"n{number}@acme.example", credential="technical", earned_on=days.today)
            )
    number = days.register()
    days.press("deals.approve", days.value(number), DANA)
    days.wait(30)
    values = {"registration": number, "earr": "400k", "closed_on": days.today.isoformat(), "reason": "Price"}
    won = days.press("deals.win_submit", "", **values)
    assert isinstance(won, Reply)
    assert won.summary.startswith(f"{number} is won: Acme Communications with Initrode, $400,000 a year.")
    assert told in won.summary
    assert any(each.startswith(f"user:UPAM: {number} is won") for each in days.said())
    days.desk.as_of = days.today
    assert f"OPP-{number}" in str(days.desk.say("revenue of Acme this year"))
    assert days.actions(number)[-1] == "won"


def test_a_win_has_a_day_that_was_and_an_amount(days: Days) -> None:
    number = days.register()
    days.press("deals.approve", days.value(number), DANA)
    wrong = days.press("deals.win_submit", "", registration=number, earr="x", closed_on="2030-01-01")
    assert isinstance(wrong, FieldErrors)
    assert set(wrong.errors) == {"earr", "closed_on"}


def test_what_is_closed_elsewhere_ends_the_registration_by_itself(days: Days) -> None:
    won, lost = days.register(), days.register(customer="Hooli", customer_domain="hooli.com")
    for number in (won, lost):
        days.press("deals.approve", days.value(number), DANA)
    with days.desk.store.write() as work:
        work.opportunities.close(f"OPP-{won}", "closed_won", days.today, days.now)
        work.opportunities.close(f"OPP-{lost}", "closed_lost", days.today, days.now)
    said = days.wait()
    assert [days.get(each).state for each in (won, lost)] == ["won", "lost"]
    assert sum(f"{won} is won" in each for each in said) == 1


def test_before_a_review_the_manager_is_offered_what_lacks_the_partner(days: Days) -> None:
    number = days.register(customer="Hooli", customer_domain="hooli.com")
    days.press("deals.approve", days.value(number), DANA)
    with days.desk.store.write() as work:
        opportunity(work, "OPP-80", "Hooli Inc", "closed_won", customer_domain="hooli.com", close_on=days.today)
        opportunity(work, "OPP-81", "Hooli Labs", "proposal", customer_domain="hooli.com")
    said = days.wait()  # the review is on Thursday, two working days ahead
    offer = "2 opportunities look like deals of Acme Communications and do not name it."
    assert said.count(f"email:pam@vendor.example: {offer}") == 1
    assert not [each for each in days.wait() if offer in each]
    found = days.press("credit.sweep", "acme")
    assert isinstance(found, Reply)
    labels = [each.label for part in found.parts if isinstance(part, Buttons) for each in part.items]
    assert labels == ["Add to OPP-80", "Register", "Not theirs", "Add to OPP-81", "Register", "Not theirs"]
    late = days.press("credit.attach", "acme|OPP-80")
    assert isinstance(late, Reply)
    assert "does not count for the tier" in late.summary
    days.press("credit.drop", "acme|OPP-81")
    none = days.press("credit.sweep", "Acme Communications")
    assert isinstance(none, Reply)
    assert none.summary == "No opportunity looks like a deal of Acme Communications without naming it."


def test_credit_is_settled_by_the_partners_own_manager(days: Days) -> None:
    with days.desk.store.write() as work:
        opportunity(work, "OPP-82", "Hooli", "proposal")
    for route in ("credit.attach", "credit.drop"):
        with pytest.raises(NotAllowed, match="partners of your own only"):
            days.press(route, "globex|OPP-82", PAM)
    assert isinstance(days.press("credit.attach", "globex|OPP-82", SAM), Reply)
