"""The demo as it is started: the real app with the sample portfolio, used over signed requests."""

import json
import re
from urllib.parse import quote

import pytest

from bot.commands.demo import where_to_look
from bot.demo.ids import IDS
from bot.demo.running import demo_settings, new_token
from bot.demo.teams.ids import TEAMS
from tests.demo.visitor import Visitor

REAL = {
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "real",
    "TEAMS_CLIENT_SECRET": "real",
    "TEAMS_CERTIFICATE_FILE": "/etc/real.pem",
    "TEAMS_MANAGED_IDENTITY": "true",
    "TIERLINE_WORKSPACES": "T0REAL",
    "TIERLINE_TWO_APPROVERS_ABOVE": "USD 1",
}
AHEAD = re.compile(r"(Pipeline review|QBR) with .+ is (on|tomorrow)")


def test_the_bots_token_is_another_one_in_every_run() -> None:
    tokens = {new_token() for _ in range(3)}
    assert len(tokens) == 3
    assert all(re.fullmatch(r"xoxb-[0-9a-f]{32}", each) for each in tokens)


def test_nothing_that_is_set_for_a_real_workspace_gets_into_the_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    given = ("sqlite://", "http://127.0.0.1:8090", "xoxb-demo", "secret")
    expected = demo_settings(*given)
    for name, value in REAL.items():
        monkeypatch.setenv(name, value)
    assert demo_settings(*given) == expected


def test_both_addresses_are_printed_for_whoever_starts_it() -> None:
    assert where_to_look("http://127.0.0.1:8090") == (
        "Open http://127.0.0.1:8090 (Slack) or http://127.0.0.1:8090/teams (Microsoft Teams)"
    )


def test_the_real_app_answers_a_command(url: str) -> None:
    pam = Visitor(url, IDS.pam)
    assert pam.does("command", channel=IDS.partner_desk, command="/partner", text="tier Acme") == {"ok": True}
    assert pam.messages(IDS.partner_desk)[-1]["text"].startswith("Acme Communications is Bronze")


def test_reviews_are_announced_in_time_while_two_weeks_go_by(url: str) -> None:
    sam = Visitor(url, IDS.sam)
    before = sam.messages(IDS.pipeline_reviews)
    assert sam.does("clock", step="fortnight") == {"ok": True}
    new = [each["text"] for each in sam.messages(IDS.pipeline_reviews) if each not in before]
    assert [text for text in new if AHEAD.match(text) and "(late reminder)" not in text]


def test_every_exchange_with_the_app_was_accepted(url: str) -> None:
    pam = Visitor(url, IDS.pam)
    pam.does("shortcut", callback_id="register_deal")
    assert [each["problem"] for each in pam.sees()["traffic"] if each["problem"]] == []


def test_a_token_that_can_be_guessed_opens_nothing(url: str) -> None:
    answer = Visitor(url, IDS.pam).request("POST", "/api/auth.test", {"Authorization": "Bearer xoxb-demo"})
    assert json.loads(answer[2]) == {"ok": False, "error": "invalid_auth"}
    headers = {"Authorization": "Bearer xoxb-demo", "Content-Type": "application/json"}
    place = f"/connector/v3/conversations/{quote(TEAMS.deal_desk)}/activities"
    status, _, text = Visitor(url, IDS.pam).request("POST", place, headers, '{"type": "message", "text": "fooled"}')
    assert (status, "fooled" in text) == (401, False)
    assert not Visitor(url, IDS.pam, page="/teams", api="/demo/api/teams/").messages(TEAMS.deal_desk)
