"""Reviews in Teams: the brief comes to the manager's chat, and its living message follows what is done with it."""

from datetime import timedelta

import pytest

from tests.support.house import MONDAY
from tests.support.teams_house import TeamsHouse, TeamsMember, buttons
from tests.support.teams_stories import came, inputs, read
from tests.support.teams_world import PAM, Posted, TeamsWorld

ACME = "Pipeline review with Acme Communications"
WEDNESDAY = MONDAY.replace(day=17)
"""The day before Acme's review, which is on Thursday, July 18, 2024."""


@pytest.fixture
def reminder(house: TeamsHouse, pam: TeamsMember, world: TeamsWorld) -> Posted:
    """The message on the morning before, in Pam's chat."""
    pam.says("hello")
    house.clock.move_to(WEDNESDAY)
    house.tick()
    found = came(world, f"{ACME} is tomorrow, Thu Jul 18", PAM.chat)
    house.settled()
    return found


def test_the_reminder_comes_once_with_its_buttons(house: TeamsHouse, reminder: Posted, world: TeamsWorld) -> None:
    assert {"Open the brief", "Mark as held", "Move", "Snooze", "Skip", "Add commitment"} <= set(buttons(reminder.card))
    for _ in range(3):
        house.tick()
    house.settled()
    assert len([each for each in world.told if each.activity["summary"].startswith(f"{ACME} is tomorrow")]) == 1


def test_a_review_is_marked_as_held_and_taken_back(
    house: TeamsHouse, pam: TeamsMember, reminder: Posted, world: TeamsWorld
) -> None:
    early = read(pam.presses(reminder, "Mark as held"))
    assert "Mark it as held from that day on" in early
    house.clock.move_to(WEDNESDAY + timedelta(days=1))
    pam.presses(reminder, "Mark as held")
    held = came(world, "recorded as held on Jul 18, 2024 by Pam Okafor", PAM.chat)
    assert held.id == reminder.id
    assert {"Decisions and commitments", "Not held after all"} <= set(buttons(held.card))
    pam.presses(held, "Not held after all")
    back = came(world, "is not held after all", PAM.chat)
    assert back.id == reminder.id
    assert "Decisions and commitments" not in buttons(back.card)


def test_a_review_is_moved_in_a_dialog_and_the_reminder_comes_anew(
    house: TeamsHouse, pam: TeamsMember, reminder: Posted, world: TeamsWorld
) -> None:
    form = pam.presses(reminder, "Move")
    wrong = pam.fills(form, day="2024-07-16", reason="Travel")
    assert "Choose a day from Wed Jul 17, 2024 on" in read(wrong)
    assert inputs(wrong)["reason"]["value"] == "Travel"
    pam.fills(wrong, day="2024-07-25", reason="Their director travels")
    moved = came(world, "is moved from Thu Jul 18, 2024 to Thu Jul 25, 2024 by Pam Okafor", PAM.chat)
    assert moved.id == reminder.id
    house.clock.move_to(WEDNESDAY.replace(day=24))
    house.tick()
    came(world, f"{ACME} is tomorrow, Thu Jul 25", PAM.chat)


def test_a_snoozed_reminder_comes_again(
    house: TeamsHouse, pam: TeamsMember, reminder: Posted, world: TeamsWorld
) -> None:
    answer = pam.presses(reminder, "Snooze")
    assert "task" in answer or answer["statusCode"] == 200
    house.settled()
    assert came(world, "nooze", PAM.chat)


def test_a_review_is_skipped_and_says_so(
    house: TeamsHouse, pam: TeamsMember, reminder: Posted, world: TeamsWorld
) -> None:
    form = pam.presses(reminder, "Skip")
    if "task" in form:
        pam.fills(form, reason="They asked for a pause")
    assert came(world, "skipped", PAM.chat).id == reminder.id


def test_commitments_are_typed_in_lines_with_errors_at_their_field(
    house: TeamsHouse, pam: TeamsMember, reminder: Posted, world: TeamsWorld
) -> None:
    house.clock.move_to(WEDNESDAY + timedelta(days=1))
    pam.presses(reminder, "Mark as held")
    held = came(world, "recorded as held on Jul 18, 2024", PAM.chat)
    form = pam.presses(held, "Decisions and commitments")
    wrong = pam.fills(form, vendor="Call them")
    assert "Line 1: expected what; who; by when" in read(wrong)
    pam.fills(wrong, decisions="Stay with Initech.", vendor="Send the paper; Pam; Jul 24")
    came(world, "Stay with Initech.", PAM.chat)
    assert "1 commitment is open with Acme Communications." in pam.says("commitments Acme").words
