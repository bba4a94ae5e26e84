"""The form page by page: ten inputs, then whatever else helps, with what was typed kept in a draft between them."""

from collections.abc import Mapping
from typing import Any, Final

from handlers.deals import drafts
from handlers.deals.checks import FIRST_PAGE, SECOND_PAGE, Deal, check
from handlers.deals.eligible import Judged, judged
from handlers.deals.form import ANSWER_IN_WORKING_DAYS, CURRENCIES, Initial, country_names, field_of
from handlers.documents import Choice, FieldErrors, Form, Reply, Span, Text, bold, text
from handlers.request import Role, Value
from handlers.work import Task

SUBMIT: Final = "deals.submit"
CHECK: Final = "deals.check"
KEEP: Final = "deals.keep"


def open_form(task: Task) -> Form:
    """The first page: with what was said (`partner|customer`, and more after further bars), else the draft.

    The draft remembers where somebody of a partner opened it: what they submit is their partner's.
    """
    said = _said(task.request.value)
    kept = drafts.opened(task, said)
    names = [name for name in FIRST_PAGE if name != "partner" or task.request.actor.role is not Role.partner]
    fields = tuple(field_of(name, task.catalog, _initial(task, name, kept)) for name in names)
    return Form(
        route=CHECK,
        title="Register a deal",
        submit="Next",
        fields=fields,
        intro=_promise(task, kept, said),
        closed=KEEP,
    )


def check_first(task: Task) -> Form | FieldErrors:
    """Keep what was typed, say what is wrong with it; else the second page, with what is worth knowing."""
    values = drafts.keep(task)
    deal = check(values, task.request.as_of, CURRENCIES, country_names())
    if not isinstance(deal, Deal):
        first = {name: sentence for name, sentence in deal.items() if name in FIRST_PAGE}
        if first:
            return FieldErrors(first)
        deal = check({**values, **dict.fromkeys(SECOND_PAGE, "")}, task.request.as_of, CURRENCIES, country_names())
    if not isinstance(deal, Deal):
        return FieldErrors(deal)
    found = judged(task, deal)
    if isinstance(found, FieldErrors):
        return found
    fields = tuple(field_of(name, task.catalog, _initial(task, name, values)) for name in SECOND_PAGE)
    return Form(SUBMIT, "Register a deal", "Register", fields, intro=_summary(task, deal, found), closed=KEEP)


def keep_draft(task: Task) -> Reply:
    """The form was closed: what was typed waits for the next time."""
    drafts.keep(task)
    return Reply("What you typed is kept: open the form again to go on.")


def _promise(task: Task, kept: Mapping[str, Value], said: Mapping[str, Value]) -> Text:
    answer = f"The deal desk answers within {ANSWER_IN_WORKING_DAYS} working days."
    seen = "" if task.request.actor.role is Role.partner else " Everything here is seen by vendor staff only."
    resumed = " What you had typed before is filled in." if set(kept) - set(said) else ""
    return text(f"{answer}{seen}{resumed}")


def _summary(task: Task, deal: Deal, found: Judged) -> Text:
    told: list[str | Span] = [
        bold(f"{task.partner(deal.partner).name} with {deal.customer}."),
        " All of this may stay empty.",
    ]
    if found.same_customer:
        told += [" ", bold("Note: "), found.same_customer]
    return text(*told)


def _initial(task: Task, name: str, kept: Mapping[str, Value]) -> Initial:
    """What is kept of a field, as the input wants it; nothing where it does not fit (any more)."""
    value: Any = kept.get(name)
    if not value:
        return None
    match name:
        case "partner":
            partner = task.work.partners.get(value)
            return Choice(partner.id, partner.name) if partner else None
        case "country":
            known = country_names().get(value)
            return Choice(value, known) if known else None
        case "products":
            offered = {
                choice.value: choice for group in field_of(name, task.catalog).groups for choice in group.choices
            }
            picked = (value,) if isinstance(value, str) else value
            return tuple(offered[each] for each in picked if each in offered) or None
    return value if isinstance(value, str) else None


def _said(value: str) -> dict[str, Value]:
    """`acme|Initech|initech.com|…`: the parts of a button's value or of a message, by field name."""
    names = ("partner", "customer", "customer_domain", "earr", "notes")
    parts = value.split("|", len(names) - 1)
    return {name: part for name, part in zip(names, parts, strict=False) if part}
