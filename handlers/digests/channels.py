"""Writing the digests of channels into the outbox, each at its hour in its zone, once a period."""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from handlers.audit import CLOCK, note
from handlers.desk import DeskSettings
from handlers.digests.budget import put_in_budget
from handlers.digests.channel import channel_digest
from handlers.digests.records import Days
from handlers.digests.rounds import Rounds
from handlers.digests.subscription import TOPICS, Occurrence, following, occurrence
from handlers.documents import Note, Reply, text
from handlers.mornings import Mornings, is_late
from handlers.reviews.watch import Works
from handlers.wire import dump
from handlers.workdays import Calendars, Workdays
from programs.catalog import Catalog
from store.models.outbox import MessageState
from store.outbox import NewMessage
from store.records import ChannelSubscription
from store.work import Work

KIND: Final = "channel_digest"
_CLOSED: Final = re.compile(r"\((is_archived|not_in_channel|channel_not_found)\)$")
"""How the reason of a parked message ends when nothing can be posted there any more."""


class ChannelPlanner:
    """Posts what channels subscribed to. A channel that is closed to the app has its subscription paused, and told."""

    def __init__(self, store: Works, catalog: Catalog, desk: DeskSettings) -> None:
        self._store = store
        self._catalog = catalog
        self._settings = desk
        self._calendars = Calendars()
        self._rounds = Rounds()

    def tick(self, now: datetime) -> int:
        """Write what is due at `now` (aware); how many messages. Cheap when nothing changed and no hour came.

        Raises:
            StoreError: the database cannot be used; the next tick tries again.
        """
        with self._store.read() as work:
            version = work.portfolio_version()
        if self._rounds.settled(version, now):
            return 0
        workdays = self._calendars.of(self._settings.country)
        with self._store.read() as work:
            active = [each for each in work.subscriptions.list() if not each.paused]
            due = list(self._due(work, active, now, workdays))
            closed = [(each, reason) for each, _ in due if (reason := _closed(work, each))]
            gone = {_name(each) for each, _ in closed}
            going = [(each, when) for each, when in due if _name(each) not in gone]
            messages = list(_Round(work, self._catalog, self._settings, now).messages(going, workdays))
        written = self._write(messages, closed, now) if messages or closed else 0
        for each, when in due:
            self._rounds.close(_name(each), when.day)
        moments = [following(each, now, workdays).due_at for each in active]
        self._rounds.settle(version, now, min(moments, default=now + timedelta(days=1)))
        return written

    def _due(
        self, work: Work, active: list[ChannelSubscription], now: datetime, workdays: Workdays
    ) -> Iterator[tuple[ChannelSubscription, Occurrence]]:
        found = [(each, when) for each in active if (when := occurrence(each, now, workdays)) is not None]
        known = work.outbox.known([_key(each, when) for each, when in found])
        for each, when in found:
            if _key(each, when) not in known and self._rounds.open(_name(each), when.day):
                yield each, when

    def _write(self, messages: list[NewMessage], closed: list[tuple[ChannelSubscription, str]], now: datetime) -> int:
        with self._store.write() as work:
            count = sum(work.outbox.put(each, now) for each in messages)
            if count:
                words, where = json.dumps({"messages": count}), self._settings.workspace
                note(work, now, CLOCK, "digests.planned", "digests", words, workspace=where)
            return count + sum(self._pause(work, each, reason, now) for each, reason in closed)

    def _pause(self, work: Work, each: ChannelSubscription, reason: str, now: datetime) -> bool:
        """Pause a subscription whose channel takes nothing any more, and tell whoever made it."""
        if not work.subscriptions.pause(each.workspace, each.channel, each.digest):
            return False
        subject = f"subscription:{each.channel}/{each.digest}"
        note(work, now, CLOCK, "subscription.paused", subject, workspace=each.workspace, reason=reason)
        what = TOPICS.get(each.digest, each.digest)
        reply = Reply(
            f"The digest “{what}” of a channel that you subscribed is paused: {reason}",
            (Note(text("“/partner subscriptions” in the channel resumes or ends it; an admin sees all of them.")),),
        )
        message = NewMessage(
            occurrence_key=f"subscription_paused:{_name(each)}/{now.isoformat()}",
            kind="subscription_paused",
            platform=self._settings.platform_of(each.workspace),
            workspace=each.workspace,
            target=f"user:{each.created_by}",
            document=dump(reply),
            due_at=now,
        )
        hours = Mornings(self._settings, work.person_clocks.all(), self._calendars).of_target(message.target)
        return put_in_budget(work, message, hours, now)


class _Round:
    def __init__(self, work: Work, catalog: Catalog, settings: DeskSettings, now: datetime) -> None:
        self._work = work
        self._catalog = catalog
        self._settings = settings
        self._now = now
        self._days = Days(work, catalog, settings)

    def messages(self, due: list[tuple[ChannelSubscription, Occurrence]], workdays: Workdays) -> Iterator[NewMessage]:
        for each, when in due:
            late = is_late(when.due_at, self._now)
            reply = channel_digest(self._days.of(when.day), each, workdays, self._since(each), late=late)
            if reply is not None:
                yield NewMessage(
                    occurrence_key=_key(each, when),
                    kind=KIND,
                    platform=self._settings.platform_of(each.workspace),
                    workspace=each.workspace,
                    target=f"channel:{each.channel}",
                    document=dump(reply),
                    due_at=when.due_at,
                    not_after=when.not_after,
                )

    def _since(self, each: ChannelSubscription) -> date:
        """The day of the last daily digest."""
        last = self._work.noise.latest(each.workspace, f"channel:{each.channel}", f"{KIND}:{_name(each)}/20")
        try:
            return date.fromisoformat(last.key.rpartition("/")[2]) if last else date.min
        except ValueError:  # a week or a month: it was another cadence then
            return date.min


def _closed(work: Work, each: ChannelSubscription) -> str:
    """Why the last digest could not be posted, where that will not mend by itself; empty otherwise."""
    last = work.noise.latest(each.workspace, f"channel:{each.channel}", f"{KIND}:{_name(each)}/")
    if last is None or last.state != MessageState.parked or not _CLOSED.search(last.reason or ""):
        return ""
    since = each.changed_at
    return "" if since is not None and last.settled_at is not None and last.settled_at < since else last.reason or ""


def _name(each: ChannelSubscription) -> str:
    return f"{each.workspace}/{each.channel}/{each.digest}"


def _key(each: ChannelSubscription, when: Occurrence) -> str:
    return f"{KIND}:{_name(each)}/{when.period}"
