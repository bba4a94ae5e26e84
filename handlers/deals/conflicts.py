"""A registration held against every other claim for its customer, and what the deal desk makes of a collision."""

from collections.abc import Iterable, Iterator
from typing import Final

from handlers.audit import audit
from handlers.deals.candidates import collisions
from handlers.deals.desk_card import desk_card
from handlers.deals.guards import workdays_after
from handlers.deals.moving import begun, carried_out, found, in_thread, stale, subject_name
from handlers.deals.refusing import PROTECTED, declined
from handlers.deals.transitions import Move
from handlers.documents import Choice, Field, FieldErrors, Form, Input, Reply, bold, text
from handlers.errors import Conflict
from handlers.messages import rewrite
from handlers.subjects import require_no_gain
from handlers.wording import signature
from handlers.work import Task
from handlers.workdays import workdays_of
from store.records import Registration
from store.registration_states import OPEN, RegistrationState
from store.repositories.match_keys import REGISTRATION
from store.repositories.matches import KeptMatch

RESOLVE_NOW: Final = "deals.resolve_now"
RESOLUTIONS: Final = {
    "first_stands": (
        "The first claim stands",
        "This one is declined, in the words “already protected”.",
    ),
    "split": ("The roles are split", "The first keeps the sourced role; this partner is credited as influencing."),
    "customer_chooses": ("The customer chooses", "Both wait five working days for the customer's written choice."),
    "different": ("Another product or company", "Both claims stand."),
}
"""The four ways out, with what follows."""
CHOICE_WORKDAYS: Final = 5


def hold_against(task: Task, registration: Registration) -> Registration:
    """Look for other claims and keep what is found; where one collides, the registration waits for a resolution.

    Registrations are numbered one after the other, under a lock that lasts to the end of the transaction: of two in the
    same second, the one with the higher number sees the other and waits, never both and never none.
    """
    matches = collisions(task, registration)
    task.work.matches.keep(registration.id, matches)
    waits = registration.state in (RegistrationState.submitted, RegistrationState.in_review)
    if waits and any(each.holds for each in matches):
        registration = _held(task, registration)
    for rival in _rivals(task, matches):
        if rival.state != RegistrationState.conflict_hold:  # the first one's card names the others
            subject = subject_name(rival)
            rewrite(task, f"{subject}/rival/{registration.id}/{registration.version}", subject, desk_card(task, rival))
    return registration


def hold(task: Task) -> Reply:
    """An approver's own doubt: the registration waits for a resolution."""
    registration = begun(task, task.request.value, Move.hold)
    if changed := stale(task, task.request.value, registration):
        return changed
    _held(task, registration)
    return Reply(f"{registration.id} is on hold until a resolution is chosen. The partner still reads “in review”.")


def looked_at(task: Task) -> Reply:
    """Note that the approver has looked at what the registration looks like."""
    registration = found(task, task.request.value)
    if registration.state not in OPEN:
        raise Conflict(f"{registration.id} waits for nothing. Nothing changed.")
    require_no_gain(task, registration)
    task.work.matches.seen(registration.id, signature(task.request.actor))
    values = {"updated_on": registration.updated_on}
    after = task.work.registrations.change(registration.id, registration.version, values)
    subject = subject_name(after)
    audit(task, "registration.looked_at", subject, partner=after.partner)
    rewrite(task, f"{subject}/looked/{after.version}", subject, desk_card(task, after))
    return Reply(f"Noted: you have looked at what {registration.id} looks like.")


def resolve_form(task: Task) -> Form:
    """Which of the four ways out, and why."""
    registration = _collided(task, task.request.value)
    choices = tuple(Choice(id, label, words[:75]) for id, (label, words) in RESOLUTIONS.items())
    return Form(
        RESOLVE_NOW,
        f"Resolve {registration.id}"[:24],
        "Resolve",
        (
            Field("resolution", "Resolution", Input.choice, choices=choices),
            Field("reason", "Why?", Input.paragraph, "The partner does not read this.", limit=500),
        ),
        intro=text(
            bold("First come, first served. "), "A written choice by the customer goes before; a tier never does."
        ),
        state=(("registration", task.request.value),),
    )


def resolve(task: Task) -> Reply | FieldErrors:
    """Record the resolution; where the first claim stands, this one is declined at once."""
    values = task.request.values
    chosen, reason = str(values.get("resolution", "")), str(values.get("reason", "")).strip()
    if chosen not in RESOLUTIONS:
        return FieldErrors({"resolution": "Choose one of the four resolutions."})
    if not reason:
        return FieldErrors({"reason": "Say why: whoever reviews this later reads it."})
    value = str(values.get("registration", ""))
    registration = _collided(task, value)
    if changed := stale(task, value, registration):
        return changed
    if chosen == "first_stands":
        return declined(task, registration, PROTECTED, "", {"resolution": chosen}, internal=reason)
    more: dict[str, object] = {"role": "influenced"} if chosen == "split" else {}
    if chosen == "customer_chooses":
        days = workdays_of(task.desk.country)
        more = {"answer_due_on": workdays_after(task.request.as_of, CHOICE_WORKDAYS, days)}
    after = carried_out(task, registration, Move.resolve, {"resolution": chosen, **more}, reason)
    label, words = RESOLUTIONS[chosen]
    told = Reply(f"{registration.id}: {label.lower()}. {words}")
    in_thread(task, after, f"{subject_name(after)}/resolved/{after.version}", told)
    return told


def _collided(task: Task, value: str) -> Registration:
    """The registration on hold; whoever gains from a claim on either side does not resolve it."""
    registration = begun(task, value, Move.resolve)
    for rival in _rivals(task, task.work.matches.of(registration.id)):
        require_no_gain(task, rival)
    return registration


def _held(task: Task, registration: Registration) -> Registration:
    held_at = registration.held_at or task.request.now
    return carried_out(task, registration, Move.hold, {"held_at": held_at, "resolution": None})


def _rivals(task: Task, matches: Iterable[KeptMatch]) -> Iterator[Registration]:
    """The registrations among the matches that hold."""
    for each in matches:
        rival = task.work.registrations.get(each.other) if each.kind == REGISTRATION and each.holds else None
        if rival is not None:
            yield rival
