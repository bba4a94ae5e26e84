"""The calendar as people get it: a quarter ahead as a message, as a file for calendar programs, as CSV."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from handlers.digests.periodic import periodic
from handlers.documents import Button, Buttons, Download, Note, Part, Reply, Table, text
from handlers.errors import NotAllowed, NotFound, UserError
from handlers.numbered import capital, numbered
from handlers.portfolio_csv import csv_text
from handlers.reports.asking import said
from handlers.request import sensible
from handlers.reviews.ahead import Entry, Sort, ahead
from handlers.reviews.gathering import Gatherer
from handlers.reviews.ics import calendar_file
from handlers.reviews.named import named
from handlers.wording import day, meeting, weekday
from handlers.work import Task
from handlers.workdays import workdays_of
from programs.cadence import month_after

SHOW: Final = "calendar.show"
AGAIN: Final = "calendar.again"
ICS: Final = "calendar.ics"
CSV: Final = "calendar.csv"
QUARTER: Final = timedelta(days=91)
LONGEST: Final = timedelta(days=370)
MOST_ROWS: Final = 30
COLUMNS: Final = ("Day", "What", "Partner", "Program", "To", "Why")
STALE: Final = "This button is from an older calendar. Ask for the calendar again."


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose calendar, and for which days (both included): a partner's, a manager's, or with neither everybody's.

    A message begins after the first `skip` lines.
    """

    first: date
    last: date
    partner: str | None = None
    manager: str | None = None
    skip: int = 0


def show(task: Task) -> Reply:
    """The calendar for the words of a command: "Acme", "mine", "next quarter", "for lena@vendor.example"."""
    return calendar_reply(task, asked_in_words(task))


def again(task: Task) -> Reply:
    """The calendar of a button below one."""
    return calendar_reply(task, asked_by_value(task))


def ics(task: Task) -> Download:
    """The meetings of a calendar as a file for calendar programs.

    Raises:
        NotAllowed: people of another company are, or may be, in the conversation.
    """
    asked = _alone(task)
    return ics_file(task, asked)


def csv_download(task: Task) -> Download:
    """Every line of a calendar, for a spreadsheet."""
    asked = _alone(task)
    return Download(f"calendar-{asked.first}.csv", csv_file(entries_of(task, asked)), "text/csv", _title(task, asked))


def meeting_download(task: Task) -> Download:
    """One meeting as a file for calendar programs.

    Raises:
        NotFound: there is no such meeting (any more).
        NotAllowed: people of another company are, or may be, in the conversation.
    """
    _indoors(task)
    it = named(task.request.value)
    name = task.partner(it.partner).name
    found = [each for each in entries_of(task, Asked(it.on, it.on, it.partner)) if each.of == it]
    if not any(each.sort is Sort.meeting for each in found):
        raise NotFound(f"This {meeting(it.kind)} with {name} is not in the calendar any more.")
    title = f"{capital(meeting(it.kind))} with {name}"
    moved = [each for each in task.work.meeting_life.changes(it.partner) if each.moved_to]
    content = calendar_file(title, found, moved, {it.partner: name}, task.request.now)
    return Download(f"{it.kind}-{it.partner}-{it.on}.ics", content, "text/calendar", f"{title}, {weekday(it.on)}.")


def asked_in_words(task: Task) -> Asked:
    """A quarter from today on without a period; one's own partners without a name, everybody's for who has none.

    Raises:
        UserError: the words name several periods, or somebody who is not known.
    """
    found, today = said(task), task.request.as_of
    first, last = found.period or (today, today + QUARTER)
    if last < today and found.year_assumed:  # questions look back; a calendar looks ahead
        first, last = (_a_year_on(each) for each in (first, last))
    if last < today:
        raise UserError("These days are past, and the calendar looks ahead. Ask for the partner's meetings instead.")
    first = max(first, today)
    last = min(max(last, first), first + LONGEST)
    if found.partner or found.manager or task.request.value.strip().casefold() in {"all", "everybody", "everyone"}:
        return Asked(first, last, found.partner, found.manager)
    email = (task.request.actor.email or "").casefold()
    own = next((each for each in task.work.partners.managers() if each.casefold() == email), None)
    return Asked(first, last, None, own)


