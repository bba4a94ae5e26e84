"""What a channel can subscribe to, how often, and in which words: pure, but for reading a stored subscription."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from handlers.question import Filter
from handlers.workdays import Workdays, local_instant
from store.records import ChannelSubscription

EVERYTHING: Final = "everything"
TOPICS: Final = {
    "reviews": "Reviews ahead and overdue",
    "registrations": "Registrations waiting, late and expiring",
    "tiers": "Tier moves: ready to advance, at risk",
    "lapses": "Certificates and agreements about to lapse",
    EVERYTHING: "Everything",
}
WORKDAYS, MONTHLY = "workdays", "monthly"
DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday")
CADENCES: Final = {
    WORKDAYS: "Every working day",
    **{f"weekly:{each}": f"Weekly on {each.capitalize()}" for each in DAYS},
    MONTHLY: "Monthly on the first working day",
}
FILTERED: Final = ("manager", "program", "tier")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A digest of a channel that falls on a local day: `period` is what it happens once in, instants are UTC."""

    day: date
    period: str
    due_at: datetime
    not_after: datetime


def topics_of(subscription: ChannelSubscription) -> tuple[str, ...]:
    """What it is about."""
    return tuple(each for each in TOPICS if each != EVERYTHING and subscription.digest in (each, EVERYTHING))


def filter_of(subscription: ChannelSubscription) -> Filter:
    """The partners that it is about."""
    known = json.loads(subscription.filter or "{}")
    return Filter(**{name: known.get(name) for name in FILTERED})


def filter_words(wanted: Filter) -> str:
    """A filter as it is stored."""
    return json.dumps({name: getattr(wanted, name) for name in FILTERED if getattr(wanted, name)})


def often(subscription: ChannelSubscription) -> str:
    """`every working day at 9:00 (America/New York)`."""
    cadence = CADENCES.get(subscription.cadence, subscription.cadence)
    return f"{cadence[:1].lower()}{cadence[1:]} at {subscription.hour}:00 ({subscription.zone.replace('_', ' ')})"


def occurrence(subscription: ChannelSubscription, now: datetime, workdays: Workdays) -> Occurrence | None:
    """What is due at `now` (aware), on the local day; None before its hour, on other days, and if it began later."""
    today = now.astimezone(ZoneInfo(subscription.zone)).date()
    found = _on(subscription, today, workdays)
    if found is None or now < found.due_at:
        return None
    began = subscription.changed_at
    return None if began is not None and began > found.due_at else found


def following(subscription: ChannelSubscription, now: datetime, workdays: Workdays) -> Occurrence:
    """The next one after `now` (aware)."""
    today = now.astimezone(ZoneInfo(subscription.zone)).date()
    days = (today + timedelta(days=ahead) for ahead in range(100))
    found = (_on(subscription, day, workdays) for day in days)
    return next(each for each in found if each is not None and each.due_at > now)


def _on(subscription: ChannelSubscription, day: date, workdays: Workdays) -> Occurrence | None:
    period = next(_periods(subscription.cadence, day, workdays), None)
    if period is None:
        return None
    end = local_instant(day + timedelta(days=1), time(0), subscription.zone) - timedelta(microseconds=1)
    return Occurrence(day, period, local_instant(day, time(subscription.hour), subscription.zone), end)


def _periods(cadence: str, day: date, workdays: Workdays) -> Iterator[str]:
    """The period that is told of on `day`, if any. A weekly day off moves to another working day of its week."""
    if not workdays.is_worked(day):
        return
    if cadence == WORKDAYS:
        yield day.isoformat()
    elif cadence == MONTHLY:
        if day == workdays.first_of_month(day):
            yield f"{day:%Y-%m}"
    else:
        wanted = day - timedelta(days=day.weekday() - DAYS.index(cadence.removeprefix("weekly:")))
        if day == _worked_in_week(wanted, workdays):
            year, week, _ = day.isocalendar()
            yield f"{year}-W{week:02d}"


def _worked_in_week(wanted: date, workdays: Workdays) -> date:
    """The wanted day, else the next working day of its week, else the one before."""
    if workdays.is_worked(wanted):
        return wanted
    later = workdays.after(wanted)
    return later if later.isocalendar()[:2] == wanted.isocalendar()[:2] else workdays.before(wanted)
