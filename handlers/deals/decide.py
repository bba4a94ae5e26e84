"""Deciding a registration: once, by an approver, with a reason where it is declined."""

import json

from handlers.audit import audit
from handlers.deals import card
from handlers.deals.desk_card import desk_card
from handlers.deals.two_people import above, takes_two
from handlers.documents import Field, FieldErrors, Form, Input, Reply, text
from handlers.errors import Conflict, NotFound
from handlers.messages import post, rewrite
from handlers.subjects import require_no_gain
from handlers.wording import day, person, signature
from handlers.work import Task
from store.errors import StaleVersion
from store.records import FirstApproval, Registration
from store.registration_states import DECIDED, WAITING, RegistrationState

DECLINE_SUBMIT = "deals.decline_submit"


def show(task: Task) -> Reply:
    """The card of a registration, for deciding one whose card is not at hand."""
    registration = task.work.registrations.get(task.request.value)
    if registration is None:
        raise NotFound("This registration is no longer there.")
    return desk_card(task, registration)


def approve(task: Task) -> Reply:
    """Approve; the card that was pressed is rewritten with the decision."""
    return _decide(task, task.request.value, RegistrationState.approved, None)


def open_decline(task: Task) -> Form:
    """Ask for the reason before declining; the partner may read it."""
    registration = _waiting(task, task.request.value)
    return Form(
        route=DECLINE_SUBMIT,
        title=f"Decline {registration.id}"[:24],
        submit="Decline",
        fields=(
            Field(
                "reason",
                "Why is it declined?",
                Input.paragraph,
                limit=500,
                hint="The submitter reads this. Say what would have to change.",
            ),
        ),
        intro=text(card.headline(registration, task.partner(registration.partner).name)),
        state=(("registration", task.request.value),),
    )


def decline(task: Task) -> Reply | FieldErrors:
    """Decline with the reason given."""
    reason = task.request.values.get("reason", "")
    if not isinstance(reason, str) or not reason.strip():
        return FieldErrors({"reason": "Give a reason: the submitter reads it."})
    return _decide(task, str(task.request.values.get("registration", "")), RegistrationState.declined, reason.strip())


def _waiting(task: Task, value: str) -> Registration:
    """The registration of a button's value, if it still waits for its decision and this actor may decide it."""
    registration = task.work.registrations.get(value.partition("|")[0])
    if registration is None:
        raise NotFound("This registration is no longer there. Nothing was decided.")
    if registration.state not in WAITING:
        raise Conflict(_not_waiting(registration))
    require_no_gain(task, registration)
    return registration


def _decide(task: Task, value: str, state: RegistrationState, reason: str | None) -> Reply:
    """Decide what the button's card showed; a registration that changed since is shown anew instead."""
    request, registration = task.request, _waiting(task, value)
    if value != card.button_value(registration):
        return _show_anew(task, registration)
    if state is RegistrationState.approved and takes_two(task, registration) and not _seconded(task, registration):
        return _wait_for_second(task, registration)
    try:
        decided = task.work.registrations.decide(
            registration.id,
            registration.version,
            state=state,
            decided_by=signature(request.actor),
            decided_on=request.as_of,
            decided_at=request.now,
            reason=reason,
        )
    except StaleVersion as stale:
        raise Conflict(_not_waiting(stale.current)) from stale
    return _tell(task, registration, decided)


def _seconded(task: Task, registration: Registration) -> bool:
    """Whether somebody else has approved what is approved now."""
    task.work.partners.hold(registration.partner)  # two first approvals at once: the second sees the first
    first = task.work.staff.first_approval(registration.id)
    if first is None or first.version != registration.version:
        return False
    if person(first.approved_by).user == task.request.actor.user:
        raise Conflict(f"You approved {registration.id} already; a second approver has to confirm. Nothing changed.")
    return True


def _wait_for_second(task: Task, registration: Registration) -> Reply:
    subject, request = f"registration:{registration.id}", task.request
    approval = FirstApproval(registration.id, registration.version, signature(request.actor), request.now)
    task.work.staff.approve_first(approval)
    audit(task, "registration.approved_first", subject, reason=above(task), partner=registration.partner)
    rewrite(task, f"{subject}/first/{registration.version}", subject, desk_card(task, registration))
    return Reply(f"Your approval of {registration.id} is recorded. {above(task)} a second approver has to confirm.")


def _show_anew(task: Task, registration: Registration) -> Reply:
    subject = f"registration:{registration.id}"
    rewrite(task, f"{subject}/changed/{registration.version}", subject, desk_card(task, registration))
    return Reply(f"{registration.id} changed after this card was posted. The card is drawn anew: read it, then decide.")


def _tell(task: Task, before: Registration, decided: Registration) -> Reply:
    """The audit entry, the rewritten card, and the news for the submitter, all in the decision's transaction."""
    subject = f"registration:{decided.id}"
    partner = task.partner(decided.partner).name
    states = (json.dumps({"state": before.state}), json.dumps({"state": decided.state}))
    audit(task, f"registration.{decided.state}", subject, *states, reason=decided.reason, partner=decided.partner)
    rewrite(task, f"{subject}/decided/{decided.version}", subject, desk_card(task, decided))
    if decided.submitted_by:
        submitter, there = person(decided.submitted_by).user, decided.workspace or task.desk.workspace
        post(task, f"{subject}/news", f"user:{submitter}", card.news(decided, partner), workspace=there)
    return card.news(decided, partner)


def _not_waiting(registration: Registration) -> str:
    """Why it cannot be decided: somebody decided it, or it is not the deal desk's turn."""
    if registration.state not in DECIDED:
        return f"{registration.id} is {card.state_words(registration)}; nothing can be decided."
    who = person(registration.decided_by).name if registration.decided_by else "Somebody"
    return f"{who} already {registration.state} {registration.id} on {day(registration.decided_on)}. Nothing changed."
