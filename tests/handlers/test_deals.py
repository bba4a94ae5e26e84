"""A deal is registered, decided once, and everybody concerned is told."""

import json
from datetime import date
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from bot.render.plain import plain
from handlers.deals.form import ANSWER_IN_WORKING_DAYS
from handlers.deals.submit import answer_due
from handlers.documents import Buttons, FieldErrors, Form, Options, Reply
from handlers.errors import Conflict, NotAllowed, NotFound, UserError
from handlers.request import Actor, Value
from handlers.wire import load
from store.models import OutboxMessage, RegistrationRow
from store.registration_states import DECIDED, WAITING, RegistrationState
from tests.support.desk import DANA, NOA, NOW, PAM, SAM, Desk

DEAL: dict[str, Value] = {
    "partner": "acme",
    "customer": "Initrode",
    "customer_domain": "https://www.initrode.com/about",
    "country": "GB",
    "products": ("twilio-segment-2024/segment",),
    "earr": "120k",
    "currency": "USD",
    "expected_close_on": "2024-12-31",
    "role": "sourced",
    "evidence": "Workshop with the CTO on July 10",
}


def registered(desk: Desk, actor: Actor = PAM, **changes: Value) -> str:
    outcome = desk.submit("deals.submit", DEAL | changes, actor)
    assert isinstance(outcome, Reply), outcome
    return outcome.summary.split(":")[0].removeprefix("Registered as ")


def outbox(desk: Desk) -> dict[str, OutboxMessage]:
    """Everything that was written for sending, by its occurrence key."""
    with desk.store.read() as work:
        return {row.occurrence_key: row for row in work.session.scalars(select(OutboxMessage))}


def approve(desk: Desk, number: str, actor: Actor = DANA) -> Reply:
    outcome = desk.press("deals.approve", f"{number}|1", actor)
    assert isinstance(outcome, Reply)
    return outcome


def test_the_receipt_names_the_number_and_when_an_answer_is_due(desk: Desk) -> None:
    outcome = desk.submit("deals.submit", DEAL)
    assert isinstance(outcome, Reply)
    assert outcome.summary == (
        "Registered as DR-1001: Acme Communications with Initrode, $120,000 a year. "
        "An answer is due by Wed Jul 17, 2024."
    )


def test_the_answer_is_due_in_two_working_days(desk: Desk) -> None:
    assert answer_due(date(2024, 7, 3), "US") == date(2024, 7, 8)  # Independence Day and a weekend lie between
    assert answer_due(date(2024, 7, 5), "US") == date(2024, 7, 9)


def test_the_form_promises_an_answer_in_the_time_that_the_receipt_counts(desk: Desk) -> None:
    form = desk.press("deals.open", "acme|Hooli")
    assert isinstance(form, Form)
    assert "".join(getattr(span, "text", "") for span in form.intro).startswith(
        f"The deal desk answers within {ANSWER_IN_WORKING_DAYS} working days."
    )
    assert [field.name for field in form.fields] == list(DEAL)


def test_the_deal_desk_gets_a_card_and_the_submitter_a_receipt(desk: Desk) -> None:
    number = registered(desk)
    messages = outbox(desk)
    card = messages[f"registration:{number}/card"]
    assert (card.target, card.subject) == ("channel:CDEALS", f"registration:{number}")
    shown = load(card.document)
    labels = [button.label for part in shown.parts if isinstance(part, Buttons) for button in part.items]
    assert labels == ["Approve", "Decline", "Ask", "Approve with another role", "Hold", "Take"]
    assert "Workshop with the CTO" in plain(shown)
    assert "United Kingdom" in plain(shown)
    assert messages[f"registration:{number}/receipt"].target == "user:UPAM"


def test_an_approval_rewrites_the_card_and_tells_the_submitter(desk: Desk) -> None:
    number = registered(desk)
    approve(desk, number)
    with desk.store.read() as work:
        decided = work.registrations.get(number)
    assert decided is not None
    assert (decided.state, decided.decided_by, decided.decided_on) == ("approved", "UDANA Dana Ruiz", NOW.date())
    messages = outbox(desk)
    rewritten = next(each for each in messages.values() if each.operation == "update")
    assert rewritten.subject == f"registration:{number}"
    assert "Approved by @Dana Ruiz" in plain(load(rewritten.document))
    labels = [b.label for part in load(rewritten.document).parts if isinstance(part, Buttons) for b in part.items]
    assert labels == ["Won", "Lost", "Extend", "Revoke"]
    assert "Protected through Sun Oct 13, 2024" in plain(load(rewritten.document))
    assert messages[f"registration:{number}/news"].target == "user:UPAM"


