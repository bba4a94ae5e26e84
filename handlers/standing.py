"""What the button under a tier answer does: show its evidence."""

from datetime import date

from handlers.documents import Reply
from handlers.errors import NotFound
from handlers.evidence import evidence_reply
from handlers.tiers import Standing
from handlers.work import Task


def show_evidence(task: Task) -> Reply:
    """The records behind the answer whose button was pressed, worked out anew."""
    standing, tier = _standing(task)
    return evidence_reply(standing, tier)


def _standing(task: Task) -> tuple[Standing, str | None]:
    """Read a button's value back: the partner in its program on the day, and the tier."""
    parts = task.request.value.split("|")
    if len(parts) != 5:
        raise NotFound("This button is from an older answer. Ask again.")
    _, partner, program_id, tier, day = parts
    file = task.work.partners.file(partner)
    enrollment = next((each for each in file.enrollments if each.program == program_id), None) if file else None
    if file is None or enrollment is None:
        raise NotFound("This partner is no longer enrolled in the program. Ask again with its name.")
    as_of = task.request.as_of
    try:
        program, as_of = task.catalog.get(program_id), date.fromisoformat(day)
    except (KeyError, ValueError):
        raise NotFound("This button is from an older answer. Ask again.") from None
    if tier and tier not in program.ranks:
        raise NotFound("This tier is no longer in the program. Ask again.")
    return Standing(file, enrollment, program, as_of), tier or None
