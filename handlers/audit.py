"""One line of the audit trail for every change, in the change's own transaction."""

from handlers.work import Task
from store.records import AuditEntry


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
