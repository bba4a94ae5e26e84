"""Messages that a change causes: outbox rows written in the same transaction, delivered after it."""

from handlers.documents import Reply
from handlers.wire import dump
from handlers.work import Task
from store.outbox import STAFF, NewMessage, Operation


def post(
    task: Task,
    key: str,
    target: str,
    reply: Reply,
    thread: str | None = None,
    subject: str | None = None,
    audience: str = STAFF,
    instead: str | None = None,
) -> None:
    """Post a reply to `target` (`channel:…`, `user:…`, `email:…`) now, once for this `key`.

    `audience` and `instead` as in `store.outbox.NewMessage`.
    """
    _put(task, key, reply, "post", target=target, thread=thread, subject=subject, audience=audience, instead=instead)


def rewrite(task: Task, key: str, subject: str, reply: Reply) -> None:
    """Rewrite every message posted for `subject` with this reply, once for this `key`."""
    _put(task, key, reply, "update", subject=subject)


def _put(
    task: Task,
    key: str,
    reply: Reply,
    operation: Operation,
    *,
    target: str = "",
    thread: str | None = None,
    subject: str | None = None,
    audience: str = STAFF,
    instead: str | None = None,
) -> None:
    message = NewMessage(
        occurrence_key=key,
        kind=key.partition(":")[0],
        platform=task.desk.platform,
        workspace=task.desk.workspace,
        target=target,
        thread=thread,
        operation=operation,
        subject=subject,
        document=dump(reply),
        due_at=task.request.now,
        audience=audience,
        instead=instead,
    )
    task.work.outbox.put(message, task.request.now)
