"""A message for our own people is posted only where nobody else reads, looked at just before it is posted."""

import json

import pytest

from tests.house.test_deals import DEAL
from tests.support.house import DEALS, House, Member, buttons
from tests.support.workspace import Workspace

GUEST = {"id": "U0GUEST", "is_restricted": True, "profile": {"real_name": "Gus", "email": "gus@acme.example"}}
ACME_TEAM = "T0ACME"


@pytest.fixture
def eve(house: House) -> Member:
    """Somebody of the partner Acme, in Slack Connect."""
    return house.member("U0EVE", ACME_TEAM)


def bind(noa: Member, slack: Workspace, partner: str = "Acme Communications") -> None:
    noa.click(noa.say(f"/partner bind {partner}"), f"Bind to {partner}")
    assert f"bound to {partner}" in slack.wait("hook", slack.count("hook") or 1)["text"]


def foreign(member: Member, slack: Workspace, channel: str = "C0CHAN") -> None:
    slack.foreign.add(channel)
    member.event({"type": "channel_shared", "channel": channel})


def test_a_card_is_parked_when_its_channel_is_shared_meanwhile_and_posted_when_it_is_mended(
    house: House, pam: Member, slack: Workspace
) -> None:
    foreign(pam, slack, DEALS)
    pam.send(pam.form(), DEAL)
    slack.message("DU0PAM", "Registered as DR-1001")
    house.delivered()
    assert slack.words(DEALS) == []
    with house.service.store.read() as work:
        (parked,) = work.outbox.listing(["parked"], 5)
    assert (
        parked.reason == "In this channel people of another company read along, and the message is for our own people."
    )
    slack.foreign.clear()
    pam.event({"type": "channel_unshared", "channel": DEALS})
    with house.service.store.write() as work:
        work.outbox.retry(parked.id, house.clock.now())
    house.side.courier.wake()
    assert slack.message(DEALS, "DR-1001")


def test_an_answer_goes_to_its_asker_when_a_guest_reads_along(pam: Member, slack: Workspace) -> None:
    slack.people["U0GUEST"] = GUEST
    slack.inside["C0CHAN"] = ["U0PAM", "U0GUEST"]
    pam.mention("what tier is Acme")
    assert "comes to you alone" in slack.message("DU0PAM", "Acme Communications is Bronze")["text"]
    assert slack.words("C0CHAN") == []


def test_a_channel_that_was_shared_between_the_question_and_the_post_gets_nothing(
    house: House, pam: Member, slack: Workspace
) -> None:
    pam.mention("help", channel="C0OTHER")  # warms nothing of C0CHAN
    house.side.courier.stop(5)
    pam.mention("what tier is Acme")
    foreign(pam, slack)
    house.restart()
    assert slack.message("DU0PAM", "Acme Communications is Bronze")
    assert slack.words("C0CHAN") == []


def test_outsiders_get_nothing_in_a_channel_that_is_not_bound(eve: Member, pam: Member, slack: Workspace) -> None:
    foreign(pam, slack)
    eve.mention("what tier is Acme", is_ext_shared_channel=True)
    assert slack.message("C0CHAN", "I answer the vendor's own staff only")


def test_a_partners_people_are_answered_about_their_own_partner_where_the_channel_is_bound(
    house: House, eve: Member, noa: Member, slack: Workspace
) -> None:
    bind(noa, slack)
    foreign(noa, slack)
    eve.mention("what tier are we in, and what is missing for silver?", is_ext_shared_channel=True)
    shown = slack.message("C0CHAN", "Acme Communications is Bronze")
    assert buttons(shown) == ["Register a deal"]
    assert "pam@" not in json.dumps(shown)
    house.delivered()
    said = len(slack.words("C0CHAN"))
    eve.mention("what tier is Globex", is_ext_shared_channel=True)
    eve.mention("what tier is Nirvana Systems", is_ext_shared_channel=True)
    house.delivered()
    globex, nirvana = slack.words("C0CHAN")[said:]
    assert globex == nirvana
    assert globex.startswith("Here I can tell you about Acme Communications")


def test_staff_are_answered_privately_in_a_bound_channel(noa: Member, pam: Member, slack: Workspace) -> None:
    bind(noa, slack)
    foreign(noa, slack)
    pam.mention("revenue of Globex", is_ext_shared_channel=True)
    assert slack.message("DU0PAM", "Globex GmbH")
    assert slack.words("C0CHAN") == []


def test_a_released_channel_is_silent_at_once_also_for_what_is_on_its_way(
    house: House, eve: Member, noa: Member, slack: Workspace
) -> None:
    bind(noa, slack)
    foreign(noa, slack)
    house.side.courier.stop(5)
    eve.mention("what tier are we in", is_ext_shared_channel=True)
    noa.click(noa.say("/partner release"), "Release it")
    house.restart()
    house.delivered()
    assert slack.words("C0CHAN") == []
    with house.service.store.read() as work:
        assert "not bound" in str(work.outbox.listing(["parked"], 5)[0].reason)
    eve = house.member("U0EVE", ACME_TEAM)
    eve.mention("what tier are we in", is_ext_shared_channel=True, event_id="Ev0LATER")
    assert slack.message("C0CHAN", "I answer the vendor's own staff only")


def test_only_an_admin_binds_and_it_is_written_down(house: House, pam: Member, noa: Member, slack: Workspace) -> None:
    assert "Your role is manager" in pam.say("/partner bind Acme Communications")["text"]
    asked = noa.say("/partner bind Acme Communications")
    assert "They are never told: other partners" in asked["text"]
    pam.click(asked, "Bind to Acme Communications")
    assert "Your role is manager" in slack.wait("hook")["text"]
    noa.click(asked, "Bind to Acme Communications")
    slack.wait("hook", 2)
    assert [each.action for each in house.audit("channel:C0CHAN")] == ["channel.bound"]
    assert "Acme Communications" in noa.say("/partner bindings")["text"]
    assert "Which partner?" in noa.say("/partner bind Nova")["text"]


def test_the_preview_is_what_the_partners_people_get(
    house: House, eve: Member, pam: Member, noa: Member, slack: Workspace
) -> None:
    bind(noa, slack)
    foreign(noa, slack)
    eve.mention("what is missing for silver", is_ext_shared_channel=True)
    told = slack.message("C0CHAN", "For Silver in Segment 2024")["text"]
    shown = pam.say("/partner preview as Acme what is missing for silver")["text"]
    assert shown.startswith(told)
    assert "Preview: what people of Acme Communications would be told" in shown
