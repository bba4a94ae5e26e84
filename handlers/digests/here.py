"""Where somebody's own messages go, when the desk is served on more than one surface."""

import json
from dataclasses import replace
from typing import Final

from handlers.audit import audit
from handlers.desk import DeskSettings
from handlers.documents import Button, Buttons, Choice, Field, Input, Note, Reply, text
from handlers.errors import Conflict, UserError
from handlers.mornings import Mornings
from handlers.request import Actor
from handlers.work import Task
from handlers.workdays import Calendars
from store.review_records import PersonClock

HERE: Final = "reminders.here"
WHERE: Final = "workspace"
"""The field of the form, and the column."""


def where_field(task: Task, email: str) -> tuple[Field, ...]:
    """The choice of a surface; none where there is nothing to choose."""
    choices = choices_of(task.desk)
    if len(choices) < 2:
        return ()
    now = where(task, email)
    chosen = next(each for each in choices if each.value == now)
    return (Field(WHERE, "Where", Input.choice, choices=choices, initial=chosen),)


def choices_of(desk: DeskSettings) -> tuple[Choice, ...]:
    """Each workspace to which messages can go, by what people call its surface; of two alike the id tells which."""
    labels = [desk.label_of(each) for each in desk.homes]
    named = zip(desk.homes, labels, strict=True)
    return tuple(Choice(each, label if labels.count(label) == 1 else f"{label} ({each})") for each, label in named)


def where(task: Task, email: str) -> str:
    """The workspace to which messages for an address go now."""
    mornings = Mornings(task.desk, task.work.person_clocks.all(), Calendars())
    return mornings.workspace_of(f"email:{email}")


def elsewhere(task: Task) -> bool:
    """Whether the actor's messages go to another surface than this one, and could come here."""
    actor, desk = task.request.actor, task.desk
    return bool(actor.email) and actor.workspace in desk.homes and where(task, actor.email or "") != actor.workspace


def offer() -> Button:
    """The button that has the reminders of whoever presses it sent to where they press it."""
    return Button("Send my reminders here", HERE)


def here(task: Task) -> Reply:
    """Send what goes to the actor's address to where they are, or to the workspace of the button's value: the undo.

    Raises:
        UserError: their address is not known.
        Conflict: no reminders can be sent there.
    """
    actor = task.request.actor
    email, wanted = own_email(task.desk, actor), task.request.value or actor.workspace
    labels = {each.value: each.label for each in choices_of(task.desk)}
    if wanted not in labels:
        raise Conflict("No reminders can be sent to this place. They go where they went before.")
    before, was = task.work.person_clocks.get(email), where(task, email)
    if wanted == was:
        return Reply(f"Your reminders come to {labels[was]} already.")
    unset = PersonClock(email, None, None, None, None, None, None, True, False, task.request.now)
    task.work.person_clocks.put(replace(before or unset, workspace=wanted, changed_at=task.request.now))
    audit(task, "reminders.moved", "reminders", json.dumps({WHERE: was}), json.dumps({WHERE: wanted}))
    return Reply(
        f"Your reminders come to {labels[wanted]} from now on, and your digest too.",
        (
            Note(text("News of a deal comes where it was registered. “/partner reminders” changes more.")),
            Buttons((Button(f"Send them to {labels[was]} again"[:70], HERE, was),)),
        ),
    )


def own_email(desk: DeskSettings, actor: Actor) -> str:
    """The address by which somebody is told things, in lower case.

    Raises:
        UserError: the surface does not tell it.
    """
    if not actor.email:
        named = desk.label_of(actor.workspace)
        raise UserError(
            f"I send you no reminders, because {named} does not tell me your e-mail address. Ask an admin of {named}."
        )
    return actor.email.lower()
