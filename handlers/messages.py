"""Messages that a change causes: outbox rows written in the same transaction, delivered after it."""

from typing import Any

from handlers.digests.budget import put_in_budget
from handlers.documents import Reply
from handlers.mornings import Hours
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
    workspace: str | None = None,
) -> None:
    """Post a reply to `target` (`channel:…`, `user:…`, `email:…`) now, once for this `key`.

    It goes to `workspace`; without one, to that of the person who asked. `audience` and `instead` as in
    `store.outbox.NewMessage`.
    """
    where = workspace or task.request.actor.workspace
    _put(task, key, reply, where, target=target, thread=thread, subject=subject, audience=audience, instead=instead)


def post_in_budget(task: Task, key: str, target: str, reply: Reply, hours: Hours, workspace: str) -> None:
    """As `post` now, but within the quiet hours and the messages a day of the person at `target`."""
    message = _message(task, key, reply, workspace, target=target)
    put_in_budget(task.work, message, hours, task.request.now)


def rewrite(task: Task, key: str, subject: str, reply: Reply) -> None:
    """Rewrite every message posted for `subject`, in whichever workspace, with this reply, once for this `key`."""
    home = task.desk.workspace
    for workspace in task.work.outbox.workspaces(subject) or (home,):
        named = key if workspace == home else f"{key}@{workspace}"
        _put(task, named, reply, workspace, operation="update", subject=subject)


def _put(task: Task, key: str, reply: Reply, workspace: str, **more: Any) -> None:
    task.work.outbox.put(_message(task, key, reply, workspace, **more), task.request.now)


def _message(
    task: Task,
    key: str,
    reply: Reply,
    workspace: str,
    *,
    operation: Operation = "post",
    target: str = "",
    thread: str | None = None,
    subject: str | None = None,
    audience: str = STAFF,
    instead: str | None = None,
) -> NewMessage:
    return NewMessage(
        occurrence_key=key,
        kind=key.partition(":")[0],
        platform=task.desk.platform_of(workspace),
        workspace=workspace,
        target=target,
        thread=thread,
        operation=operation,
        subject=subject,
        document=dump(reply),
        due_at=task.request.now,
        audience=audience,
        instead=instead,
    )
