"""What happened to a registration, step by step, from the audit trail: there is no second record of it."""

import json
from typing import Final

from handlers.deals.moving import found, subject_name
from handlers.documents import Note, Reply, Table, text
from handlers.request import Role
from handlers.wording import day
from handlers.work import Task
from store.records import AuditEntry

TOLD_OUTSIDE: Final = frozenset(
    """
    submitted taken info_requested answered lapsed approved declined amended withdrawn extended expired reinstated won
    lost revoked appealed reopened appeal_rejected
    """.split()
)
"""Steps that a partner's own people read of: nothing of other claims, and nobody's name."""


def history(task: Task) -> Reply:
    """Every step of a registration, the oldest first; a partner's people read of their own, and less of it."""
    registration = found(task, task.request.value)
    outside = task.request.actor.role is Role.partner
    trail = task.work.audit.of(subject_name(registration))
    entries = [each for each in trail if not outside or _step(each) in TOLD_OUTSIDE]
    if not entries:
        return Reply(f"Nothing is recorded of {registration.id} here: it came with the portfolio.")
    columns = ("Day", "What", *(() if outside else ("Who", "Why", "Changed")))
    rows = tuple(_row(task, each, outside=outside) for each in entries)
    steps = f"{len(entries)} steps" if len(entries) > 1 else "1 step"
    return Reply(
        f"{registration.id}: {steps}.",
        (Table("The oldest first", columns, rows), Note(text("From the audit trail, which nobody can change."))),
    )


def _row(task: Task, entry: AuditEntry, *, outside: bool) -> tuple[str, ...]:
    shown = (day(task.desk.today(entry.at)), _step(entry).replace("_", " "))
    if outside:
        return shown
    who = entry.actor.partition(" ")[2] or entry.actor
    behalf = f" for {entry.on_behalf_of}" if entry.on_behalf_of else ""
    return (*shown, f"{who}{behalf}", entry.reason or "", _changed(entry))


def _step(entry: AuditEntry) -> str:
    return entry.action.removeprefix("registration.")


def _changed(entry: AuditEntry) -> str:
    """`earr: 120000.00 → 150000.00` for what an amendment changed; nothing for other steps, which say it themselves."""
    if not entry.action.endswith((".amended", ".answered")) or not entry.before or not entry.after:
        return ""
    before, after = json.loads(entry.before), json.loads(entry.after)
    told = (f"{name}: {before.get(name)} → {now}" for name, now in after.items() if before.get(name) != now)
    return ", ".join(each for each in told if not each.startswith(("updated_on", "asked", "state")))
