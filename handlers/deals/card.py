"""What people see of a registration: the deal desk's card, the receipt, the news of what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from handlers.deals.checks import DEAL_STAGES, ROLES
from handlers.deals.guards import protected_until
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
    Table,
    Text,
    bold,
    text,
)
from handlers.wording import listed, money, person, weekday
from store.records import Registration
from store.registration_states import WAITING, RegistrationState

SHOW: Final = "deals.show"
APPROVE: Final = "deals.approve"
DECLINE: Final = "deals.decline"
HELD: Final = RegistrationState.conflict_hold


@dataclass(frozen=True, slots=True)
class Against:
    """A claim that a registration collides with, as the desk reads it: `Globex GmbH (DR-1001, approved)`.

    `score` is in hundredths, `parts` say what it is made of; `holds` keeps from approving, `unseen` was not looked at.
    """

    words: str
    score: int
    parts: tuple[tuple[str, int], ...]
    holds: bool
    unseen: bool


@dataclass(frozen=True, slots=True)
class Around:
    """What the store knows around a registration: rivals that came later, what it collides with, a first approver."""

    country: str | None = None
    rivals: Sequence[str] = ()
    against: Sequence[Against] = ()
    first_approver: Person | None = None


def card(registration: Registration, partner: str, around: Around) -> Reply:
    """The deal desk's card as things stand: what was registered, what it collides with, and what can be done now."""
    state = registration.state
    lead = (
        "New deal registration "
        if state == RegistrationState.submitted
        else f"{state_words(registration).capitalize()}: "
    )
    parts: list[Part] = [_facts(registration, partner, around.country)]
    if registration.evidence:
        parts.append(Paragraph(text(bold("Evidence: "), registration.evidence)))
    if around.against and state not in ENDED:
        parts.append(_collisions(around.against))
    if around.rivals and state not in ENDED:
        parts.append(Paragraph(text(bold("Also registered by: "), listed(list(around.rivals)), ".")))
    if around.first_approver and state in WAITING:
        parts.append(
            Paragraph(text(bold("Approved by "), around.first_approver, "; a second approver has to confirm."))
        )
    parts += _stands(registration)
    buttons = desk_buttons(registration, partner, unseen=any(each.unseen for each in around.against))
    if buttons:
        parts.append(Buttons(buttons))
    return Reply(f"{lead}{registration.id}, {headline(registration, partner)}", tuple(parts))


def headline(registration: Registration, partner: str) -> str:
    """`Acme Communications with Globex, $120,000 a year`."""
    return f"{partner} with {registration.customer}, {_amount(registration)} a year"


def state_words(registration: Registration, *, outside: bool = False) -> str:
    """The state as people read it: `in review`. Outside, that somebody else claims the customer is not told."""
    state = RegistrationState.in_review if outside and registration.state == HELD else registration.state
    return state.replace("_", " ")


def button_value(registration: Registration) -> str:
    """What buttons and forms carry: the number, and the version that the card shows."""
    return f"{registration.id}|{registration.version}"


def receipt(registration: Registration, partner: str, *, buttons: bool = False) -> Reply:
    """What the submitter gets at once: the number, and when the answer is due. A collision is not told."""
    due = registration.answer_due_on
    shown: tuple[Part, ...] = (
        Facts(
            (
                Fact("Number", text(bold(registration.id))),
                Fact("State", text("Submitted")),
                Fact("Answer due by", _day(due)),
            )
        ),
        Note(text(f"The deal desk decides; you will hear of it {_where(registration)}.")),
    )
    return Reply(
        f"Registered as {registration.id}: {headline(registration, partner)}."
        + (f" An answer is due by {weekday(due)}." if due else ""),
        (*shown, Buttons(filer_buttons(registration))) if buttons else shown,
    )


def news(registration: Registration, partner: str, *, buttons: bool = False) -> Reply:
    """What is told once something was decided; with what whoever filed it can do then."""
    parts = tuple(_stands(registration, outside=registration.filed_in is not None))
    onward = filer_buttons(registration) if buttons else ()
    return Reply(
        f"{registration.id} is {state_words(registration, outside=True)}: {headline(registration, partner)}.",
        (*parts, Buttons(onward)) if onward else parts,
    )


ENDED: Final = frozenset(
    set(RegistrationState) - WAITING - {HELD, RegistrationState.info_requested, RegistrationState.appealed}
)


