"""What a message about a meeting says, for each step that leads to it and away from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from handlers.documents import (
    Button,
    Buttons,
    Confirm,
    Fact,
    Facts,
    Instant,
    Note,
    Paragraph,
    Part,
    Reply,
    Style,
    bold,
    text,
)
from handlers.numbered import capital
from handlers.reviews.due import Due
from handlers.reviews.named import Named
from handlers.reviews.steps import Step
from handlers.wording import listed, meeting, money, weekday
from programs.cadence import Period
from store.records import Enrollment
from store.repositories.reviews import OpenPipeline, ReviewFacts
from store.review_records import Commitment

HELD: Final = "reviews.held"
MOVE: Final = "reviews.move"
SNOOZE: Final = "reviews.snooze"
SKIP: Final = "reviews.skip"
SCHEDULE: Final = "reviews.schedule"
PLAN: Final = "reviews.plan"
SCHEDULE_NOW: Final = "reviews.schedule_now"
OUTCOME: Final = "reviews.outcome"
ADD_COMMITMENT: Final = "commitments.add"
MEETING_FILE: Final = "calendar.meeting"
OPEN_PACK: Final = "packs.open"
MOST_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Known:
    """What a message tells besides its day.

    `program` and `tier` are names for people; `who` takes part. `commitments` are the open ones; `points` what to talk
    about, the most pressing first. `idle` says that the meeting's day is not worked on both sides. `missed` are the
    days of earlier messages that could not be sent while they were of use.
    """

    enrollment: Enrollment
    facts: ReviewFacts
    program: str
    tier: str | None
    last_held: date | None
    who: tuple[str, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    points: tuple[str, ...] = ()
    idle: bool = False
    missed: tuple[date, ...] = ()


def reminder(due: Due, known: Known, today: date) -> Reply:
    """The message as it is read on `today`, the reader's day."""
    buttons = tuple(_buttons(due, known, today))
    parts: list[Part] = [Facts(tuple(_facts(due, known)))]
    parts += [Note(text(words)) for words in _asked(due, known)]
    if known.points:
        points = " ".join(f"{number}. {words}" for number, words in enumerate(known.points, 1))
        parts.append(Paragraph(text(bold("Talk about: "), points)))
    if buttons:
        parts.append(Buttons(buttons))
    if known.missed:
        days = listed([weekday(each) for each in known.missed])
        parts.append(Note(text(f"This message also stands for that of {days}, which could not be sent then.")))
    if due.late:
        since = Instant(int(due.at.timestamp()), f"{due.at:%Y-%m-%d %H:%M} UTC")
        parts.append(Note(text("This reminder is late: it was due ", since, " and could not be sent then.")))
    return Reply(summary(due, known.facts.name, today), tuple(parts))


def summary(due: Due, name: str, today: date) -> str:
    """Who, what and when, in one line; a late message says so."""
    planned, late = due.planned, " (late reminder)" if due.late else ""
    what, on = meeting(planned.course.kind), planned.on
    if planned.step is Step.unscheduled or on is None:
        return f"No {what} with {name} is scheduled for {period_name(planned.period)} yet{late}"
    if planned.step is Step.overdue or (planned.step is Step.again and on < today):
        return f"The {what} with {name} on {_short(on)} is not recorded as held{late}"
    near = {timedelta(0): "today, ", timedelta(days=1): "tomorrow, "}.get(on - today, "on ")
    rest = {
        Step.sponsor: ": who are the sponsors of both sides?",
        Step.plan: ": agree on the day and on who takes part",
        Step.draft: ": the first draft of the brief is ready",
        Step.again: ", as you asked to be reminded",
    }.get(planned.step, "")
    return f"{capital(what)} with {name} is {near}{_short(on)}{rest}{late}"


def period_name(label: str) -> str:
    """`November 2026` for `2026-11`, `Q4 2026` for `2026-Q4`."""
    year, _, part = label.partition("-")
    if not part:
        return Period(date(int(year), 1, 1), 12).name
    if part[0] in "QH":
        months = 3 if part[0] == "Q" else 6
        return Period(date(int(year), (int(part[1:]) - 1) * months + 1, 1), months).name
    return Period(date(int(year), int(part), 1), 1).name


