"""What a person sees in Slack after each thing she can do there."""

import json
import logging
from typing import Any

import pytest

from bot.render import blockkit
from bot.slack.aftermath import Aftermath
from bot.slack.limits import check_message, check_view
from handlers.documents import Reply
from handlers.request import Place, Role
from tests.slack.conftest import FORM, StandIn
from tests.support.slack import LoopbackSlack, SignedSlack

FILLED: dict[str, Any] = {
    "customer": {"value": {"type": "plain_text_input", "value": "Globex"}},
    "close_on": {"value": {"type": "datepicker", "selected_date": "2026-12-31"}},
}


def filled(customer: str) -> dict[str, Any]:
    return FILLED | {"customer": {"value": {"type": "plain_text_input", "value": customer}}}


def test_a_command_is_answered_in_its_acknowledgement_and_only_to_the_asker(
    pam: SignedSlack, assistant: StandIn, slack: LoopbackSlack
) -> None:
    answer = pam.command("what tier is Acme")
    body = answer.json()
    check_message(body)
    assert answer.status == 200
    assert body["response_type"] == "ephemeral"
    assert body["text"].startswith("You asked: what tier is Acme")
    asked = assistant.asked[0]
    assert (asked.actor.user, asked.actor.role, asked.conversation.place) == ("U0PAM", Role.member, Place.channel)
    assert asked.key.startswith("trigger.")
    assert {call.method for call in slack.calls} <= {"auth.test", "users.info"}


def test_an_answer_for_the_conversation_is_shown_to_all(pam: SignedSlack) -> None:
    assert pam.command("share").json()["response_type"] == "in_channel"


def test_the_bare_command_asks_for_help(pam: SignedSlack, assistant: StandIn) -> None:
    pam.command("  ")
    assert assistant.asked[0].text == "help"


def test_a_mistake_is_explained_in_words_to_the_asker_alone(pam: SignedSlack) -> None:
    body = pam.command("wrong").json()
    assert body["text"] == "There is no partner Acmee. Did you mean Acme?"
    assert body["response_type"] == "ephemeral"


