"""The Messages tab and what people get there: questions to start with, a status, feedback, files."""

import json
from threading import Event
from typing import Any

import pytest

from bot.slack.aftermath import Aftermath
from bot.slack.surface import WORKING
from handlers.documents import Download, Outcome, Prompt, Prompts
from handlers.request import Place, Request
from tests.slack.conftest import StandIn
from tests.support.slack import LoopbackSlack, SignedSlack

OPENED = {"type": "app_home_opened", "user": "U0PAM", "channel": "D0PAM", "tab": "messages"}
DIRECT = {"type": "message", "channel_type": "im", "channel": "D0PAM", "user": "U0PAM", "team": "T0TEAM", "ts": "19.5"}
FILE = Download("acme-partners.csv", "partner,tier\nacme,Bronze\n", "text/csv", "2 partners & <their> tiers.")


@pytest.fixture
def offering(assistant: StandIn, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    """An assistant that offers questions to start with and hands out a file."""
    route = assistant._route

    def answer(request: Request) -> Outcome:
        if request.route == "prompts":
            return Prompts(tuple(Prompt(f"Where does {n} stand?", f"tier {n}") for n in range(6)))
        return FILE if request.route == "portfolio.export" else route(request)

    monkeypatch.setattr(assistant, "_route", answer)
    return assistant


def test_the_opened_messages_tab_gets_four_questions_and_no_thread(
    pam: SignedSlack, offering: StandIn, slack: LoopbackSlack
) -> None:
    assert pam.event(OPENED).status == 200
    offered = slack.wait("assistant.threads.setSuggestedPrompts")
    assert offered["channel_id"] == "D0PAM"
    assert offered["prompts"][0] == {"title": "Where does 0 stand?", "message": "tier 0"}
    assert len(offered["prompts"]) == 4
    assert "thread_ts" not in offered
    assert offering.asked[0].conversation.place is Place.direct
    assert slack.count("views.publish") == 0


def test_whoever_may_not_ask_is_offered_nothing(
    pam: SignedSlack, offering: StandIn, slack: LoopbackSlack, aftermath: Aftermath
) -> None:
    pam.event(OPENED | {"team": "T9OTHER"})
    pam.event(OPENED | {"tab": "about"})
    aftermath.close()
    assert slack.count("assistant.threads.setSuggestedPrompts") == 0


def test_a_status_stands_below_a_direct_message_while_it_is_worked_on(
    pam: SignedSlack, assistant: StandIn, slack: LoopbackSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[dict[str, Any]] = []
    monkeypatch.setattr(
        assistant, "answer_later", lambda *_: seen.append(slack.wait("assistant.threads.setStatus").copy())
    )
    pam.event(DIRECT | {"text": "tier Acme"})
    assert seen == [{"channel_id": "D0PAM", "thread_ts": "19.5", "status": WORKING}]


def test_a_status_that_came_too_late_is_taken_back_or_never_set(
    pam: SignedSlack, slack: LoopbackSlack, aftermath: Aftermath, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slack takes the status only after the answer; in the end nothing may say that work goes on."""
    answered, prompt = Event(), slack.answer

    def slow(method: str, body: dict[str, Any]) -> dict[str, Any]:
        if method.endswith("setStatus") and body["status"]:
            answered.wait(5)
        return prompt(method, body)

    monkeypatch.setattr(slack, "answer", slow)
    for number in range(20):
        answered.clear()
        pam.event(DIRECT | {"text": "tier Acme", "ts": f"{number}.5"})
        answered.set()
    aftermath.close()
    last = {call.body["thread_ts"]: call.body["status"] for call in slack.calls if call.method.endswith("setStatus")}
    assert set(last.values()) <= {""}


def test_a_status_that_slack_does_not_take_delays_and_costs_nothing(
    pam: SignedSlack, assistant: StandIn, slack: LoopbackSlack, aftermath: Aftermath
) -> None:
    slack.errors["assistant.threads.setStatus"] = "missing_scope"
    assert pam.event(DIRECT | {"text": "tier Acme"}).status == 200
    aftermath.close()
    assert len(assistant.later) == 1
    assert slack.count("chat.postMessage") == 0


def test_a_status_is_left_out_while_other_calls_wait(
    pam: SignedSlack, assistant: StandIn, slack: LoopbackSlack, aftermath: Aftermath
) -> None:
    """Opening a form within three seconds is worth more than a status."""
    go_on = Event()
    for _ in range(4):
        aftermath.soon(lambda: go_on.wait(5))
    pam.event(DIRECT | {"text": "tier Acme"})
    go_on.set()
    aftermath.close()
    assert len(assistant.later) == 1
    assert slack.count("assistant.threads.setStatus") == 0


def test_neither_a_mention_in_a_channel_nor_a_repeat_has_a_status(
    pam: SignedSlack, assistant: StandIn, slack: LoopbackSlack, aftermath: Aftermath
) -> None:
    pam.event({"type": "app_mention", "user": "U0PAM", "team": "T0TEAM", "channel": "C0", "text": "x", "ts": "1.1"})
    pam.repeat = 1
    pam.event(DIRECT | {"text": "tier Acme"})
    aftermath.close()
    assert len(assistant.later) == 2
    assert slack.count("assistant.threads.setStatus") == 0


def test_a_pressed_feedback_button_says_which_of_the_two_it_was(pam: SignedSlack, assistant: StandIn) -> None:
    assert pam.rate("feedback.rate#3", "bad|17").status == 200
    assert (assistant.asked[0].route, assistant.asked[0].value) == ("feedback.rate", "bad|17")


def test_a_file_goes_to_the_direct_messages_of_who_asked_and_the_channel_hears_nothing(
    pam: SignedSlack, offering: StandIn, slack: LoopbackSlack
) -> None:
    slack.answers["conversations.open"] = {"channel": {"id": "D0PAM"}}
    assert pam.press("portfolio.export#1").status == 200
    done = slack.wait("files.completeUploadExternal")
    assert slack.wait("conversations.open")["users"] == "U0PAM"
    asked = slack.wait("files.getUploadURLExternal")
    assert (asked["filename"], asked["length"]) == ("acme-partners.csv", str(len(FILE.content)))
    assert slack.wait("upload")["content"] == FILE.content
    assert (done["channel_id"], done["files"]) == ("D0PAM", [{"id": "F0FILE", "title": "acme-partners.csv"}])
    assert done["initial_comment"] == "2 partners &amp; &lt;their&gt; tiers."
    told = slack.wait("hook")
    assert told["text"] == "I sent you acme-partners.csv in our direct messages."
    assert told["response_type"] == "ephemeral"
    assert slack.count("chat.postMessage") == 0


@pytest.mark.parametrize(
    ("method", "error", "words"),
    [
        ("conversations.open", "user_disabled", "That person's Slack account is deactivated."),
        ("files.getUploadURLExternal", "missing_scope", "The app lacks a permission"),
        ("files.completeUploadExternal", "file_uploads_disabled", "The workspace takes no files"),
    ],
)
def test_a_file_that_slack_does_not_take_is_told_in_words(
    pam: SignedSlack, offering: StandIn, slack: LoopbackSlack, method: str, error: str, words: str
) -> None:
    slack.answers["conversations.open"] = {"channel": {"id": "D0PAM"}}
    slack.errors[method] = error
    pam.press("portfolio.export#1")
    told = slack.wait("hook")["text"]
    assert told.startswith("I could not send you acme-partners.csv. ")
    assert words in told


def test_a_file_asked_for_in_a_receipt_is_announced_there(
    pam: SignedSlack, offering: StandIn, slack: LoopbackSlack
) -> None:
    slack.answers["conversations.open"] = {"channel": {"id": "D0PAM"}}
    view = {"id": "V1", "hash": "h1", "type": "modal"}
    pam.press("portfolio.export#1", view=view, channel=None, container={"type": "view"}, response_url="")
    assert "I am sending you acme-partners.csv" in json.dumps(slack.wait("views.update")["view"])
    assert slack.wait("files.completeUploadExternal")["channel_id"] == "D0PAM"
    assert slack.count("chat.postMessage") == 0
