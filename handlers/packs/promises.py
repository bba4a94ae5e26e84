"""What either side promised, and how reliably it was kept. Pure."""

from fractions import Fraction
from typing import Final

from handlers.packs.facts import PackFacts
from store.review_records import Commitment

SIDES: Final = ("vendor", "partner")
DONE, OPEN, DROPPED = "done", "open", "dropped"


def to_look_at(facts: PackFacts) -> tuple[Commitment, ...]:
    """What the next meeting opens with: all that is open, and what was closed after the last meeting.

    What was dropped before is settled; the earliest due comes first.
    """
    return tuple(
        each
        for each in facts.commitments
        if each.state == OPEN or (each.closed_on is not None and facts.since < each.closed_on <= facts.day)
    )


def overdue(facts: PackFacts, side: str) -> tuple[Commitment, ...]:
    """What one side has not done although it was due before the day."""
    return tuple(each for each in facts.commitments if _late(facts, each) and each.side == side)


def reliability(facts: PackFacts, side: str) -> tuple[int, int]:
    """How many promises of one side were done on time, and how many fell due through the day; dropped ones left out.

    One that was done early counts from the day on which it was due.
    """
    due = [
        each for each in facts.commitments if each.side == side and each.state != DROPPED and each.due_on <= facts.day
    ]
    on_time = [each for each in due if each.state == DONE and each.closed_on and each.closed_on <= each.due_on]
    return len(on_time), len(due)


def share(facts: PackFacts, side: str) -> Fraction | None:
    """Done on time of all that was due; None when nothing was."""
    kept, due = reliability(facts, side)
    return Fraction(kept, due) if due else None


def _late(facts: PackFacts, each: Commitment) -> bool:
    return each.state == OPEN and each.due_on < facts.day
