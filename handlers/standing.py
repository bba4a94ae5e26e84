"""What the buttons under an answer do: show its evidence, share it with the conversation."""

from dataclasses import replace
from datetime import date

from handlers.documents import Audience, Buttons, Note, Reply, text
from handlers.errors import NotAllowed, NotFound
from handlers.evidence import evidence_reply
from handlers.request import Place
from handlers.tiers import Standing, gap_answer, tier_answer
from handlers.work import Task


def show_evidence(task: Task) -> Reply:
    """The records behind the answer whose button was pressed, worked out anew."""
    _, standing, tier = _standing(task)
    return evidence_reply(standing, tier)


def share(task: Task) -> Reply:
    """The same answer for everybody in the conversation, saying who shared it.

    Raises:
        NotAllowed: people of another company are, or may be, in the conversation.
    """
    if task.request.conversation.place is Place.shared:
        raise NotAllowed(
            "People of another company may read along here, so partner figures are not shared. "
            "If this is a private channel of your own, invite me first: I cannot see yet who is in it."
        )
    kind, standing, tier = _standing(task)
    reply = (tier_answer(standing, {}) if kind == "tier" else gap_answer(standing, tier, {})).reply
    kept = tuple(part for part in reply.parts if not isinstance(part, Buttons))
    shared_by = Note(text(f"Shared by {task.request.actor.name}."))
    return replace(reply, parts=(*kept, shared_by), audience=Audience.conversation)


def _standing(task: Task) -> tuple[str, Standing, str | None]:
    """Read a button's value back: the kind of answer, the partner in its program on the day, the tier."""
    parts = task.request.value.split("|")
    if len(parts) != 5:
        raise NotFound("This button is from an older answer. Ask again.")
    kind, partner, program_id, tier, day = parts
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
    return kind, Standing(file, enrollment, program, as_of), tier or None
