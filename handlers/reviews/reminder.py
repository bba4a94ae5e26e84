"""What a review reminder says, and what a review is called in buttons and subjects."""

from dataclasses import dataclass
from datetime import date, timedelta

from handlers.documents import Button, Buttons, Confirm, Fact, Facts, Instant, Note, Part, Reply, Style, text
from handlers.reviews.due import Due, Step
from handlers.wording import listed, money, weekday
from store.records import Enrollment
from store.repositories.reviews import OpenPipeline, ReviewFacts

KIND = "pipeline_review"
HELD = "reviews.held"


@dataclass(frozen=True, slots=True)
class Known:
    """What a reminder tells besides its day. `program` and `tier` are names for people."""

    enrollment: Enrollment
    facts: ReviewFacts
    program: str
    tier: str | None
    last_held: date | None


def review_key(partner: str, program: str, kind: str, scheduled_on: date) -> str:
    """One review in a button's value: `acme|8x8-sellwith8-2023|pipeline_review|2026-11-24`."""
    return f"{partner}|{program}|{kind}|{scheduled_on.isoformat()}"


def review_subject(key: str) -> str:
    """The subject that every message about one review shares."""
    return f"meeting:{key}"


def reminder(due: Due, known: Known, today: date) -> Reply:
    """The reminder as it is read on `today`, the desk's day."""
    buttons = _buttons(due, known)
    parts: list[Part] = [Facts(_facts(known)), *([Buttons(buttons)] if buttons else [])]
    if due.late:
        since = Instant(int(due.due_at.timestamp()), f"{due.due_at:%Y-%m-%d %H:%M} UTC")
        parts.append(Note(text("This reminder is late: it was due ", since, " and could not be sent then.")))
    return Reply(summary(due, known.facts.name, today), tuple(parts))


def summary(due: Due, name: str, today: date) -> str:
    """Who and when, in one line; a late reminder says so."""
    late = " (late reminder)" if due.late else ""
    if due.scheduled_on is None:
        return f"No pipeline review with {name} is scheduled for {today:%B %Y} yet{late}"
    if due.step is Step.overdue:
        return f"The pipeline review with {name} on {_short(due.scheduled_on)} is not recorded as held{late}"
    near = {timedelta(0): "today, ", timedelta(days=1): "tomorrow, "}.get(due.scheduled_on - today, "on ")
    return f"Pipeline review with {name} is {near}{_short(due.scheduled_on)}{late}"


def _short(day: date) -> str:
    return f"{day:%a %b} {day.day}"


def _facts(known: Known) -> tuple[Fact, ...]:
    opportunities = sum(each.opportunities for each in known.facts.pipeline)
    return (
        Fact("Manager", text(known.enrollment.manager or "nobody yet")),
        Fact("Program", text(known.program)),
        *((Fact("Tier", text(known.tier)),) if known.tier else ()),
        Fact("Last held", text(weekday(known.last_held) if known.last_held else "never")),
        Fact("Registrations waiting", text(str(known.facts.registrations))),
        Fact("Open opportunities", text(str(opportunities))),
        Fact("Open pipeline", text(_total(known.facts.pipeline))),
    )


def _total(pipeline: tuple[OpenPipeline, ...]) -> str:
    return listed([money(each.amount, each.currency) for each in pipeline if each.currency]) or "none"


def _buttons(due: Due, known: Known) -> tuple[Button, ...]:
    """Ask what is missing, where there is a tier to reach; record the review as held, where there is one."""
    name = known.facts.name
    ask = (Button("What's missing?", "ask", f"what's missing for {name}"),) if known.tier else ()
    if due.scheduled_on is None:
        return ask
    # The reminder of the day before has it too: it is at hand when the review ends, and spares the reminder of a
    # review that nobody recorded. Pressed before its day, it is refused in words.
    held = Confirm(
        title="Record as held?",
        words=f"The pipeline review with {name} on {weekday(due.scheduled_on)} will be recorded as held today.",
        yes="It was held",
    )
    key = review_key(due.partner, due.program, KIND, due.scheduled_on)
    return (*ask, Button("Mark as held", HELD, key, Style.primary, held))
