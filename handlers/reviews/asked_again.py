"""What people were asked for before a meeting, drawn anew when something of it is settled."""

from datetime import timedelta
from typing import Final

from handlers.documents import Reply
from handlers.messages import rewrite
from handlers.reviews.asks import Missing, asking
from handlers.reviews.at_hand import once
from handlers.reviews.named import Named, asks_prefix, name_of
from handlers.subjects import subject_of
from handlers.wording import meeting, weekday
from handlers.work import Task

AHEAD: Final = timedelta(days=21)
"""Nobody is asked for anything longer than this before a meeting."""


def ask_again(task: Task, partner: str, program: str) -> None:
    """Rewrite what was asked of people before the partner's next meetings: what is left of it, or that nothing is."""
    today = task.request.as_of
    near = task.work.meetings.upcoming(today, today + AHEAD)
    ahead = [name_of(each) for each in near if (each.partner, each.program) == (partner, program)]
    asked = {it: task.work.outbox.subjects(asks_prefix(it)) for it in ahead}
    if not any(asked.values()):
        return
    missing = Missing(task.work, [partner], today)
    name, managers = task.partner(partner).name, sorted(subject_of(task, partner, program).managers)
    for it, subjects in asked.items():
        left = missing.of(it, managers[0] if managers else None)
        for subject in subjects:
            mine = left.get(subject.removeprefix(asks_prefix(it)), ())
            rewrite(task, once(task, subject), subject, asking(it, name, mine) if mine else _nothing(it, name))


def _nothing(it: Named, name: str) -> Reply:
    what = f"{meeting(it.kind)} with {name} on {weekday(it.on)}"
    return Reply(f"For the {what}, nothing is missing from you any more. Thank you.")
