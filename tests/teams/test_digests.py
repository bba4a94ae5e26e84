"""Digests in Teams: a channel subscribes, everybody gets their morning in their own zone."""

from datetime import timedelta

from tests.support.house import MONDAY
from tests.support.teams_house import TeamsHouse, TeamsMember, action_of, buttons
from tests.support.teams_stories import came, count, read
from tests.support.teams_world import CHANNEL, GUESTS, PAM, SHARED, TeamsWorld

TUESDAY = MONDAY + timedelta(hours=23)  # nine in the morning in Los Angeles
FORM = {"what": "everything", "cadence": "workdays", "hour": "9", "zone": "America/Los_Angeles,Los Angeles"}


def subscribe(member: TeamsMember, where: str = CHANNEL) -> str:
    """Subscribe a channel by the form behind a typed command; what is said in the end."""
    answer = member.says("subscribe", where)
    dialog = member.presses(answer, next(each for each in buttons(answer.card) if each.startswith("Open")))
    assert "Input" in read(dialog), (answer.words, read(dialog))
    return read(member.fills(dialog, **FORM))


def test_a_channel_subscribes_and_its_digest_comes_as_a_post_of_its_own(
    house: TeamsHouse, pam: TeamsMember, world: TeamsWorld
) -> None:
    assert "from Tue Jul 16, 2024 on" in subscribe(pam)
    house.clock.move_to(TUESDAY)
    house.tick()
    digest = came(world, "Posted every working day at 9:00 (America/Los Angeles)")
    assert digest.conversation == CHANNEL
    house.tick()
    house.settled()
    assert count(world, "Posted every working day", CHANNEL) == 1


def test_a_subscription_rests_and_goes_on(house: TeamsHouse, pam: TeamsMember, world: TeamsWorld) -> None:
    subscribe(pam)
    listed = pam.says("subscriptions", CHANNEL)
    house.settled()
    listed = came(world, "Pause: Everything", listed.conversation.partition(";")[0])
    pam.presses(listed, "Pause: Everything")
    house.settled()
    house.clock.move_to(TUESDAY)
    house.tick()
    house.settled()
    assert count(world, "Posted every working day", CHANNEL) == 0
    pam.says("subscriptions", CHANNEL)
    house.settled()
    again = came(world, "Resume: Everything", listed.conversation.partition(";")[0])
    assert action_of(again.card, "Resume: Everything")
    pam.presses(again, "Resume: Everything")
    house.clock.move_to(TUESDAY + timedelta(days=1))
    house.tick()
    came(world, "Posted every working day")


def test_where_others_read_along_nobody_subscribes(house: TeamsHouse, pam: TeamsMember, world: TeamsWorld) -> None:
    for where, words in ((GUESTS, "Guests read along in this channel"), (SHARED, "People of another company")):
        pam.says("subscribe", where)
        house.settled()
        assert any(words in each.words for each in world.posted), [each.words for each in world.posted]


def test_a_channel_that_got_guests_meanwhile_is_not_written_to(
    house: TeamsHouse, pam: TeamsMember, world: TeamsWorld
) -> None:
    from tests.support.teams_stories import parked
    from tests.support.teams_world import GUS, STAFF

    subscribe(pam)
    world.rosters[CHANNEL] = (*STAFF, GUS)
    joined = pam.activity("conversationUpdate", CHANNEL) | {"membersAdded": [{"id": GUS.account}]}
    assert house.send(joined).status_code == 200
    house.clock.move_to(TUESDAY)
    house.tick()
    house.settled()
    assert count(world, "Posted every working day", CHANNEL) == 0
    assert "uests" in parked(house, "channel_digest")[0]


def test_a_personal_digest_comes_in_the_morning_of_the_zone_that_teams_tells(
    house: TeamsHouse, pam: TeamsMember, world: TeamsWorld
) -> None:
    berlin = {"entities": [{"type": "clientInfo", "locale": "de-DE", "timezone": "Europe/Berlin"}]}
    assert pam.writes("hello", **berlin).status_code == 200
    house.settled()
    house.clock.move_to(MONDAY.replace(day=16, hour=6, minute=59))  # a minute before nine in Berlin
    house.tick()
    house.settled()
    assert count(world, "Your Tue Jul 16, 2024: ", PAM.chat) == 0
    house.clock.move_to(MONDAY.replace(day=16, hour=7, minute=1))
    house.tick()
    came(world, "Your Tue Jul 16, 2024: ", PAM.chat)
