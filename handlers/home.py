"""The home tab: what can be asked, one's own partners, what waits and what comes."""

from handlers.access import Permission, allowed
from handlers.deals.sections import expiring, own, waiting
from handlers.delivery.pages import section
from handlers.documents import Button, Buttons, Divider, Fact, Facts, Heading, Note, Paragraph, Part, Reply, Style, text
from handlers.glance import AHEAD, glance
from handlers.wording import meeting, weekday
from handlers.work import Task
from store.records import Meeting

MOST_SHOWN = 8


def home(task: Task) -> Reply:
    """One page for the person who opens it; says so where there is nothing."""
    parts: list[Part] = [_start(), *glance(task), Divider(), *own(task), *expiring(task), Divider(), *_reviews(task)]
    if allowed(task.request.actor, Permission.decide):
        parts = [*waiting(task), Divider(), *parts]
    if allowed(task.request.actor, Permission.operate):
        parts = [*section(task), *parts]
    parts.append(Note(text(f"As of {weekday(task.request.as_of)}. Open it again for newer figures.")))
    return Reply(f"Hello {task.request.actor.name}, ask me about a partner's tier or register a deal.", tuple(parts))


def _start() -> Buttons:
    return Buttons(
        (
            Button("Register a deal", "deals.open", style=Style.primary),
            Button("What can I ask?", "ask", "help"),
            Button("Calendar", "calendar.show"),
            Button("My reminders", "reminders.own"),
        )
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
