"""Under which conditions a registration's moves are possible: pure functions over what is known of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from handlers.wording import day
from handlers.workdays import Workdays
from store.records import Registration
from store.registration_states import RegistrationState as S

PROTECTED_DAYS: Final = 90
"""Calendar days of protection, counted from the day of the approval."""
EXTENSION_DAYS: Final = 60
EVIDENCE_DAYS: Final = 30
"""How old the evidence for an extension may be."""
REINSTATE_DAYS: Final = 14
APPEAL_WORKDAYS: Final = 10
SILENT_WORKDAYS: Final = 10
"""Working days without the information asked for, after which a registration is withdrawn."""


class Side(StrEnum):
    """On whose side somebody acts; one person may be on several."""

    partner = "partner"
    manager = "manager"
    approver = "approver"
    lead = "lead"
    clock = "clock"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the guards look at: the registration, the day, who acts, and what it was found to collide with.

    `sides` are those the person is on. `held` says that a claim of the hold band stands against it without a
    resolution, `unseen` that one of the look band was not looked at, `rival` that somebody else has an open claim for
    the customer, `decided` that the person decided it first.
    """

    registration: Registration
    today: date
    workdays: Workdays
    sides: frozenset[Side]
    held: bool = False
    unseen: bool = False
    rival: bool = False
    decided: bool = False


class Guard(StrEnum):
    """A condition of a move."""

    resolved = "resolved"
    looked_at = "looked_at"
    first_extension = "first_extension"
    silent = "silent"
    protection_over = "protection_over"
    lately_expired = "lately_expired"
    no_rival = "no_rival"
    appeal_open = "appeal_open"
    new_decider = "new_decider"


def _resolved(at: Standing) -> str | None:
    return "Another claim for this customer stands against it: choose a resolution first." if at.held else None


def _looked_at(at: Standing) -> str | None:
    return "It looks like another claim: say that you have looked at it first." if at.unseen else None


def _first_extension(at: Standing) -> str | None:
    if at.registration.extensions == 0 or Side.lead in at.sides:
        return None
    return "It was extended once already; a program admin decides about another extension."


def _silent(at: Standing) -> str | None:
    asked = at.registration.asked_at
    until = workdays_after(asked.date(), SILENT_WORKDAYS, at.workdays) if asked else None
    return None if until is not None and at.today > until else "The partner may still answer."


def _protection_over(at: Standing) -> str | None:
    until = protected_until(at.registration)
    return None if until is not None and at.today > until else f"It is protected through {day(until)}."


def _lately_expired(at: Standing) -> str | None:
    until = protected_until(at.registration)
    last = until + timedelta(days=REINSTATE_DAYS) if until else None
    if last is not None and at.today <= last:
        return None
    return f"It could be taken up again until {day(last)}. Register the deal anew."


def _no_rival(at: Standing) -> str | None:
    return "Somebody else has claimed the customer since. Register the deal anew." if at.rival else None


def _appeal_open(at: Standing) -> str | None:
    if at.registration.appealed_at is not None:
        return "It was appealed once already, and that decision stands."
    last = appeal_until(at.registration, at.workdays)
    return f"An appeal was possible until {day(last)}." if last is not None and at.today > last else None


def _new_decider(at: Standing) -> str | None:
    return "You decided it before; an appeal is decided by somebody else." if at.decided else None


GUARDS: Final[Mapping[Guard, tuple[str, Callable[[Standing], str | None]]]] = MappingProxyType(
    {
        Guard.resolved: ("no unresolved claim of the hold band", _resolved),
        Guard.looked_at: ("claims of the look band were looked at", _looked_at),
        Guard.first_extension: ("the first extension; any further one by a program admin", _first_extension),
        Guard.silent: (f"no answer for {SILENT_WORKDAYS} working days", _silent),
        Guard.protection_over: ("the protected days are over", _protection_over),
        Guard.lately_expired: (f"expired at most {REINSTATE_DAYS} days ago", _lately_expired),
        Guard.no_rival: ("nobody else has an open claim for the customer", _no_rival),
        Guard.appeal_open: (f"within {APPEAL_WORKDAYS} working days of the decision, once", _appeal_open),
        Guard.new_decider: ("somebody else than who decided before", _new_decider),
    }
)


def protected_until(registration: Registration) -> date | None:
    """The last protected day: as written down, else counted from the decision; None when that is not known either."""
    if registration.protected_until is not None or registration.decided_on is None:
        return registration.protected_until
    return registration.decided_on + timedelta(days=PROTECTED_DAYS)


def appeal_until(registration: Registration, workdays: Workdays) -> date | None:
    """The last day to appeal: counted from the decision, or from the end of the protected days."""
    ended = protected_until(registration) if registration.state == S.expired else registration.decided_on
    return None if ended is None else workdays_after(ended, APPEAL_WORKDAYS, workdays)


def workdays_after(start: date, count: int, workdays: Workdays) -> date:
    """The `count`-th working day after `start`, which does not count itself."""
    for _ in range(count):
        start = workdays.after(start)
    return start