def test_the_second_click_is_told_who_decided(desk: Desk) -> None:
    number = registered(desk)
    approve(desk, number)
    with pytest.raises(Conflict, match=r"Dana Ruiz already approved DR-1001 on Jul 15, 2024"):
        approve(desk, number, SAM)


def test_two_approvers_at_the_same_instant_decide_once(desk: Desk) -> None:
    number = registered(desk)
    ready, ends = Barrier(2), []

    def decide(actor: Actor) -> None:
        ready.wait()
        try:
            approve(desk, number, actor)
        except UserError as error:
            ends.append(type(error))
        else:
            ends.append(Reply)

    threads = [Thread(target=decide, args=(actor,)) for actor in (DANA, SAM)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(end.__name__ for end in ends) == ["Conflict", "Reply"]


def test_declining_asks_for_a_reason_and_passes_it_on(desk: Desk) -> None:
    number = registered(desk)
    form = desk.press("deals.decline", f"{number}|1", DANA)
    assert isinstance(form, Form)
    state = dict(form.state)
    refused = desk.submit("deals.decline_submit", state | {"reason": "  "}, DANA)
    assert isinstance(refused, FieldErrors)
    desk.submit("deals.decline_submit", state | {"reason": "Already our customer"}, DANA)
    news = outbox(desk)[f"registration:{number}/news"]
    assert "is declined" in plain(load(news.document))
    assert "Already our customer" in plain(load(news.document))


def test_only_approvers_decide_and_never_their_own(desk: Desk) -> None:
    number = registered(desk)
    with pytest.raises(NotAllowed):
        approve(desk, number, PAM)
    own = registered(desk, NOA, customer="Other Corp", customer_domain="othercorp.com")
    with pytest.raises(NotAllowed, match="You submitted DR-1002 yourself"):
        approve(desk, own, NOA)
    of_sams = registered(desk, NOA, partner="globex", customer="Hooli", customer_domain="hooli.com")
    with pytest.raises(NotAllowed, match="You manage Globex GmbH, so you gain from DR-1003"):
        approve(desk, of_sams, SAM)


def test_deciding_what_is_not_there_is_explained(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.press("deals.approve", "DR-9999|1", DANA)


def test_wrong_input_stands_at_its_field_and_writes_nothing(desk: Desk) -> None:
    outcome = desk.submit("deals.submit", DEAL | {"earr": "lots", "expected_close_on": "2020-01-01"})
    assert isinstance(outcome, FieldErrors)
    assert set(outcome.errors) == {"earr", "expected_close_on"}
    assert not outbox(desk)


def test_the_same_delivery_again_after_a_correction_is_taken(desk: Desk) -> None:
    wrong = desk.request(PAM, route="deals.submit", values=DEAL | {"earr": "lots"}, key="view-1")
    assert isinstance(desk.assistant.handle(wrong), FieldErrors)
    right = desk.request(PAM, route="deals.submit", values=DEAL, key="view-1")
    assert isinstance(desk.assistant.handle(right), Reply)
    with pytest.raises(Conflict):
        desk.assistant.handle(right)
    with desk.store.read() as work:
        assert [each.id for each in work.registrations.of_partner("acme")] == ["DR-1001"]


def test_the_same_customer_twice_is_noticed(desk: Desk) -> None:
    number = registered(desk)
    again = desk.submit("deals.submit", DEAL | {"customer": "INITRODE", "customer_domain": ""})
    assert isinstance(again, FieldErrors)
    assert number in again.errors["customer"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"partner": "nobody"}, "partner"),
        ({"products": ("twilio-build-2022/flex",)}, "products"),
        ({"products": ("twilio-segment-2024/segment", "twilio-build-2022/flex")}, "products"),
        ({"products": ("no-such-program/x",)}, "products"),
        ({"products": ("twilio-segment-2024/x",)}, "products"),
        ({"country": "XX"}, "country"),
    ],
)
def test_what_does_not_fit_the_portfolio_is_refused_at_its_field(
    desk: Desk, changes: dict[str, Value], field: str
) -> None:
    outcome = desk.submit("deals.submit", DEAL | changes)
    assert isinstance(outcome, FieldErrors)
    assert list(outcome.errors) == [field]


