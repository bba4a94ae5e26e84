"""One person's morning digest as a document."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from handlers.digests import sections
from handlers.digests.lines import Line, Section, parts, present, said
from handlers.digests.people import Recipient
from handlers.digests.records import Records
from handlers.documents import Note, Part, Reply, text
from handlers.wire import load
from handlers.wording import listed, weekday
from store.models.outbox import MessageState
from store.repositories.noise import Unseen

MOST_ALSO: Final = 20
"""Messages held back that one digest lists; the next one goes on with the others."""
LONGEST: Final = 200


def digest(records: Records, recipient: Recipient, since: date, *, late: bool) -> Reply | None:
    """What waits for a person; None when nothing does. `since` is the day of their last digest.

    Whoever wants no digest is told what was held back from them, and nothing else.
    """
    found = present(_sections(records, recipient, since))
    if not found:
        return None
    summary = f"Your {weekday(records.day)}: {said(found)}{' (late digest)' if late else ''}"
    return Reply(summary, (*parts(found), *_notes(recipient, late)))


def told(recipient: Recipient) -> tuple[Unseen, ...]:
    """Those of the messages held back that the digest lists."""
    return recipient.unseen[:MOST_ALSO]


def _sections(records: Records, recipient: Recipient, since: date) -> Iterator[Section]:
    """The most pressing first."""
    if recipient.hours.digest:
        scope, workdays = records.scope_of(recipient.addresses), recipient.hours.workdays
        yield sections.reviews_ahead(records, scope, workdays)
        if recipient.decides:
            yield sections.to_decide(records)
        yield sections.late_answers(records, scope)
        yield sections.not_recorded(records, scope)
        yield sections.promises(records, scope)
        yield sections.protection_ending(records, scope)
        yield sections.lapses(records, scope, since)
        yield sections.none_planned(records, scope)
    lines = tuple(map(_held_back, told(recipient)))
    yield Section("Also", "message held back", "messages held back", lines, most=MOST_ALSO)


def _held_back(each: Unseen) -> Line:
    words = " ".join(load(each.document).summary.split())
    shown = words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
    return Line(f"{shown} (came too late to be sent)" if each.state == MessageState.expired else shown)


def _notes(recipient: Recipient, late: bool) -> Iterator[Part]:
    if recipient.covers:
        yield Note(text(f"You stand in for {listed(sorted(recipient.covers))} today; their partners are among these."))
    if late:
        yield Note(text("This digest is late: it could not be sent in the morning."))
    yield Note(text("“/partner reminders” changes when this comes, and how much."))
