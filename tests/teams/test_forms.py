"""Forms as dialogs: opened by a button, errors at their fields with everything kept, one registration in the end."""

import json
from typing import Any

from tests.support.teams_house import TeamsHouse, TeamsMember, buttons, elements
from tests.support.teams_world import CHANNEL, TeamsWorld

FIRST: dict[str, Any] = {
    "partner": "acme",
    "customer": "Initrode",
    "customer_domain": "https://www.initrode.example.com/about",
    "country": "GB",
}


def opened(member: TeamsMember, words: str = "register a deal for Acme") -> dict[str, Any]:
    """The dialog that the button below an answer opens."""
    answer = member.says(words)
    label = next(each for each in buttons(answer.card) if each.startswith("Open"))
    return member.presses(answer, label)


def shown(dialog: dict[str, Any]) -> dict[str, Any]:
    card: dict[str, Any] = dialog["task"]["value"]["card"]["content"]
    return card


def inputs(dialog: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {each["id"]: each for each in elements(shown(dialog)) if each["type"].startswith("Input.")}


def test_a_typed_request_gives_a_button_that_opens_the_form(pam: TeamsMember) -> None:
    dialog = opened(pam)
    assert dialog["task"]["type"] == "continue"
    assert inputs(dialog)["partner"]["value"].startswith("acme,")


def test_partners_are_found_while_typing(pam: TeamsMember) -> None:
    found = pam.searches(opened(pam), "partner", "ac")
    assert [each["title"] for each in found] == ["Acme Communications"]


def test_mistakes_come_back_with_everything_that_was_typed(house: TeamsHouse, pam: TeamsMember) -> None:
    wrong = pam.fills(opened(pam), **(FIRST | {"customer_domain": "gmail.com"}))
    kept = inputs(wrong)
    assert kept["customer"]["value"] == "Initrode"
    assert kept["customer_domain"]["value"] == "gmail.com"
    assert "gmail.com" in json.dumps(shown(wrong))
    assert any(each.get("color") == "Attention" or each.get("color") == "attention" for each in elements(shown(wrong)))


def test_a_form_of_somebody_else_is_not_taken(pam: TeamsMember, dana: TeamsMember) -> None:
    dialog = opened(pam)
    answer = dana.fills(dialog, **FIRST)
    assert "nothing was saved" in json.dumps(answer)


def test_a_file_comes_as_a_link_in_ones_own_chat(house: TeamsHouse, noa: TeamsMember, world: TeamsWorld) -> None:
    answer = noa.says("which partners are there")
    label = next((each for each in buttons(answer.card) if "CSV" in each or "Export" in each), None)
    assert label, buttons(answer.card)
    noa.presses(answer, label)
    link = world.wait(2)
    url = next(each["url"] for each in elements(link.card) if each["type"] == "Action.OpenUrl")
    import httpx

    got = httpx.get(url.replace("http://127.0.0.1:1", house.url))
    assert got.status_code == 200
    assert "Acme Communications" in got.text
    assert got.headers["content-disposition"].startswith("attachment")
    assert httpx.get(f"{house.url}/files/wrong/x.csv").status_code == 404


def test_a_wrong_answer_asks_what_is_right(house: TeamsHouse, pam: TeamsMember) -> None:
    answer = pam.says("tier of Acme")
    dialog = pam.presses(answer, "Wrong")
    assert "comment" in inputs(dialog)
    assert "Your note is kept" in json.dumps(pam.fills(dialog, comment="It is silver."))
    assert "Thank you" in json.dumps(pam.presses(answer, "Right"))


def test_a_command_that_needs_a_form_gives_its_button(pam: TeamsMember) -> None:
    dialog = pam.presses(pam.says("reminders"), "Open the form")
    assert inputs(dialog)


def test_the_menu_of_a_message_opens_the_form_with_what_it_says(pam: TeamsMember) -> None:
    said = "<p>Acme wants <b>Segment</b> for Initrode &amp; Sons (initrode.com), about 120k</p>"
    payload = {"id": "1", "body": {"contentType": "html", "content": said}}
    value = {"commandId": "register_from_message", "commandContext": "message", "messagePayload": payload}
    dialog = pam.invoke("composeExtension/fetchTask", value, CHANNEL)
    assert inputs(dialog)["partner"]["value"].startswith("acme,")
    assert inputs(dialog)["customer_domain"]["value"] == "initrode.com"
    submit = next(each for each in shown(dialog)["actions"] if each["type"] == "Action.Submit")
    again = pam.invoke("composeExtension/submitAction", {"data": {**submit["data"], "customer": "Initrode"}}, CHANNEL)
    assert inputs(again)["customer"]["value"] == "Initrode"


def test_the_menu_beside_the_box_opens_an_empty_form(pam: TeamsMember, gus: TeamsMember) -> None:
    value = {"commandId": "register_deal", "commandContext": "compose"}
    assert "partner" in inputs(pam.invoke("composeExtension/fetchTask", value))
    refused = gus.invoke("composeExtension/fetchTask", value)
    assert "I answer the vendor's own staff only" in json.dumps(refused)
    unknown = pam.invoke("composeExtension/fetchTask", {"commandId": "from the future"})
    assert "older version" in json.dumps(unknown)


def test_a_form_that_is_sent_twice_shows_that_it_was_received(pam: TeamsMember) -> None:
    dialog = pam.presses(pam.says("tier of Acme"), "Wrong")
    pam.fills(dialog, comment="It is silver.")
    again = pam.fills(dialog, comment="It is silver.")
    assert inputs(again) == {}
    assert "This was received before" in json.dumps(again)
