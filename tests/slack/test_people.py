"""Who is talking, what they said in a conversation, and what becomes of an answer that cannot be shown."""

import json
import logging
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.profiles import Profiles
from bot.slack import outgoing
from bot.slack.aftermath import Aftermath
from bot.slack.identity import Directory
from bot.slack.limits import check_message, check_view
from handlers.documents import Button, Buttons, Field, Form, Input, Reply
from handlers.errors import UserError
from handlers.request import Place, Role
from tests.slack.conftest import StandIn
from tests.support.slack import BOT, LoopbackSlack, SignedSlack


def test_the_home_tab_is_drawn_when_it_is_opened(pam: SignedSlack, slack: LoopbackSlack) -> None:
    slack.people["U0PAM"] = {"id": "U0PAM", "tz": "Asia/Tokyo", "profile": {"real_name": "Pam", "email": "p@x.example"}}
    pam.event({"type": "app_home_opened", "user": "U0PAM", "channel": "D0PAM", "tab": "messages"})
    pam.event({"type": "app_home_opened", "user": "U0PAM", "channel": "D0PAM", "tab": "home"})
    published = slack.wait("views.publish")
    check_view(published["view"])
    assert "Good day, Pam." in json.dumps(published["view"])
    assert slack.count("views.publish") == 1


def test_a_mention_is_answered_later_in_its_thread(pam: SignedSlack, assistant: StandIn) -> None:
    answer = pam.event(
        {"type": "app_mention", "user": "U0PAM", "text": f"<@{BOT}> Is <https://acme.example|Acme> &amp; Co gold?",
         "ts": "18.5", "channel": "C0CHAN", "team": "T0TEAM"}
    )  # fmt: skip
    assert answer.status == 200
    request, target, thread = assistant.later[0]
    assert request.text == "Is Acme & Co gold?"
    assert (target, thread) == ("channel:C0CHAN", "18.5")
    assert request.key.startswith("Ev.")
    assert request.conversation.place is Place.channel


def test_a_direct_message_is_answered_in_the_thread_it_came_from(pam: SignedSlack, assistant: StandIn) -> None:
    message = {"type": "message", "channel_type": "im", "channel": "D0PAM", "user": "U0PAM", "text": "hi", "ts": "19.5"}
    pam.event(message | {"thread_ts": "19.1"})
    request, target, thread = assistant.later[0]
    assert (target, thread, request.conversation.place) == ("channel:D0PAM", "19.1", Place.direct)


@pytest.mark.parametrize(
    "change",
    [
        {"bot_id": "B9"},
        {"subtype": "message_changed", "message": {"text": "x"}},
        {"edited": {"user": "U0PAM", "ts": "1"}},
        {"user": None},
        {"user": BOT},
        {"channel_type": "channel"},
    ],
)
def test_what_no_person_has_just_said_to_us_is_left_alone(
    pam: SignedSlack, assistant: StandIn, change: dict[str, Any]
) -> None:
    message = {"type": "message", "channel_type": "im", "channel": "D0PAM", "user": "U0PAM", "text": "hi", "ts": "1.5"}
    assert pam.event(message | change).status == 200
    assert assistant.later == []


def test_a_message_that_cannot_be_kept_is_answered_at_once_in_words(
    pam: SignedSlack, assistant: StandIn, slack: LoopbackSlack
) -> None:
    assistant.down = UserError("The database cannot be reached.")
    message = {"type": "message", "channel_type": "im", "channel": "D0PAM", "user": "U0PAM", "text": "hi", "ts": "1.5"}
    assert pam.event(message).status == 200
    said = slack.wait("chat.postMessage")
    assert (said["channel"], said["thread_ts"], said["text"]) == ("D0PAM", "1.5", "The database cannot be reached.")


def test_people_of_another_company_are_outsiders(pam: SignedSlack, assistant: StandIn) -> None:
    assert "own company" in pam.command("x", team_id="T9OTHER").json()["text"]
    pam.press("tiers.evidence#1", user={"id": "U9", "name": "eve", "team_id": "T9OTHER"})
    pam.event(
        {"type": "app_mention", "user": "U9", "user_team": "T9OTHER", "text": "x", "ts": "1.1", "channel": "C0CHAN"},
        is_ext_shared_channel=True,
    )
    assert [request.actor.role for request in assistant.asked] == [Role.outsider] * 2
    assert assistant.later[0][0].actor.role is Role.outsider
    assert assistant.later[0][0].conversation.place is Place.shared


@pytest.mark.parametrize("flag", ["is_restricted", "is_bot"])
def test_a_guest_or_bot_of_our_own_team_is_an_outsider(
    pam: SignedSlack, assistant: StandIn, slack: LoopbackSlack, flag: str
) -> None:
    slack.people["U0GUEST"] = {"id": "U0GUEST", flag: True, "name": "guest"}
    pam.command("x", user_id="U0GUEST")
    assert assistant.asked[0].actor.role is Role.outsider


