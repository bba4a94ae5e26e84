"""Reminders about registrations in words, and whom they go to."""

from collections.abc import Iterator

from handlers.deals import card, sweep
from handlers.deals.guards import protected_until
from handlers.deals.moving import filer_of, subject_name
from handlers.deals.timers import Notice, Step, To
from handlers.documents import Button, Buttons, Note, Part, Reply, text
from handlers.messages import post, post_in_budget
from handlers.mornings import Mornings
from handlers.subjects import subject_of
from handlers.wording import day
from handlers.work import Task
from store.outbox import STAFF
from store.records import Meeting, Registration


def keys(notice: Notice) -> tuple[str, ...]:
    """Under which keys it is sent: one for each side, so that none is told twice when another could not be told."""
    return tuple(f"{notice.key}/{to}" for to in notice.to)


def tell(task: Task, notice: Notice, mornings: Mornings) -> int:
    """Write the messages of a notice that were not written before; how many places they go to.

    Managers and admins get them within what they want to be told a day; whoever filed it is told of their own deal.
    """
    told = 0
    for key, to in zip(keys(notice), notice.to, strict=True):
        reply = _reply(task, notice, to)
        filer = filer_of(notice.registration) if to is To.filer else None
        audience = filer[1] if filer else STAFF
        for n, (target, thread, otherwise) in enumerate(_targets(task, notice.registration, to)):
            workspace = mornings.workspace_of(target, otherwise)
            where = key if n == 0 else f"{key}/{target}"
            if to in (To.manager, To.lead):
                post_in_budget(task, where, target, reply, mornings.of_target(target), workspace)
            else:
                post(task, where, target, reply, thread=thread, workspace=workspace, audience=audience)
            told += 1
    return told


def offer_credit(task: Task, key: str, meeting: Meeting, mornings: Mornings) -> None:
    """Offer the managers of a partner, before its pipeline review, what may lack the partner."""
    reply = sweep.offered(task, task.partner(meeting.partner))
    managers = sorted(subject_of(task, meeting.partner, meeting.program).managers)
    for n, manager in enumerate(managers):
        where, target = key if n == 0 else f"{key}/{manager}", f"email:{manager}"
        post_in_budget(task, where, target, reply, mornings.of(manager), mornings.workspace_of(target))


def _targets(task: Task, registration: Registration, to: To) -> Iterator[tuple[str, str | None, str]]:
    """Target, thread and workspace of everybody on that side; nobody where nobody is known.

    Whoever is known by an address may have chosen another workspace.
    """
    home, where = task.desk.workspace, registration.workspace or task.desk.workspace
    match to:
        case To.desk:
            if desk := task.desk.deal_desk_of(where):
                workspace, channel = desk
                living = task.work.outbox.living(workspace, subject_name(registration))
                yield f"channel:{channel}", living[0][1] if living else None, workspace
        case To.filer:
            if filer := filer_of(registration):
                yield filer[0], None, where
        case To.manager:
            for manager in sorted(subject_of(task, registration.partner, registration.program).managers):
                yield f"email:{manager}", None, home
        case To.lead:
            for admin in sorted(task.desk.admins):
                workspace, _, user = admin.rpartition("/")
                yield (f"email:{admin}", None, home) if "@" in admin else (f"user:{user}", None, workspace or home)


def _reply(task: Task, notice: Notice, to: To) -> Reply:
    it, outside = notice.registration, to is To.filer
    name, deal = it.id, card.headline(it, task.partner(it.partner).name)
    due = day(it.answer_due_on)
    summary = {
        Step.nudge: f"{name} waits for an answer by {due}: {deal}",
        Step.late: f"The answer to {name} is late, it was due by {due}: {deal}",
        Step.escalated: f"{name} is still without an answer, which was due by {due}: {deal}",
        Step.info: f"The deal desk still waits for your answer about {name}: {it.asked}",
        Step.warning: f"{name} is protected for {_days(notice.days)} more, through {day(protected_until(it))}: {deal}",
        Step.silent: f"No news of {name} for {_days(notice.days)}: how does it go? {deal}",
        Step.at_risk: f"{name} is at risk: no news for {_days(notice.days)}. {deal}",
        Step.appeal_late: f"The appeal of {name} is undecided, it was due by {due}: {deal}",
    }[notice.step]
    parts: tuple[Part, ...] = ()
    if outside and (buttons := card.filer_buttons(it)):
        parts = (Buttons(buttons),)
    elif to in (To.desk, To.lead):
        parts = (Buttons((Button(f"Open {it.id}", card.SHOW, it.id),)),)
    if notice.step is Step.late and outside:
        parts = (Note(text("The deal desk and the partner's manager are reminded.")), *parts)
    return Reply(summary, parts)


def _days(count: int) -> str:
    return f"{count} day" if count == 1 else f"{count} days"
