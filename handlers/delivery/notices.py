"""Once a day at most, admins are told that messages could not be delivered: only when there are new ones."""

import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Final

from handlers.audit import CLOCK, note
from handlers.delivery.pages import LIST
from handlers.desk import DeskSettings
from handlers.documents import Button, Buttons, Reply
from handlers.mornings import MORNING, Mornings
from handlers.reviews.watch import Works
from handlers.wire import dump
from handlers.workdays import Calendars, local_instant
from store.outbox import NewMessage
from store.work import Work

KIND: Final = "parked_notice"
REMEMBERED: Final = 30
"""Days that are looked back for the last notice. What was parked before was shown on the home tab all the while."""
OF_USE: Final = timedelta(days=2)


class ParkedNotices:
    """Looks for messages that were parked since admins were last told, from the desk's morning on.

    A notice is written under a key of its day and reader, so that several clocks write it once. A notice that cannot
    be delivered itself is parked like any other message and is no reason for another one.
    """

    def __init__(self, store: Works, desk: DeskSettings) -> None:
        self._store = store
        self._desk = desk

    def tick(self, now: datetime) -> int:
        """Tell whoever was not told today; how many messages that makes. Cheap when nothing is parked.

        Raises:
            StoreError: the database cannot be used; the next tick tries again.
        """
        today = self._desk.today(now)
        if now < local_instant(today, time(MORNING), self._desk.zone):
            return 0
        with self._store.read() as work:
            if not work.undelivered.parked_after(None, KIND):
                return 0
            messages = tuple(self._messages(work, now, today))
        return self._write(messages, now) if messages else 0

    def _write(self, messages: tuple[NewMessage, ...], now: datetime) -> int:
        with self._store.write() as work:
            count = sum(work.outbox.put(message, now) for message in messages)
            if count:
                told = json.dumps({"messages": count})
                note(work, now, CLOCK, "admins.notified", "messages", told, workspace=self._desk.workspace)
        return count

    def _messages(self, work: Work, now: datetime, today: date) -> Iterator[NewMessage]:
        readers = sorted(admins(work, self._desk))
        days = [today - timedelta(days=ago) for ago in range(REMEMBERED)]
        last = work.undelivered.last_written([_key(day, *reader) for day in days for reader in readers])
        count = work.undelivered.parked_after(last, KIND)
        known = work.outbox.known([_key(today, *reader) for reader in readers])
        mornings = Mornings(self._desk, work.person_clocks.all(), Calendars())
        for named_in, target in readers if count else ():
            if (key := _key(today, named_in, target)) not in known:
                workspace = mornings.workspace_of(target, named_in)
                yield NewMessage(
                    occurrence_key=key,
                    kind=KIND,
                    platform=self._desk.platform_of(workspace),
                    workspace=workspace,
                    target=target,
                    document=dump(_reply(count)),
                    due_at=now,
                    not_after=now + OF_USE,
                )


def admins(work: Work, desk: DeskSettings) -> frozenset[tuple[str, str]]:
    """Workspace and target (`email:…`, `user:…`) of everybody who is an admin, by the settings or the staff list."""
    people = {*desk.admins, *(each.person for each in work.staff.list() if each.role == "admin")}
    return frozenset(_addressed(each, desk.workspace) for each in people)


def _addressed(person: str, home: str) -> tuple[str, str]:
    if "@" in person:
        return home, f"email:{person}"
    workspace, _, user = person.rpartition("/")
    return workspace or home, f"user:{user}"


def _key(day: date, workspace: str, target: str) -> str:
    """Without the address: keys stay when a person is erased."""
    return f"{KIND}:{day}/{sha256(f'{workspace}|{target}'.encode()).hexdigest()[:16]}"


def _reply(count: int) -> Reply:
    words = "1 message" if count == 1 else f"{count:,} messages"
    return Reply(
        f"{words} could not be delivered since I last told you. “/partner outbox” says which, and why.",
        (Buttons((Button("See them", LIST),)),),
    )