def test_the_day_is_the_persons_own_and_people_are_looked_up_once(
    pam: SignedSlack, assistant: StandIn, slack: LoopbackSlack
) -> None:
    slack.people["U0PAM"] = {"id": "U0PAM", "tz": "Pacific/Kiritimati", "profile": {"email": "pam@vendor.example"}}
    pam.command("x")
    pam.command("y")
    assert [request.as_of.day for request in assistant.asked] == [22, 22]
    assert assistant.asked[0].actor.email == "pam@vendor.example"
    assert slack.count("users.info") == 1


def test_an_answer_that_slack_would_refuse_is_replaced_by_words_with_a_reference(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR):
        broken = outgoing.message(Reply("Acme", (Buttons((Button("Go", "x.y", "v" * 2001),)),)))
    check_message(broken)
    assert "cannot be shown in Slack" in broken["text"]
    assert broken["text"].split()[-1].rstrip(".") in caplog.text
    assert "/blocks/1/elements/0/value: 2001 characters, at most 2000" in caplog.text
    check_view(outgoing.form(Form("x.y", "T", "S", (Field("a", "A", Input.choice),))))


def test_an_aftermath_that_is_closed_has_finished_what_it_took(slack: LoopbackSlack, client: WebClient) -> None:
    after = Aftermath(workers=1)
    for _ in range(5):
        after.soon(lambda: client.views_publish(user_id="U1", view={"type": "home", "blocks": []}))
    after.close()
    assert slack.count("views.publish") == 5


def test_a_failed_last_resort_is_only_logged(caplog: pytest.LogCaptureFixture) -> None:
    after = Aftermath(workers=1)

    def fail(*_: object) -> None:
        raise KeyError("secret")

    with caplog.at_level(logging.ERROR):
        after.soon(fail, fail)
        after.close()
    assert "Could not tell the person" in caplog.text


def test_a_person_who_could_not_be_looked_up_is_asked_for_again_after_seconds(
    slack: LoopbackSlack, client: WebClient
) -> None:
    now = [0.0]
    directory = Directory(client, seconds=lambda: now[0])
    assert directory.find("U0NEW") is None
    slack.people["U0NEW"] = {"id": "U0NEW", "tz": "Not/AZone", "name": "new"}
    assert directory.find("U0NEW") is None
    now[0] = Profiles.RETRY
    found = directory.find("U0NEW")
    assert found is not None
    assert (found.name, found.zone, found.email, found.guest) == ("new", None, None, False)
    assert slack.count("users.info") == 2


def test_through_an_outage_people_stay_who_they_were_for_a_day(slack: LoopbackSlack, client: WebClient) -> None:
    now = [0.0]
    directory = Directory(client, seconds=lambda: now[0])
    before = directory.find("U0PAM")
    slack.errors["users.info"] = "internal_error"
    for second in (Profiles.FRESH, Profiles.FRESH + 10, Profiles.KEPT - 1):
        now[0] = second
        assert directory.find("U0PAM") == before
    assert slack.count("users.info") == 4
    now[0] = Profiles.KEPT + 10
    assert directory.find("U0PAM") is None


def test_a_person_who_left_the_workspace_is_not_kept(slack: LoopbackSlack, client: WebClient) -> None:
    now = [0.0]
    directory = Directory(client, seconds=lambda: now[0])
    assert directory.find("U0PAM")
    del slack.people["U0PAM"]
    now[0] = Profiles.FRESH
    assert directory.find("U0PAM") is None


def test_the_directory_forgets_the_one_found_first_when_it_is_full(
    slack: LoopbackSlack, client: WebClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Profiles, "MOST", 1)
    directory = Directory(client, seconds=lambda: 0.0)
    for user in ("U0PAM", "U0BOSS", "U0BOSS", "U0PAM"):
        assert directory.find(user)
    assert slack.count("users.info") == 3


def test_somebody_who_cannot_be_looked_up_is_nobody_yet(
    pam: SignedSlack, assistant: StandIn, slack: LoopbackSlack
) -> None:
    slack.errors["users.info"] = "internal_error"
    pam.command("x", user_id="U0BOSS")
    assert assistant.asked[0].actor.role is Role.unverified


def test_what_is_no_id_is_neither_asked_about_nor_logged(
    pam: SignedSlack, assistant: StandIn, slack: LoopbackSlack, caplog: pytest.LogCaptureFixture
) -> None:
    pam.command("tier Acme", user_id="our secret plan")
    assert assistant.asked[0].actor.role is Role.unverified
    assert slack.count("users.info") == 0
    assert "secret plan" not in caplog.text
