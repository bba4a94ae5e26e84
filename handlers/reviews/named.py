"""How one meeting, or one period without a meeting, is named in buttons, forms and subjects."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from handlers.errors import NotFound
from handlers.request import sensible
from handlers.wording import MEETINGS
from store.records import Meeting

DROPPED: Final = frozenset({"skipped", "waived"})
"""Changes after which a day has no meeting, and its period asks for none."""
OLD: Final = "This button is from an older version. Ask for the partner's meetings instead."


@dataclass(frozen=True, slots=True)
class Named:
    """One meeting: `acme|8x8-sellwith8-2023|pipeline_review|2026-11-24` in a button's value."""

    partner: str
    program: str
    kind: str
    on: date

    @property
    def key(self) -> tuple[str, str, str, date]:
        """As the store's tables are keyed."""
        return (self.partner, self.program, self.kind, self.on)

    @property
    def value(self) -> str:
        """As a button carries it."""
        return review_key(*self.key)

    @property
    def subject(self) -> str:
        """What every message about the meeting shares."""
        return review_subject(self.value)


def review_key(partner: str, program: str, kind: str, scheduled_on: date) -> str:
    """One meeting in a button's value."""
    return f"{partner}|{program}|{kind}|{scheduled_on.isoformat()}"


def review_subject(key: str) -> str:
    """The subject that every message about one meeting shares."""
    return f"meeting:{key}"


def gap_subject(partner: str, program: str, kind: str, period: str) -> str:
    """The subject of messages about a period that has no meeting yet."""
    return f"gap:{partner}|{program}|{kind}|{period}"


def asks_subject(it: "Named", person: str) -> str:
    """The subject of what one person is asked for before a meeting."""
    return f"{asks_prefix(it)}{person}"


def asks_prefix(it: "Named") -> str:
    """What the subjects of everybody who is asked for something before a meeting begin with."""
    return f"asks:{it.value}|"


def named(value: str) -> Named:
    """Read a button's value.

    Raises:
        NotFound: it names no meeting.
    """
    try:
        partner, program, kind, on = value.split("|")
        found = Named(partner, program, kind, date.fromisoformat(on))
    except ValueError:
        raise NotFound(OLD) from None
    if kind not in MEETINGS or not sensible(found.on):
        raise NotFound(OLD)
    return found


def name_of(meeting: Meeting) -> Named:
    """The name of a meeting of the store."""
    return Named(meeting.partner, meeting.program, meeting.kind, meeting.scheduled_on)
