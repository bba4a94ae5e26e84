"""The played Web API, called by Slack's own client over HTTP."""

from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.demo.ids import IDS
from tests.demo.playing import Playing
from tests.demo.small_app import TOKEN
from tests.demo.visitor import Visitor

MODAL = {"type": "modal", "title": {"type": "plain_text", "text": "T"}, "blocks": [{"type": "divider"}]}


@pytest.fixture
def client(play: Playing) -> WebClient:
    return WebClient(TOKEN, base_url=f"{play.url}/api/")


def error_of(call: Callable[[], Any]) -> str:
    with pytest.raises(SlackApiError) as caught:
        call()
    return str(caught.value.response["error"])


def test_the_bot_learns_who_it_is(client: WebClient) -> None:
    me = client.auth_test()
    assert (me["user_id"], me["bot_id"], me["team_id"]) == (IDS.bot_user, IDS.bot, IDS.team)


def test_a_wrong_or_missing_token_is_refused(play: Playing) -> None:
    assert error_of(WebClient("xoxb-other", base_url=f"{play.url}/api/").auth_test) == "invalid_auth"
    assert error_of(WebClient(base_url=f"{play.url}/api/").auth_test) == "not_authed"


def test_an_unknown_method_is_named(client: WebClient) -> None:
    assert error_of(lambda: client.api_call("chat.scheduleMessage")) == "unknown_method"


def test_a_posted_message_is_found_with_its_metadata_only_when_asked_for(client: WebClient) -> None:
    mark = {"event_type": "delivery", "event_payload": {"occurrence": "abc"}}
    ts = client.chat_postMessage(channel=IDS.partner_desk, text="marked", metadata=mark)["ts"]
    plain = client.conversations_history(channel=IDS.partner_desk, latest=ts, inclusive=True, limit=1)["messages"]
    full = client.conversations_history(
        channel=IDS.partner_desk, latest=ts, inclusive=True, limit=1, include_all_metadata=True
    )["messages"]
    assert [each["ts"] for each in plain] == [ts]
    assert "metadata" not in plain[0]
    assert full[0]["metadata"] == mark


def test_history_begins_after_oldest_and_goes_on_with_a_cursor(client: WebClient) -> None:
    first, second, third = (client.chat_postMessage(channel=IDS.deal_desk, text=f"{n}")["ts"] for n in range(3))
    page = client.conversations_history(channel=IDS.deal_desk, oldest=first, limit=1)
    rest = client.conversations_history(
        channel=IDS.deal_desk, oldest=first, limit=1, cursor=page["response_metadata"]["next_cursor"]
    )
    assert [each["ts"] for each in page["messages"]] == [third]
    assert [each["ts"] for each in rest["messages"]] == [second]
    assert not rest["has_more"]


def test_a_thread_holds_its_first_message_and_the_replies(client: WebClient) -> None:
    root = client.chat_postMessage(channel=IDS.partner_desk, text="root")["ts"]
    reply = client.chat_postMessage(channel=IDS.partner_desk, text="reply", thread_ts=root)["ts"]
    thread = client.conversations_replies(channel=IDS.partner_desk, ts=root)["messages"]
    listed = client.conversations_history(channel=IDS.partner_desk)["messages"]
    assert [each["ts"] for each in thread] == [root, reply]
    assert reply not in [each["ts"] for each in listed]


def test_an_update_rewrites_in_place_and_a_deleted_message_is_gone(client: WebClient) -> None:
    ts = client.chat_postMessage(channel=IDS.partner_desk, text="before")["ts"]
    client.chat_update(channel=IDS.partner_desk, ts=ts, text="after")
    newest = client.conversations_history(channel=IDS.partner_desk, limit=1)["messages"][0]
    assert (newest["ts"], newest["text"]) == (ts, "after")
    client.chat_delete(channel=IDS.partner_desk, ts=ts)
    assert error_of(lambda: client.chat_update(channel=IDS.partner_desk, ts=ts, text="x")) == "message_not_found"


def test_nobody_may_rewrite_what_a_person_wrote(client: WebClient, play: Playing) -> None:
    pam = Visitor(play.url, IDS.pam)
    pam.does("say", channel=IDS.partner_desk, text="mine")
    ts = pam.messages(IDS.partner_desk)[-1]["ts"]
    assert error_of(lambda: client.chat_update(channel=IDS.partner_desk, ts=ts, text="x")) == "cant_update_message"


def test_a_message_to_a_person_lands_in_the_direct_line_that_only_they_see(client: WebClient, play: Playing) -> None:
    opened = client.conversations_open(users=IDS.dana)["channel"]["id"]
    posted = client.chat_postMessage(channel=IDS.dana, text="for Dana")
    assert posted["channel"] == opened
    assert [each["text"] for each in Visitor(play.url, IDS.dana).messages(opened)] == ["for Dana"]
    assert Visitor(play.url, IDS.pam).messages(opened) == []


def test_a_note_for_one_person_is_seen_by_nobody_else_and_is_in_no_history(client: WebClient, play: Playing) -> None:
    client.chat_postEphemeral(channel=IDS.pipeline_reviews, user=IDS.sam, text="just Sam")
    assert [each["text"] for each in Visitor(play.url, IDS.sam).messages(IDS.pipeline_reviews)] == ["just Sam"]
    assert Visitor(play.url, IDS.pam).messages(IDS.pipeline_reviews) == []
    assert client.conversations_history(channel=IDS.pipeline_reviews)["messages"] == []


def test_people_are_found_by_id_and_by_mail(client: WebClient) -> None:
    user = client.users_info(user=IDS.pam)["user"]
    assert (user["profile"]["email"], user["tz"]) == ("pam.ortiz@vendor.example", "America/Los_Angeles")
    assert client.users_lookupByEmail(email="Dana.Ruiz@Vendor.example")["user"]["id"] == IDS.dana
    assert error_of(lambda: client.users_lookupByEmail(email="x@y.example")) == "users_not_found"
    assert error_of(lambda: client.users_info(user="U9")) == "user_not_found"


def test_a_channel_says_that_it_is_not_shared_with_another_company(client: WebClient) -> None:
    assert client.conversations_info(channel=IDS.deal_desk)["channel"]["is_ext_shared"] is False
    assert error_of(lambda: client.conversations_info(channel="C9")) == "channel_not_found"


def test_what_slack_would_refuse_is_refused_with_its_place(client: WebClient) -> None:
    blocks = [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}]
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel=IDS.partner_desk, text="x", blocks=blocks)
    assert caught.value.response["error"] == "invalid_blocks"
    assert "/blocks/0/text" in caught.value.response["response_metadata"]["messages"][0]
    empty = {"channel": IDS.partner_desk, "text": ""}
    assert error_of(lambda: client.api_call("chat.postMessage", json=empty)) == "no_text"


def test_a_dialog_needs_a_trigger(client: WebClient) -> None:
    assert error_of(lambda: client.views_open(trigger_id="1.abc", view=MODAL)) == "invalid_trigger_id"


def test_a_home_tab_is_published_to_one_person_and_keeps_its_id(client: WebClient, play: Playing) -> None:
    view = {"type": "home", "blocks": [{"type": "divider"}]}
    first = client.views_publish(user_id=IDS.pam, view=view)["view"]
    second = client.views_publish(user_id=IDS.pam, view=view)["view"]
    assert first["id"] == second["id"]
    assert first["hash"] != second["hash"]
    assert Visitor(play.url, IDS.pam).sees()["home"]["hash"] == second["hash"]
    assert Visitor(play.url, IDS.sam).sees()["home"] is None
