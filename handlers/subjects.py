"""What an action is about, brought from the store: the id in a button or a form is a hint, never proof."""

from handlers.access import Gain, Permission, Subject, allowed, gain
from handlers.errors import NotAllowed
from handlers.request import Role
from handlers.roles import is_person
from handlers.wording import listed
from handlers.work import Task
from store.records import Registration

GAINS = {
    Gain.submitted: "You submitted {id} yourself; another approver has to decide it.",
    Gain.manages: "You manage {partner}, so you gain from {id}; another approver has to decide it.",
    Gain.stands_in: "You stand in for {partner}'s manager, who gains from {id}; another approver has to decide it.",
}


def subject_of(task: Task, partner: str, program: str | None = None) -> Subject:
    """The partner with its managers in `program`, or in every program where none is named or it is in no such one."""
    enrollments = task.work.partners.enrollments(partner)
    concerned = [each for each in enrollments if program in (None, each.program)] or enrollments
    return Subject(partner, frozenset(each.manager for each in concerned if each.manager))


def require(task: Task, permission: Permission, subject: Subject, what: str) -> None:
    """Go on only if the actor may do `what` ("register deals") for the subject's partner.

    Raises:
        NotAllowed: the partner is somebody else's; the sentence says whose.
    """
    if not allowed(task.request.actor, permission, subject):
        raise NotAllowed(not_yours(task, subject, what))


def not_yours(task: Task, subject: Subject, what: str) -> str:
    """`You can … for partners of your own only. Globex GmbH is looked after by sam@vendor.example.`"""
    if task.request.actor.role is Role.partner:
        return "You can do this for your own company only. Ask your partner manager."
    name = task.partner(subject.partner).name
    whose = (
        f"{name} is looked after by {listed(sorted(subject.managers))}"
        if subject.managers
        else f"Nobody manages {name}"
    )
    return f"You can {what} for partners of your own only. {whose}. Ask them, or an admin."


def require_no_gain(task: Task, registration: Registration) -> None:
    """Go on only if the actor gains nothing from the registration.

    Raises:
        NotAllowed: they do; the sentence says how.
    """
    actor = task.request.actor
    submitted = is_person(task.work, actor, registration.submitted_by, registration.workspace)
    found = gain(actor, subject_of(task, registration.partner, registration.program), submitted)
    if found is not None:
        name = task.partner(registration.partner).name
        raise NotAllowed(GAINS[found].format(id=registration.id, partner=name))


def on_behalf_of(task: Task, subject: Subject) -> str | None:
    """The colleague for whom the actor acts when the partner is not their own; None otherwise."""
    actor = task.request.actor
    own = {each.casefold() for each in subject.managers}
    if actor.email and actor.email.casefold() in own:
        return None
    return next(iter(sorted(actor.covers & own)), None)
