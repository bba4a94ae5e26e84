"""The home tab: what waits, what comes, and what can be asked."""

from datetime import timedelta

from handlers.deals.card import headline
from handlers.documents import Button, Buttons, Divider, Fact, Facts, Heading, Note, Paragraph, Part, Reply, Style, text
from handlers.request import Role
from handlers.wording import day, person, weekday
from handlers.work import Task
from store.records import Meeting, Registration

WAITING = "submitted"
AHEAD = timedelta(days=14)
MOST_SHOWN = 8
MOST_READ = 200


def home(task: Task) -> Reply:
    """One page for the person who opens it; says so where there is nothing."""
    names = {partner.id: partner.name for partner in task.work.partners.names()}
    recent = task.work.registrations.recent(MOST_READ)
    parts: list[Part] = [_start(), *_own(task, recent, names), Divider(), *_reviews(task, names)]
    if task.request.actor.role is Role.approver:
        parts = [*_waiting(recent, names), Divider(), *parts]
    parts.append(Note(text(f"As of {weekday(task.request.as_of)}. Opening this tab again refreshes it.")))
    return Reply(f"Hello {task.request.actor.name}, ask me about a partner's tier or register a deal.", tuple(parts))


def _start() -> Buttons:
    return Buttons(
        (Button("Register a deal", "deals.open", style=Style.primary), Button("What can I ask?", "ask", "help"))
    )


def _waiting(recent: tuple[Registration, ...], names: dict[str, str]) -> list[Part]:
    waiting = [each for each in recent if each.state == WAITING]
    if not waiting:
        return [Heading("Waiting for a decision"), Paragraph(text("Nothing waits for the deal desk."))]
    waiting.sort(key=lambda each: (each.answer_due_on is None, each.answer_due_on, each.id))
    facts = tuple(
        Fact(f"{each.id}, due {day(each.answer_due_on)}", text(headline(each, names.get(each.partner, each.partner))))
        for each in waiting[:MOST_SHOWN]
    )
    more = len(waiting) - len(facts)
    return [
        Heading(f"Waiting for a decision: {len(waiting)}"),
        Facts(facts),
        *([Note(text(f"{more} more wait; their cards are in the deal desk channel."))] if more else []),
    ]


def _own(task: Task, recent: tuple[Registration, ...], names: dict[str, str]) -> list[Part]:
    own = [each for each in recent if person(each.submitted_by).user == task.request.actor.user]
    if not own:
        return [Heading("Your registrations"), Paragraph(text("You have not registered a deal yet."))]
    facts = tuple(
        Fact(f"{each.id}, {each.state}", text(headline(each, names.get(each.partner, each.partner))))
        for each in own[:MOST_SHOWN]
    )
    return [Heading("Your registrations"), Facts(facts)]


def _reviews(task: Task, names: dict[str, str]) -> list[Part]:
    today = task.request.as_of
    ahead = task.work.meetings.upcoming(today, today + AHEAD)
    if not ahead:
        return [Heading("Reviews ahead"), Paragraph(text("No review is scheduled in the next two weeks."))]
    facts = tuple(Fact(weekday(each.scheduled_on), text(_meeting(each, names))) for each in ahead[:MOST_SHOWN])
    more = len(ahead) - len(facts)
    note = [Note(text(f"{more} more in the next two weeks."))] if more else []
    return [Heading("Reviews ahead"), Facts(facts), *note]


def _meeting(meeting: Meeting, names: dict[str, str]) -> str:
    kind = {"pipeline_review": "Pipeline review", "qbr": "QBR", "executive": "Executive meeting"}.get(meeting.kind)
    return f"{kind or meeting.kind} with {names.get(meeting.partner, meeting.partner)}"
