"""The Messages tab as the played workspace shows it: questions to start with, a status, feedback, files."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError

from bot.demo.ids import IDS
from tests.demo.playing import Playing
from tests.demo.small_app import TOKEN
from tests.demo.visitor import Visitor

LINE = "D0PAM"
PROMPT = {"title": "Where does Acme stand?", "message": "tier Acme"}


@pytest.fixture
def client(play: Playing) -> WebClient:
    return WebClient(TOKEN, base_url=f"{play.url}/api/")


@pytest.fixture
def pam(play: Playing) -> Visitor:
    return Visitor(play.url, IDS.pam)


def refusal(call: Callable[[], Any]) -> str:
    """Slack's word for what is wrong, and where."""
    with pytest.raises(SlackApiError) as caught:
        call()
    return json.dumps(caught.value.response.data)


def test_the_opened_messages_tab_gets_its_questions_from_the_app(pam: Visitor) -> None:
    assert pam.does("messages") == {"ok": True}
    assert pam.sees()["prompts"] == [PROMPT]


def test_what_slack_would_refuse_or_silently_drop_is_refused(client: WebClient) -> None:
    suggest = client.assistant_threads_setSuggestedPrompts
    assert "must not name a thread" in refusal(lambda: suggest(channel_id=LINE, thread_ts="1.1", prompts=[PROMPT]))
    assert "1 to 4" in refusal(lambda: suggest(channel_id=LINE, prompts=[PROMPT] * 5))
    assert "1 to 4" in refusal(lambda: suggest(channel_id=LINE, prompts=[]))
    assert "prompts/0/message" in refusal(lambda: suggest(channel_id=LINE, prompts=[{"title": "x", "message": " "}]))
    assert "channel_not_found" in refusal(lambda: suggest(channel_id=IDS.deal_desk, prompts=[PROMPT]))
    status = client.assistant_threads_setStatus
    assert "message_not_found" in refusal(lambda: status(channel_id=LINE, thread_ts="1.1", status="works"))


def test_a_status_lasts_until_the_app_writes_into_its_thread(client: WebClient, pam: Visitor) -> None:
    root = client.chat_postMessage(channel=LINE, text="root")["ts"]
    set_status = client.assistant_threads_setStatus
    many = ["…"] * 11
    assert "at most 10" in refusal(
        lambda: set_status(channel_id=LINE, thread_ts=root, status="x", loading_messages=many)
    )
    set_status(channel_id=LINE, thread_ts=root, status="is reading…")
    (shown,) = pam.sees()["statuses"]
    assert (shown["thread_ts"], shown["status"]) == (root, "is reading…")
    client.chat_postMessage(channel=LINE, text="done", thread_ts=root)
    assert pam.sees()["statuses"] == []
    set_status(channel_id=LINE, thread_ts=root, status="is reading…")
    set_status(channel_id=LINE, thread_ts=root, status="")
    assert pam.sees()["statuses"] == []


def test_a_pressed_feedback_button_reaches_the_app(pam: Visitor) -> None:
    pam.does("say", channel=LINE, text="hello")
    heard = pam.messages(LINE)[-1]
    (element,) = heard["blocks"][-1]["elements"]
    half = element["negative_button"]
    action = {"type": element["type"], "action_id": element["action_id"], "text": half["text"], "value": half["value"]}
    assert pam.does("press", channel=LINE, ts=heard["ts"], action=action) == {"ok": True}
    assert pam.messages(LINE)[-1]["text"] == "Thank you for bad|1"


def test_an_uploaded_file_stands_in_the_conversation_and_only_its_reader_can_fetch_it(
    client: WebClient, pam: Visitor, play: Playing
) -> None:
    content = "partner,tier\nSociété,Bronze\n"
    client.files_upload_v2(channel=LINE, filename="Ü partners.csv", content=content, initial_comment="Two partners")
    message = pam.messages(LINE)[-1]
    (file,) = message["files"]
    assert (message["text"], file["name"], file["filetype"]) == ("Two partners", "Ü partners.csv", "csv")
    assert file["size"] == len(content.encode())
    status, headers, text = pam.fetch(f"/demo/api/files/{file['id']}?user={IDS.pam}")
    assert (status, text) == (200, content)
    assert headers["content-disposition"] == "attachment; filename*=UTF-8''%C3%9C%20partners.csv"
    assert pam.fetch(f"/demo/api/files/{file['id']}?user={IDS.dana}")[0] == 404
    assert pam.fetch(f"/demo/api/files/F9?user={IDS.pam}")[0] == 404
    assert pam.request("GET", f"/demo/api/files/{file['id']}?user={IDS.pam}", {})[0] == 403
    assert Visitor(play.url, IDS.dana).messages(LINE) == []


def test_an_upload_that_does_not_keep_its_word_is_refused(client: WebClient, pam: Visitor) -> None:
    begin = client.files_getUploadURLExternal
    assert "missing_argument" in refusal(lambda: begin(filename="x.csv", length=0))
    assert "too" not in refusal(lambda: begin(filename="x.csv", length=10**9))
    begun = begin(filename="x.csv", length=3)
    named = [{"id": begun["file_id"], "title": "x"}]
    complete = client.files_completeUploadExternal
    assert "file_not_found" in refusal(lambda: complete(files=named, channel_id=LINE))
    path = begun["upload_url"].partition("/upload/")[2]
    assert pam.request("POST", f"/upload/{path}", {}, "four")[0] == 400
    assert pam.request("POST", f"/upload/{path}", {}, "abc")[0] == 400
    assert pam.request("POST", "/upload/x", {"Origin": "http://127.0.0.1"}, "abc")[0] == 403
    with pytest.raises(SlackRequestError):
        client.files_upload_v2(channel=LINE, filename="x.csv")
