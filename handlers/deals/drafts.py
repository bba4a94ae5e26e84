"""What somebody has typed into the form, kept until it is submitted; and where a partner's person opened it."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

from handlers.deals.checks import FIRST_PAGE, SECOND_PAGE
from handlers.request import Request, Role, Value
from handlers.roles import accounts_of
from handlers.work import Task
from store.repositories.drafts import Draft
from store.work import Work

KEPT_FOR: Final = timedelta(days=14)
OPENED_FOR: Final = timedelta(hours=12)
"""How long a form that somebody outside opened may be submitted."""


def opened(task: Task, said: Mapping[str, Value]) -> dict[str, Value]:
    """The values to fill in: what was `said` now before what was kept."""
    return _merged(_draft(task), said)


def keep(task: Task) -> dict[str, Value]:
    """Keep the values of the request over those of the draft; gives all of them, a partner's person's as their own."""
    draft, actor = _draft(task), task.request.actor
    known = {name: value for name, value in task.request.values.items() if name in (*FIRST_PAGE, *SECOND_PAGE)}
    values = _merged(draft, known)
    if actor.role is Role.partner and actor.partner:
        values["partner"] = actor.partner
    _put(task, values, draft.channel if draft else _channel(task))
    return values


def _merged(draft: Draft | None, said: Mapping[str, Value]) -> dict[str, Value]:
    """What is said now over what was kept; another partner or customer begins anew."""
    kept = draft.values if draft else {}
    if any(name in said and kept.get(name) not in (None, said[name]) for name in ("partner", "customer")):
        return dict(said)
    return {**kept, **said}


def filed_in(task: Task) -> str | None:
    """The channel in which a partner's person opened the form; None for staff."""
    draft = _draft(task)
    return draft.channel if draft and task.request.actor.role is Role.partner else None


def visit(task: Task) -> None:
    """Remember where somebody of a partner opened a form: a submitted form does not say where it was opened."""
    draft = _draft(task)
    _put(task, draft.values if draft else {}, _channel(task))


def where_opened(request: Request, work: Work) -> Request:
    """The request of somebody outside with the channel in which they opened the form that they submit.

    That they opened it there stands in our own database: the form itself passes through their hands.
    """
    actor = request.actor
    if actor.role is not Role.outsider or request.conversation.id:
        return request
    draft = work.drafts.get(actor.workspace, actor.user, request.now - OPENED_FOR)
    if draft is None or draft.channel is None:
        return request
    return replace(request, conversation=replace(request.conversation, id=draft.channel))


def drop(task: Task) -> None:
    """Forget what was typed: it was submitted."""
    actor = task.request.actor
    if actor.role is Role.partner:  # who opened the form where is still needed for the next one
        _put(task, {}, filed_in(task))
    else:
        for account in accounts_of(task.work, actor):
            task.work.drafts.drop(*account)


def _draft(task: Task) -> Draft | None:
    """The latest of the person's accounts: what was begun on one surface goes on on another."""
    accounts, since = accounts_of(task.work, task.request.actor), task.request.now - KEPT_FOR
    kept = [draft for account in accounts if (draft := task.work.drafts.get(*account, since))]
    return max(kept, key=lambda each: each.kept_at, default=None)


def _put(task: Task, values: Mapping[str, Value], channel: str | None) -> None:
    actor = task.request.actor
    filled = json.dumps({name: value for name, value in values.items() if value})
    task.work.drafts.keep(actor.workspace, actor.user, filled, channel, task.request.now)


def _channel(task: Task) -> str | None:
    return task.request.conversation.id if task.request.actor.role is Role.partner else None
