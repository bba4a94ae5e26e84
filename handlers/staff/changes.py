"""Changing who is staff: the rules that hold wherever it is done, each change with its audit entry."""

import json
import re
from datetime import date
from typing import Final

from handlers.access import STAFF
from handlers.audit import audit
from handlers.errors import Conflict, NotFound, UserError
from handlers.request import Role
from handlers.roles import REMOVED, accounts_of, people, staff_book
from handlers.wording import signature
from handlers.work import Task
from store.staff_records import StaffMember, StandIn

_EMAIL: Final = re.compile(r"[^@\s,<>|]+@[^@\s,<>|]+\.[^@\s,<>|]+")
_USER: Final = re.compile(r"T[A-Z0-9]+/[UW][A-Z0-9]+")
LONGEST: Final = 200


def person_of(typed: str) -> str:
    """The key of a person: an e-mail address in lower case, or `T…/U…` as it is.

    Raises:
        UserError: it is neither.
    """
    said = typed.strip()
    if _USER.fullmatch(said):
        return said
    if len(said) <= LONGEST and _EMAIL.fullmatch(said):
        return said.casefold()
    raise UserError(f"“{said[:60]}” is no person: give an e-mail address, or T…/U… (workspace and user id).")


def set_role(task: Task, person: str, role: str, name: str | None = None) -> StaffMember:
    """Give `person` (a key of `person_of`) a role, `none` for removing; gives the new row.

    Raises:
        UserError: it is the actor's own role, or the only admin would be gone.
        Conflict: nothing would change.
    """
    if role not in (REMOVED, *STAFF):
        raise UserError(f"“{role[:40]}” is no role; there are {', '.join(STAFF)}.")
    actor = task.request.actor
    if person in (*people(actor), *(f"{workspace}/{user}" for workspace, user in accounts_of(task.work, actor))):
        raise UserError("Nobody changes their own role. Ask another admin.")
    before = task.work.staff.get(person)
    if before is not None and (before.role, before.name) == (role, name or before.name):
        raise Conflict(f"{person} has the role {before.role} already. Nothing changed.")
    _keep_an_admin(task, person, role)
    kept_name = name or (before.name if before else None)
    member = StaffMember(person, role, kept_name, signature(task.request.actor), task.request.now)
    task.work.staff.put(member)
    states = (json.dumps({"role": before.role}) if before else None, json.dumps({"role": role}))
    audit(task, "staff.removed" if role == REMOVED else "staff.changed", f"staff:{person}", *states)
    return member


def remove(task: Task, person: str) -> StaffMember:
    """Take every role from `person`, who is refused from now on even if the portfolio names them as a manager.

    Raises:
        NotFound: neither the staff list nor the portfolio knows them.
        UserError: as for `set_role`.
    """
    known = task.work.staff.get(person)
    if known is None and not task.work.staff.manages(person):
        raise NotFound(f"{person} is not on the staff list and manages no partner. Nothing changed.")
    return set_role(task, person, REMOVED)


def add_stand_in(task: Task, colleague: str, person: str, first_on: date, last_on: date) -> int:
    """Let `person` act for the partners of `colleague` through both days; gives the entry's number.

    Raises:
        UserError: the days are the wrong way round or past, or one of the two is not staff.
    """
    if last_on < first_on:
        raise UserError("The last day lies before the first one. Give the first day first.")
    if last_on < task.desk.today(task.request.now):
        raise UserError("The last day has passed already.")
    if person in _known_as(task, colleague):
        raise UserError("Nobody stands in for themselves.")
    if not task.work.staff.manages(colleague):
        raise UserError(f"{colleague} manages no partner in the portfolio, so there is nothing to stand in for.")
    if not _acts(task, person):
        raise UserError(f"{person} is no manager, approver or admin. Give them the role manager first.")
    id = task.work.staff.stand_in(colleague, person, first_on, last_on, signature(task.request.actor), task.request.now)
    days = json.dumps({"for": colleague, "from": first_on.isoformat(), "through": last_on.isoformat()})
    audit(task, "staff.stand_in", f"staff:{person}", after=days)
    return id


def end_stand_in(task: Task, id: int) -> StandIn:
    """Take a stand-in back.

    Raises:
        NotFound: there is none of that number (any more).
    """
    ended = task.work.staff.end_stand_in(id)
    if ended is None:
        raise NotFound("This stand-in is no longer there. Nothing changed.")
    audit(task, "staff.stand_in_ended", f"staff:{ended.person}", before=json.dumps({"for": ended.colleague}))
    return ended


def _known_as(task: Task, colleague: str) -> tuple[str, ...]:
    return (colleague, *(f"{workspace}/{user}" for workspace, user in task.work.accounts.of(colleague)))


def _acts(task: Task, person: str) -> bool:
    row = task.work.staff.get(person)
    if row is not None:
        return row.role in (Role.manager, Role.approver, Role.admin)
    return person in task.desk.admins or task.work.staff.manages(person)


def _keep_an_admin(task: Task, person: str, role: str) -> None:
    if role == Role.admin or task.desk.admins:
        return
    admins = {each.person for each in staff_book(task.work).members.values() if each.role == Role.admin}
    if admins == {person}:
        raise UserError(f"{person} is the only admin. Make somebody else an admin first.")
