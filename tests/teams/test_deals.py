"""A deal on its way through Teams: registered in a dialog, decided once, everybody concerned told."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.support.teams_house import TeamsHouse, TeamsMember, buttons
from tests.support.teams_stories import FIRST, SECOND, came, count, inputs, opened, read, registered, registrations
from tests.support.teams_world import CHANNEL, DANA, NOA, PAM, SAM, TeamsWorld


def test_a_deal_is_registered_on_two_pages_and_its_card_comes_to_the_deal_desk(
    house: TeamsHouse, pam: TeamsMember, world: TeamsWorld
) -> None:
    form = opened(pam)
    assert next(each["value"].partition(",")[0] for each in pam.searches(form, "country", "united k")) == "GB"
    second = pam.fills(form, **FIRST)
    assert "notes" in inputs(second)
    receipt = pam.fills(second, **SECOND)
    assert "Registered as DR-1001" in read(receipt)
    assert "An answer is due by" in read(receipt)
    card = came(world, "New deal registration DR-1001")
    assert {"Approve", "Decline", "Ask", "Hold", "Take"} <= set(buttons(card.card))
    assert "Workshop with the CTO" in card.words
    assert card.conversation == CHANNEL
    assert came(world, "Registered as DR-1001", PAM.chat)
    assert registrations(house) == [("DR-1001", "Initrode", "submitted")]


def test_mistakes_stand_at_their_fields_and_the_corrected_form_registers(house: TeamsHouse, pam: TeamsMember) -> None:
    wrong = FIRST | {"earr": "a lot", "expected_close_on": "2024-07-01", "customer_domain": "gmail.com"}
    again = pam.fills(opened(pam), **wrong)
    assert "“a lot” is not an amount" in read(again)
    assert "3 fields need another look" in read(again)
    kept = inputs(again)
    assert (kept["earr"]["value"], kept["customer"]["value"]) == ("a lot", "Initrode")
    assert kept["partner"]["value"].startswith("acme")
    assert registrations(house) == []
    second = pam.fills(again, **FIRST)
    assert "Registered as DR-1001" in read(pam.fills(second, **SECOND))


def test_an_approval_rewrites_the_card_for_everybody_and_tells_the_submitter(
    house: TeamsHouse, pam: TeamsMember, dana: TeamsMember, world: TeamsWorld
) -> None:
    registered(pam)
    card = came(world, "New deal registration DR-1001")
    house.settled()
    assert "I answered you in our chat" in read(dana.presses(card, "Approve"))
    assert came(world, "DR-1001 is approved", DANA.chat)
    decided = came(world, "Approved: DR-1001")
    assert (decided.id, bool(decided.edits)) == (card.id, True)
    assert {"Won", "Lost", "Extend", "Revoke"} <= set(buttons(decided.card))
    assert ("PUT", f"/v3/conversations/{CHANNEL}/activities/{card.id}") in world.calls
    assert came(world, "DR-1001 is approved", PAM.chat)
    assert count(world, "Approved: DR-1001", CHANNEL) == 1
    house.settled()
    with house.service.store.read() as work:
        trail = [(each.action, each.actor.split(" ", 1)[1]) for each in work.audit.of("registration:DR-1001")]
    assert trail == [("registration.submitted", "Pam Okafor"), ("registration.approved", "Dana Ruiz")]


def test_pressing_an_old_card_says_that_it_was_decided(
    house: TeamsHouse, pam: TeamsMember, dana: TeamsMember, world: TeamsWorld
) -> None:
    registered(pam)
    card = came(world, "New deal registration DR-1001")
    before = type(card)(card.conversation, card.id, card.activity)
    dana.presses(card, "Approve")
    came(world, "Approved: DR-1001")
    late = read(house.member(SAM).presses(before, "Decline"))
    assert "Dana Ruiz already approved DR-1001 on Jul 15, 2024. Nothing changed." in late
    assert registrations(house) == [("DR-1001", "Initrode", "approved")]


def test_a_decline_asks_for_its_reason_in_a_dialog_and_tells_it(
    house: TeamsHouse, pam: TeamsMember, dana: TeamsMember, world: TeamsWorld
) -> None:
    registered(pam)
    card = came(world, "New deal registration DR-1001")
    form = dana.presses(card, "Decline")
    again = dana.fills(form, reason="  ")
    assert "reason" in inputs(again)
    assert "Nothing was saved yet" in read(again)
    assert "DR-1001 is declined" in read(dana.fills(again, reason="Already with <at>all</at> & *sons*"))
    assert came(world, "Declined: DR-1001").id == card.id
    assert "is declined" in came(world, "sons", PAM.chat).words


def test_somebody_without_the_role_is_refused_in_words(house: TeamsHouse, pam: TeamsMember, world: TeamsWorld) -> None:
    registered(pam)
    card = came(world, "New deal registration DR-1001")
    for label in ("Approve", "Decline"):
        assert "Your role is manager, which does not include this" in read(pam.presses(card, label))
    assert registrations(house) == [("DR-1001", "Initrode", "submitted")]


def test_above_the_limit_the_same_person_cannot_give_the_second_approval(open_house: Any, world: TeamsWorld) -> None:
    house = open_house(tierline_two_approvers_above="USD 100000")
    pam, dana, sam = (house.member(each) for each in (PAM, DANA, SAM))
    registered(pam)
    card = came(world, "New deal registration DR-1001")
    assert "a second approver has to confirm" in read(dana.presses(card, "Approve"))
    came(world, "Approved by")
    house.settled()
    assert "You approved DR-1001 already" in read(dana.presses(card, "Approve"))
    assert registrations(house) == [("DR-1001", "Initrode", "submitted")]
    sam.presses(card, "Approve")
    assert came(world, "Approved: DR-1001").id == card.id
    assert registrations(house) == [("DR-1001", "Initrode", "approved")]


def test_nobody_decides_a_deal_of_their_own(house: TeamsHouse, world: TeamsWorld) -> None:
    noa = house.member(NOA)
    registered(noa)
    card = came(world, "New deal registration DR-1001")
    assert "another approver has to decide it" in read(noa.presses(card, "Approve"))
    assert registrations(house) == [("DR-1001", "Initrode", "submitted")]


@pytest.mark.parametrize("at_once", [False, True])
def test_a_form_that_is_sent_twice_registers_once(
    house: TeamsHouse, pam: TeamsMember, world: TeamsWorld, at_once: bool
) -> None:
    second = pam.fills(opened(pam), **FIRST)
    if at_once:
        with ThreadPoolExecutor(6) as pool:
            answers = list(pool.map(lambda _: read(pam.fills(second, **SECOND)), range(6)))
    else:
        answers = [read(pam.fills(second, **SECOND)) for _ in range(2)]
    assert sum("Registered as DR-1001" in each for each in answers) == 1
    assert sum("received before" in each for each in answers) == len(answers) - 1
    came(world, "New deal registration")
    house.settled()
    assert registrations(house) == [("DR-1001", "Initrode", "submitted")]
    assert count(world, "New deal registration", CHANNEL) == 1


def test_two_approvers_at_once_decide_once(
    house: TeamsHouse, pam: TeamsMember, dana: TeamsMember, world: TeamsWorld
) -> None:
    registered(pam)
    card = came(world, "New deal registration DR-1001")
    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(lambda who: read(who.presses(card, "Approve")), (dana, house.member(SAM))))
    assert sum("already approved" in each for each in told) == 1, told
    with house.service.store.read() as work:
        assert len(work.audit.of("registration:DR-1001")) == 2
