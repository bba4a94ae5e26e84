"""One line of the audit trail for every change, in the change's own transaction."""

from datetime import datetime
from typing import Final

from handlers.work import Task
from store.records import AuditEntry
from store.work import Work

CLOCK: Final = "clock"
"""Who does what is done because it was time."""


def audit(
    task: Task,
    action: str,
    subject: str,
    before: str | None = None,
    after: str | None = None,
    reason: str | None = None,
    on_behalf_of: str | None = None,
    partner: str | None = None,
) -> None:
    """Write who did what to `subject`; `before` and `after` are JSON objects, `on_behalf_of` an e-mail address.

    `partner` is the id of the partner that it is about.
    """
    actor = task.request.actor
    task.work.audit.add(
        AuditEntry(
            at=task.request.now,
            actor=f"{actor.workspace}/{actor.user} {actor.name}",
            on_behalf_of=on_behalf_of,
            place=f"{task.request.conversation.place}:{task.request.conversation.id}",
            action=action,
            subject=subject,
            before=before,
            after=after,
            reason=reason,
            workspace=actor.workspace,
            partner=partner,
            email=actor.email.casefold() if actor.email else None,
        )
    )


def note(
    work: Work,
    at: datetime,
    who: str,
    action: str,
    subject: str,
    after: str | None = None,
    *,
    workspace: str = "",
    reason: str | None = None,
) -> None:
    """Write what was done without a request: by the clock, at the terminal, or because a surface told us so.

    `who` is `clock`, or `<workspace>/<who> <name>`; its part before the stroke is the place.
    """
    place = who.partition("/")[0]
    work.audit.add(AuditEntry(at, who, None, place, action, subject, None, after, reason, workspace or place))
