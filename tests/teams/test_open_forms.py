"""Forms that lie open while things change around them: nothing is lost, and nothing is saved by mistake."""

from collections.abc import Callable
from datetime import timedelta

from handlers.staff.changes import REMOVED
from store.staff_records import StaffMember
from tests.support.teams_house import TeamsHouse, TeamsMember, living_in_teams, teams_settings
from tests.support.teams_keys import KeyServer
from tests.support.teams_stories import FIRST, SECOND, came, inputs, opened, read, registered, registrations
from tests.support.teams_world import DANA, NOA, PAM, TeamsWorld


def test_a_form_that_was_opened_before_a_restart_is_taken_after_it(
    world: TeamsWorld, keys: KeyServer, database: str
) -> None:
    with living_in_teams(world, keys, teams_settings(database)) as house:
        second = house.member(PAM).fills(opened(house.member(PAM)), **FIRST)
    with living_in_teams(world, keys, teams_settings(database)) as house:
        assert "Registered as DR-1001" in read(house.member(PAM).fills(second, **SECOND))
        assert registrations(house) == [("DR-1001", "Initrode", "submitted")]
        assert came(world, "New deal registration DR-1001")


def test_a_form_that_lay_open_too_long_says_so_and_what_was_typed_waits_for_the_next_one(
    house: TeamsHouse, pam: TeamsMember
) -> None:
    second = pam.fills(opened(pam), **FIRST)
    with house.service.store.write() as work:
        assert work.open_forms.forget(house.clock.now() + timedelta(days=1)) == 2
    assert "nothing was saved" in read(pam.fills(second, **SECOND))
    assert registrations(house) == []
    again = inputs(opened(pam))
    assert again["customer"]["value"] == "Initrode"
    assert again["earr"]["value"] == "120k"


def test_a_form_of_somebody_else_costs_them_nothing(house: TeamsHouse, pam: TeamsMember, dana: TeamsMember) -> None:
    form = opened(pam)
    assert "nothing was saved" in read(dana.fills(form, **FIRST))
    assert dana.searches(form, "partner", "ac") == []
    assert "notes" in inputs(pam.fills(form, **FIRST))


def test_a_person_who_was_removed_meanwhile_cannot_send_a_form_that_is_still_open(
    house: TeamsHouse, pam: TeamsMember, dana: TeamsMember, world: TeamsWorld
) -> None:
    registered(pam)
    card = came(world, "New deal registration DR-1001")
    form = dana.presses(card, "Decline")
    with house.service.store.write() as work:
        work.staff.put(StaffMember(DANA.email, REMOVED, None, "test", house.clock.now()))
    refused = dana.fills(form, reason="Because")
    assert "Nothing was saved yet" in read(refused)
    assert inputs(refused)["reason"]["value"] == "Because"
    assert registrations(house) == [("DR-1001", "Initrode", "submitted")]


def test_somebody_who_became_a_guest_meanwhile_cannot_send_theirs(
    open_house: Callable[..., TeamsHouse], database: str, world: TeamsWorld, keys: KeyServer
) -> None:
    with living_in_teams(world, keys, teams_settings(database)) as before:
        form = opened(before.member(NOA))
    world.rosters[NOA.chat] = ()
    house = open_house()
    assert "cannot check who you are" in read(house.member(NOA).fills(form, **FIRST))
    assert registrations(house) == []
    world.rosters[NOA.chat] = (NOA,)
