"""Writing everybody's morning into the outbox: the digest, and what is told by the calendar. Once each."""

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from handlers.audit import CLOCK, note
from handlers.desk import DeskSettings
from handlers.digests.budget import put_in_budget
from handlers.digests.morning import digest, told
from handlers.digests.people import Recipient, recipients
from handlers.digests.periodic import Periodic, periodic
from handlers.digests.records import Days
from handlers.digests.rounds import Rounds
from handlers.digests.season import figures_day, periodic_reply
from handlers.documents import Reply
from handlers.mornings import Mornings, is_late
from handlers.reviews.watch import Works
from handlers.wire import dump
from handlers.workdays import Calendars
from programs.catalog import Catalog
from programs.errors import RulesError
from store.outbox import NewMessage
from store.repositories.noise import Latest
from store.work import Work

logger = logging.getLogger(__name__)
DIGEST: Final = "digest"
PERIODIC: Final = "periodic"
BATCH: Final = 50
MADE_UP_WITHIN: Final = timedelta(days=7)
"""How long after its day a periodic message is still sent."""
TOLD_WITHIN: Final = timedelta(days=30)
"""How far back messages that nobody saw are looked for."""
NOBODY: Final = (
    *("(users_not_found)", "(user_disabled)", "(cannot_dm_bot)", "(guest)"),
    *("(not_opened)", "(ConversationBlockedByUser)", "(MessageWritesBlocked)"),
)
"""How the reason of a parked message ends when its address is nobody's who reads messages."""
TRIED_AGAIN: Final = timedelta(days=7)
"""After so many days a digest is tried again for such an address."""


@dataclass(frozen=True, slots=True)
class _Planned:
    message: NewMessage
    recipient: Recipient


class DigestPlanner:
    """Plans each person's morning when it comes: after it, once more on the same local day, marked late."""

    def __init__(self, store: Works, catalog: Catalog, desk: DeskSettings) -> None:
        self._store = store
        self._catalog = catalog
        self._settings = desk
        self._calendars = Calendars()
        self._rounds = Rounds()

    def tick(self, now: datetime) -> int:
        """Write what is due at `now` (aware); how many messages. Cheap when nothing changed and no morning came.

        Raises:
            StoreError: the database cannot be used; the next tick tries again.
        """
        with self._store.read() as work:
            version = work.portfolio_version()
        if self._rounds.settled(version, now):
            return 0
        with self._store.read() as work:
            mornings = Mornings(self._settings, work.person_clocks.all(), self._calendars)
            unseen = work.noise.unseen((DIGEST,), now - TOLD_WITHIN)
            everybody = recipients(work, self._settings, mornings, now, unseen)
            due = [each for each in everybody if self._is_due(each, now)]
            planned = list(_Round(work, self._catalog, self._settings, now).planned(due)) if due else []
        batches = (planned[start : start + BATCH] for start in range(0, len(planned), BATCH))
        written = sum(self._write(batch, now) for batch in batches)
        for each in due:
            self._rounds.close(each.name, each.hours.today(now))
        self._rounds.settle(version, now, self._following(mornings, everybody, now))
        return written

    def _is_due(self, recipient: Recipient, now: datetime) -> bool:
        hours, today = recipient.hours, recipient.hours.today(now)
        if not self._rounds.open(recipient.name, today) or now < hours.morning_of(today):
            return False
        return hours.workdays.is_worked(today)

    def _following(self, mornings: Mornings, everybody: tuple[Recipient, ...], now: datetime) -> datetime:
        """The next morning of anybody; the desk's is among them, at which those held back are looked for."""
        moments = [
            hours.morning_of(today + timedelta(days=days))
            for hours in {mornings.desk, *(each.hours for each in everybody)}
            for today in (hours.today(now),)
            for days in (0, 1)
        ]
        return min(each for each in moments if each > now)

    def _write(self, planned: list[_Planned], now: datetime) -> int:
        with self._store.write() as work:
            count = sum(self._put(work, each, now) for each in planned)
            if count:
                words, where = json.dumps({"messages": count}), self._settings.workspace
                note(work, now, CLOCK, "digests.planned", "digests", words, workspace=where)
        return count

    def _put(self, work: Work, planned: _Planned, now: datetime) -> bool:
        message, recipient = planned.message, planned.recipient
        if message.kind == PERIODIC:
            return put_in_budget(work, message, recipient.hours, now)
        put = work.outbox.put(message, now)
        if put and recipient.unseen:
            work.noise.tell([each.id for each in told(recipient)], message.occurrence_key)
        return put


