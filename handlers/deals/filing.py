"""What whoever filed a registration does with it: answers, amends, withdraws, extends, appeals."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from handlers.deals import card
from handlers.deals.checks import checked, chosen, some_day
from handlers.deals.conflicts import hold_against
from handlers.deals.deadlines import later_by
from handlers.deals.form import CURRENCIES, SEPARATOR, Initial, country_names, field_of
from handlers.deals.guards import EVIDENCE_DAYS, EXTENSION_DAYS, protected_until, workdays_after
from handlers.deals.moving import begun, carried_out, in_thread, subject_name
from handlers.deals.transitions import Move
from handlers.documents import Choice, Field, FieldErrors, Form, Input, Reply, text
from handlers.request import Value
from handlers.wording import day
from handlers.work import Task
from handlers.workdays import workdays_of
from store.records import Registration

ANSWER_SUBMIT: Final = "deals.answer_submit"
AMEND_SUBMIT: Final = "deals.amend_submit"
EXTEND_SUBMIT: Final = "deals.extend_submit"
APPEAL_SUBMIT: Final = "deals.appeal_submit"
AMENDABLE: Final = (
    "customer",
    "customer_domain",
    "products",
    "earr",
    "currency",
    "expected_close_on",
    "deal_stage",
    "notes",
)
ANOTHER_CUSTOMER: Final = frozenset(
    {"customer", "customer_domain", "country", "product", "parent_company", "contact_email"}
)
"""Fields after whose change a registration is held against the other claims anew."""
APPEAL_ANSWER_WORKDAYS: Final = 5


def answer_form(task: Task) -> Form:
    """Exactly the fields that the deal desk asked for."""
    registration = begun(task, task.request.value, Move.answer)
    return Form(
        ANSWER_SUBMIT,
        f"Answer {registration.id}"[:24],
        "Answer",
        _fields(task, registration, _asked_fields(registration)),
        intro=text(f"The deal desk asks: {registration.asked}"),
        state=(("registration", registration.id),),
    )


def answer(task: Task) -> Reply | FieldErrors:
    """Take the answer over; the clock of the decision goes on by as many working days as it stood still."""
    registration = begun(task, str(task.request.values.get("registration", "")), Move.answer)
    changes = _changes(task, registration, _asked_fields(registration))
    if isinstance(changes, FieldErrors):
        return changes
    asked, now = registration.asked_at, task.request.now
    waited: dict[str, Any] = {"asked": None, "asked_fields": (), "updated_on": task.request.as_of}
    due = registration.answer_due_on
    if asked is not None and due is not None:
        waited["answer_due_on"] = later_by(due, task.desk.today(asked), task.desk.today(now), task.desk.country)
    after = carried_out(task, registration, Move.answer, {**changes, **waited})
    in_thread(
        task, after, f"{subject_name(after)}/answered/{after.version}", Reply("The answer is in: the card has it.")
    )
    if ANOTHER_CUSTOMER & set(changes):
        after = hold_against(task, after)
    return Reply(f"Thank you: the deal desk goes on with {after.id}. An answer is due by {day(after.answer_due_on)}.")


def amend_form(task: Task) -> Form:
    """What may change after submitting."""
    registration = begun(task, task.request.value, Move.amend)
    return Form(
        AMEND_SUBMIT,
        f"Amend {registration.id}"[:24],
        "Save",
        _fields(task, registration, AMENDABLE),
        intro=text("Each change is kept with what stood before. The day of submitting stays."),
        state=(("registration", registration.id),),
    )


def amend(task: Task) -> Reply | FieldErrors:
    """Change what differs; another customer or product is held against the other claims anew."""
    registration = begun(task, str(task.request.values.get("registration", "")), Move.amend)
    changes = _changes(task, registration, AMENDABLE)
    if isinstance(changes, FieldErrors):
        return changes
    if not changes:
        return Reply(f"Nothing differs: {registration.id} stays as it is.")
    values = {**changes, "updated_on": task.request.as_of}
    after = carried_out(task, registration, Move.amend, values)
    if ANOTHER_CUSTOMER & set(changes):
        hold_against(task, after)
    return Reply(f"{registration.id} is amended: {card.headline(after, task.partner(after.partner).name)}.")


def withdraw(task: Task) -> Reply:
    """Take it back before it is decided."""
    registration = begun(task, task.request.value, Move.withdraw)
    after = carried_out(task, registration, Move.withdraw, {"updated_on": task.request.as_of})
    return Reply(f"{after.id} is withdrawn. The deal can be registered anew.")


def extend_form(task: Task) -> Form:
    """Evidence of the last weeks for more protected days."""
    registration = begun(task, task.request.value, Move.extend)
    until = protected_until(registration)
    return Form(
        EXTEND_SUBMIT,
        f"Extend {registration.id}"[:24],
        "Extend",
        (
            Field("happened_on", "When?", Input.day, f"Within the last {EVIDENCE_DAYS} days."),
            Field("evidence", "What happened, and with whom?", Input.paragraph, limit=500),
        ),
        intro=text(f"Protected through {day(until)}; an extension adds {EXTENSION_DAYS} days."),
        state=(("registration", registration.id),),
    )


def extend(task: Task) -> Reply | FieldErrors:
    """Add protected days for evidence of the last weeks."""
    values, today = task.request.values, task.request.as_of
    registration = begun(task, str(values.get("registration", "")), Move.extend)
    try:
        happened, words = some_day(values.get("happened_on", "")), chosen("")(values.get("evidence", ""))
    except ValueError:
        return FieldErrors({"evidence": "Choose the day, and say what happened."})
    if not today - timedelta(days=EVIDENCE_DAYS) <= happened <= today:
        return FieldErrors({"happened_on": f"Evidence is of the last {EVIDENCE_DAYS} days, not after today."})
    until = (protected_until(registration) or today) + timedelta(days=EXTENSION_DAYS)
    more = {"protected_until": until, "extensions": registration.extensions + 1, "updated_on": today}
    after = carried_out(task, registration, Move.extend, more, f"{happened.isoformat()}: {words}")
    told = Reply(f"{after.id} is protected through {day(until)}.")
    in_thread(task, after, f"{subject_name(after)}/extended/{after.version}", told)
    return told


def appeal_form(task: Task) -> Form:
    """Why the decision should be looked at by somebody else."""
    registration = begun(task, task.request.value, Move.appeal)
    return Form(
        APPEAL_SUBMIT,
        f"Appeal {registration.id}"[:24],
        "Appeal",
        (Field("reason", "What should be seen otherwise?", Input.paragraph, limit=1000),),
        intro=text(f"Possible once. Somebody else decides, within {APPEAL_ANSWER_WORKDAYS} working days."),
        state=(("registration", registration.id),),
    )


def appeal(task: Task) -> Reply | FieldErrors:
    """Ask for another decider."""
    reason = str(task.request.values.get("reason", "")).strip()
    if not reason:
        return FieldErrors({"reason": "Say what should be seen otherwise."})
    registration = begun(task, str(task.request.values.get("registration", "")), Move.appeal)
    due = workdays_after(task.request.as_of, APPEAL_ANSWER_WORKDAYS, workdays_of(task.desk.country))
    values = {
        "appealed_from": registration.state,
        "appealed_at": task.request.now,
        "first_decider": registration.decided_by,
        "answer_due_on": due,
    }
    after = carried_out(task, registration, Move.appeal, values, reason)
    told = Reply(f"{after.id} is appealed: {reason}")
    in_thread(task, after, f"{subject_name(after)}/appealed/{after.version}", told)
    return Reply(f"{after.id} is appealed. Somebody else decides by {day(due)}.")


def _asked_fields(registration: Registration) -> tuple[str, ...]:
    asked = registration.asked_fields
    return (*asked, "currency") if "earr" in asked else asked


def _fields(task: Task, registration: Registration, names: tuple[str, ...]) -> tuple[Field, ...]:
    return tuple(field_of(name, task.catalog, _stands(task, registration, name)) for name in names)


def _stands(task: Task, registration: Registration, name: str) -> Initial:
    """What a registration has in a field, as the input wants it."""
    if name == "products":
        return _product_choices(task, registration)
    value = getattr(registration, name)
    if value is None:
        return None
    match name:
        case "country":
            return Choice(value, country_names().get(value, value))
        case "currency":
            return Choice(value, value) if value in CURRENCIES else None
        case _ if isinstance(value, date):
            return value.isoformat()
    return f"{value:f}" if name in ("earr", "professional_services") else str(value)


def _product_choices(task: Task, registration: Registration) -> tuple[Choice, ...] | None:
    names = {each.strip() for each in (registration.product or "").split(",")}
    groups = field_of("products", task.catalog).groups
    mine = [
        choice
        for group in groups
        for choice in group.choices
        if choice.value.startswith(f"{registration.program}{SEPARATOR}")
    ]
    return tuple(choice for choice in mine if choice.label in names) or None


def _changes(task: Task, registration: Registration, names: tuple[str, ...]) -> dict[str, Any] | FieldErrors:
    """The fields whose submitted value is another one than the registration has."""
    values: Mapping[str, Value] = {"currency": registration.currency or "USD", **task.request.values}
    parsed, errors = checked(names, values, task.request.as_of, CURRENCIES, country_names())
    if errors:
        return FieldErrors(errors)
    if "products" in parsed:
        groups = field_of("products", task.catalog).groups
        labels = {choice.value: choice.label for group in groups for choice in group.choices}
        strange = [each for each in parsed["products"] if not each.startswith(f"{registration.program}{SEPARATOR}")]
        if strange or not labels.keys() >= set(parsed["products"]):
            return FieldErrors({"products": "Choose products of the program that it is registered in."})
        parsed["product"] = ", ".join(labels[each] for each in parsed.pop("products"))
    return {name: value for name, value in parsed.items() if getattr(registration, name) != value}
