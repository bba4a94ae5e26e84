"""A channel that is bound to a partner, in Teams: its people ask about their own company there."""

import json

import pytest

from tests.support.teams_house import TeamsHouse, TeamsMember
from tests.support.teams_keys import TENANT
from tests.support.teams_world import CHANNEL, GUESTS, SHARED, TeamsWorld

FILLED = {
    "customer_domain": "https://www.initrode.example.com",
    "products": "twilio-segment-2024/segment",
    "earr": "120k",
    "expected_close_on": "2024-09-30",
    "role": "sourced",
    "evidence": "Met their head of data on July 3",
}


@pytest.mark.parametrize("where", [SHARED, GUESTS, CHANNEL])
def test_the_channel_is_bound_and_released_that_was_asked_about(
    house: TeamsHouse, noa: TeamsMember, where: str
) -> None:
    """Where others read along, the question and its button come to the admin's own chat."""
    noa.presses(noa.says("bind Acme", where), "Bind to Acme Communications")
    house.settled()
    assert _bound(house, where) == "acme"
    with house.service.store.read() as work:
        assert [each.channel for each in work.bindings.list(TENANT)] == [where]
    noa.presses(noa.says("release", where), "Release it")
    assert _bound(house, where) is None


def test_the_partners_people_are_answered_and_register_there(
    house: TeamsHouse, noa: TeamsMember, eve: TeamsMember, world: TeamsWorld
) -> None:
    noa.presses(noa.says("bind Acme", SHARED), "Bind to Acme Communications")
    house.settled()
    answer = eve.says("what tier are we", SHARED)
    assert answer.conversation.startswith(SHARED)
    assert "Bronze" in answer.words
    assert "Globex" not in eve.says("tier of Globex", SHARED).words
    dialog = eve.presses(answer, "Register a deal")
    wrong = eve.fills(dialog, SHARED, customer="Initrode", customer_domain="gmail.com", country="GB")
    assert "gmail.com" in json.dumps(wrong)
    checked = eve.fills(wrong, SHARED, **FILLED)
    assert "Registered as DR-1001: Acme Communications" in json.dumps(eve.fills(checked, SHARED))


def _bound(house: TeamsHouse, channel: str) -> str | None:
    with house.service.store.read() as work:
        found = work.bindings.get(TENANT, channel)
    return found.partner if found else None
