"""The form as people meet it: from a message, kept when it is closed, two pages, papers asked for."""

import json
from typing import Any

from tests.house.test_deals import DEAL
from tests.support.house import House, Member, state_of
from tests.support.workspace import Workspace

SAID = "Call with Initrode Systems about Segment for Acme Communications: jane@initrode-systems.com wants $120k a year"


def initials(view: dict[str, Any]) -> dict[str, Any]:
    """What is filled in, by field."""
    found = {}
    for block in view["blocks"]:
        element = block.get("element", {})
        option = element.get("initial_option", {}).get("value")
        value = element.get("initial_value") or option or element.get("initial_date")
        if value:
            found[block["block_id"]] = value
    return found


def test_a_message_suggests_partner_customer_domain_amount_and_its_words_as_notes(
    house: House, pam: Member, slack: Workspace
) -> None:
    assert pam.message_shortcut("register_from_message", SAID).status == 200
    view = slack.wait("views.open")["view"]
    filled = initials(view)
    assert filled | {"currency": "USD"} == {
        "partner": "acme",
        "customer": "Initrode Systems",
        "customer_domain": "initrode-systems.com",
        "earr": "120000",
        "currency": "USD",
    }
    second = pam.second_page(view, {name: DEAL[name] for name in DEAL if name not in filled})
    assert house.registrations() == []
    assert second["callback_id"] == "deals.submit"


def test_what_was_typed_is_there_again_after_the_form_was_closed(pam: Member, slack: Workspace) -> None:
    form = pam.form()
    assert form["notify_on_close"] is True
    typed = {name: DEAL[name] for name in ("customer", "evidence", "earr")}
    assert pam.close(form, state_of(form, typed)).status == 200
    assert initials(pam.form()) | {"currency": "USD"} == typed | {"currency": "USD"}


def test_mistakes_do_not_lose_what_was_typed_and_a_registered_deal_leaves_an_empty_form(
    house: House, pam: Member
) -> None:
    assert "errors" in pam.send(pam.form(), DEAL | {"earr": "a lot"})
    assert initials(pam.form())["customer"] == "Initrode"
    pam.send(pam.form(), DEAL)
    assert len(house.registrations()) == 1
    assert set(initials(pam.form())) <= {"currency"}


def test_another_customer_begins_a_form_of_its_own(pam: Member, slack: Workspace) -> None:
    pam.send(pam.form(), DEAL | {"earr": "a lot"})
    pam.say("/partner register Acme at Hooli")
    filled = initials(slack.wait("views.open", 2)["view"])
    assert filled["customer"] == "Hooli"
    assert "evidence" not in filled


def test_a_missing_paper_is_named_with_its_source_and_how_to_get_it(house: House, noa: Member, pam: Member) -> None:
    refused = noa.send(noa.form(), DEAL | {"partner": "nova-1"})
    assert "the Baseline partner agreement is not signed (Twilio Segment" in json.dumps(refused)
    assert "what you typed is kept" in json.dumps(refused)
    resold = pam.send(pam.form(), DEAL | {"role": "resold"})
    assert "resale" in resold["errors"]["role"].lower()
    assert house.registrations() == []
