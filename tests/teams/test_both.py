"""One service with Slack and Teams at once: what happens on one surface is seen on the other."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest

from bot.app import build
from bot.delivery.courier import Pace
from bot.demo.loopback import bind, serving
from bot.teams.edges import Edges
from tests.house.test_deals import DEAL
from tests.support.house import DEALS, MONDAY, PEOPLE, House, Member, WalkingClock, settings, until
from tests.support.slack import loopback_slack
from tests.support.teams_house import TeamsHouse, TeamsMember, buttons, teams_settings
from tests.support.teams_keys import TENANT, KeyServer
from tests.support.teams_world import DANA, PAM, SAM, TOKEN, TeamsWorld
from tests.support.workspace import Workspace


class Served(House):
    """A house that the web server starts and stops."""

    def start(self) -> None:
        self.running = True

    def stop(self) -> None:
        self.running = False


@dataclass
class Both:
    """One service, and the people who talk to it here and there."""

    slack: Workspace
    world: TeamsWorld
    in_slack: House
    in_teams: TeamsHouse

    def slack_member(self, user: str) -> Member:
        return self.in_slack.member(user)


@pytest.fixture
def both(world: TeamsWorld, keys: KeyServer, database: str) -> Iterator[Both]:
    with ExitStack() as stack:
        slack = stack.enter_context(loopback_slack(Workspace()))
        for user, name in PEOPLE.items():
            profile = {"real_name": name, "email": f"{name.split()[0].lower()}@vendor.example"}
            slack.people[user] = {"id": user, "tz": "America/Los_Angeles", "profile": profile}
        theirs = teams_settings(database).model_dump(include={"teams_app_id", "teams_tenant_id", "teams_client_secret"})
        chosen = settings(
            slack, database, **theirs, tierline_public_url="http://127.0.0.1:1", tierline_review_channel=None
        )
        edges = Edges(f"{keys.url}/openid", loopback=frozenset({"127.0.0.1"}), token=lambda: TOKEN)
        clock = WalkingClock(MONDAY)
        service = build(chosen, clock, Pace(interval=0.01, settle=0.05), edges)
        house = Served(slack, chosen, clock, service)
        url = stack.enter_context(serving(house.app, bind()))
        yield Both(slack, world, house, TeamsHouse(world, keys, service, clock, url))


def test_a_deal_filed_in_slack_is_decided_in_teams(both: Both) -> None:
    pam = both.slack_member("U0PAM")
    pam.send(pam.form(), DEAL)
    card = both.slack.message(DEALS, "New deal registration DR-1001")
    assert "Initrode" in json.dumps(card)
    dana = both.in_teams.member(DANA)
    shown = dana.says("DR-1001")
    dana.presses(shown, "Decide")
    dana.presses(both.world.wait(2), "Approve")
    both.slack.message(DEALS, "Approved: DR-1001")
    assert both.in_slack.registrations() == [("DR-1001", "Initrode", "approved")]


def test_one_person_in_both_is_one_person(both: Both) -> None:
    """What Sam filed in Slack is not his to decide in Teams either: the same verified address."""
    sam = both.slack_member("U0SAM")
    sam.send(sam.form(), DEAL | {"partner": "globex"})
    both.slack.message(DEALS, "New deal registration DR-1001")
    in_teams = both.in_teams.member(SAM)
    in_teams.presses(in_teams.says("DR-1001"), "Decide")
    until("the card came", lambda: len(both.world.posted) > 1)
    refused = in_teams.presses(both.world.wait(2), "Approve")
    assert "You submitted DR-1001 yourself" in json.dumps(refused)
    assert both.in_slack.registrations("globex") == [("DR-1001", "Initrode", "submitted")]


def test_reminders_go_where_the_person_chose(both: Both) -> None:
    pam: TeamsMember = both.in_teams.member(PAM)
    assert pam.installs().status_code == 200
    greeting = both.world.wait(1)
    assert "Send my reminders here" in buttons(greeting.card)
    pam.presses(greeting, "Send my reminders here")
    before = both.slack.words("DU0PAM")
    both.in_slack.clock.move_to(MONDAY.replace(day=17, hour=16))
    both.in_teams.tick()
    until("a reminder came in Teams", lambda: [each for each in both.world.told if each.conversation == PAM.chat])
    both.in_teams.settled()
    assert both.slack.words("DU0PAM") == before
    with both.in_teams.service.store.read() as work:
        clock = work.person_clocks.get("pam@vendor.example")
    assert clock is not None
    assert clock.workspace == TENANT
    assert SAM.chat not in {each.conversation for each in both.world.told}
