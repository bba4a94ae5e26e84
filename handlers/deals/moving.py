"""One way to move a registration: looked up, held against the table, written once, told to everybody concerned."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from handlers.access import Permission, allowed
from handlers.audit import CLOCK, audit
from handlers.deals import card
from handlers.deals.desk_card import desk_card
from handlers.deals.guards import Side, Standing
from handlers.deals.transitions import BY_MOVE, Move, possible, refusal
from handlers.documents import Reply
from handlers.errors import Conflict, NotFound
from handlers.messages import post, rewrite
from handlers.request import Role
from handlers.roles import is_person
from handlers.subjects import require_no_gain, subject_of
from handlers.wording import day, person
from handlers.work import Task
from handlers.workdays import workdays_of
from store.errors import StaleVersion
from store.outbox import STAFF, people_of
from store.records import Registration
from store.registration_states import DECIDED

WITHOUT_GAIN: Final = frozenset({Side.approver, Side.lead})
"""Whoever acts on one of these sides decides between others, and may gain nothing."""


def subject_name(registration: Registration) -> str:
    """Under which name messages and audit entries are about it."""
    return f"registration:{registration.id}"


def found(task: Task, value: str) -> Registration:
    """The registration of a button's value; another partner's is as if it did not exist.

    Raises:
        NotFound: there is none, or it is not this person's to know of.
    """
    registration = task.work.registrations.get(value.partition("|")[0])
    actor = task.request.actor
    if registration is None or (actor.role is Role.partner and registration.partner != actor.partner):
        raise NotFound("This registration is no longer there. Nothing was decided.")
    return registration


def begun(task: Task, value: str, move: Move) -> Registration:
    """The registration of a button's or form's value, if this person may make this move with it now.

    Raises:
        NotFound: there is no such registration.
        Conflict: the move is not possible; the sentence says why and what is.
        NotAllowed: it is somebody else's to do.
    """
    registration = found(task, value)
    row = BY_MOVE[move]
    if registration.state not in row.sources:
        raise Conflict(not_possible(task, registration))
    if row.by <= {*WITHOUT_GAIN, Side.clock} and task.request.actor.user != CLOCK:
        require_no_gain(task, registration)
    refused = refusal(move, standing(task, registration))
    if refused is not None:
        raise Conflict(refused)
    return registration


def stale(task: Task, value: str, registration: Registration) -> Reply | None:
    """What to say when the card or form showed another version than there is now; None when it is the same."""
    if value == card.button_value(registration):
        return None
    subject = subject_name(registration)
    rewrite(task, f"{subject}/changed/{registration.version}", subject, desk_card(task, registration))
    return Reply(f"{registration.id} changed after this card was posted. The card is drawn anew: read it, then decide.")


def carried_out(
    task: Task, before: Registration, move: Move, values: Mapping[str, Any], reason: str | None = None
) -> Registration:
    """Write the move with its audit entry, and have the card drawn anew.

    Raises:
        Conflict: somebody else was faster; nothing is written.
    """
    row = BY_MOVE[move]
    changes = {"state": row.target or before.state, **values}
    try:
        after = task.work.registrations.change(before.id, before.version, changes)
    except StaleVersion as late:
        raise Conflict(not_possible(task, late.current)) from late
    was, now = (json.dumps({name: _plain(getattr(each, name)) for name in changes}) for each in (before, after))
    subject = subject_name(after)
    audit(task, f"registration.{row.done}", subject, was, now, reason=reason, partner=after.partner)
    rewrite(task, f"{subject}/{row.done}/{after.version}", subject, desk_card(task, after))
    return after


def tell_filer(task: Task, registration: Registration, key: str, reply: Reply) -> None:
    """Tell whoever filed it: in a direct message, or the partner's people where they filed it; nobody if imported."""
    if (filer := filer_of(registration)) is not None:
        target, audience = filer
        where = registration.workspace or task.desk.workspace
        post(task, key, target, reply, audience=audience, workspace=where)


def filer_of(registration: Registration) -> tuple[str, str] | None:
    """Target and audience of messages to whoever filed it; None for an imported one."""
    if registration.filed_in:
        return f"channel:{registration.filed_in}", people_of(registration.partner)
    return (f"user:{person(registration.submitted_by).user}", STAFF) if registration.submitted_by else None


def in_thread(task: Task, registration: Registration, key: str, reply: Reply) -> None:
    """Say something below each posted card; a card that is not posted yet will say it itself."""
    subject = subject_name(registration)
    for workspace in task.work.outbox.workspaces(subject):
        for channel, message in task.work.outbox.living(workspace, subject):
            post(task, f"{key}@{message}", f"channel:{channel}", reply, thread=message, workspace=workspace)


def spread(task: Task, registration: Registration, told: Reply) -> None:
    """Say what became of it below the card, and to whoever filed it."""
    subject = subject_name(registration)
    in_thread(task, registration, f"{subject}/thread/{registration.version}", told)
    tell_filer(task, registration, f"{subject}/news/{registration.version}", told)


def standing(task: Task, registration: Registration) -> Standing:
    """What the guards look at, for the person of the request."""
    against = task.work.matches.of(registration.id)
    return Standing(
        registration,
        task.request.as_of,
        workdays_of(task.desk.country),
        sides(task, registration),
        held=registration.resolution is None and any(each.holds for each in against),
        unseen=any(each.looks and each.seen_by is None for each in against),
        rival=any(each.holds for each in against),
        decided=is_person(task.work, task.request.actor, registration.first_decider),
    )


def sides(task: Task, registration: Registration) -> frozenset[Side]:
    """On which sides the person of the request is."""
    actor = task.request.actor
    if actor.user == CLOCK:
        return frozenset({Side.clock})
    subject = subject_of(task, registration.partner, registration.program)
    found: set[Side] = set()
    registers = allowed(actor, Permission.register, subject)
    if actor.role is Role.partner:
        return frozenset({Side.partner} if registers else found)
    if is_person(task.work, actor, registration.submitted_by, registration.workspace):
        found.add(Side.partner)
    if registers:
        found.add(Side.manager)
    if allowed(actor, Permission.decide):
        found.add(Side.approver)
    if allowed(actor, Permission.overrule):
        found.add(Side.lead)
    return frozenset(found)


def not_possible(task: Task, registration: Registration) -> str:
    """Why a move is not possible from the state that a registration is in, and which moves are."""
    outside = task.request.actor.role is Role.partner
    state = card.state_words(registration, outside=outside)
    onward = possible(registration.state, frozenset({Side.partner}) if outside else None)
    if registration.state in DECIDED and not outside:
        who = person(registration.decided_by).name if registration.decided_by else "Somebody"
        on = day(registration.decided_on)
        return f"{who} already {registration.state} {registration.id} on {on}. Nothing changed. {onward}"
    return f"{registration.id} is {state}. Nothing changed. {onward}"


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return value if value is None or isinstance(value, int | str) else str(value)
