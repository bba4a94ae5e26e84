"""Many partners of whom the same is said at the same moment, in one message: a channel is no place for forty."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from handlers.documents import Button, Buttons, Note, Part, Reply, Style, Table, text
from handlers.reviews.due import Due
from handlers.reviews.named import Named
from handlers.reviews.reminder import SCHEDULE_NOW, period_name
from handlers.reviews.steps import Step
from handlers.wire import dump
from handlers.wording import meeting, weekday
from store.outbox import NewMessage

MOST_APART: Final = 3
"""So many periods without a meeting are named one by one in a channel; more stand in one message."""
MOST_BUTTONS: Final = 5
STANDS: Final = "It stands in one message with those of other partners."
KIND: Final = "reviews"


@dataclass(frozen=True, slots=True)
class Built:
    """A message that is ready, what it is due for, and the partner's and the manager's names."""

    due: Due
    message: NewMessage
    partner: str
    manager: str


def together(built: Iterable[Built], now: datetime) -> tuple[tuple[NewMessage, ...], tuple[NewMessage, ...]]:
    """What is posted at `now` (aware), and what is written as folded because one of the posted messages says it."""
    apart: list[NewMessage] = []
    alike: dict[tuple[str, str, str], list[Built]] = defaultdict(list)
    for each in built:
        planned = each.due.planned
        if planned.step is Step.unscheduled and each.message.target.startswith("channel:"):
            alike[planned.course.kind, planned.period, each.message.target].append(each)
        else:
            apart.append(each.message)
    folded: list[NewMessage] = []
    for (kind, period, _), some in alike.items():
        if len(some) > MOST_APART:
            apart.append(_one(kind, period, some, now))
            folded += [each.message for each in some]
        else:
            apart += [each.message for each in some]
    return tuple(apart), tuple(folded)


def _one(kind: str, period: str, some: Sequence[Built], now: datetime) -> NewMessage:
    first = some[0].message
    members = sha256("|".join(sorted(each.message.occurrence_key for each in some)).encode()).hexdigest()[:16]
    return NewMessage(
        occurrence_key=f"{KIND}:{kind}/{period}/{Step.unscheduled}/{first.target}/{members}",
        kind=KIND,
        platform=first.platform,
        workspace=first.workspace,
        target=first.target,
        document=dump(_reply(kind, period, sorted(some, key=lambda each: each.partner.casefold()), now)),
        due_at=first.due_at,
        not_after=max((each.message.not_after for each in some if each.message.not_after), default=None),
    )


def _reply(kind: str, period: str, some: Sequence[Built], now: datetime) -> Reply:
    late = any(each.due.late for each in some)
    summary = f"No {meeting(kind)} is scheduled for {period_name(period)} yet with {len(some)} partners"
    rows = tuple((each.partner, each.manager, _day(each.due, now)) for each in some)
    parts: tuple[Part, ...] = (
        Table("By name", ("Partner", "Manager", "Proposed"), rows),
        Buttons((*_buttons(some, now), Button("Calendar of all", "calendar.show", "all"))),
        Note(text("“/partner schedule PARTNER” schedules any of them.")),
    )
    return Reply(f"{summary}{' (late reminder)' if late else ''}", parts)


def _day(due: Due, now: datetime) -> str:
    on = due.planned.on
    return weekday(on) if on is not None and on > due.hours.today(now) else "choose a day"


def _buttons(some: Sequence[Built], now: datetime) -> tuple[Button, ...]:
    """One click for the first few whose proposed day is still to come."""
    found = []
    for each in some:
        course, on = each.due.planned.course, each.due.planned.on
        if on is not None and on > each.due.hours.today(now):
            it = Named(course.partner, course.program, course.kind, on)
            label = f"{each.partner}: {on:%a %b} {on.day}"[:70]
            found.append(Button(label, SCHEDULE_NOW, it.value, Style.plain))
    return tuple(found[:MOST_BUTTONS])
