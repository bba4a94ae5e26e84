"""Saying no: with a reason that the partner may read, in the thread of the card, and to whoever filed it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from handlers.deals import card
from handlers.deals.guards import PROTECTED_DAYS, protected_until
from handlers.deals.moving import carried_out, in_thread, subject_name, tell_filer
from handlers.deals.transitions import Move
from handlers.documents import Reply
from handlers.wording import signature
from handlers.work import Task
from store.records import Registration

OTHER: Final = "other"
PROTECTED: Final = "already_protected"
REASONS: Final = {
    PROTECTED: ("Already protected", "This account is already protected. It may reopen after {month}."),
    "existing_customer": ("Existing customer", "The customer buys this product from us already."),
    "not_eligible": ("Not eligible", "The deal does not fit the rules of the program."),
    "no_engagement": ("No engagement shown", "It does not show what the partner has done with the customer so far."),
    "incomplete": ("Incomplete", "Something needed to decide is missing."),
    OTHER: ("Other", ""),
}
"""Reason codes: what the desk chooses, and the sentence that the partner reads before the desk's own words."""


def declined(
    task: Task,
    registration: Registration,
    code: str,
    words: str,
    more: Mapping[str, Any] | None = None,
    internal: str | None = None,
) -> Reply:
    """Decline for a reason code and in words that the partner reads; `internal` is for the audit trail alone."""
    month = f"{_reopens(task, registration):%B %Y}"
    reason = " ".join(filter(None, (REASONS[code][1].format(month=month), words)))
    values = {
        **decision(task),
        "reason": reason,
        "reason_code": code,
        **(more or {}),
    }
    after = carried_out(task, registration, Move.decline, values, internal or reason)
    return announced(task, after)


def decision(task: Task) -> dict[str, Any]:
    """Who decided, and when."""
    request = task.request
    return {"decided_by": signature(request.actor), "decided_on": request.as_of, "decided_at": request.now}


def announced(task: Task, after: Registration) -> Reply:
    """The decision with its reason below the card, and to whoever filed it; gives what the decider reads."""
    subject, partner = subject_name(after), task.partner(after.partner).name
    told = card.news(after, partner)
    first = after.appealed_at is None and after.extensions == 0
    key = f"{subject}/news" if first else f"{subject}/news/{after.version}"
    in_thread(task, after, f"{subject}/thread/{after.version}", told)
    tell_filer(task, after, key, card.news(after, partner, buttons=True))
    return told


def _reopens(task: Task, registration: Registration) -> date:
    """The end of the longest protection that stands in the way; else the usual one from today on."""
    ends = [
        until
        for each in task.work.matches.of(registration.id)
        if each.kind == "registration" and (rival := task.work.registrations.get(each.other)) is not None
        if (until := protected_until(rival)) is not None and until >= task.request.as_of
    ]
    return max(ends, default=task.request.as_of + timedelta(days=PROTECTED_DAYS))
