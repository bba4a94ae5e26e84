"""What people see of a registration: the deal desk's card, the receipt, the news of the decision."""

from collections.abc import Sequence
from datetime import date

from handlers.deals.checks import ROLES
from handlers.documents import (
    Button,
    Buttons,
    Confirm,
    Day,
    Fact,
    Facts,
    Note,
    Paragraph,
    Part,
    Person,
    Reply,
    Style,
    Text,
    bold,
    text,
)
from handlers.wording import listed, money, person, weekday
from store.records import Registration
from store.registration_states import DECIDED

SHOW = "deals.show"
APPROVE = "deals.approve"
DECLINE = "deals.decline"


def card(
    registration: Registration,
    partner: str,
    country: str | None,
    rivals: Sequence[str] = (),
    first_approver: Person | None = None,
) -> Reply:
    """The deal desk's card: with buttons while it waits, with the decision once there is one.

    `rivals` are other partners' open registrations for the same customer, named while it waits; `first_approver` has
    approved it already, and a second one is needed.
    """
    decided = registration.state in DECIDED
    lead = f"{state_words(registration).capitalize()}: " if decided else "New deal registration "
    parts: tuple[Part, ...] = (_facts(registration, partner, country),)
    if registration.evidence:
        parts += (Paragraph(text(bold("Evidence: "), registration.evidence)),)
    if rivals and not decided:
        parts += (Paragraph(text(bold("Also registered by: "), listed(list(rivals)), ".")),)
    if first_approver and not decided:
        parts += (Paragraph(text(bold("Approved by "), first_approver, "; a second approver has to confirm.")),)
    closing = _decision(registration) if decided else (_due(registration), _buttons(registration, partner))
    return Reply(f"{lead}{registration.id}, {headline(registration, partner)}", parts + closing)


def headline(registration: Registration, partner: str) -> str:
    """`Acme Communications with Globex, $120,000 a year`."""
    return f"{partner} with {registration.customer}, {_amount(registration)} a year"


def state_words(registration: Registration) -> str:
    """The state as people read it: `in review`."""
    return registration.state.replace("_", " ")


def button_value(registration: Registration) -> str:
    """What Approve and Decline carry: the number, and the version that the card shows."""
    return f"{registration.id}|{registration.version}"


def receipt(registration: Registration, partner: str) -> Reply:
    """What the submitter gets at once: the number, and when the answer is due."""
    due = registration.answer_due_on
    return Reply(
        f"Registered as {registration.id}: {headline(registration, partner)}."
        + (f" An answer is due by {weekday(due)}." if due else ""),
        (
            Facts(
                (
                    Fact("Number", text(bold(registration.id))),
                    Fact("State", text("Submitted")),
                    Fact("Answer due by", _day(due)),
                )
            ),
            Note(text("The deal desk decides; you will hear of it in a direct message.")),
        ),
    )


def news(registration: Registration, partner: str) -> Reply:
    """What the submitter is told once it is decided."""
    return Reply(
        f"{registration.id} is {state_words(registration)}: {headline(registration, partner)}.", _decision(registration)
    )


def _facts(registration: Registration, partner: str, country: str | None) -> Facts:
    domain = f" ({registration.customer_domain})" if registration.customer_domain else ""
    return Facts(
        (
            Fact("Partner", text(bold(partner))),
            Fact("Customer", text(f"{registration.customer}{domain}")),
            Fact("Country", text(country or "unknown")),
            Fact("Products", text(registration.product or "unknown")),
            Fact("Recurring, a year", text(_amount(registration))),
            Fact("Expected close", _day(registration.expected_close_on)),
            Fact("Role", text(ROLES.get(registration.role or "", "unknown"))),
            Fact("Submitted by", text(person(registration.submitted_by))),
        )
    )


def _due(registration: Registration) -> Note:
    return Note(text("First answer due by ", *_day(registration.answer_due_on), "."))


def _decision(registration: Registration) -> tuple[Part, ...]:
    word = state_words(registration).capitalize()
    who = Note(text(f"{word} by ", person(registration.decided_by), " on ", *_day(registration.decided_on), "."))
    if not registration.reason:
        return (who,)
    return Paragraph(text(bold("Reason: "), registration.reason)), who


def _buttons(registration: Registration, partner: str) -> Buttons:
    value = button_value(registration)
    sure = Confirm(
        f"Approve {registration.id}?",
        f"{headline(registration, partner)}. {person(registration.submitted_by).name} is told at once.",
        "Approve",
    )
    return Buttons(
        (
            Button("Approve", APPROVE, value, Style.primary, sure),
            Button("Decline", DECLINE, value, Style.danger),
        )
    )


def _amount(registration: Registration) -> str:
    if registration.earr is None:
        return "an unknown amount"
    return money(registration.earr, registration.currency or "USD")


def _day(day: date | None) -> Text:
    return (Day(day),) if day else text("unknown")