def desk_buttons(registration: Registration, partner: str, *, unseen: bool = False) -> tuple[Button, ...]:
    """What the desk can do with a registration now."""
    value, state = button_value(registration), registration.state
    sure = Confirm(
        f"Approve {registration.id}?",
        f"{headline(registration, partner)}. {person(registration.submitted_by).name} is told at once.",
        "Approve",
    )
    approve = Button("Approve", APPROVE, value, Style.primary, sure)
    decline = Button("Decline", DECLINE, value, Style.danger)
    look = (Button("I have looked at it", "deals.looked", value),) if unseen else ()
    if state in WAITING:
        take = (Button("Take", "deals.take", value),) if state == RegistrationState.submitted else ()
        others = (
            *(Button("Ask", "deals.ask", value), Button("Approve with another role", "deals.split", value)),
            Button("Hold", "deals.hold", value),
        )
        return (*look, approve, decline, *others, *take)
    match state:
        case RegistrationState.conflict_hold:
            return (Button("Resolve", "deals.resolve", value, Style.primary), decline)
        case RegistrationState.approved:
            return (
                *(Button("Won", "deals.win", value), Button("Lost", "deals.lose", value)),
                *(Button("Extend", "deals.extend", value), Button("Revoke", "deals.revoke", value, Style.danger)),
            )
        case RegistrationState.expired:
            return (Button("Take up again", "deals.reinstate", value),)
        case RegistrationState.appealed:
            return (Button("Decide the appeal", "deals.rule", value, Style.primary),)
    return ()


def filer_buttons(registration: Registration) -> tuple[Button, ...]:
    """What whoever filed it can do now."""
    value = button_value(registration)
    match registration.state:
        case RegistrationState.submitted | RegistrationState.in_review | RegistrationState.conflict_hold:
            return (Button("Amend", "deals.amend", registration.id), withdraw_button(registration))
        case RegistrationState.info_requested:
            return (Button("Answer", "deals.answer", registration.id), withdraw_button(registration))
        case RegistrationState.approved:
            ended = (Button("Won", "deals.win", value), Button("Lost", "deals.lose", value))
            onward = (Button("Extend", "deals.extend", value), Button("Amend", "deals.amend", registration.id))
            return onward if registration.filed_in else (*ended, *onward)
        case RegistrationState.declined | RegistrationState.revoked | RegistrationState.expired:
            return (Button("Appeal", "deals.appeal", registration.id),)
    return ()


def withdraw_button(registration: Registration) -> Button:
    """Asks first: withdrawing is final."""
    sure = Confirm(f"Withdraw {registration.id}?", "It is final; the deal can be registered anew.", "Withdraw")
    return Button("Withdraw", "deals.withdraw", registration.id, Style.danger, sure)


def _facts(registration: Registration, partner: str, country: str | None) -> Facts:
    domain = f" ({registration.customer_domain})" if registration.customer_domain else ""
    more = (
        ("Stage", DEAL_STAGES.get(registration.deal_stage or "")),
        ("Opportunity", registration.opportunity),
        ("In review by", person(registration.taken_by).name if registration.taken_by else None),
    )
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
            *(Fact(label, text(words)) for label, words in more if words),
        )
    )


def _collisions(against: Sequence[Against]) -> Table:
    rows = tuple(
        (
            each.words,
            f"{each.score / 100:.2f}",
            ", ".join(
                f"{label} {points / 100:+.2f}" if n else f"{label} {points / 100:.2f}"
                for n, (label, points) in enumerate(each.parts)
            ),
            "hold" if each.holds else "look" if each.unseen else "looked at",
        )
        for each in against
    )
    return Table("Looks like", ("Claim", "Score", "Because of", "Asks for"), rows)


def _where(registration: Registration) -> str:
    return "here" if registration.filed_in else "in a direct message"


def _stands(registration: Registration, *, outside: bool = False) -> list[Part]:
    """Where it stands, in a sentence or two. Outside, nobody of the vendor is named."""
    state = registration.state
    if state in (*WAITING, HELD):
        return [Note(text("First answer due by ", *_day(registration.answer_due_on), "."))]
    parts: list[Part] = []
    if registration.reason and state != RegistrationState.approved:
        parts.append(Paragraph(text(bold("Reason: "), registration.reason)))
    if state == RegistrationState.info_requested:
        return [Paragraph(text(bold("Asked: "), registration.asked or "")), Note(text("It waits for the answer."))]
    if state == RegistrationState.approved and (until := protected_until(registration)):
        parts.append(Paragraph(text(bold("Protected through "), Day(until), ".")))
    word = state_words(registration).capitalize()
    if registration.decided_by:
        by = () if outside else text(" by ", person(registration.decided_by))
        parts.append(Note(text(word, *by, " on ", *_day(registration.decided_on), ".")))
    return parts


def _amount(registration: Registration) -> str:
    if registration.earr is None:
        return "an unknown amount"
    return money(registration.earr, registration.currency or "USD")


def _day(day: date | None) -> Text:
    return (Day(day),) if day else text("unknown")
