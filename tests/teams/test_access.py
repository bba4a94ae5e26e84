"""Who is told what in Teams: guests and people of another tenant, in bound channels and elsewhere."""

import pytest

from store.records import ChannelBinding
from tests.support.teams_house import TeamsHouse, TeamsMember
from tests.support.teams_keys import TENANT
from tests.support.teams_stories import came, read
from tests.support.teams_world import CHANNEL, GUESTS, NOA, PAM, SHARED, Person, TeamsWorld

SECRETS = ("Globex", "Kyoto", "dana@vendor.example", "pam@vendor.example", "OPP-")


def bind(noa: TeamsMember, world: TeamsWorld, where: str) -> None:
    """Bind a channel to Acme as an admin does: by a typed command, and the button of its answer."""
    assert noa.writes("bind Acme", where).status_code == 200
    asked = came(world, "Bind this channel to Acme Communications?", NOA.chat)
    noa.house.settled()
    noa.presses(asked, "Bind to Acme Communications")
    came(world, "its people may mention me here", NOA.chat)


@pytest.mark.parametrize("where", [SHARED, GUESTS])
def test_in_a_bound_channel_outsiders_are_told_of_their_own_partner_and_nothing_else(
    house: TeamsHouse, noa: TeamsMember, gus: TeamsMember, eve: TeamsMember, world: TeamsWorld, where: str
) -> None:
    bind(noa, world, where)
    house.settled()
    outsider = eve if where == SHARED else gus
    outsider.writes("what tier are we in", where)
    answer = came(world, "ronze", where)
    assert "Acme Communications" in answer.words
    for question in ("what tier is Globex", "staff", "which partners are there", "outbox", "open pipeline of Acme"):
        before = len(world.posted)
        outsider.writes(question, where)
        world.wait(before + 1)
        house.settled()
        told = " ".join(each.words for each in world.posted[before:])
        assert [secret for secret in SECRETS if secret in told and secret not in question] == []
    assert [each for each in world.in_(outsider.person.chat) if "Globex" in each.words] == []


def test_staff_are_answered_privately_in_a_bound_channel(
    house: TeamsHouse, noa: TeamsMember, pam: TeamsMember, world: TeamsWorld
) -> None:
    bind(noa, world, SHARED)
    house.settled()
    pam.writes("what tier is Top", SHARED)
    answer = came(world, "tier", PAM.chat)
    assert answer.conversation == PAM.chat
    house.settled()
    assert [each.words for each in world.in_(SHARED) if "Top" in each.words] == []


def test_a_released_channel_tells_outsiders_nothing_any_more(
    house: TeamsHouse, noa: TeamsMember, eve: TeamsMember, world: TeamsWorld
) -> None:
    bind(noa, world, SHARED)
    house.settled()
    noa.writes("release", SHARED)
    asked = came(world, "People of Acme Communications are answered here no more", NOA.chat)
    house.settled()
    assert "This channel is released" in read(noa.presses(asked, "Release it"))
    eve.writes("what tier are we in", SHARED)
    came(world, "I answer the vendor's own staff only", SHARED)
    assert "ronze" not in " ".join(each.words for each in world.in_(SHARED))


def test_only_an_admin_binds(house: TeamsHouse, pam: TeamsMember, world: TeamsWorld) -> None:
    pam.writes("bind Acme", CHANNEL)
    house.settled()
    words = " ".join(each.words for each in world.posted)
    assert "does not include this" in words
    with house.service.store.read() as work:
        assert work.bindings.list() == ()


def test_a_crafted_button_gives_an_outsider_nothing(house: TeamsHouse, eve: TeamsMember, gus: TeamsMember) -> None:
    for member, where in ((eve, SHARED), (gus, GUESTS)):
        for route, value in (("deals.approve", "DR-1001|1"), ("tiers.evidence", "tier|acme|twilio-segment-2024||")):
            data = {"route": route, "value": value}
            answer = member.invoke("adaptiveCard/action", {"action": {"verb": route, "data": data}}, where)
            assert "vendor's own staff only" in read(answer)
        dialog = member.invoke("task/fetch", {"data": {"route": "deals.open", "value": "acme"}}, where)
        assert "Input." not in read(dialog)


def test_staff_are_answered_alone_in_a_bound_channel_whatever_its_roster_says(
    house: TeamsHouse, pam: TeamsMember, world: TeamsWorld
) -> None:
    """A partner's people are meant to read there, and nobody may rely on a roster that does not show them."""
    with house.service.store.write() as work:
        work.bindings.bind(ChannelBinding(TENANT, CHANNEL, "acme", "test", house.clock.now()))
    assert pam.says("tier of Globex", CHANNEL).conversation == pam.person.chat
    house.settled()
    assert world.in_(CHANNEL) == []


def test_whom_to_ask_for_access_is_told_to_our_own_person_alone(house: TeamsHouse, world: TeamsWorld) -> None:
    ned = Person("Ned Okoye", 9, "ned@vendor.example")
    world.rosters[SHARED] = (*world.rosters[SHARED], ned)
    world.rosters[ned.chat] = (ned,)
    answer = house.member(ned).says("tier of Acme", SHARED)
    assert answer.conversation == ned.chat
    assert "You are not on the list" in answer.words
    house.settled()
    assert world.in_(SHARED) == []