def _short(day: date) -> str:
    return f"{day:%a %b} {day.day}"


def _facts(due: Due, known: Known) -> Iterator[Fact]:
    opportunities = sum(each.opportunities for each in known.facts.pipeline)
    yield Fact("Manager", text(known.enrollment.manager or "nobody yet"))
    yield Fact("Program", text(known.program))
    if known.tier:
        yield Fact("Tier", text(known.tier))
    if known.who and due.planned.course.kind != "pipeline_review":
        yield Fact("Who takes part", text(listed(known.who)))
    yield Fact("Last held", text(weekday(known.last_held) if known.last_held else "never"))
    yield Fact("Registrations waiting", text(str(known.facts.registrations)))
    yield Fact("Open opportunities", text(str(opportunities)))
    yield Fact("Open pipeline", text(_total(known.facts.pipeline)))
    for each in known.commitments[:MOST_SHOWN]:
        yield Fact("Open commitment", text(commitment_words(each)))
    if len(known.commitments) > MOST_SHOWN:
        yield Fact("More commitments", text(str(len(known.commitments) - MOST_SHOWN)))


def commitment_words(each: Commitment) -> str:
    """`Ours: send the security paper (Dana Ruiz, by Tue Dec 8, 2026)`."""
    side = "Ours" if each.side == "vendor" else "Theirs"
    return f"{side}: {each.what} ({each.owner}, by {weekday(each.due_on)})"


def _asked(due: Due, known: Known) -> Iterator[str]:
    """Why there is this message at all, and what stands in the way of its day."""
    rhythm = due.planned.course.rhythm
    if due.planned.step is Step.unscheduled and rhythm is not None:
        yield f"Why: {rhythm.why}."
    if known.idle and due.planned.on is not None and due.planned.step in (Step.plan, Step.ahead, Step.again):
        yield f"{weekday(due.planned.on)} is a holiday or free day on one of the two sides."


def _total(pipeline: tuple[OpenPipeline, ...]) -> str:
    return listed([money(each.amount, each.currency) for each in pipeline if each.currency]) or "none"


def meeting_buttons(it: Named, name: str) -> tuple[Button, ...]:
    """What can be done with a meeting that is to come, or was not recorded."""
    return (
        Button("Open the brief", OPEN_PACK, it.value),
        # The message of the day before has it too: it is at hand when the meeting ends, and spares the reminder of a
        # meeting that nobody recorded. Pressed before its day, it is refused in words.
        Button("Mark as held", HELD, it.value, Style.primary, held_confirm(it, name)),
        Button("Move", MOVE, it.value),
        Button("Snooze", SNOOZE, it.value),
        Button("Skip", SKIP, it.value),
        Button("Add commitment", ADD_COMMITMENT, it.value),
    )


def _buttons(due: Due, known: Known, today: date) -> Iterator[Button]:
    """What can be done at once; ask what is missing where there is a tier to reach."""
    planned, name = due.planned, known.facts.name
    course = planned.course
    if planned.on is None:
        return
    it = Named(course.partner, course.program, course.kind, planned.on)
    if planned.step is Step.unscheduled:
        yield from _gap_buttons(it, today)
    else:
        yield from meeting_buttons(it, name)
        if planned.step in (Step.sponsor, Step.plan):
            yield Button("For my calendar", MEETING_FILE, it.value)
    if known.tier:
        yield Button("What's missing?", "ask", f"what's missing for {name}")


def held_confirm(it: Named, name: str) -> Confirm:
    """Asked before a meeting is recorded as held."""
    words = f"The {meeting(it.kind)} with {name} will be recorded as held on its day, {weekday(it.on)}."
    return Confirm("Record as held?", words, "It was held")


def _gap_buttons(it: Named, today: date) -> Iterator[Button]:
    if it.on > today:
        yield Button(f"Schedule {_short(it.on)}", SCHEDULE_NOW, it.value, Style.primary)
    yield Button("Another day", SCHEDULE, it.value)
    yield Button("Skip this one", SKIP, it.value)