def asked_by_value(task: Task) -> Asked:
    """What a button's calendar was about; the value came through the surface and is held against what is known.

    Raises:
        NotFound: it is not one of ours.
    """
    try:
        found = dict(json.loads(task.request.value))
        first, last = date.fromisoformat(found.pop("from")), date.fromisoformat(found.pop("to"))
        skip = int(found.pop("skip", 0))
        asked = Asked(first, last, **found, skip=skip)
    except (ValueError, TypeError, KeyError, RecursionError):
        raise NotFound(STALE) from None
    named = all(each is None or isinstance(each, str) for each in (asked.partner, asked.manager))
    if not named or skip < 0 or not (sensible(first) and first <= last <= first + LONGEST):
        raise NotFound(STALE)
    if asked.partner is not None:
        task.partner(asked.partner)
    return asked


def entries_of(task: Task, asked: Asked) -> list[Entry]:
    """Every line of the calendar."""
    pairs = _pairs(task, asked)
    partners = None if pairs is None else {partner for partner, _ in pairs}
    found = ahead(task, Gatherer(task.catalog, task.desk), asked.first, asked.last, partners)
    mine = [each for each in found if pairs is None or each.of is None or (each.of.partner, each.of.program) in pairs]
    if asked.partner is not None:
        return mine
    programs = {program for _, program in (pairs if pairs is not None else task.work.reviews.active_enrollments())}
    return sorted([*mine, *_by_the_calendar(task, asked, programs)], key=lambda each: each.day)


def _by_the_calendar(task: Task, asked: Asked, programs: set[str]) -> Iterator[Entry]:
    """What each manager is told on fixed days of the year, where it says something."""
    workdays = workdays_of(task.desk.country)
    for program in task.catalog.programs():
        if program.id in programs:
            for each in periodic(asked.first, asked.last, program, workdays):
                why = f"{each.why} ({each.source.cite()})"
                to = asked.manager or "each manager concerned"
                yield Entry(each.day, Sort.message, each.title, "all", program.short_name, to, why)


def _pairs(task: Task, asked: Asked) -> set[tuple[str, str]] | None:
    """Whose enrollments the calendar is about; None for everybody's."""
    if asked.partner is None and asked.manager is None:
        return None
    wanted, enrolled = (asked.manager or "").casefold(), task.work.reviews.active_enrollments()
    return {
        pair
        for pair, each in enrolled.items()
        if asked.partner in (None, each.partner) and (not wanted or (each.manager or "").casefold() == wanted)
    }


def calendar_reply(task: Task, asked: Asked) -> Reply:
    """The calendar as a message: the first days as a table, all of it by its buttons."""
    found, title = entries_of(task, asked), _title(task, asked)
    if not found:
        why = "Nothing is scheduled, and no program asks for a meeting there."
        return Reply(
            f"{title}: nothing.", (Note(text(why)), Buttons((_button("A quarter later", AGAIN, _later(asked)),)))
        )
    meetings = sum(each.sort is Sort.meeting for each in found)
    messages = sum(each.sort is Sort.message for each in found)
    proposals = len(found) - meetings - messages
    shown = found[asked.skip : asked.skip + MOST_ROWS]
    left = max(len(found) - asked.skip - len(shown), 0)
    said_of = [numbered(meetings, "meeting"), numbered(messages, "message")]
    said_of += [f"{proposals} proposed"] if proposals else []
    parts: list[Part] = [Table(_caption(len(found), asked.skip, len(shown)), COLUMNS, tuple(map(row, shown)))]
    if left:
        rest = replace(asked, skip=asked.skip + MOST_ROWS)
        parts.append(Note(text(f"{left} more lines follow, to {day(asked.last)}.")))
        parts.append(Buttons((_button("Go on", AGAIN, rest), *_files(asked))))
    else:
        parts.append(Buttons((_button("A quarter later", AGAIN, _later(asked)), *_files(asked))))
    note = (
        "Reminders of meetings that nobody records as held come on top, and a digest on mornings on which something "
        "waits. Everybody is told in their own morning."
    )
    return Reply(f"{title}: {', '.join(said_of)}.", (*parts, Note(text(note))))


