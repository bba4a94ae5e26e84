"""How much a person is told a day: what is too much stands in the next digest, and nothing comes in quiet hours."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Final

from handlers.mornings import Hours
from handlers.workdays import local_instant
from store.outbox import NewMessage
from store.work import Work

TOO_MANY: Final = "The person gets no more messages of their own that day: it stands in the next digest."
TOO_LATE: Final = "It would be of no use any more after the person's quiet hours: it stands in the next digest."


def put_in_budget(work: Work, message: NewMessage, hours: Hours, now: datetime, *, urgent: bool = False) -> bool:
    """Write a message of the clock down as `Outbox.put` does; False when its key is already there.

    One to a person (`email:…`, `user:…`) waits for the end of their quiet hours. It is folded into their next digest
    when it is of no use any more by then, or when that day has its `most_a_day` already: messages written here that
    go out on it. `urgent` ones go out at once, and count. Everything else goes to the outbox as it is.

    `hours` are the person's, `now` is aware; `work` is a transaction that writes.
    """
    kind, _, who = message.target.partition(":")
    if message.operation != "post" or kind not in ("email", "user"):
        return work.outbox.put(message, now)
    # One spelling of an address, so that messages to one person are counted together.
    mine = replace(message, target=f"email:{who.lower()}" if kind == "email" else message.target, in_budget=True)
    if urgent:
        return work.outbox.put(mine, now)
    at = max(mine.due_at, now)
    free = hours.out_of_quiet(at)
    if free != at:
        if mine.not_after is not None and free > mine.not_after:
            return work.outbox.fold(mine, now, TOO_LATE)
        mine = replace(mine, due_at=free)
    if hours.today(mine.due_at) != hours.today(free):  # what is made up late counts on the day that it comes
        mine = replace(mine, due_at=free)
    return _within(work, mine, hours, hours.today(free), now)


def _within(work: Work, message: NewMessage, hours: Hours, day: date, now: datetime) -> bool:
    work.noise.alone()
    first, last = local_instant(day, time(0), hours.zone), hours.end_of(day)
    if work.noise.count(message.target, first, last) >= hours.most_a_day:
        return work.outbox.fold(message, now, TOO_MANY)
    return work.outbox.put(message, now) and work.noise.one_more(message.target, first, last)