def test_every_change_has_its_audit_entry(desk: Desk) -> None:
    number = registered(desk)
    approve(desk, number)
    with desk.store.read() as work:
        entries = work.audit.of(f"registration:{number}")
    assert [entry.action for entry in entries] == ["registration.submitted", "registration.approved"]
    assert entries[0].actor == "T1/UPAM Pam Okafor"
    before, after = (json.loads(each or "") for each in (entries[1].before, entries[1].after))
    assert (before["state"], after["state"]) == ("submitted", "approved")
    assert (before["protected_until"], after["protected_until"]) == (None, "2024-10-13")


def test_searches_offer_partners_and_countries(desk: Desk) -> None:
    partners = desk.press("partners.search", "glo", SAM)
    countries = desk.press("countries.search", "united k")
    assert isinstance(partners, Options)
    assert isinstance(countries, Options)
    assert [choice.label for choice in partners.choices] == ["Globex GmbH"]
    assert [(choice.value, choice.label) for choice in countries.choices] == [("GB", "United Kingdom")]
    empty = desk.press("partners.search", "zzz")
    assert isinstance(empty, Options)
    assert not empty.choices


def imported(desk: Desk, state: str) -> str:
    """A registration as it comes from a portfolio: nobody submitted it here."""
    row = RegistrationRow(registration="CRM-7", partner="acme", customer="Hooli", state=state)
    with desk.store.write() as work:
        work.session.add(row)
    return "CRM-7"


@pytest.mark.parametrize("state", [*sorted(set(RegistrationState) - WAITING - DECIDED), "parked_elsewhere"])
def test_only_what_waits_for_the_deal_desk_can_be_decided(desk: Desk, state: str) -> None:
    number = imported(desk, state)
    routes = ("deals.approve",) if state == "conflict_hold" else ("deals.approve", "deals.decline")
    for route in routes:
        with pytest.raises(Conflict, match=f"CRM-7 is {state.replace('_', ' ')}. Nothing changed."):
            desk.press(route, f"{number}|1", DANA)
    with desk.store.read() as work:
        kept = work.registrations.get(number)
    assert kept is not None
    assert (kept.state, kept.version) == (state, 1)


@pytest.mark.parametrize("state", sorted(WAITING))
def test_an_imported_registration_that_waits_is_decided_and_nobody_is_told_by_mistake(desk: Desk, state: str) -> None:
    number = imported(desk, state)
    assert approve(desk, number).summary.startswith("CRM-7 is approved")
    assert f"registration:{number}/news" not in outbox(desk)


def test_the_cards_name_the_other_partner_who_registered_the_same_customer(desk: Desk) -> None:
    first = registered(desk)
    second = registered(desk, SAM, partner="globex", customer="Initrode Ltd")
    messages = outbox(desk)
    later = plain(load(messages[f"registration:{second}/card"].document))
    assert "Conflict hold: DR-1002" in later
    assert f"Acme Communications ({first}, submitted)" in later
    assert "[Resolve] [Decline]" in later
    earlier = plain(load(messages[f"registration:{first}/rival/{second}/2"].document))
    assert f"Also registered by: Globex GmbH ({second}, conflict hold)." in earlier


def test_an_approver_opens_a_waiting_registration_from_the_home_tab(desk: Desk) -> None:
    number = registered(desk)
    home = desk.press("home", actor=DANA)
    assert isinstance(home, Reply)
    buttons = {b.label: b for part in home.parts if isinstance(part, Buttons) for b in part.items}
    card = desk.press(buttons[f"Open {number}"].route, buttons[f"Open {number}"].value, DANA)
    assert isinstance(card, Reply)
    assert [b.label for part in card.parts if isinstance(part, Buttons) for b in part.items][:2] == [
        "Approve",
        "Decline",
    ]
    with pytest.raises(NotAllowed):
        desk.press("deals.show", number, PAM)
