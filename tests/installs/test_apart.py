"""Two companies share one Tierline: whatever happens in one workspace stays there, with the token of that workspace.

User ids, event ids and trigger ids are the same in both on purpose: only the workspace tells them apart.
"""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.several import ALPHA, BETA, SeveralSlack, Street, seen

FORM = {
    "partner": "acme",
    "customer": "Tamarind Foods",
    "country": "US",
    "products": ["twilio-segment-2024/segment"],
    "earr": "75,000",
    "currency": "USD",
    "expected_close_on": "2024-12-01",
    "role": "sourced",
    "evidence": "Met the chief technology officer and agreed on a pilot.",
}


def other(team: str) -> str:
    return BETA if team == ALPHA else ALPHA


def registered(street: Street, team: str, customer: str) -> str:
    """Pam of a workspace registers a deal; its number."""
    pam = street.member("U0PAM", team)
    form = pam.form()
    products = next(block["element"] for block in form["blocks"] if block.get("block_id") == "products")
    segment = next(each for each in products["option_groups"] if "Segment" in each["label"]["text"])
    pam.send(form, FORM | {"products": [segment["options"][0]["value"]], "customer": customer})
    found = street.rows(lambda work: work.registrations.of_partner("acme"))
    return next(each.id for each in found if each.customer == customer)


def test_people_with_the_same_id_are_looked_up_in_their_own_workspace(installed: Street, slack: SeveralSlack) -> None:
    for team in (ALPHA, BETA):
        installed.member("U0PAM", team).event(
            {"type": "app_home_opened", "tab": "home", "user": "U0PAM", "channel": "D1", "team": team}
        )
        view = json.dumps(slack.workspaces[team].wait("views.publish"))
        assert f"Pam Okafor of {team}" in view
        assert other(team) not in view
        assert slack.workspaces[team].count("users.info") == 1


def test_an_event_with_the_same_id_is_answered_in_both(installed: Street, slack: SeveralSlack) -> None:
    for team in (ALPHA, BETA):
        installed.member("U0PAM", team).direct("what tier is Acme", event_id="Ev.same")
    for team in (ALPHA, BETA):
        assert slack.workspaces[team].message("DU0PAM", "Acme Communications is Bronze")
    installed.member("U0PAM", BETA).direct("what tier is Acme", event_id="Ev.same")
    installed.delivered()
    assert [slack.workspaces[team].count("chat.postMessage") for team in (ALPHA, BETA)] == [1, 1]


def test_a_deal_is_announced_decided_and_told_where_it_was_registered(installed: Street, slack: SeveralSlack) -> None:
    number = registered(installed, BETA, "Tamarind Foods")
    here, there = slack.workspaces[BETA], slack.workspaces[ALPHA]
    card = here.message("C0BETADEALS", "Tamarind Foods")
    assert here.message("DU0PAM", number)
    installed.member("U0SAM", BETA).click(card, "Approve", channel={"id": "C0BETADEALS"})
    assert here.message("DU0PAM", "approved")
    here.wait_for("the card says so", lambda: card["text"].startswith("Approved"))
    assert installed.rows(lambda work: work.registrations.get(number)).workspace == BETA
    assert there.count("chat.postMessage") == there.count("chat.update") == 0


def test_a_decision_from_elsewhere_rewrites_the_card_where_it_stands(installed: Street, slack: SeveralSlack) -> None:
    number = registered(installed, BETA, "Tamarind Foods")
    here, there = slack.workspaces[BETA], slack.workspaces[ALPHA]
    card = here.message("C0BETADEALS", "Tamarind Foods")
    dana = installed.member("U0DANA", ALPHA)
    dana.press("deals.show#1", number)
    dana.click(slack.wait("hook"), "Approve")
    here.wait_for("the card says so", lambda: card["text"].startswith("Approved"))
    assert here.message("DU0PAM", "approved")
    assert there.count("chat.postMessage") == there.count("chat.update") == 0


@pytest.mark.parametrize(("user", "team", "may"), [("U0DANA", ALPHA, True), ("U0DANA", BETA, False)])
def test_an_approver_of_one_workspace_is_nobody_special_in_the_other(
    installed: Street, slack: SeveralSlack, user: str, team: str, may: bool
) -> None:
    number = registered(installed, team, "Tamarind Foods")
    installed.member(user, team).press("deals.show#1", number)
    assert ("Your role is viewer" not in json.dumps(slack.wait("hook"))) is may


