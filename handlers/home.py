"""The home tab: what can be asked, one's own partners, what waits and what comes."""

from collections.abc import Callable, Sequence
from datetime import date

from handlers.access import Permission, allowed
from handlers.deals.card import SHOW, headline, state_words
from handlers.deals.submit import answer_due
from handlers.documents import Button, Buttons, Divider, Fact, Facts, Heading, Note, Paragraph, Part, Reply, Style, text
from handlers.glance import AHEAD, glance
from handlers.wording import day, meeting, weekday
from handlers.work import Task
from store.records import Meeting, Registration

MOST_SHOWN = 8


def home(task: Task) -> Reply:
    """One page for the person who opens it; says so where there is nothing."""
    parts: list[Part] = [_start(), *glance(task), Divider(), *_own(task), Divider(), *_reviews(task)]
    if allowed(task.request.actor, Permission.decide):
        parts = [*_waiting(task), Divider(), *parts]
    parts.append(Note(text(f"As of {weekday(task.request.as_of)}. Opening this tab again refreshes it.")))
    return Reply(f"Hello {task.request.actor.name}, ask me about a partner's tier or register a deal.", tuple(parts))


def _start() -> Buttons:
    return Buttons(
        (Button("Register a deal", "deals.open", style=Style.primary), Button("What can I ask?", "ask", "help"))
    )


def _waiting(task: Task) -> list[Part]:
    waiting = task.work.registrations.waiting(MOST_SHOWN)
    if not waiting:
        return [Heading("Waiting for a decision"), Paragraph(text("Nothing waits for the deal desk."))]
    count = task.work.registrations.waiting_count()
    more = count - len(waiting)
    return [
        Heading(f"Waiting for a decision: {count}"),
        _listed(task, waiting, lambda each: f"due {day(_due(each, task.desk.country))}"),
        Buttons(tuple(Button(f"Open {each.id}", SHOW, each.id) for each in waiting)),
        *([Note(text(f"{more} more wait; the earliest due come first."))] if more else []),
    ]


def _due(registration: Registration, country: str) -> date | None:
    """The day the answer is due; an imported registration has none written down."""
    if registration.answer_due_on or not registration.submitted_on:
        return registration.answer_due_on
    return answer_due(registration.submitted_on, country)


def _own(task: Task) -> list[Part]:
    actor = task.request.actor
    # What was submitted before registrations knew their workspace came from the desk's home.
    where = (actor.workspace, None) if actor.workspace == task.desk.workspace else (actor.workspace,)
    own = task.work.registrations.submitted_by(f"{actor.user} ", MOST_SHOWN, where)
    if not own:
        return [Heading("Your registrations"), Paragraph(text("You have not registered a deal yet."))]
    return [Heading("Your registrations"), _listed(task, own, state_words)]


def _listed(task: Task, registrations: Sequence[Registration], stands: Callable[[Registration], str]) -> Facts:
    names = task.work.partners.names_of({each.partner for each in registrations})
    return Facts(
        tuple(Fact(f"{each.id}, {stands(each)}", text(headline(each, names[each.partner]))) for each in registrations)
    )


def _reviews(task: Task) -> list[Part]:
    today = task.request.as_of
    ahead = task.work.meetings.upcoming(today, today + AHEAD)
    if not ahead:
        return [Heading("Reviews ahead"), Paragraph(text("No review is scheduled in the next two weeks."))]
    shown = ahead[:MOST_SHOWN]
    names = task.work.partners.names_of({each.partner for each in shown})
    facts = tuple(Fact(weekday(each.scheduled_on), text(_meeting(each, names[each.partner]))) for each in shown)
    more = len(ahead) - len(shown)
    note = [Note(text(f"{more} more in the next two weeks."))] if more else []
    return [Heading("Reviews ahead"), Facts(facts), *note]


def _meeting(ahead: Meeting, partner: str) -> str:
    name = meeting(ahead.kind)
    return f"{name[:1].upper()}{name[1:]} with {partner}"
