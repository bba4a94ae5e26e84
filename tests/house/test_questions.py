"""What people ask, and where the answer stands."""

import json
import time
from pathlib import Path

from tests.house.conftest import command_line
from tests.support.desk import PORTFOLIO, write_folder
from tests.support.house import House, Member, buttons
from tests.support.workspace import Workspace

SILVER = "what tier is Acme, and what's missing for silver"
TIER = "Acme Communications is Bronze in Segment"


def three_seconds() -> list[float]:
    """Slack signs each of its repeats anew, a little later."""
    now = time.time()
    return [now, now + 1, now + 2]


def test_the_tier_command_is_answered_to_the_asker_alone_and_the_first_line_answers(pam: Member) -> None:
    shown = pam.say("/partner tier Acme")
    assert shown["response_type"] == "ephemeral"
    assert TIER in shown["text"].split("\n")[0]
    assert TIER in json.dumps(shown["blocks"][0])
    assert "Rules: Twilio Segment Partner Program Guide 2024" in shown["text"]


def test_a_question_in_plain_words_gets_both_answers_in_one(pam: Member) -> None:
    first = pam.say(SILVER)["text"].split("\n")[0]
    assert TIER in first
    assert "is missing 3 " in first
    assert "$35,500" in first


def test_the_evidence_button_shows_the_records_to_the_asker(pam: Member, slack: Workspace) -> None:
    shown = pam.say("/partner tier Acme")
    assert pam.click(shown, "Evidence").status == 200
    evidence = slack.wait("hook")
    assert evidence["response_type"] == "ephemeral"
    assert "OPP-3" in evidence["text"]
    assert "professional services only" in evidence["text"]


def test_share_here_shows_the_answer_to_all_and_says_who_shared_it(pam: Member, slack: Workspace) -> None:
    pam.click(pam.say("/partner gap Acme silver"), "Share here")
    shared = slack.wait("hook")
    assert shared["response_type"] == "in_channel"
    assert "$35,500" in shared["text"]
    assert "Shared by Pam Okafor." in shared["text"]
    assert buttons(shared) == []


def test_figures_are_not_shared_where_another_company_reads_along(pam: Member, slack: Workspace) -> None:
    shown = pam.say("/partner tier Acme")
    slack.foreign.add("C0CHAN")
    pam.event({"type": "channel_shared", "channel": "C0CHAN", "connected_team_id": "T9"})
    pam.click(shown, "Share here")
    refused = slack.wait("hook")
    assert refused["response_type"] == "ephemeral"
    assert "another company" in refused["text"]
    assert "Bronze" not in refused["text"]


def test_figures_are_not_shared_where_nobody_knows_who_reads_along(pam: Member, slack: Workspace) -> None:
    shown = pam.say("/partner tier Acme")
    slack.errors["conversations.info"] = "channel_not_found"
    pam.event({"type": "member_joined_channel", "channel": "C0CHAN", "user": "U0NEW"})
    pam.click(shown, "Share here")
    assert "invite me first" in slack.wait("hook")["text"]
    assert slack.wait("hook")["response_type"] == "ephemeral"
    assert "Share here" not in buttons(pam.say("/partner tier Acme"))


def test_a_mention_delivered_three_times_is_answered_once_in_its_thread(
    house: House, pam: Member, slack: Workspace
) -> None:
    for pam.at in three_seconds():
        assert pam.mention(SILVER, event_id="Ev0SAME").status == 200
    answer = slack.message("C0CHAN", TIER)
    house.delivered()
    assert answer["thread_ts"] == "18.5"
    assert len(slack.words("C0CHAN")) == 1


def test_a_direct_message_delivered_three_times_is_answered_once_in_its_thread(
    house: House, pam: Member, slack: Workspace
) -> None:
    for pam.at in three_seconds():
        assert pam.direct("what tier is Acme", event_id="Ev0SAME").status == 200
    answer = slack.message("D" + pam.user, TIER)
    house.delivered()
    assert answer["thread_ts"] == "19.5"
    assert sum("Acme Communications is" in words for words in slack.words("D" + pam.user)) == 1


def test_a_mention_in_a_channel_with_another_company_gets_no_figures(pam: Member, slack: Workspace) -> None:
    pam.mention("what tier is Acme", is_ext_shared_channel=True)
    answer = slack.message("DU0PAM", "Acme Communications is Bronze")
    assert "the answer comes to you alone" in answer["text"]
    assert "thread_ts" not in answer
    assert slack.words("C0CHAN") == []


def test_unknown_names_are_answered_with_the_nearest_ones(pam: Member, slack: Workspace) -> None:
    assert "Globex" in pam.say("/partner tier Globux")["text"]
    tiers = pam.say("/partner gap Acme platinum")
    assert "There is no tier “platinum”" in tiers["text"]
    assert {"Bronze", "Silver", "Gold"} <= set(buttons(tiers))
    both = pam.say("/partner tier Nova")
    assert buttons(both) == ["Nova Systems", "Nova Partners"]
    pam.click(both, "Nova Partners")
    assert "Nova Partners is Registered" in slack.wait("hook")["text"]


def test_the_home_tab_is_published_and_its_buttons_work(pam: Member, slack: Workspace) -> None:
    pam.event({"type": "app_home_opened", "user": pam.user, "channel": "D0PAM", "tab": "home"})
    home = slack.wait("views.publish")["view"]
    assert "Hello Pam Okafor" in json.dumps(home)
    shown = {"view": {"id": "V1", "hash": "h", "type": "home"}, "channel": None, "container": {"type": "view"}}
    pam.click(home, "Register a deal", **shown)
    assert slack.wait("views.open")["view"]["callback_id"] == "deals.check"
    pam.click(home, "What can I ask?", **shown)
    assert "/partner tier PARTNER" in json.dumps(slack.wait("views.open", 2)["view"])


def test_an_answer_follows_an_import_at_once(pam: Member, database: str, tmp_path: Path) -> None:
    assert "is Bronze" in pam.say("/partner tier Acme")["text"].split("\n")[0]
    advanced = PORTFOLIO["enrollments.csv"].replace("bronze,2024-03-01", "silver,2024-07-15")
    write_folder(tmp_path / "portfolio", PORTFOLIO | {"enrollments.csv": advanced})
    done = command_line("import", "portfolio", folder=tmp_path, DATABASE_URL=database)
    assert "enrollments: 0 added, 1 changed" in done.stdout, done.stderr
    assert "is Silver" in pam.say("/partner tier Acme")["text"].split("\n")[0]


def test_no_message_has_slack_fetch_an_address_that_somebody_typed(house: House, pam: Member, slack: Workspace) -> None:
    shown = pam.say("/partner tier <https://evil.example/x>")
    pam.click(pam.say("/partner tier Acme"), "Evidence")
    pam.mention("tier https://evil.example/x")
    pam.direct("what tier is evil.example")
    house.delivered()
    messages = [call.body for call in slack.calls if call.method in ("chat.postMessage", "hook")]
    assert len(messages) >= 3
    assert all(not each["unfurl_links"] and not each["unfurl_media"] for each in [shown, *messages])
