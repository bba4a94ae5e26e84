"""Days on which Microsoft, the database or somebody's client does not do what it should."""

from tests.support.teams_house import TeamsHouse, TeamsMember
from tests.support.teams_keys import TENANT
from tests.support.teams_world import CHANNEL, GUS, PAM, STAFF, TEAM_ID, TeamsWorld

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