def test_ones_own_registrations_are_those_of_ones_own_workspace(installed: Street, slack: SeveralSlack) -> None:
    registered(installed, ALPHA, "Tamarind Foods")
    for team, listed in ((ALPHA, True), (BETA, False)):
        event = {"type": "app_home_opened", "tab": "home", "user": "U0PAM", "channel": "D1", "team": team}
        installed.member("U0PAM", team).event(event)
        home = json.dumps(slack.workspaces[team].wait("views.publish"))
        assert ("You have not registered a deal yet" not in home) is listed


def test_a_person_of_the_other_workspace_is_a_stranger(installed: Street) -> None:
    """Someone of Beta in a channel that is shared with Alpha: a member there, and of another company here."""
    pam = installed.member("U0PAM", ALPHA)
    answer = pam.event(
        {
            "type": "app_mention",
            "user": "U0PAM",
            "user_team": BETA,
            "text": "<@UBOT> tier Acme",
            "channel": "C0",
            "ts": "1.1",
        },
        is_ext_shared_channel=True,
    )
    assert answer.status == 200
    said = installed.slack.workspaces[ALPHA].message("C0", "vendor's own staff only")
    assert "Bronze" not in said["text"]


def test_a_channel_is_looked_up_by_its_own_workspace(installed: Street, slack: SeveralSlack) -> None:
    """The same channel id is shared in one workspace and internal in the other."""
    slack.workspaces[BETA].foreign.add("C0CHAN")
    texts = {}
    for team in (ALPHA, BETA):
        installed.member("U0PAM", team).press("share#1", "what tier is Acme")
        assert slack.workspaces[team].wait("conversations.info")["channel"] == "C0CHAN"
        texts[team] = slack.workspaces[team].count("conversations.info")
    assert texts == {ALPHA: 1, BETA: 1}


def test_a_payload_of_no_workspace_gets_no_answer(installed: Street, slack: SeveralSlack) -> None:
    calls = asked(slack)
    stranger = installed.member("U0PAM", "T0FOREIGN")
    assert "not installed" in stranger.say("/partner tier Acme")["text"]
    assert stranger.mention("tier Acme").body == b""
    assert stranger.press("tiers.evidence#1", "acme").body == b""
    assert stranger.suggest("partners.search#1", "ac", user=stranger._who).json() == {"options": []}
    assert "not installed" in json.dumps(stranger.submit({"type": "modal", "callback_id": "deals.submit"}, {}).json())
    assert asked(slack) == calls
    assert slack.count("hook") == 0


def asked(slack: SeveralSlack) -> dict[str, int]:
    """How many calls each workspace got, without those for the reminders that fall due meanwhile."""
    return {
        team: sum(call.method != "users.lookupByEmail" for call in list(workspace.calls))
        for team, workspace in slack.workspaces.items()
    }


STEPS = st.lists(
    st.tuples(
        st.sampled_from([ALPHA, BETA]),
        st.sampled_from(["U0PAM", "U0DANA", "U0SAM"]),
        st.sampled_from(["ask", "mention", "direct", "home", "register", "evidence"]),
    ),
    min_size=2,
    max_size=8,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=STEPS)
def test_whatever_is_done_nothing_of_one_workspace_reaches_the_other(
    installed: Street, slack: SeveralSlack, steps: list[tuple[str, str, str]]
) -> None:
    """Every call carries the token of the workspace it is about; nobody is named in the other one."""
    for team, user, what in steps:
        _do(installed.member(user, team), what, f"Ev.{installed.people}")
    installed.delivered()
    assert slack.refused == []
    for team in (ALPHA, BETA):
        told = seen(slack, team)
        assert f"of {other(team)}" not in told
        assert f"{other(team).lower()}.example" not in told
    for message in installed.rows(lambda work: work.outbox.listing(["sent", "parked"], 500)):
        assert message.reason is None or "vendor.example" in message.target, message


def _do(person: Any, what: str, event: str) -> None:
    match what:
        case "ask":
            person.say("/partner tier Acme")
        case "mention":
            person.mention("what's missing for gold for Acme", event_id=event)
        case "direct":
            person.direct("what tier is Acme", event_id=event)
        case "home":
            person.event(
                {"type": "app_home_opened", "tab": "home", "user": person.user, "channel": "D1"} | person.team()
            )
        case "register" if person.user != "U0DANA":  # she may not
            person.form()
        case "evidence":
            person.press("tiers.evidence#1", "acme|twilio-segment-2024")
