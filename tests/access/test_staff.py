"""Roles change at once, removed people are refused, colleagues stand in, nobody gains, and big deals take two."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest

from bot.render.plain import plain
from handlers.documents import FieldErrors, Form, Reply
from handlers.errors import Conflict, NotAllowed, UserError
from handlers.request import Actor
from handlers.staff.changes import set_role
from handlers.wire import load
from tests.access.conftest import LENA, NOA, NOBODY, PAM_M, SAM_M, give
from tests.access.working import task_of
from tests.handlers.test_deals import DEAL, outbox, registered
from tests.support.desk import DANA, NOW, Desk

DANA_M = replace(DANA, role=PAM_M.role)


def save(desk: Desk, person: str, role: str, by: Actor = NOA, **more: str) -> str:
    outcome = desk.submit("staff.save", {"person": person, "role": role, **more}, by)
    if isinstance(outcome, FieldErrors):
        return outcome.errors["person"]
    assert isinstance(outcome, Reply)
    return outcome.summary


def audit(desk: Desk, subject: str) -> list[tuple[str, str | None]]:
    with desk.store.read() as work:
        return [(each.action, each.on_behalf_of) for each in work.audit.of(subject)]


def test_a_member_who_is_nobody_is_told_whom_to_ask(desk: Desk) -> None:
    with pytest.raises(NotAllowed, match=r"You are not on the list .* Ask Noa Levi, who can change that\."):
        desk.say("tier Acme", NOBODY)


def test_without_any_admin_the_setting_is_named(desk: Desk) -> None:
    give(desk, "noa@vendor.example", "viewer")
    with pytest.raises(NotAllowed, match="TIERLINE_ADMINS"):
        desk.say("tier Acme", NOBODY)


def test_managers_named_in_the_portfolio_need_no_row(desk: Desk) -> None:
    assert isinstance(desk.say("tier Acme", PAM_M), Reply)


def test_an_admin_adds_somebody_who_may_ask_from_the_next_moment_on(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        desk.say("tier Acme", LENA)
    assert save(desk, " Lena@Vendor.example ", "viewer", name="Lena") == "Lena is viewer now."
    assert isinstance(desk.say("tier Acme", LENA), Reply)
    assert audit(desk, "staff:lena@vendor.example") == [("staff.changed", None)]


def test_a_removed_persons_open_form_is_refused_and_nothing_is_written(desk: Desk) -> None:
    form = desk.press("deals.open", "acme", PAM_M)
    assert isinstance(form, Form)
    save(desk, "pam@vendor.example", "none")
    with pytest.raises(NotAllowed, match="not on the list"):
        desk.submit("deals.submit", DEAL, PAM_M)
    assert not outbox(desk)
    with pytest.raises(NotAllowed):
        desk.say("tier Acme", PAM_M)


def test_taking_a_role_away_takes_its_buttons_away(desk: Desk) -> None:
    number = registered(desk, PAM_M)
    save(desk, "dana@vendor.example", "viewer")
    with pytest.raises(NotAllowed, match="Your role is viewer"):
        desk.press("deals.approve", f"{number}|1", DANA_M)
    save(desk, "dana@vendor.example", "approver")
    assert isinstance(desk.press("deals.approve", f"{number}|1", DANA_M), Reply)


def test_nobody_changes_their_own_role(desk: Desk) -> None:
    assert save(desk, "NOA@vendor.example", "viewer") == "Nobody changes their own role. Ask another admin."
    assert "Nobody changes" in save(desk, "T1/UNOA", "viewer")


def test_the_only_admin_stays(desk: Desk) -> None:
    with desk.store.write() as work, pytest.raises(UserError, match="is the only admin"):
        set_role(task_of(desk, work, LENA), "noa@vendor.example", "viewer")
    save(desk, "lena@vendor.example", "admin")
    assert save(desk, "noa@vendor.example", "none", LENA) == "noa@vendor.example has no access any more."


@pytest.mark.parametrize("typed", ["", "lena", "lena@", "U0123", "<@U0123>", "a@b", "x" * 300 + "@vendor.example"])
def test_what_is_no_person_is_said(desk: Desk, typed: str) -> None:
    assert "is no person" in save(desk, typed, "viewer")


def test_the_list_shows_everybody_and_the_command_opens_it(desk: Desk) -> None:
    save(desk, "lena@vendor.example", "viewer", name="Lena")
    save(desk, "lena@vendor.example", "none")
    shown = plain(desk.say("staff", NOA))  # type: ignore[arg-type]
    assert "1 person has a role on the staff list." in shown
    assert "removed" in shown
    for command in ("staff add", "Staff Role", "staff stand-in"):
        assert isinstance(desk.say(command, NOA), Form)
    with pytest.raises(NotAllowed):
        desk.say("staff", PAM_M)


def away(desk: Desk, first: date, last: date) -> str:
    days = {"first_on": first.isoformat(), "last_on": last.isoformat()}
    values = {"colleague": "pam@vendor.example", "person": "lena@vendor.example", **days}
    outcome = desk.submit("staff.stand_in_save", values, NOA)
    return next(iter(outcome.errors.values())) if isinstance(outcome, FieldErrors) else plain(outcome)  # type: ignore[arg-type]


TODAY = NOW.date()
DAY = timedelta(1)


def test_a_stand_in_registers_for_the_colleague_and_the_entry_says_so(desk: Desk) -> None:
    save(desk, "lena@vendor.example", "manager")
    refused = desk.submit("deals.submit", DEAL, LENA)
    assert isinstance(refused, FieldErrors)
    assert "Acme Communications is looked after by pam@vendor.example" in refused.errors["partner"]
    assert "from Jul 15, 2024 through Jul 16, 2024" in away(desk, TODAY, TODAY + DAY)
    number = registered(desk, LENA)
    assert audit(desk, f"registration:{number}") == [("registration.submitted", "pam@vendor.example")]
    assert "End: lena@vendor.example" in str(desk.say("staff", NOA))
    desk.press("staff.stand_in_end", "1", NOA)
    assert isinstance(
        desk.submit("deals.submit", DEAL | {"customer": "Other", "customer_domain": ""}, LENA), FieldErrors
    )


@pytest.mark.parametrize(
    ("role", "first", "last", "said"),
    [
        ("manager", DAY, 0 * DAY, "lies before the first"),
        ("manager", -3 * DAY, -2 * DAY, "has passed"),
        ("viewer", 0 * DAY, DAY, "Give them the role manager first"),
        ("none", 0 * DAY, DAY, "is no manager"),
    ],
)
def test_a_stand_in_that_makes_no_sense_is_refused(
    desk: Desk, role: str, first: timedelta, last: timedelta, said: str
) -> None:
    give(desk, "lena@vendor.example", role)
    assert said in away(desk, TODAY + first, TODAY + last)


def test_a_stand_in_does_not_decide_the_colleagues_deals(desk: Desk) -> None:
    save(desk, "lena@vendor.example", "approver")
    number = registered(desk, PAM_M)
    away(desk, TODAY, TODAY)
    with pytest.raises(NotAllowed, match="You stand in for Acme Communications's manager"):
        desk.press("deals.approve", f"{number}|1", LENA)


@pytest.fixture
def strict(desk: Desk) -> Desk:
    """A desk where more than 100,000 dollars take two people."""
    desk.assistant.desk = replace(desk.assistant.desk, two_approvers_above=(Decimal(100_000), "USD"))
    return desk


def test_a_big_deal_takes_two_people(strict: Desk) -> None:
    number = registered(strict, PAM_M)
    first = strict.press("deals.approve", f"{number}|1", DANA_M)
    assert isinstance(first, Reply)
    assert first.summary == (
        f"Your approval of {number} is recorded. Above $100,000 a year a second approver has to confirm."
    )
    card = next(each for each in outbox(strict).values() if each.operation == "update")
    assert "Approved by @Dana Ruiz; a second approver has to confirm." in plain(load(card.document))
    with pytest.raises(Conflict, match="You approved"):
        strict.press("deals.approve", f"{number}|1", DANA_M)
    strict.press("deals.approve", f"{number}|1", SAM_M)
    assert [action for action, _ in audit(strict, f"registration:{number}")] == [
        "registration.submitted",
        "registration.approved_first",
        "registration.approved",
    ]


def test_a_small_deal_takes_one_and_so_does_declining(strict: Desk) -> None:
    small = registered(strict, PAM_M, earr="100000")
    strict.press("deals.approve", f"{small}|1", DANA_M)
    big = registered(strict, PAM_M, customer="Other", customer_domain="other.com")
    strict.submit("deals.decline_submit", {"registration": f"{big}|1", "reason": "No"}, DANA_M)
    with strict.store.read() as work:
        assert [each.state for each in work.registrations.of_partner("acme")] == ["approved", "declined"]


@pytest.mark.parametrize(
    ("amount", "currency", "two"), [("99000", "EUR", True), ("90000", "EUR", False), ("1", "SEK", True)]
)
def test_another_currency_is_compared_in_dollars_and_one_without_a_rate_takes_two(
    strict: Desk, amount: str, currency: str, two: bool
) -> None:
    number = registered(strict, PAM_M, earr=amount, currency=currency)
    outcome = strict.press("deals.approve", f"{number}|1", DANA_M)
    assert ("second approver" in str(outcome)) is two


def test_two_first_approvals_at_once_are_a_first_and_a_second(strict: Desk) -> None:
    number = registered(strict, PAM_M)
    ready, told = Barrier(2), []

    def approve(actor: Actor) -> None:
        ready.wait()
        told.append(str(strict.press("deals.approve", f"{number}|1", actor)))

    threads = [Thread(target=approve, args=(actor,)) for actor in (DANA_M, SAM_M)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum("a second approver has to confirm" in each for each in told) == 1
    with strict.store.read() as work:
        assert work.registrations.of_partner("acme")[0].state == "approved"


def test_the_change_of_a_role_is_kept_with_before_and_after(desk: Desk) -> None:
    save(desk, "lena@vendor.example", "viewer")
    save(desk, "lena@vendor.example", "admin")
    with desk.store.read() as work:
        last = work.audit.of("staff:lena@vendor.example")[-1]
    assert (json.loads(last.before or ""), json.loads(last.after or "")) == ({"role": "viewer"}, {"role": "admin"})
    assert "already" in save(desk, "lena@vendor.example", "admin")