class _Round:
    """The mornings that have come, and what each of them says."""

    def __init__(self, work: Work, catalog: Catalog, settings: DeskSettings, now: datetime) -> None:
        self._work = work
        self._catalog = catalog
        self._settings = settings
        self._now = now
        self._days = Days(work, catalog, settings)

    def planned(self, due: list[Recipient]) -> Iterator[_Planned]:
        events = {each.name: tuple(self._events(each)) for each in due}
        keys = [each.key(each.hours.today(self._now)) for each in due]
        known = self._work.outbox.known([*keys, *(_key(event, who) for who in events for event in events[who])])
        since = self._work.noise.last(DIGEST, [each.target for each in due])
        for each in due:
            for event in events[each.name]:
                if _key(event, each.name) not in known:
                    yield from self._periodic(each, event)
            if each.key(each.hours.today(self._now)) not in known:
                yield from self._digest(each, since)

    def _digest(self, recipient: Recipient, since: Mapping[str, Latest]) -> Iterator[_Planned]:
        today = recipient.hours.today(self._now)
        morning = recipient.hours.morning_of(today)
        last = since.get(recipient.target)
        before = date.fromisoformat(last.key.rpartition("/")[2]) if last else date.min
        if last and _is_nobody(last, recipient) and today - before < TRIED_AGAIN:
            return
        late = is_late(morning, self._now)
        at = recipient.hours.out_of_quiet(self._now) if late else morning
        if recipient.hours.today(at) != today:  # made up in the quiet hours of an evening: the next one has it all
            return
        reply = digest(self._days.of(today), recipient, before, late=late)
        if reply is not None:
            until = recipient.hours.end_of(today)
            yield self._message(
                recipient, recipient.key(today), DIGEST, reply, (at if at > self._now else morning, until)
            )

    def _periodic(self, recipient: Recipient, event: Periodic) -> Iterator[_Planned]:
        morning = recipient.hours.morning_of(event.day)
        records = self._days.of(figures_day(event))
        try:
            reply = periodic_reply(event, records, records.scope_of(recipient.own), late=is_late(morning, self._now))
        except RulesError as error:  # one partner's records must not keep everybody's morning back
            logger.warning("%s is not told of %s: %s", recipient.name, _key(event, "them"), error)
            return
        if reply is not None:
            until = recipient.hours.end_of(event.day + MADE_UP_WITHIN)
            yield self._message(recipient, _key(event, recipient.name), PERIODIC, reply, (morning, until))

    def _events(self, recipient: Recipient) -> Iterator[Periodic]:
        """What is told by the calendar today, or was to be told lately."""
        today = recipient.hours.today(self._now)
        if recipient.own:
            for program in self._catalog.programs():
                yield from periodic(today - MADE_UP_WITHIN, today, program, recipient.hours.workdays)

    def _message(
        self, recipient: Recipient, key: str, kind: str, reply: Reply, span: tuple[datetime, datetime]
    ) -> _Planned:
        due_at, not_after = span
        message = NewMessage(
            occurrence_key=key,
            kind=kind,
            platform=self._settings.platform_of(recipient.workspace),
            workspace=recipient.workspace,
            target=recipient.target,
            document=dump(reply),
            due_at=due_at,
            not_after=not_after,
        )
        return _Planned(message, recipient)


def _is_nobody(last: Latest, recipient: Recipient) -> bool:
    """Whether nobody was there to read the last digest, where the next one would go, too."""
    return (last.reason or "").endswith(NOBODY) and last.workspace == recipient.workspace


def _key(event: Periodic, who: str) -> str:
    return f"{PERIODIC}:{event.topic}/{event.program}/{event.period}/{who}"
