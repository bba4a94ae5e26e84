"""The two-person rule: above an amount, one approver's word is not enough."""

from decimal import Decimal

from handlers.dollars import in_dollars
from handlers.errors import Conflict
from handlers.roles import is_person
from handlers.wording import money, signature
from handlers.work import Task
from store.records import Registration
from store.repositories.pipeline import CurrencyTotal
from store.staff_records import FirstApproval


def takes_two(task: Task, registration: Registration) -> bool:
    """Whether approving takes two people: the amount a year is above the desk's limit, or cannot be compared with it.

    Amounts in another currency are compared in US dollars, by the rates of the day of the request.
    """
    limit = task.desk.two_approvers_above
    if limit is None:
        return False
    amount, currency = registration.earr, registration.currency or "USD"
    if amount is None:
        return True
    if currency == limit[1]:
        return amount > limit[0]
    ours, bound = _dollars(task, amount, currency), _dollars(task, *limit)
    return ours is None or bound is None or ours > bound


def seconded(task: Task, registration: Registration, done: str = "approved") -> bool:
    """Whether somebody else has agreed, at this version, to what is done now.

    Raises:
        Conflict: it was the same person.
    """
    task.work.partners.hold(registration.partner)  # two first approvals at once: the second sees the first
    first = task.work.staff.first_approval(registration.id)
    if first is None or first.version != registration.version:
        return False
    if is_person(task.work, task.request.actor, first.approved_by):
        raise Conflict(f"You {done} {registration.id} already; a second approver has to confirm. Nothing changed.")
    return True


def keep_first(task: Task, registration: Registration) -> None:
    """Keep that this person agreed, at this version, until a second one does."""
    request = task.request
    first = FirstApproval(registration.id, registration.version, signature(request.actor), request.now)
    task.work.staff.approve_first(first)


def above(task: Task) -> str:
    """`Above $500,000 a year`, for a desk that has a limit."""
    limit = task.desk.two_approvers_above
    return f"Above {money(*limit)} a year" if limit else ""


def _dollars(task: Task, amount: Decimal, currency: str) -> Decimal | None:
    found = in_dollars((CurrencyTotal(currency, 1, 1, amount),), task.work.partners.rates(), task.request.as_of)
    return None if found.left_out else found.amount
