"""Is this account free: staff read who has it, a partner's people read the same sentence about every account."""

from dataclasses import replace

import pytest

from handlers.documents import Reply
from handlers.request import Place
from handlers.understanding.accounts import account_asked
from store.records import ChannelBinding
from tests.deals.conftest import DEAL
from tests.support.desk import DANA, EVE, NOW, PAM, Desk


@pytest.mark.parametrize(
    ("message", "customer"),
    [
        ("is Initech free?", "Initech"),
        ("is this account free: initech.com", "initech.com"),
        ("Is the account Stark Industries still available", "Stark Industries"),
        ("hey, is Hooli already taken", "Hooli"),
        ("has anybody registered Umbrella Corp yet", "Umbrella Corp"),
        ("who claimed initech", "initech"),
        ("can we claim Wayne Enterprises?", "Wayne Enterprises"),
        ("is Acme gold", None),
        ("what tier is Acme", None),
        ("who approved DR-1001", None),
        ("is it free", None),
        ("has anybody registered DR-1001", None),
        ("free training for Acme", None),
    ],
)
def test_which_account_is_asked_about(message: str, customer: str | None) -> None:
    assert account_asked(message) == customer


def test_staff_read_who_has_it_since_when_and_why(desk: Desk) -> None:
    free = desk.say("is Initrode free?")
    assert isinstance(free, Reply)
    assert free.summary == "Initrode is free: no claim, open opportunity or purchase looks like it."
    desk.submit("deals.submit", DEAL)
    desk.press("deals.approve", "DR-1001|1", DANA)
    taken = desk.say("is this account free: initrode.com")
    assert isinstance(taken, Reply)
    assert taken.summary == (
        "initrode.com is taken: DR-1001 of Acme Communications is approved, protected through Oct 13, 2024."
    )
    (answer,) = desk.assistant.answers(desk.request(PAM, text="is Initrode Ltd free"))
    assert (answer.kind, answer.facts) == ("registrations", {"registrations": ["DR-1001"]})


def test_a_customer_of_ours_is_said_to_be_one(desk: Desk) -> None:
    found = desk.say("is Stark free")
    assert isinstance(found, Reply)
    assert found.summary == "Stark is taken: opportunity OPP-4 of Acme Communications is closed won."


def test_outside_every_account_gets_the_same_sentence(desk: Desk) -> None:
    desk.submit("deals.submit", DEAL)
    with desk.store.write() as work:
        work.bindings.bind(ChannelBinding("T1", "C1", "globex", "UNOA Noa", NOW))
    bob = replace(EVE, workspace="T1", user="UBOB")
    told = []
    for customer in ("Initrode", "Nobody At All", "Acme Communications", "initrode.com"):
        shown = desk.say(f"is {customer} free?", bob, Place.shared)
        assert isinstance(shown, Reply)
        told.append(shown.summary.replace(customer, "X"))
        assert shown.parts == ()
    assert len(set(told)) == 1
    assert "Register yours" in told[0]
