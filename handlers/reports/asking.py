"""What a report is asked for: in a command's words, or by the value of a button below a report."""

import json
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from handlers.errors import NotFound, UserError
from handlers.naming import called, one_partner
from handlers.reports.deals import DealsAsked
from handlers.request import sensible
from handlers.understanding.periods import find_periods
from handlers.work import Task

USUAL_DAYS: Final = 90
LONGEST: Final = 300
STALE: Final = "This button is from an older report. Ask for the report again."
_WHO = re.compile(r"(?:^|\s)(?:for|of|by)\s+(?P<who>.+)$", re.IGNORECASE)
_FILLER = frozenset(
    "calendar deal deals registration registrations on for of by from in the and a report please".split()
)
_MINE = frozenset({"me", "mine", "my partners", "my deals"})
_TRAILING = frozenset("for of by from in on the during over please".split())
_ALL = frozenset({"", "all", "everybody", "everyone", "all partners", "partner", "manager", "partner and manager"})
_KEYS: Final = ("partner", "manager", "program")


@dataclass(frozen=True, slots=True)
class Said:
    """What a command's words name: a period (both ends included), a partner's id, a manager's address; or none.

    `year_assumed` says that the period named no year, and was read as the last one.
    """

    period: tuple[date, date] | None = None
    partner: str | None = None
    manager: str | None = None
    year_assumed: bool = False


def from_words(task: Task) -> DealsAsked:
    """The period and whom that a command's words name: "last quarter for Acme", "May", "for me"; 90 days without any.

    Raises:
        UserError: several periods are named.
        NotFound: no partner or manager, or several partners, go by the words; the sentence says what was expected.
    """
    found, today = said(task), task.request.as_of
    first, last = found.period or (today - timedelta(days=USUAL_DAYS - 1), today)
    return DealsAsked(first, last, found.partner, found.manager)


def said(task: Task) -> Said:
    """The period and whom that the words of the request's value name, as `from_words`."""
    words, today = task.request.value.strip()[:LONGEST], task.request.as_of
    match = _WHO.search(words)
    if match and (named := _somebody(task, match["who"])):  # "for May Partners" is a name and no month
        partner, manager = named
        rest = words[: match.start()]
    else:
        partner = manager = None
        rest = words
    found = find_periods(rest, today)
    if len(found) > 1:
        raise UserError("Name one period, like “last quarter” or “May 1 to Aug 31”; I read several.")
    period = None
    if found:
        period = found[0].window.first, found[0].window.last
        rest = f"{rest[: found[0].start]} {rest[found[0].end :]}"
    if not (partner or manager):
        partner, manager = _meant(task, rest)
    return Said(period, partner, manager, bool(found) and found[0].year_assumed)


def from_value(task: Task) -> DealsAsked:
    """What the pressed button's report was about; the value came through the surface and is held against what is known.

    Raises:
        NotFound: it is not one of ours.
    """
    try:
        found = dict(json.loads(task.request.value))
        first, last = (date.fromisoformat(found.pop(name)) for name in ("from", "to"))
    except (ValueError, TypeError, KeyError, RecursionError):
        raise NotFound(STALE) from None
    named = all(name in _KEYS and isinstance(value, str) for name, value in found.items())
    if not named or not (first <= last and sensible(last)):
        raise NotFound(STALE)
    asked = DealsAsked(first, last, **found)
    if asked.partner is not None:
        task.partner(asked.partner)
    return asked


def value_of(asked: DealsAsked) -> str:
    """The value of a button that asks for the same once more."""
    named = {name: getattr(asked, name) for name in _KEYS if getattr(asked, name) is not None}
    days = {"from": asked.first.isoformat(), "to": asked.last.isoformat()}
    return json.dumps(days | named, ensure_ascii=False, separators=(",", ":"))


def about(task: Task, asked: DealsAsked) -> str:
    """Whose registrations: ` of Acme`, ` managed by pam@vendor.example`, ` in Segment 2024`; empty for everybody's."""
    whose = f" of {task.partner(asked.partner).name}" if asked.partner else ""
    whose += f" managed by {asked.manager}" if asked.manager else ""
    names = {each.id: each.short_name for each in task.catalog.programs()}
    return whose + (f" in {names.get(asked.program, asked.program)}" if asked.program else "")


def named_partner(task: Task, words: str) -> str:
    """The id of the one partner that goes by these words: its id, name or alias, or the only one that begins so.

    Raises:
        NotFound: there is none, or several.
    """
    if (found := one_partner(task, words)) is None:
        raise NotFound(
            f"I know no partner or manager “{words}”. Write a partner's name or a manager's e-mail address after "
            "“for”, and a period such as “last quarter” before it."
        )
    return found


def named_manager(task: Task, words: str) -> str:
    """The manager's e-mail address as it is recorded.

    Raises:
        NotFound: no enrollment names them.
    """
    wanted = words.casefold()
    known = next((each for each in task.work.partners.managers() if each.casefold() == wanted), None)
    if known is None:
        raise NotFound(f"No partner is managed by {words}. Write the e-mail address as the portfolio has it.")
    return known


def _somebody(task: Task, words: str) -> tuple[str | None, str | None] | None:
    """The partner or manager whom the words after "for" name as a whole; None when they say something else, too."""
    folded = " ".join(words.split()).casefold()
    if folded in _MINE or "@" in folded:
        return _meant(task, words)
    found = task.work.partners.search(folded, 20)
    exact = [each.id for each in found if folded in called(each.id, each.name, each.aliases)]
    return (exact[0], None) if len(exact) == 1 else None


def _meant(task: Task, words: str) -> tuple[str | None, str | None]:
    """The partner or manager of what is left of a command's words."""
    left_over = words.split()
    while left_over and left_over[-1].casefold().strip(",:") in _TRAILING:
        left_over = left_over[:-1]
    while left_over and left_over[0].casefold().strip(",:") in _FILLER:
        left_over = left_over[1:]
    left = " ".join(left_over)
    if left.casefold() in _MINE:
        if not task.request.actor.email:
            raise NotFound("I do not know your e-mail address, so I do not know which partners are yours.")
        return None, named_manager(task, task.request.actor.email)
    if left.casefold() in _ALL:
        return None, None
    if "@" in left:
        return None, named_manager(task, left)
    return named_partner(task, left), None