def row(each: Entry) -> tuple[str, ...]:
    """One line, as every form shows it."""
    free = " (a free day on one side)" if each.idle else ""
    return (f"{each.day:%a %b} {each.day.day}", f"{each.what}{free}", each.partner, each.program, each.to, each.why)


def lines_of(found: Sequence[Entry]) -> list[dict[str, str | bool]]:
    """Every line as plain values that JSON knows."""
    return [
        {
            "day": each.day.isoformat(),
            "sort": each.sort.value,
            "what": each.what,
            "partner": each.partner,
            "program": each.program,
            "to": each.to,
            "why": each.why,
            "free_day": each.idle,
        }
        for each in found
    ]


def csv_file(found: Sequence[Entry]) -> str:
    """Every line, with ISO days, for a spreadsheet."""
    lines = ((each.day.isoformat(), each.sort, *row(each)[1:]) for each in found)
    return "\ufeff" + csv_text([("day", "sort", "what", "partner", "program", "to", "why"), *lines])


def ics_file(task: Task, asked: Asked) -> Download:
    """The meetings as an .ics file; those that were skipped in these days are in it as canceled."""
    pairs, found = _pairs(task, asked), entries_of(task, asked)
    changes = [
        each for each in task.work.meeting_life.changes() if pairs is None or (each.partner, each.program) in pairs
    ]
    near = [each for each in changes if each.moved_to or asked.first <= each.scheduled_on <= asked.last]
    names = task.work.partners.names_of(sorted({each.partner for each in near}))
    content = calendar_file(_title(task, asked), found, near, names, task.request.now)
    words = f"{_title(task, asked)}, for your calendar."
    return Download(f"reviews-{asked.first}.ics", content, "text/calendar", words)


def _alone(task: Task) -> Asked:
    _indoors(task)
    return asked_by_value(task)


def _indoors(task: Task) -> None:
    if task.request.conversation.place.open_to_others:
        raise NotAllowed("People of another company may read along here. Ask me in a direct message.")


def _files(asked: Asked) -> tuple[Button, ...]:
    return (_button("For my calendar (.ics)", ICS, asked), _button("Export CSV", CSV, asked))


def _button(label: str, route: str, asked: Asked) -> Button:
    named = {name: value for name, value in (("partner", asked.partner), ("manager", asked.manager)) if value}
    days = {"from": asked.first.isoformat(), "to": asked.last.isoformat()}
    skipped = {"skip": asked.skip} if asked.skip and route == AGAIN else {}
    return Button(label, route, json.dumps(days | named | skipped, separators=(",", ":")))


def _a_year_on(day: date) -> date:
    return month_after(day, 12) + timedelta(days=min(day.day, 28 if day.month == 2 else 31) - 1)


def _later(asked: Asked) -> Asked:
    first = asked.last + timedelta(days=1)
    return Asked(first, first + QUARTER, asked.partner, asked.manager)


def _title(task: Task, asked: Asked) -> str:
    whose = f" with {task.partner(asked.partner).name}" if asked.partner else ""
    whose += f" of {asked.manager}" if asked.manager else ""
    return f"Reviews{whose}, {day(asked.first)} to {day(asked.last)}"


def _caption(count: int, skip: int, shown: int) -> str:
    return "By day" if shown == count else f"Lines {skip + 1} to {skip + shown} of {count}, by day"
