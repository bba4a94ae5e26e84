"""Parked messages where admins are: what kind, where it was to go, why not, since when. Never what stands in them."""

from typing import Final

from handlers.audit import audit
from handlers.documents import (
    Button,
    Buttons,
    Confirm,
    Divider,
    Heading,
    Instant,
    Note,
    Paragraph,
    Part,
    Reply,
    Style,
    bold,
    text,
)
from handlers.errors import NotFound
from handlers.wording import day
from handlers.work import Task
from store.repositories.undelivered import Undelivered

LIST: Final = "outbox.list"
RETRY: Final = "outbox.retry"
DROP: Final = "outbox.drop"
MOST_SHOWN: Final = 10
AT_HOME: Final = 3
PLACES: Final = {"channel": "channel", "user": "user", "email": ""}


def undelivered(task: Task) -> Reply:
    """The messages that were parked last, each with what can be done about it."""
    count = task.work.undelivered.count()
    if not count:
        return Reply("Every message was delivered, or is on its way.")
    return Reply(f"{_counted(count)} could not be delivered.", tuple(_parts(task, count, MOST_SHOWN)))


def section(task: Task) -> list[Part]:
    """The same for the home tab, shorter; nothing where nothing is parked."""
    count = task.work.undelivered.count()
    if not count:
        return []
    return [Heading(f"{_counted(count)} could not be delivered"), *_parts(task, count, AT_HOME), Divider()]


def retry(task: Task) -> Reply:
    """Have a parked message tried again.

    Raises:
        NotFound: it is not parked (any more).
    """
    id = _id(task)
    if not task.work.outbox.retry(id, task.request.now):
        raise NotFound("This message is not parked any more. Nothing changed.")
    audit(task, "message.retried", f"message:{id}")
    return Reply(f"Message {id} is tried again at once. If it cannot be delivered, it comes back here.")


def drop(task: Task) -> Reply:
    """Take a parked message out for good.

    Raises:
        NotFound: it is not there to be dropped (any more).
    """
    id = _id(task)
    if task.work.undelivered.drop(id, f"Dropped by {task.request.actor.name}.", task.request.now) is None:
        raise NotFound("This message is not parked any more. Nothing changed.")
    audit(task, "message.dropped", f"message:{id}")
    return Reply(f"Message {id} is dropped: it is never sent.")


def named(kind: str) -> str:
    """A kind of message in words: `pipeline review`."""
    return kind.replace("_", " ")


def where(target: str) -> str:
    """Where a message was to go, in words."""
    kind, _, value = target.partition(":")
    return f"{PLACES.get(kind, kind)} {value}".strip() if value else "a message posted before"


def _parts(task: Task, count: int, most: int) -> list[Part]:
    shown = task.work.undelivered.parked(most)
    parts = [part for each in shown for part in _of(each)]
    more = count - len(shown)
    if more > 0:
        parts.append(
            Note(text(f"{more:,} more: “/partner outbox” shows the latest, `tierline outbox list` all of them."))
        )
    return parts


def _of(each: Undelivered) -> tuple[Part, ...]:
    since = Instant(int(each.since.timestamp()), day(each.since.date()))
    sure = Confirm("Drop this message?", f"The {named(each.kind)} message is never sent.", "Drop it")
    return (
        Paragraph(
            text(bold(f"{each.id}: {named(each.kind)}"), f" to {where(each.target)}, since ", since, ". ", each.reason)
        ),
        Buttons(
            (
                Button("Try again", RETRY, str(each.id)),
                Button("Drop", DROP, str(each.id), Style.danger, sure),
            )
        ),
    )


def _counted(count: int) -> str:
    return "1 message" if count == 1 else f"{count:,} messages"


def _id(task: Task) -> int:
    value = task.request.value
    if not (value.isascii() and value.isdigit() and len(value) < 19):
        raise NotFound("This message is not parked any more. Nothing changed.")
    return int(value)
