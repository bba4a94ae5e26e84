"""Days on which Microsoft, the database or somebody's client does not do what it should."""

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from handlers.documents import Reply
from handlers.wire import dump
from store.outbox import NewMessage
from tests.support.house import until
from tests.support.teams_house import BOT, TeamsHouse, TeamsMember
from tests.support.teams_keys import TENANT
from tests.support.teams_world import CHANNEL, GUESTS, GUS, NOA, PAM, SHARED, STAFF, TEAM_ID, TeamsWorld

IN_TEAM = {"channelData": {"tenant": {"id": TENANT}, "team": {"id": TEAM_ID}, "channel": {"id": CHANNEL}}}
"""What Teams says of an ordinary channel: the team's id is that of its General channel."""


def test_two_messages_that_carry_no_id_are_two_messages(house: TeamsHouse, pam: TeamsMember, world: TeamsWorld) -> None:
    for words in ("tier of Acme", "tier of Globex"):
        body = pam.activity("message") | {"text": words}
        del body["id"]
        assert house.send(body).status_code == 200
    house.settled()
    assert sorted("Globex" in each.words for each in world.posted) == [False, True]


def test_a_guest_who_joins_a_team_is_seen_in_all_of_its_channels(
    house: TeamsHouse, pam: TeamsMember, world: TeamsWorld
) -> None:
    """Teams tells of it in the General channel alone."""
    world.rosters[TEAM_ID] = STAFF
    assert pam.says("tier of Acme", CHANNEL, **IN_TEAM).conversation.startswith(CHANNEL)
    assert pam.says("tier of Acme", TEAM_ID).conversation.startswith(TEAM_ID)
    world.rosters[TEAM_ID] = (*STAFF, GUS)
    house.send(pam.activity("conversationUpdate", TEAM_ID) | {"membersAdded": [{"id": GUS.account}]})
    assert pam.says("tier of Acme", CHANNEL, **IN_TEAM).conversation == PAM.chat


def test_after_the_app_is_back_in_a_team_all_of_its_channels_get_messages(
    house: TeamsHouse, pam: TeamsMember, world: TeamsWorld
) -> None:
    world.rosters[TEAM_ID] = STAFF
    pam.says("tier of Acme", CHANNEL, **IN_TEAM)
    assert _changed(house, pam, "remove") == "removed"
    with house.service.store.write() as work:
        work.outbox.put(_digest("digest|1", f"channel:{CHANNEL}", house), house.clock.now())
    house.settled()
    assert world.told == []
    assert _changed(house, pam, "add") == "active"
    until("what was parked is delivered", lambda: [each.conversation for each in world.told] == [CHANNEL])


def _changed(house: TeamsHouse, pam: TeamsMember, action: str) -> str | None:
    """How an ordinary channel stands after somebody did something with the app in its team."""
    general = {"channelData": {"tenant": {"id": TENANT}, "team": {"id": TEAM_ID}}}
    house.send(pam.activity("installationUpdate", TEAM_ID) | general | {"action": action})
    with house.service.store.read() as work:
        known = work.conversations.get(TENANT, CHANNEL)
    return known.state if known else None


def _digest(key: str, target: str, house: TeamsHouse) -> NewMessage:
    return NewMessage(
        occurrence_key=key,
        kind="digest",
        platform="teams",
        workspace=TENANT,
        target=target,
        document=dump(Reply("This week’s digest")),
        due_at=house.clock.now(),
    )


@pytest.mark.parametrize("where", [GUESTS, SHARED])
def test_words_about_partners_are_not_said_where_others_read_along(
    house: TeamsHouse, pam: TeamsMember, world: TeamsWorld, where: str
) -> None:
    answer = pam.says("pipeline pack Nova", where)
    assert "Nova Partners" in answer.words
    assert answer.conversation == PAM.chat
    house.settled()
    assert world.in_(where) == []


def test_among_ourselves_they_are_said_where_they_were_asked_for(pam: TeamsMember) -> None:
    assert pam.says("pipeline pack Nova", CHANNEL).conversation.startswith(CHANNEL)


def test_a_channel_that_teams_calls_shared_gets_nothing_of_ours_unasked(
    house: TeamsHouse, pam: TeamsMember, world: TeamsWorld
) -> None:
    """Its roster lists our own people alone: whole teams of other companies, with whom it is shared, are not in it."""
    channel = {"id": CHANNEL, "type": "shared"}
    marked = {"channelData": {"tenant": {"id": TENANT}, "team": {"id": TEAM_ID}, "channel": channel}}
    assert pam.says("tier of Acme", CHANNEL, **marked).conversation == PAM.chat
    with house.service.store.write() as work:
        work.outbox.put(_digest("digest|2", f"channel:{CHANNEL}", house), house.clock.now())
    house.settled()
    assert world.in_(CHANNEL) == world.told == []


def test_nobody_is_somebody_else_because_an_activity_says_so(
    house: TeamsHouse, pam: TeamsMember, noa: TeamsMember, world: TeamsWorld
) -> None:
    """The account that wrote and the person it is said to be do not belong together."""
    noa.says("staff")
    mixed = {"from": {"id": PAM.account, "name": "Noa Levi", "aadObjectId": NOA.object_id}}
    pam.writes("staff", **mixed)
    house.settled()
    (answer,) = world.in_(PAM.chat)
    assert "I cannot check who you are" in answer.words


def test_a_database_that_is_busy_for_some_seconds_loses_no_message(
    house: TeamsHouse, pam: TeamsMember, world: TeamsWorld, database: str
) -> None:
    """Somebody imports a portfolio; Teams waits longer for us than one attempt does for the database."""
    importing = sqlite3.connect(database.removeprefix("sqlite:///"), isolation_level=None)
    with closing(importing), ThreadPoolExecutor(1) as other:
        importing.execute("BEGIN IMMEDIATE")
        sent = other.submit(pam.writes, "tier of Acme")
        time.sleep(3)
        importing.execute("COMMIT")
        assert sent.result().status_code == 200
    assert "Acme Communications" in world.wait(1).words


def test_what_is_no_question_of_a_person_is_not_answered(
    house: TeamsHouse, pam: TeamsMember, world: TeamsWorld
) -> None:
    words = {"text": "tier of Acme"}
    for body in (
        pam.activity("messageUpdate") | words,
        pam.activity("messageDelete"),
        pam.activity("messageReaction") | {"reactionsAdded": [{"type": "like"}]},
        pam.activity("event") | {"name": "application/vnd.microsoft.readReceipt", "value": {"lastReadMessageId": "1"}},
        pam.activity("message") | words | {"from": {"id": "28:another", "name": "Another bot"}},
        pam.activity("message") | words | {"from": {"id": BOT, "name": "Tierline"}},
    ):
        assert house.send(body).status_code == 200
    house.settled()
    assert world.posted == []
