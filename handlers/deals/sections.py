"""What the home tab says about registrations: what waits for me, what is late, what expires soon, what I filed."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from handlers.access import Permission, Scope, scope
from handlers.deals.card import SHOW, headline, state_words
from handlers.deals.deadlines import Deadlines
from handlers.deals.guards import protected_until
from handlers.documents import Button, Buttons, Fact, Facts, Heading, Note, Paragraph, Part, text
from handlers.roles import accounts_of
from handlers.wording import day
from handlers.work import Task
from store.records import Registration

MOST_SHOWN: Final = 8
SOON: Final = timedelta(days=30)
LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


def waiting(task: Task) -> list[Part]:
    """What waits for the deal desk, the earliest due first, late ones said to be."""
    found = task.work.registrations.waiting(MOST_SHOWN)
    if not found:
        return [Heading("Waiting for a decision"), Paragraph(text("Nothing waits for the deal desk."))]
    count, deadlines = task.work.registrations.waiting_count(), Deadlines(task.desk.country)

    def due(each: Registration) -> str:
        on = deadlines.due(each)
        return f"late, was due {day(on)}" if on is not None and on < task.request.as_of else f"due {day(on)}"

    more = count - len(found)
    return [
        Heading(f"Waiting for a decision: {count}"),
        _listed(task, found, due),
        Buttons(tuple(Button(f"Open {each.id}", SHOW, each.id) for each in found)),
        *([Note(text(f"{more} more wait; the earliest due come first."))] if more else []),
    ]


def own(task: Task) -> list[Part]:
    """What the person filed, the latest first."""
    found = _filed(task)
    if not found:
        return [Heading("Your registrations"), Paragraph(text("You have not registered a deal yet."))]
    return [Heading("Your registrations"), _listed(task, found, state_words)]


def _filed(task: Task) -> list[Registration]:
    """Of every account that the person has."""
    found: list[Registration] = []
    for workspace, user in accounts_of(task.work, task.request.actor):
        # What was submitted before registrations knew their workspace came from the desk's home.
        where = (workspace, None) if workspace == task.desk.workspace else (workspace,)
        found += task.work.registrations.submitted_by(f"{user} ", MOST_SHOWN, where)
    return sorted(found, key=lambda each: (each.submitted_at or LONG_AGO, each.id), reverse=True)[:MOST_SHOWN]


def expiring(task: Task) -> list[Part]:
    """Approved registrations of one's own partners, or of all for whoever may act for all, that end soon."""
    actor, today = task.request.actor, task.request.as_of
    managers = (
        None if scope(actor, Permission.register) is Scope.any else {*actor.covers, *filter(None, (actor.email,))}
    )
    found = task.work.registrations.expiring(today, today + SOON, MOST_SHOWN, managers)
    if not found:
        return []
    buttons = tuple(Button(f"Extend {each.id}", "deals.extend", each.id) for each in found[:5])
    return [
        Heading("Expiring soon"),
        _listed(task, found, lambda each: f"protected through {day(protected_until(each))}"),
        Buttons(buttons),
    ]


def _listed(task: Task, registrations: Sequence[Registration], stands: Callable[[Registration], str]) -> Facts:
    names = task.work.partners.names_of({each.partner for each in registrations})
    return Facts(
        tuple(Fact(f"{each.id}, {stands(each)}", text(headline(each, names[each.partner]))) for each in registrations)
    )
