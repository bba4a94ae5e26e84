"""Digests through Slack: a channel subscribes, everybody gets their morning, and nobody else reads it."""

from datetime import timedelta

import pytest

from tests.support.house import MONDAY, House, Member, buttons
from tests.support.workspace import Workspace

TUESDAY = MONDAY + timedelta(hours=23)  # nine in the morning in Los Angeles
FORM = {"what": "everything", "cadence": "workdays", "hour": "9", "zone": "America/Los_Angeles"}


def subscribe(member: Member, slack: Workspace) -> dict[str, object]:
    before = slack.count("views.open")
    member.say("/partner subscribe")
    view = slack.wait("views.open", before + 1)["view"]
    return dict(member.send(view, FORM))


def test_a_channel_gets_its_digest_in_the_morning_and_a_manager_theirs(
    house: House, pam: Member, slack: Workspace
) -> None:
    shown = subscribe(pam, slack)
    assert "from Tue Jul 16, 2024 on" in str(shown)
    listed = pam.say("/partner subscriptions")
    assert {"Pause: Everything", "End: Everything"} <= set(buttons(listed))
    house.clock.move_to(TUESDAY)
    house.tick()
    digest = slack.message("C0CHAN", "Everything: ")
    assert "Posted every working day at 9:00 (America/Los Angeles)" in str(digest)
    assert slack.message("DU0PAM", "Your Tue Jul 16, 2024: ")
    pam.click(listed, "End: Everything")
    assert slack.wait("hook")["text"].startswith("“Everything” is no longer posted")


def test_a_digest_is_parked_where_outsiders_came_in_meanwhile(house: House, pam: Member, slack: Workspace) -> None:
    subscribe(pam, slack)
    slack.foreign.add("C0CHAN")
    pam.event({"type": "channel_shared", "channel": "C0CHAN"})
    house.clock.move_to(TUESDAY)
    house.tick()
    house.delivered()
    assert slack.words("C0CHAN") == []
    with house.service.store.read() as work:
        reasons = [each.reason or "" for each in work.outbox.listing(["parked"], 9) if each.kind == "channel_digest"]
    assert [reason.partition(",")[0] for reason in reasons] == ["In this channel people of another company read along"]


@pytest.mark.parametrize("when", ["before the form", "while the form is open"])
def test_a_channel_without_the_app_or_with_outsiders_cannot_be_subscribed(
    house: House, pam: Member, slack: Workspace, when: str
) -> None:
    def shut(kind: set[str]) -> None:
        kind.add("C0CHAN")
        pam.event({"type": "member_joined_channel", "channel": "C0CHAN", "user": "U0X"})

    for kind, words in ((slack.elsewhere, "I am not in this channel"), (slack.foreign, "People of another company")):
        if when == "before the form":
            shut(kind)
            assert words in str(pam.say("/partner subscribe"))
        else:
            before = slack.count("views.open")
            pam.say("/partner subscribe")
            view = slack.wait("views.open", before + 1)["view"]
            shut(kind)
            assert words in str(pam.send(view, FORM))
        kind.clear()
        pam.event({"type": "member_joined_channel", "channel": "C0CHAN", "user": "U0X"})
    with house.service.store.read() as work:
        assert work.subscriptions.list() == ()


def test_reminders_of_ones_own_open_as_a_form_and_keep_what_is_chosen(
    house: House, pam: Member, slack: Workspace
) -> None:
    pam.say("/partner reminders")
    view = slack.wait("views.open")["view"]
    done = pam.send(view, {"morning": "7", "most_a_day": "2"})
    assert "Your next digest comes Tue Jul 16, 2024 at 7:00" in str(done)
    with house.service.store.read() as work:
        kept = work.person_clocks.get("pam@vendor.example")
    assert kept is not None
    assert (kept.morning, kept.most_a_day, kept.chosen) == (7, 2, True)
    assert [each["value"] for each in pam.suggest("zones.search", "berlin").json()["options"]] == ["Europe/Berlin"]
