"""What only a program admin does: revokes an approval, with a second person, and decides appeals."""

from typing import Final

from handlers.audit import audit
from handlers.deals import card
from handlers.deals.form import ANSWER_IN_WORKING_DAYS
from handlers.deals.guards import workdays_after
from handlers.deals.moving import begun, carried_out, spread, subject_name
from handlers.deals.refusing import announced, decision
from handlers.deals.transitions import Move
from handlers.deals.two_people import keep_first, seconded
from handlers.documents import Choice, Field, FieldErrors, Form, Input, Reply, text
from handlers.work import Task
from handlers.workdays import workdays_of

REVOKE_SUBMIT: Final = "deals.revoke_submit"
RULE_SUBMIT: Final = "deals.rule_submit"
RULINGS: Final = {"reopen": "Open it again", "uphold": "The decision stands"}


def revoke_form(task: Task) -> Form:
    """Why the approval is taken back; a second person has to do the same."""
    registration = begun(task, task.request.value, Move.revoke)
    return Form(
        REVOKE_SUBMIT,
        f"Revoke {registration.id}"[:24],
        "Revoke",
        (Field("reason", "Why? The partner was heard, and reads this.", Input.paragraph, limit=500),),
        intro=text("It takes two people: the second one ends the protection. The partner may appeal."),
        state=(("registration", task.request.value),),
    )


def revoke(task: Task) -> Reply | FieldErrors:
    """The first person's word is kept, the second one's takes effect."""
    reason = str(task.request.values.get("reason", "")).strip()
    if not reason:
        return FieldErrors({"reason": "Give the reason: the partner reads it."})
    registration = begun(task, str(task.request.values.get("registration", "")), Move.revoke)
    subject = subject_name(registration)
    if not seconded(task, registration, "revoked"):
        keep_first(task, registration)
        audit(task, "registration.revoked_first", subject, reason=reason, partner=registration.partner)
        return Reply(
            f"Your word is kept: a second admin has to revoke {registration.id} too. It stays approved until then."
        )
    values = {**decision(task), "reason": reason}
    return announced(task, carried_out(task, registration, Move.revoke, values, reason))


def rule_form(task: Task) -> Form:
    """Which way the appeal goes, and why."""
    registration = begun(task, task.request.value, Move.reopen)
    return Form(
        RULE_SUBMIT,
        f"Appeal of {registration.id}"[:24],
        "Decide",
        (
            Field("ruling", "Ruling", Input.choice, choices=tuple(Choice(*each) for each in RULINGS.items())),
            Field("reason", "Why?", Input.paragraph, "The partner reads this.", limit=500),
        ),
        intro=text(card.headline(registration, task.partner(registration.partner).name)),
        state=(("registration", registration.id),),
    )


def rule(task: Task) -> Reply | FieldErrors:
    """Open it again, with its first day, or let the decision stand for good."""
    values = task.request.values
    ruling, reason = str(values.get("ruling", "")), str(values.get("reason", "")).strip()
    if ruling not in RULINGS:
        return FieldErrors({"ruling": "Choose one of the two."})
    if not reason:
        return FieldErrors({"reason": "Give the reason: the partner reads it."})
    move = Move(ruling)
    registration = begun(task, str(values.get("registration", "")), move)
    due = workdays_after(task.request.as_of, ANSWER_IN_WORKING_DAYS, workdays_of(task.desk.country))
    kept = {"reason": reason, "answer_due_on": due} if move is Move.reopen else {**decision(task), "reason": reason}
    after = carried_out(task, registration, move, kept, reason)
    told = Reply(f"The appeal of {after.id}: {RULINGS[ruling].lower()}. {reason}")
    spread(task, after, told)
    return told
