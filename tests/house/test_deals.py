"""A deal on its way through the house: registered once, decided once, everybody concerned told."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import text

from tests.support.house import DEALS, House, Member, button, buttons
from tests.support.slack import Answer
from tests.support.workspace import Workspace

DEAL: dict[str, Any] = {
    "partner": "acme",
    "customer": "Initrode",
    "customer_domain": "https://www.initrode.example.com/about",
    "country": "GB",
    "products": ["twilio-segment-2024/segment"],
    "earr": "120k",
    "expected_close_on": "2024-12-31",
    "role": "sourced",
    "evidence": "Workshop with the CTO on July 10",
}


@pytest.fixture
def registered(pam: Member) -> dict[str, Any]:
    return pam.send(pam.form(), DEAL)


def in_words(answer: Answer, slack: Workspace, number: int = 1) -> str:
    """What the person who pressed a button is told."""
    assert (answer.status, answer.body) == (200, b"")
    told = slack.wait("hook", number)
    assert told["response_type"] == "ephemeral"
    return str(told["text"])


def test_the_command_opens_the_form_with_what_was_already_said(pam: Member, slack: Workspace) -> None:
    assert pam.say("/partner register Acme") == {}
    opened = slack.wait("views.open")
    assert opened["trigger_id"].startswith("trigger.")
    assert "Acme Communications" in json.dumps(opened["view"]["blocks"])


def test_the_global_shortcut_opens_the_same_form(pam: Member, slack: Workspace) -> None:
    assert pam.shortcut("register_deal").status == 200
    assert slack.wait("views.open")["view"] == pam.form()


def test_partners_and_countries_are_found_while_typing(pam: Member, noa: Member) -> None:
    found = pam.suggest("partners.search", "aC").json()["options"]
    assert [(each["value"], each["text"]["text"]) for each in found] == [("acme", "Acme Communications")]
    everybody, own = (each.suggest("partners.search", "").json()["options"] for each in (noa, pam))
    assert len(everybody) == 7
    assert {each["value"] for each in own} == {"acme", "kyoto", "nova-1", "nova-2", "top"}
    assert pam.suggest("partners.search", "zzz").json() == {"options": []}
    assert pam.suggest("countries.search", "united k").json()["options"][0]["value"] == "GB"


def test_mistakes_stand_at_their_fields_and_the_corrected_form_registers(
    house: House, pam: Member, slack: Workspace
) -> None:
    form = pam.form()
    wrong = DEAL | {"earr": "a lot", "expected_close_on": "2024-07-01", "customer_domain": "gmail.com", "products": []}
    errors = pam.send(form, wrong, id="V1", hash="h1")
    assert errors["response_action"] == "errors"
    assert set(errors["errors"]) == {"earr", "expected_close_on", "customer_domain", "products"}
    assert "“a lot” is not an amount" in errors["errors"]["earr"]
    assert house.registrations() == []
    receipt = pam.send(form, DEAL, id="V1", hash="h1")
    assert receipt["response_action"] == "update"
    assert "Registered as DR-1001" in json.dumps(receipt)
    assert "An answer is due by Wed Jul 17, 2024." in json.dumps(receipt)
    assert slack.message("DU0PAM", "Registered as DR-1001")
    card = slack.message(DEALS, "New deal registration DR-1001")
    assert buttons(card) == ["Approve", "Decline", "Ask", "Approve with another role", "Hold", "Take"]
    assert "Workshop with the CTO" in card["text"]


@pytest.mark.usefixtures("registered")
def test_an_approval_rewrites_the_card_in_place_and_tells_the_submitter(
    house: House, dana: Member, sam: Member, slack: Workspace
) -> None:
    card = dict(slack.message(DEALS, "DR-1001"))
    house.delivered()  # whoever decides before the card is settled finds the reason on the card alone
    told = in_words(dana.click(card, "Approve"), slack)
    assert "DR-1001 is approved" in told
    assert slack.message("DU0PAM", "DR-1001 is approved")
    decided = slack.message(DEALS, "Approved: DR-1001")
    assert decided["ts"] == card["ts"]
    assert slack.wait("chat.update")["ts"] == card["ts"]
    assert buttons(decided) == ["Won", "Lost", "Extend", "Revoke"]
    late = in_words(sam.click(card, "Decline"), slack, 2)
    assert late.startswith("Dana Ruiz already approved DR-1001 on Jul 15, 2024. Nothing changed. From there it can be")
    house.delivered()
    assert len([each for each in slack.words(DEALS) if each.startswith("Approved: ")]) == 1
    assert slack.words(DEALS)[-1].startswith("DR-1001 is approved")  # below the card
    entries = house.audit("registration:DR-1001")
    assert [(each.action, each.actor) for each in entries] == [
        ("registration.submitted", "T0TEAM/U0PAM Pam Okafor"),
        ("registration.approved", "T0TEAM/U0DANA Dana Ruiz"),
    ]


@pytest.mark.usefixtures("registered")
def test_a_decline_asks_for_its_reason_and_tells_it(house: House, dana: Member, slack: Workspace) -> None:
    card = slack.message(DEALS, "DR-1001")
    before = slack.count("views.open")
    dana.click(card, "Decline")
    form = slack.wait("views.open", before + 1)["view"]
    assert "reason" in dana.send(form, {"reason": "  "})["errors"]
    assert "DR-1001 is declined" in json.dumps(dana.send(form, {"reason": "Already with <!here> & sons"}))
    assert slack.message(DEALS, "Declined: DR-1001")["ts"] == card["ts"]
    news = slack.message("DU0PAM", "DR-1001 is declined")
    assert "Already with &lt;!here&gt; &amp; sons" in news["text"]
    assert house.audit("registration:DR-1001")[-1].reason == "Already with <!here> & sons"


@pytest.mark.usefixtures("registered")
@pytest.mark.parametrize(
    ("action", "value"),
    [("deals.approve#1", "DR-1001|1"), ("deals.approve", "DR-1001"), ("deals.decline#9", "DR-1001|1")],
)
def test_a_manager_can_decide_nothing_not_even_with_a_crafted_button(
    house: House, pam: Member, slack: Workspace, action: str, value: str
) -> None:
    before = slack.count("views.open")
    assert "Your role is manager, which does not include this: approve or decline" in in_words(
        pam.press(action, value), slack
    )
    assert house.registrations() == [("DR-1001", "Initrode", "submitted")]
    assert slack.count("views.open") == before


@pytest.mark.usefixtures("registered")
def test_a_manager_cannot_decide_by_a_crafted_form(house: House, pam: Member, dana: Member, slack: Workspace) -> None:
    before = slack.count("views.open")
    dana.click(slack.message(DEALS, "DR-1001"), "Decline")
    form = slack.wait("views.open", before + 1)["view"]
    refused = pam.send(form, {"reason": "Because"})
    assert "Ask noa@vendor.example, who can change that." in json.dumps(refused)
    assert house.registrations() == [("DR-1001", "Initrode", "submitted")]


def test_nobody_decides_a_deal_of_their_own(house: House, noa: Member, slack: Workspace) -> None:
    noa.send(noa.form(), DEAL)
    card = slack.message(DEALS, "DR-1001")
    assert "another approver has to decide it" in in_words(noa.click(card, "Approve"), slack)
    assert house.registrations() == [("DR-1001", "Initrode", "submitted")]


def test_a_form_that_arrives_twice_registers_once(house: House, pam: Member, slack: Workspace) -> None:
    form = pam.form()
    pam.send(form, DEAL, id="V1", hash="h1")
    again = pam.send(form, DEAL, id="V1", hash="h1")
    assert "received before" in json.dumps(again)
    house.delivered()
    assert len(house.registrations()) == 1
    assert len(slack.words(DEALS)) == 1


def test_a_form_that_arrives_eight_times_at_once_registers_once(house: House, pam: Member, slack: Workspace) -> None:
    form = pam.form()
    with ThreadPoolExecutor(8) as at_once:
        list(at_once.map(lambda _: pam.send(form, DEAL, id="V1", hash="h1"), range(8)))
    house.delivered()
    assert house.registrations() == [("DR-1001", "Initrode", "submitted")]
    assert len(slack.words(DEALS)) == 1
    assert len(house.audit("registration:DR-1001")) == 1


def test_two_approvers_at_once_decide_once(
    house: House, pam: Member, dana: Member, sam: Member, slack: Workspace
) -> None:
    pam.send(pam.form(), DEAL)
    card = dict(slack.message(DEALS, "DR-1001"))
    with ThreadPoolExecutor(2) as at_once:
        list(at_once.map(lambda who: who.click(card, "Approve"), (dana, sam)))
    told = [slack.wait("hook", number)["text"] for number in (1, 2)]
    assert sum("is approved" in each for each in told) == 1
    assert sum("already approved" in each for each in told) == 1
    assert len(house.audit("registration:DR-1001")) == 2


def test_a_registration_that_changed_since_its_card_is_shown_anew_before_it_is_decided(
    house: House, pam: Member, dana: Member, slack: Workspace
) -> None:
    pam.send(pam.form(), DEAL)
    card = dict(slack.message(DEALS, "DR-1001"))
    house.delivered()
    with house.service.store.write() as work:
        work.session.execute(text("UPDATE registrations SET customer = 'Initrode AG', version = version + 1"))
    assert "changed" in in_words(dana.click(card, "Approve"), slack)
    assert house.registrations() == [("DR-1001", "Initrode AG", "submitted")]
    fresh = slack.message(DEALS, "Initrode AG")
    assert button(fresh, "Approve")["value"] == "DR-1001|2"
    assert "is approved" in in_words(dana.click(fresh, "Approve"), slack, 2)
    assert slack.message(DEALS, "Approved: DR-1001")["ts"] == card["ts"]
