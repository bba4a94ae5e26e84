"""What the deal desk does with a registration: takes it, asks, approves, declines. Each once, by an approver."""

from datetime import timedelta
from typing import Final

from handlers.audit import audit
from handlers.deals import card
from handlers.deals.checks import FIRST_PAGE, ROLES, SECOND_PAGE
from handlers.deals.credit import credited
from handlers.deals.desk_card import desk_card
from handlers.deals.form import field_of
from handlers.deals.guards import PROTECTED_DAYS
from handlers.deals.moving import begun, carried_out, found, in_thread, stale, subject_name, tell_filer
from handlers.deals.refusing import OTHER, PROTECTED, REASONS, announced, decision, declined
from handlers.deals.transitions import Move
from handlers.deals.two_people import above, keep_first, seconded, takes_two
from handlers.documents import Button, Buttons, Choice, Field, FieldErrors, Form, Input, Paragraph, Reply, bold, text
from handlers.messages import rewrite
from handlers.wording import listed, lowered, signature
from handlers.work import Task
from store.records import Registration

DECLINE_SUBMIT: Final = "deals.decline_submit"
SPLIT_SUBMIT: Final = "deals.split_submit"
ASK_SUBMIT: Final = "deals.ask_submit"
ANSWER: Final = "deals.answer"
ASKABLE: Final = tuple(name for name in (*FIRST_PAGE, *SECOND_PAGE) if name not in ("partner", "currency"))
"""What can be asked for; the currency comes with the amount."""


def show(task: Task) -> Reply:
    """The card of a registration, for deciding one whose card is not at hand."""
    return desk_card(task, found(task, task.request.value))


def take(task: Task) -> Reply:
    """Say that one is at it: the card names who."""
    registration = begun(task, task.request.value, Move.take)
    if changed := stale(task, task.request.value, registration):
        return changed
    values = {"taken_by": signature(task.request.actor), "taken_at": task.request.now}
    carried_out(task, registration, Move.take, values)
    return Reply(f"{registration.id} is yours: it is in review, and the card says so.")


def ask_form(task: Task) -> Form:
    """Which question, and which fields open for the answer."""
    registration = begun(task, task.request.value, Move.ask)
    choices = tuple(Choice(name, field_of(name, task.catalog).label[:75]) for name in ASKABLE)
    return Form(
        ASK_SUBMIT,
        f"Ask about {registration.id}"[:24],
        "Ask",
        (
            Field("question", "What do you need to know?", Input.paragraph, limit=500),
            Field("fields", "Fields to open", Input.choices, "Exactly these open for the answer.", choices=choices),
        ),
        intro=text("The clock of the decision stops until the answer comes; the first day is kept."),
        state=(("registration", task.request.value),),
    )


def ask(task: Task) -> Reply | FieldErrors:
    """Ask whoever filed it; the decision's clock pauses."""
    values = task.request.values
    question, picked = str(values.get("question", "")).strip(), values.get("fields", ())
    fields = tuple(name for name in ASKABLE if name in ((picked,) if isinstance(picked, str) else picked))
    if not question:
        return FieldErrors({"question": "Write the question: the partner reads it."})
    if not fields:
        return FieldErrors({"fields": "Choose at least one field that opens for the answer."})
    value = str(values.get("registration", ""))
    registration = begun(task, value, Move.ask)
    if changed := stale(task, value, registration):
        return changed
    asked = {"asked": question, "asked_fields": fields, "asked_at": task.request.now}
    after = carried_out(task, registration, Move.ask, asked, question)
    labels = [lowered(field_of(name, task.catalog).label) for name in fields]
    told = Reply(
        f"The deal desk asks about {after.id}: {question}",
        (
            Paragraph(text(bold("Please fill in: "), listed(labels), ".")),
            Buttons((Button("Answer", ANSWER, after.id), card.withdraw_button(after))),
        ),
    )
    subject = subject_name(after)
    tell_filer(task, after, f"{subject}/asked/{after.version}", told)
    in_thread(task, after, f"{subject}/asked-here/{after.version}", Reply(f"Asked: {question}"))
    return Reply(f"Asked. {after.id} waits for the answer, and its clock stands still.")


def approve(task: Task) -> Reply:
    """Approve; the card that was pressed is rewritten with the decision."""
    return _approve(task, task.request.value)


def split_form(task: Task) -> Form:
    """Approve with another role than was registered."""
    registration = begun(task, task.request.value, Move.approve)
    choices = tuple(Choice(*each) for each in ROLES.items())
    return Form(
        SPLIT_SUBMIT,
        f"Approve {registration.id}"[:24],
        "Approve",
        (Field("role", "The partner's role in this deal", Input.choice, choices=choices, initial=registration.role),),
        intro=text("One partner sources a deal; others influence, resell or refer it. The partner reads the role."),
        state=(("registration", task.request.value),),
    )


def split(task: Task) -> Reply | FieldErrors:
    """Approve with the role of the form."""
    role = str(task.request.values.get("role", ""))
    if role not in ROLES:
        return FieldErrors({"role": "Choose the role."})
    return _approve(task, str(task.request.values.get("registration", "")), role)


def open_decline(task: Task) -> Form:
    """Ask for the reason before declining; the partner may read it."""
    registration = begun(task, task.request.value, Move.decline)
    codes = tuple(
        Choice(code, label, words.split(".")[0].format(month="…")[:75]) for code, (label, words) in REASONS.items()
    )
    return Form(
        route=DECLINE_SUBMIT,
        title=f"Decline {registration.id}"[:24],
        submit="Decline",
        fields=(
            Field("code", "Reason", Input.choice, choices=codes, initial=OTHER),
            Field(
                "reason",
                "Why is it declined?",
                Input.paragraph,
                limit=500,
                required=False,
                hint="The submitter reads this. Say what would have to change; never who else has a claim.",
            ),
        ),
        intro=text(card.headline(registration, task.partner(registration.partner).name)),
        state=(("registration", task.request.value),),
    )


def decline(task: Task) -> Reply | FieldErrors:
    """Decline with the reason given."""
    values = task.request.values
    code, words = str(values.get("code") or OTHER), str(values.get("reason") or "").strip()
    if code not in REASONS:
        return FieldErrors({"code": "Choose one of the reasons."})
    if not words and code not in (PROTECTED, "existing_customer"):
        return FieldErrors({"reason": "Give a reason: the submitter reads it."})
    value = str(values.get("registration", ""))
    registration = begun(task, value, Move.decline)
    return stale(task, value, registration) or declined(task, registration, code, words)


def _approve(task: Task, value: str, role: str | None = None) -> Reply:
    registration = begun(task, value, Move.approve)
    if changed := stale(task, value, registration):
        return changed
    if takes_two(task, registration) and not seconded(task, registration):
        return _wait_for_second(task, registration)
    until = task.request.as_of + timedelta(days=PROTECTED_DAYS)
    kept = {"protected_until": until, "role": role or registration.role, "updated_on": task.request.as_of}
    values = {**decision(task), **kept, "reason": None, "reason_code": None}
    after = carried_out(task, registration, Move.approve, values)
    return announced(task, credited(task, after))


def _wait_for_second(task: Task, registration: Registration) -> Reply:
    subject = subject_name(registration)
    keep_first(task, registration)
    audit(task, "registration.approved_first", subject, reason=above(task), partner=registration.partner)
    rewrite(task, f"{subject}/first/{registration.version}", subject, desk_card(task, registration))
    return Reply(f"Your approval of {registration.id} is recorded. {above(task)} a second approver has to confirm.")
