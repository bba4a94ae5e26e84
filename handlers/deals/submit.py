"""Submitting a registration: checked, numbered, held against every other claim, announced to the deal desk."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from handlers.audit import audit
from handlers.deals import drafts
from handlers.deals.card import receipt
from handlers.deals.checks import Deal, check
from handlers.deals.conflicts import hold_against
from handlers.deals.desk_card import desk_card
from handlers.deals.eligible import Judged, judged
from handlers.deals.form import ANSWER_IN_WORKING_DAYS, CURRENCIES, SEPARATOR, country_names
from handlers.deals.guards import workdays_after
from handlers.deals.moving import subject_name, tell_filer
from handlers.deals.transitions import RULES
from handlers.documents import FieldErrors, Reply
from handlers.messages import post
from handlers.request import Value
from handlers.subjects import on_behalf_of
from handlers.wording import signature
from handlers.work import Task
from handlers.workdays import Workdays, workdays_of
from store.records import NewRegistration, Registration


def submit(task: Task) -> Reply | FieldErrors:
    """Write the registration and tell the deal desk, or say beside each field what is wrong."""
    return submitted(task, drafts.keep(task))


def submitted(task: Task, values: Mapping[str, Value]) -> Reply | FieldErrors:
    """The same for values by field name."""
    deal = check(values, task.request.as_of, CURRENCIES, country_names())
    if not isinstance(deal, Deal):
        return FieldErrors(deal)
    found = judged(task, deal)
    if isinstance(found, FieldErrors):
        return found
    registration = task.work.registrations.submit(_new(task, found))
    after = json.dumps({key: str(value) for key, value in asdict(registration).items() if value not in (None, ())})
    behalf, subject = on_behalf_of(task, found.subject), subject_name(registration)
    audit(task, "registration.submitted", subject, after=after, on_behalf_of=behalf, partner=registration.partner)
    drafts.drop(task)
    registration = hold_against(task, registration)
    _announce(task, registration, found.partner.name)
    return receipt(registration, found.partner.name)


def _new(task: Task, found: Judged) -> NewRegistration:
    deal, program = found.deal, found.program
    chosen = [each.name for each in program.products if f"{program.id}{SEPARATOR}{each.id}" in deal.products]
    return NewRegistration(
        partner=deal.partner,
        program=program.id,
        customer=deal.customer,
        customer_domain=deal.customer_domain,
        country=deal.country,
        product=", ".join(chosen),
        earr=deal.earr,
        currency=deal.currency,
        role=deal.role,
        expected_close_on=deal.expected_close_on,
        evidence=deal.evidence,
        submitted_by=signature(task.request.actor),
        submitted_at=task.request.now,
        submitted_on=task.request.as_of,
        answer_due_on=answer_due(task.request.as_of, task.desk.country),
        workspace=task.request.actor.workspace,
        filed_in=drafts.filed_in(task),
        rules=RULES,
        **deal.more,
    )


def answer_due(submitted_on: date, country: str) -> date:
    """The last day for the first answer: so many working days of the desk's country after the day of submitting."""
    return answer_day(submitted_on, workdays_of(country))


def answer_day(submitted_on: date, workdays: Workdays) -> date:
    """The same for a calendar that is at hand already."""
    return workdays_after(submitted_on, ANSWER_IN_WORKING_DAYS, workdays)


def _announce(task: Task, registration: Registration, partner: str) -> None:
    subject = subject_name(registration)
    if desk := task.desk.deal_desk_of(task.request.actor.workspace):
        workspace, channel = desk
        shown = desk_card(task, registration)
        post(task, f"{subject}/card", f"channel:{channel}", shown, subject=subject, workspace=workspace)
    tell_filer(task, registration, f"{subject}/receipt", receipt(registration, partner, buttons=True))
