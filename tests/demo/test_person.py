"""What a person does on the page reaches a real Bolt app as signed requests, and its answers come back."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from slack_sdk.webhook import WebhookClient

from bot.demo.ids import IDS
from tests.demo.playing import Playing
from tests.demo.visitor import Visitor

LA = ZoneInfo("America/Los_Angeles")


@pytest.fixture
def pam(play: Playing) -> Visitor:
    return Visitor(play.url, IDS.pam)


@pytest.fixture
def dana(play: Playing) -> Visitor:
    return Visitor(play.url, IDS.dana)


def sent(visitor: Visitor, name: str) -> dict[str, Any]:
    """The newest request of this name that the app got."""
    exchanges = [each for each in visitor.sees()["traffic"] if each["direction"] == "to_app" and each["name"] == name]
    found: dict[str, Any] = exchanges[-1]
    return found


def filled(**values: Any) -> dict[str, Any]:
    chosen = {"selected_option": {"text": {"type": "plain_text", "text": "Acme"}, "value": "acme"}}
    return {
        "partner": {"partners.search": {"type": "external_select", **chosen}},
        "customer": {"value": {"type": "plain_text_input", "value": "Northwind"}},
        "amount": {"value": {"type": "plain_text_input", "value": "75,000"}},
    } | {name: {"value": {"type": "plain_text_input", "value": value}} for name, value in values.items()}


def open_form(visitor: Visitor) -> str:
    assert visitor.does("command", channel=IDS.partner_desk, command="/partner", text="register") == {"ok": True}
    view = visitor.sees()["view"]
    assert view["title"]["text"] == "Register a deal"
    return str(view["id"])


def test_a_command_is_answered_for_the_asker_alone(pam: Visitor, dana: Visitor) -> None:
    assert pam.does("command", channel=IDS.partner_desk, command="/partner", text="tier Acme") == {"ok": True}
    ran, answer = pam.messages(IDS.partner_desk)[-2:]
    assert (ran["text"], ran["command"]) == ("/partner tier Acme", True)
    assert answer["ephemeral"]
    assert answer["text"].startswith("Acme is Bronze")
    assert dana.messages(IDS.partner_desk) == []


def test_an_app_that_fails_is_said_in_words(pam: Visitor) -> None:
    result = pam.does("command", channel=IDS.partner_desk, command="/partner", text="break")
    assert result == {"ok": False, "problem": "Tierline answered with HTTP status 500."}


def test_a_direct_message_is_heard_and_a_channel_message_only_with_a_mention(pam: Visitor) -> None:
    direct = next(each["id"] for each in pam.sees()["channels"] if each["direct"])
    pam.does("say", channel=direct, text="hello")
    said, heard = pam.messages(direct)
    assert said["text"] == "hello"
    assert heard["text"].startswith("I heard you")
    pam.does("say", channel=IDS.pipeline_reviews, text="just among us")
    assert len(pam.messages(IDS.pipeline_reviews)) == 1
    pam.does("say", channel=IDS.pipeline_reviews, text=f"<@{IDS.bot_user}> what is missing?")
    question, answer = pam.messages(IDS.pipeline_reviews)[-2:]
    assert answer["thread_ts"] == question["ts"]
    assert sent(pam, "app_mention")["request"]["is_ext_shared_channel"] is False


def test_a_form_with_a_mistake_stays_open_and_says_where(pam: Visitor) -> None:
    view = open_form(pam)
    result = pam.does("submit", view=view, values=filled(amount="lots"))
    assert result == {"ok": False, "errors": {"amount": "An amount in figures, such as 75,000."}}
    assert pam.sees()["view"]["id"] == view


def test_a_registration_is_posted_and_the_approver_decides_it_in_place(pam: Visitor, dana: Visitor) -> None:
    assert pam.does("submit", view=open_form(pam), values=filled()) == {"ok": True}
    assert pam.sees()["view"] is None
    card = dana.messages(IDS.deal_desk)[-1]
    button = next(each for block in card["blocks"] for each in block.get("elements", []) if each["type"] == "button")
    action = {key: button[key] for key in ("type", "action_id", "value", "text")}
    assert dana.does("press", channel=IDS.deal_desk, ts=card["ts"], action=action) == {"ok": True}
    decided = dana.messages(IDS.deal_desk)[-1]
    assert (decided["ts"], decided["edited"]) == (card["ts"], True)
    assert decided["text"].startswith("DR-1001 is approved")


def test_a_search_field_is_answered_by_the_app(pam: Visitor) -> None:
    view = open_form(pam)
    found = pam.does("options", view=view, block_id="partner", action_id="partners.search", value="glo")
    assert [each["value"] for each in found["options"]] == ["globex"]


def test_two_equal_searches_differ_on_the_wire(pam: Visitor) -> None:
    """A guard that refuses replays must let a second, equal search pass."""
    view = open_form(pam)
    ask = {"view": view, "block_id": "partner", "action_id": "partners.search", "value": "a"}
    requests = []
    for _ in range(2):
        assert pam.does("options", **ask)["ok"]
        requests.append(sent(pam, "block_suggestion")["request"])
    assert requests[0] != requests[1]


def test_a_dialog_can_be_closed_only_by_the_person_who_has_it_open(pam: Visitor, dana: Visitor) -> None:
    view = open_form(pam)
    assert dana.does("close", view=view) == {"ok": False, "problem": "This dialog is no longer open."}
    assert pam.does("close", view=view) == {"ok": True}
    assert pam.sees()["view"] is None


def test_the_shortcut_opens_the_form(pam: Visitor) -> None:
    assert pam.does("shortcut", callback_id="register_deal") == {"ok": True}
    assert pam.sees()["view"]["callback_id"] == "deals.submit"


def test_the_home_tab_is_drawn_when_it_is_looked_at(pam: Visitor) -> None:
    assert pam.does("home") == {"ok": True}
    assert pam.sees()["home"]["blocks"]


def test_an_answer_address_adds_rewrites_and_takes_away(pam: Visitor, dana: Visitor) -> None:
    pam.does("command", channel=IDS.partner_desk, command="/partner", text="tier Acme")
    note = pam.messages(IDS.partner_desk)[-1]
    pam.does("press", channel=IDS.partner_desk, ts=note["ts"], action={"type": "button", "action_id": "x"})
    hook = WebhookClient(sent(pam, "block_actions")["request"]["response_url"])
    assert hook.send_dict({"text": "said to all", "response_type": "in_channel"}).status_code == 200
    assert dana.messages(IDS.partner_desk)[-1]["text"] == "said to all"
    hook.send_dict({"text": "rewritten", "replace_original": True})
    assert next(each for each in pam.messages(IDS.partner_desk) if each["ts"] == note["ts"])["text"] == "rewritten"
    hook.send_dict({"delete_original": True})
    assert note["ts"] not in [each["ts"] for each in pam.messages(IDS.partner_desk)]


def test_the_clock_goes_to_the_next_working_morning_over_the_weekend(play: Playing, pam: Visitor) -> None:
    before = play.clock.now().astimezone(LA)
    assert before.strftime("%A") == "Friday"
    pam.does("clock", step="morning")
    after = datetime.fromtimestamp(pam.sees()["clock"]["now"], LA)
    assert (after.strftime("%A %H:%M"), (after.date() - before.date()).days) == ("Monday 09:05", 3)
    pam.does("clock", step="fortnight")
    later = datetime.fromtimestamp(pam.sees()["clock"]["now"], LA)
    assert (later.strftime("%A %H:%M"), (later.date() - after.date()).days) == ("Monday 09:05", 14)


def test_a_page_that_asks_nonsense_gets_an_answer_in_words(pam: Visitor) -> None:
    assert pam.does("command", channel="C9", command="/partner", text="")["problem"].endswith("(channel_not_found).")
    assert pam.does("dance")["problem"] == "The page asked for something unknown."
    assert pam.does("say", text="no channel")["problem"] == "The page sent something that cannot be read."
