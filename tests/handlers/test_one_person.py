"""Somebody who writes from Slack and from Microsoft Teams is one person, by their verified address."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from handlers.documents import FieldErrors, Form, Reply
from handlers.errors import Conflict, NotAllowed, UserError
from handlers.request import Actor, Role, Value
from store.staff_records import StaffMember
from tests.handlers.test_deals import DEAL
from tests.support.both import DANA_T, NOA_T, PAM_T, SAM_T, TENANT, both_desk, in_teams
from tests.support.desk import DANA, NOA, NOW, PAM, SAM, Desk

BIG = ("two_approvers_above", (Decimal(50_000), "USD"))


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Desk]:
    desk = both_desk(tmp_path, **dict([BIG]))
    yield desk
    desk.store.close()


def as_member(actor: Actor) -> Actor:
    """Somebody as a surface hands them over: one of ours, and nothing more is known."""
    return replace(actor, role=Role.member)


def registered(desk: Desk, actor: Actor, **changes: Value) -> str:
    outcome = desk.submit("deals.submit", DEAL | changes, actor)
    assert isinstance(outcome, Reply), outcome
    return outcome.summary.split(":")[0].removeprefix("Registered as ")


def give(desk: Desk, person: str, role: str) -> None:
    with desk.store.write() as work:
        work.staff.put(StaffMember(person, role, None, "test", NOW))


@pytest.mark.parametrize(("first", "second", "other"), [(DANA, DANA_T, SAM_T), (DANA_T, DANA, SAM)])
def test_the_second_approval_of_a_large_deal_is_not_given_by_the_same_person_from_the_other_surface(
    both: Desk, first: Actor, second: Actor, other: Actor
) -> None:
    number = registered(both, PAM)
    both.press("deals.approve", f"{number}|1", first)
    with pytest.raises(Conflict, match="a second approver has to confirm"):
        both.press("deals.approve", f"{number}|1", second)
    done = both.press("deals.approve", f"{number}|1", other)
    assert isinstance(done, Reply)
    with both.store.read() as work:
        found = work.registrations.get(number)
    assert found is not None
    assert found.state == "approved"


def test_nobody_decides_on_one_surface_what_they_filed_on_the_other(both: Desk) -> None:
    number = registered(both, NOA, customer="Hooli", customer_domain="hooli.com")
    with pytest.raises(NotAllowed, match=r"You submitted .* yourself"):
        both.press("deals.approve", f"{number}|1", NOA_T)


def test_a_manager_gains_from_a_deal_wherever_they_look_at_it(both: Desk) -> None:
    number = registered(both, NOA)
    with pytest.raises(NotAllowed, match="You manage Acme"):
        both.press("deals.approve", f"{number}|1", replace(PAM_T, role=Role.approver))


def test_an_appeal_is_not_decided_by_whoever_declined_it_on_the_other_surface(both: Desk) -> None:
    number = registered(both, PAM)
    declining: dict[str, Value] = {"registration": f"{number}|1", "why": "other", "reason": "Not a sourced deal at all"}
    form = both.press("deals.decline", f"{number}|1", NOA)
    assert isinstance(form, Form)
    declining = {name: value for name, value in declining.items() if name in {each.name for each in form.fields}}
    declining |= dict(form.state)
    for field in form.fields:
        if field.choices and field.name not in ("replacement",):
            declining[field.name] = field.choices[-1].value
    outcome = both.submit(form.route, declining | {"reason": "Not a sourced deal at all"}, NOA)
    assert isinstance(outcome, Reply), outcome
    appeal = both.press("deals.appeal", f"{number}", PAM_T)
    assert isinstance(appeal, Form)
    words = {each.name: "We brought it: see the workshop of July 10" for each in appeal.fields}
    both.submit(appeal.route, words | dict(appeal.state), PAM_T)
    with both.store.read() as work:
        found = work.registrations.get(number)
    assert found is not None
    assert found.state == "appealed"
    with pytest.raises(UserError, match="You decided it before"):
        rule(both, f"{number}|{found.version}", NOA_T)


def rule(desk: Desk, value: str, actor: Actor) -> None:
    form = desk.press("deals.rule", value, actor)
    assert isinstance(form, Form)
    values = {each.name: each.choices[0].value if each.choices else "Read again" for each in form.fields}
    desk.submit(form.route, values | dict(form.state), actor)


def test_a_draft_that_was_begun_in_slack_goes_on_in_teams_and_ends_on_both(both: Desk) -> None:
    both.submit("deals.keep", {"partner": "acme", "customer": "Initrode"}, PAM)
    form = both.press("deals.open", actor=PAM_T)
    assert isinstance(form, Form)
    assert {each.name: each.initial for each in form.fields}["customer"] == "Initrode"
    registered(both, PAM_T)
    again = both.press("deals.open", actor=PAM)
    assert isinstance(again, Form)
    assert {each.name: each.initial for each in again.fields}["customer"] is None


def test_a_draft_is_offered_to_nobody_else(both: Desk) -> None:
    both.submit("deals.keep", {"partner": "acme", "customer": "Initrode"}, PAM)
    for other in (SAM_T, replace(PAM_T, email=None), replace(PAM, workspace=TENANT, email="other@vendor.example")):
        form = both.press("deals.open", actor=other)
        assert isinstance(form, Form)
        assert {each.name: each.initial for each in form.fields}["customer"] is None


def test_the_home_page_lists_what_was_filed_on_both(both: Desk) -> None:
    first = registered(both, PAM)
    second = registered(both, PAM_T, customer="Hooli", customer_domain="hooli.com")
    for actor in (PAM, PAM_T):
        page = repr(both.press("home", actor=actor))
        assert f"{first}" in page
        assert f"{second}" in page


def test_a_role_that_was_given_to_one_account_holds_for_the_other(both: Desk) -> None:
    lena = as_member(Actor("T1", "ULENA", "Lena", Role.member, "lena@vendor.example"))
    give(both, "T1/ULENA", "viewer")
    both.press("reminders.here", actor=lena)  # whoever changes something is known by their address
    answer = both.say("tier Acme", in_teams(lena))
    assert isinstance(answer, Reply)


def test_whoever_was_removed_by_one_account_does_not_come_in_by_the_other(both: Desk) -> None:
    both.press("reminders.here", actor=as_member(PAM))
    give(both, "T1/UPAM", "none")
    with pytest.raises(NotAllowed, match="You are not on the list"):
        both.say("tier Acme", as_member(PAM_T))


def test_an_approver_by_setting_is_one_in_teams_once_known(both: Desk) -> None:
    number = registered(both, PAM)
    with pytest.raises(NotAllowed):
        both.press("deals.show", number, as_member(DANA_T))
    both.press("reminders.here", actor=as_member(DANA))
    assert isinstance(both.press("deals.show", number, as_member(DANA_T)), Reply)


def test_nobody_changes_their_own_role_by_their_other_account(both: Desk) -> None:
    both.press("reminders.here", actor=NOA)
    refused = both.submit("staff.save", {"person": "T1/UNOA", "role": "manager"}, NOA_T)
    assert refused == FieldErrors({"person": "Nobody changes their own role. Ask another admin."})


def test_whoever_stands_in_may_do_so_from_both(both: Desk) -> None:
    lena = Actor("T1", "ULENA", "Lena", Role.member, "lena@vendor.example")
    give(both, "lena@vendor.example", "manager")
    with both.store.write() as work:
        work.staff.stand_in("pam@vendor.example", "lena@vendor.example", NOW.date(), NOW.date(), "test", NOW)
    for actor in (lena, in_teams(lena)):
        registered(both, actor, customer=f"Customer of {actor.workspace}", customer_domain="")


def test_the_trail_says_from_which_surface_each_thing_was_done_and_by_whom(both: Desk) -> None:
    number = registered(both, PAM_T)
    both.press("deals.take", f"{number}|1", DANA)
    with both.store.read() as work:
        trail = work.audit.of(f"registration:{number}")
    assert [(each.workspace, each.email) for each in trail] == [
        (TENANT, "pam@vendor.example"),
        ("T1", "dana@vendor.example"),
    ]