def test_a_bug_shows_a_reference_and_nothing_of_itself(pam: SignedSlack, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        answer = pam.command("bug")
    words = answer.json()["text"]
    assert answer.status == 200
    assert "secret" not in answer.body.decode()
    assert words.startswith("Something went wrong on our side; nothing was changed. Reference ")
    assert words.split()[-1].rstrip(".") in caplog.text


def test_foreign_words_in_an_answer_cannot_mention_or_link(pam: SignedSlack) -> None:
    body = pam.command("&lt;!channel&gt; &lt;@U0BOSS&gt; &lt;https://evil.example|good&gt;").json()
    assert "&lt;!channel&gt; &lt;@U0BOSS&gt;" in body["text"]
    assert "<" not in body["text"]
    element = body["blocks"][0]["elements"][0]["elements"][0]
    assert element["type"] == "text"


def test_a_form_opens_after_the_acknowledgement(pam: SignedSlack, slack: LoopbackSlack) -> None:
    answer = pam.command("register")
    assert (answer.status, answer.body) == (200, b"")
    opened = slack.wait("views.open")
    check_view(opened["view"])
    assert opened["trigger_id"].startswith("trigger.")
    assert opened["view"]["callback_id"] == "deals.submit"


def test_a_button_answers_below_without_touching_its_message(
    pam: SignedSlack, assistant: StandIn, slack: LoopbackSlack
) -> None:
    assert pam.press("tiers.evidence#1", "acme").body == b""
    said = slack.wait("hook")
    assert said["text"] == "tiers.evidence acme"
    assert (said["replace_original"], said["response_type"]) == (False, "ephemeral")
    where = assistant.asked[0].conversation
    assert (where.id, where.message, where.place) == ("C0CHAN", "17.1", Place.channel)


def test_a_decision_rewrites_the_message_whose_button_was_pressed(
    pam: SignedSlack, assistant: StandIn, slack: LoopbackSlack
) -> None:
    boss = {"id": "U0BOSS", "name": "boss", "team_id": "T0TEAM"}
    pam.press("deals.approve#2", "DR-1001", user=boss)
    said = slack.wait("hook")
    assert said["replace_original"] is True
    assert said["text"] == "DR-1001 is approved by boss."
    assert assistant.asked[0].actor.role is Role.member


def test_an_answer_to_a_button_in_a_thread_stays_in_the_thread(pam: SignedSlack, slack: LoopbackSlack) -> None:
    container = {"type": "message", "message_ts": "17.2", "channel_id": "C0CHAN", "thread_ts": "17.0"}
    pam.press("tiers.evidence#1", "acme", container=container)
    assert slack.wait("hook")["thread_ts"] == "17.0"


def test_a_response_url_of_a_stranger_is_never_called(
    pam: SignedSlack, slack: LoopbackSlack, aftermath: Aftermath
) -> None:
    pam.press("tiers.evidence#1", response_url=slack.hook.replace("127.0.0.1", "localhost"))
    pam.press("tiers.evidence#1", response_url=slack.hook)
    aftermath.close()
    assert slack.count("hook") == 1


def test_errors_stand_at_their_fields_and_the_form_stays_open(pam: SignedSlack) -> None:
    body = pam.submit(blockkit.view(FORM), filled("wrong")).json()
    assert body["response_action"] == "errors"
    assert body["errors"] == {"close_on": "The close date is in the past.", "customer": "Also this."}


@pytest.mark.parametrize(
    ("customer", "words"), [("taken", "already registered"), ("bug", "nothing was changed. Reference")]
)
def test_a_refused_form_keeps_what_was_typed(pam: SignedSlack, customer: str, words: str) -> None:
    body = pam.submit(blockkit.view(FORM), filled(customer)).json()
    assert body["response_action"] == "errors"
    assert words in body["errors"]["customer"]
    assert "secret" not in json.dumps(body)


def test_a_submitted_form_becomes_a_receipt(pam: SignedSlack, assistant: StandIn) -> None:
    body = pam.submit(blockkit.view(FORM), FILLED).json()
    check_view(body["view"])
    assert body["response_action"] == "update"
    assert "DR-1002 is submitted for Globex." in json.dumps(body["view"])
    assert assistant.asked[0].values == {"partner": "acme", "customer": "Globex", "close_on": "2026-12-31"}
    assert assistant.asked[0].key.startswith("V0VIEW:hash.")


def test_a_form_without_inputs_shows_the_error_as_a_page(pam: SignedSlack) -> None:
    view = blockkit.receipt(Reply("x")) | {"callback_id": "deals.submit"}
    body = pam.submit(view, filled("taken")).json()
    assert body["response_action"] == "update"
    assert "already registered" in json.dumps(body)


def test_a_search_that_fails_offers_nothing(pam: SignedSlack, assistant: StandIn) -> None:
    assistant.down = KeyError("x")
    assert pam.suggest("partners.search", "glo").json() == {"options": []}


def test_a_button_in_a_receipt_rewrites_it_and_a_form_comes_on_top(pam: SignedSlack, slack: LoopbackSlack) -> None:
    view = {"id": "V1", "hash": "h1", "type": "modal"}
    pam.press("tiers.evidence#1", "acme", view=view, channel=None, container={"type": "view"}, response_url="")
    updated = slack.wait("views.update")
    assert (updated["view_id"], updated["hash"]) == ("V1", "h1")
    pam.press("deals.open#1", view=view, container={"type": "view"})
    assert slack.wait("views.push")["view"]["callback_id"] == "deals.submit"


def test_a_button_on_the_home_tab_opens_a_page_or_draws_the_tab_anew(
    pam: SignedSlack, assistant: StandIn, slack: LoopbackSlack
) -> None:
    view = {"id": "V2", "hash": "h2", "type": "home"}
    pam.press("tiers.evidence#1", "acme", view=view, channel=None, container={"type": "view"})
    assert slack.wait("views.open")["view"]["type"] == "modal"
    assert assistant.asked[0].conversation.place is Place.direct
    pam.press("deals.approve#1", "DR-1", view=view, channel=None, container={"type": "view"})
    assert slack.wait("views.publish")["user_id"] == "U0PAM"


def test_a_payload_that_nobody_listens_for_is_acknowledged(pam: SignedSlack) -> None:
    assert pam.event({"type": "reaction_added", "user": "U0PAM"}).status == 200


@pytest.mark.parametrize("strange", [[], 7, "x", None, {"id": 5}])
@pytest.mark.parametrize("key", ["user", "team", "channel", "view", "container", "message", "actions", "enterprise"])
def test_a_signed_payload_of_a_strange_shape_never_fails(pam: SignedSlack, key: str, strange: Any) -> None:
    assert pam.press("tiers.evidence#1", "acme", **{key: strange}).status in (200, 400)


def test_quieting_bolt_does_not_quiet_us(pam: SignedSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bolt gives the level of the logger it is handed to the logger of the app's name."""
    monkeypatch.setattr(logging.getLogger("tierline.slack.bolt"), "level", logging.ERROR)
    pam.command("hello")
    assert logging.getLogger("tierline").level == logging.NOTSET
