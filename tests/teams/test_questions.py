"""Questions asked in Teams: in one's own chat, in a group, in a channel's thread."""

import json
from datetime import timedelta

import pytest

from tests.support.house import until
from tests.support.teams_house import TeamsHouse, TeamsMember, buttons
from tests.support.teams_world import CHANNEL, GROUP, GUESTS, PAM, SHARED, TeamsWorld


def test_the_tier_of_a_partner_is_answered_in_ones_own_chat(pam: TeamsMember) -> None:
    answer = pam.says("what tier is Acme, and what's missing for silver")
    assert answer.conversation == PAM.chat
    assert "Acme Communications" in answer.activity["summary"]
    assert "bronze" in answer.words.lower()
    assert answer.card["version"] == "1.5"


def test_what_was_asked_today_is_taken_up_in_a_chat(pam: TeamsMember) -> None:
    pam.says("what tier is Acme")
    assert "Acme Communications" in pam.says("and revenue?").words


def test_what_was_asked_an_hour_ago_in_a_chat_is_not_taken_up(house: TeamsHouse, pam: TeamsMember) -> None:
    """A chat goes on for ever: a menu's “open pipeline” is about everybody again after a while."""
    pam.says("what tier is Acme")
    house.clock.move_to(house.clock.now() + timedelta(hours=1))
    assert pam.says("and revenue?").activity["summary"].startswith("Which partner")


def test_a_mention_in_a_channel_is_answered_in_its_thread(pam: TeamsMember, world: TeamsWorld) -> None:
    answer = pam.says("tier of Acme", CHANNEL, thread="1700000000001")
    assert answer.conversation == f"{CHANNEL};messageid=1700000000001"
    assert "Acme Communications" in answer.words
    assert len(world.posted) == 1


def test_a_group_chat_is_answered_where_it_was_asked(pam: TeamsMember) -> None:
    assert pam.says("tier of Acme", GROUP).conversation == GROUP


def test_a_message_that_teams_sends_again_is_answered_once(
    house: TeamsHouse, pam: TeamsMember, world: TeamsWorld
) -> None:
    activity = pam.activity("message") | {"text": "tier of Acme"}
    for _ in range(3):
        assert house.send(activity).status_code == 200
    house.settled()
    assert len(world.posted) == 1


def test_where_guests_read_along_the_answer_comes_to_the_asker_alone(pam: TeamsMember) -> None:
    answer = pam.says("tier of Acme", GUESTS)
    assert answer.conversation == PAM.chat
    assert "Others than our staff read along" in answer.words


def test_in_a_channel_with_another_company_nothing_is_said_there(
    house: TeamsHouse, pam: TeamsMember, world: TeamsWorld
) -> None:
    assert pam.says("tier of Acme", SHARED).conversation == PAM.chat
    house.settled()
    assert world.in_(SHARED) == []


@pytest.mark.parametrize("where", [SHARED, GUESTS])
def test_guests_and_people_of_other_tenants_get_nothing(gus: TeamsMember, eve: TeamsMember, where: str) -> None:
    asker = eve if where == SHARED else gus
    answer = asker.says("tier of Acme", where)
    assert "I answer the vendor's own staff only" in answer.words
    assert "bronze" not in answer.words.lower()


def test_somebody_of_another_tenant_in_a_chat_of_their_own_is_not_even_let_in(eve: TeamsMember) -> None:
    assert eve.writes("tier of Acme").status_code == 401


def test_whoever_teams_does_not_vouch_for_is_not_answered(pam: TeamsMember, world: TeamsWorld) -> None:
    world.rosters[PAM.chat] = ()
    assert "I cannot check who you are" in pam.says("tier of Acme").words


def test_commands_work_with_and_without_the_word_that_slack_needs(noa: TeamsMember) -> None:
    for words in ("staff", "/partner staff"):
        assert "dana@vendor.example" in noa.says(words).words.lower()


def test_what_is_for_the_asker_alone_goes_from_a_channel_to_their_chat(
    house: TeamsHouse, noa: TeamsMember, world: TeamsWorld
) -> None:
    noa.says("staff", CHANNEL)
    house.settled()
    private = world.in_(noa.person.chat)
    assert len(private) == 1
    assert "dana@vendor.example" in private[0].words.lower()
    assert [each.activity["summary"] for each in world.in_(CHANNEL)] == [
        "I answered you in our chat, because it is for you alone."
    ]


def test_no_words_at_all_get_help(pam: TeamsMember) -> None:
    assert "tier PARTNER" in pam.says("").words


def test_an_install_is_greeted_once(house: TeamsHouse, pam: TeamsMember, world: TeamsWorld) -> None:
    assert pam.installs().status_code == 200
    greeting = world.wait(1)
    assert greeting.conversation == PAM.chat
    assert buttons(greeting.card)
    house.settled()
    assert len(world.posted) == 1


def test_after_an_uninstall_nothing_is_posted_and_an_admin_learns_why(
    house: TeamsHouse, pam: TeamsMember, world: TeamsWorld
) -> None:
    pam.says("tier of Acme")
    pam.installs(action="remove")
    with house.service.store.read() as work:
        known = work.conversations.personal(pam.person.tenant, email="pam@vendor.example")
    assert known is not None
    assert known.state == "removed"
    pam.installs()
    until("the chat is there again", lambda: _state(house, pam) == "active")


def _state(house: TeamsHouse, member: TeamsMember) -> str | None:
    with house.service.store.read() as work:
        known = work.conversations.get(member.person.tenant, member.person.chat)
    return known.state if known else None


def test_a_stumble_of_the_database_loses_no_question(house: TeamsHouse, pam: TeamsMember, world: TeamsWorld) -> None:
    """A process that dies after it acknowledged leaves the question to the next one."""
    with house.service.store.write() as work:
        body = pam.activity("message") | {"text": "tier of Acme"}
        work.inbox.put("x|1", pam.person.tenant, pam.person.object_id, json.dumps(body), house.clock.now())
    assert "Acme Communications" in world.wait(1).words
