"""A wrong answer is reported in Slack, and becomes a test case on the command line."""

import json
from datetime import timedelta

from bot.app import QUESTIONS_KEPT
from tests.house.conftest import command_line
from tests.support.house import House, Member
from tests.support.workspace import Message, Workspace

TIER = "Acme Communications is Bronze in Segment"


def feedback(message: Message) -> tuple[str, str, str]:
    """The action id of the feedback buttons under a message, and the values of the good and the bad one."""
    (element,) = next(block["elements"] for block in message["blocks"] if block["type"] == "context_actions")
    return element["action_id"], element["positive_button"]["value"], element["negative_button"]["value"]


def under(pam: Member, message: Message) -> dict[str, object]:
    """Where a button under this message says it was pressed."""
    where = {"type": "message", "message_ts": message["ts"], "channel_id": message["channel"]}
    return {"channel": {"id": message["channel"]}, "container": where | {"thread_ts": message["thread_ts"]}}


def test_a_wrong_answer_becomes_a_test_case(
    house: House, pam: Member, slack: Workspace, database: str, tmp_path: object
) -> None:
    pam.direct("what tier is Acme")
    answer = slack.message("D" + pam.user, TIER)
    action, _, bad = feedback(answer)
    assert pam.rate(action, bad, **under(pam, answer)).status == 200
    form = slack.wait("views.open")["view"]
    assert "what tier is Acme" in json.dumps(form)
    receipt = pam.send(form, {"comment": "It is Silver since July."})
    assert "Thank you" in json.dumps(receipt)
    house.stop()
    done = command_line("feedback", "export", folder=tmp_path, DATABASE_URL=database)  # type: ignore[arg-type]
    (case,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert case == {
        "text": "what tier is Acme",
        "as_of": "2024-07-15",
        "expect": {"status": "answered", "kind": "tier", "reading": {"partner": "acme"}},
        "verdict": "bad",
        "comment": "It is Silver since July.",
    }


def test_a_mention_is_rated_by_anybody_of_ours_and_by_nobody_else(
    house: House, pam: Member, dana: Member, slack: Workspace
) -> None:
    pam.mention("what tier is Acme")
    answer = slack.message("C0CHAN", TIER)
    action, good, _ = feedback(answer)
    house.member("U9EVE", "T9OTHER").rate(action, good, **under(pam, answer))
    assert "own staff only" in slack.wait("hook")["text"]
    dana.rate(action, good, **under(pam, answer))
    thanks = slack.wait("hook", 2)
    assert thanks["text"].startswith("Thank you")
    assert (thanks["response_type"], thanks["thread_ts"]) == ("ephemeral", "18.5")
    with house.service.store.read() as work:
        (question,) = work.asked.rated("good")
    assert question.verdict_by == dana.user


def test_an_answer_to_a_command_asks_for_no_feedback(pam: Member) -> None:
    assert "context_actions" not in json.dumps(pam.say("/partner tier Acme"))


def test_the_messages_tab_offers_ones_own_partners_and_a_status(pam: Member, slack: Workspace) -> None:
    slack.people[pam.user]["profile"]["email"] = "pam@vendor.example"
    pam.event({"type": "app_home_opened", "user": pam.user, "channel": "D0PAM", "tab": "messages", **pam.team()})
    offered = slack.wait("assistant.threads.setSuggestedPrompts")
    assert offered["prompts"][0]["title"] == "Where does Acme Communications stand?"
    pam.direct("what tier is Acme")
    slack.message("D" + pam.user, TIER)


def test_the_hourly_tick_forgets_what_nobody_rated_for_a_month(house: House, pam: Member, slack: Workspace) -> None:
    pam.direct("what tier is Acme")
    pam.direct("what tier is Globex", ts="20.5")
    answer = slack.message("D" + pam.user, TIER)
    house.delivered()
    action, good, _ = feedback(answer)
    pam.rate(action, good, **under(pam, answer))
    slack.wait("hook")
    house.clock.move_to(house.clock.now() + QUESTIONS_KEPT + timedelta(minutes=1))
    house.service.clockwork.tick_now("forget")
    with house.service.store.read() as work:
        assert [each.verdict for id in range(1, 4) if (each := work.asked.get(id, "T0TEAM"))] == ["good"]
