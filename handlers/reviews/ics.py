"""Meetings as an iCalendar file (RFC 5545), for any calendar program.

A meeting keeps its UID when it moves, so that a calendar that reads the file again moves its entry and adds none.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from handlers.numbered import capital
from handlers.reviews.ahead import Entry, Sort
from handlers.reviews.named import DROPPED, Named
from handlers.wording import meeting
from store.review_records import MeetingChange

if TYPE_CHECKING:
    from icalendar import Event

Moves = Mapping[tuple[str, str, str, date | None], MeetingChange]
PRODUCT: Final = "-//Tierline//Partner reviews//EN"
MOST_MOVES: Final = 50


def calendar_file(
    title: str, entries: Iterable[Entry], changes: Iterable[MeetingChange], names: Mapping[str, str], now: datetime
) -> bytes:
    """The meetings of `entries`, with those proposed as tentative; days that were skipped are given as canceled.

    `changes` are what was moved or skipped, `names` the partners' names by id; `now` (aware) stamps the file.
    """
    from icalendar import Calendar  # a fifth of a second to import, and only a calendar file needs it

    moves: Moves = {(each.partner, each.program, each.kind, each.moved_to): each for each in changes if each.moved_to}
    file = Calendar()
    file.add("prodid", PRODUCT)
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    file.add("x-wr-calname", title)
    for entry in entries:
        if entry.of is not None and entry.sort is not Sort.message:
            root, count = _root(entry.of, moves)
            status = "CONFIRMED" if entry.sort is Sort.meeting else "TENTATIVE"
            words = f"{entry.program}: {entry.why}."
            file.add_component(_event(root, entry.of.on, entry.partner, status, count, words, now))
    for change in changes:
        if change.change in DROPPED:
            it = Named(change.partner, change.program, change.kind, change.scheduled_on)
            root, count = _root(it, moves)
            words = f"Skipped: {change.reason or 'no reason given'}."
            name = names.get(change.partner, change.partner)
            file.add_component(_event(root, it.on, name, "CANCELLED", count + 1, words, now))
    return bytes(file.to_ical())


def _event(root: Named, on: date, name: str, status: str, sequence: int, words: str, now: datetime) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", f"{sha256(root.value.encode()).hexdigest()[:32]}@tierline")
    event.add("dtstamp", now)
    event.add("dtstart", on)
    event.add("dtend", on + timedelta(days=1))
    event.add("summary", f"{capital(meeting(root.kind))} with {name}")
    event.add("description", words)
    event.add("status", status)
    event.add("sequence", sequence)
    event.add("transp", "TRANSPARENT")
    return event


def _root(it: Named, moves: Moves) -> tuple[Named, int]:
    """The meeting as it was first scheduled, and how often it moved since."""
    count = 0
    while (before := moves.get(it.key)) is not None and count < MOST_MOVES:
        it = Named(before.partner, before.program, before.kind, before.scheduled_on)
        count += 1
    return it, count
